#include "widgets/inspector/conformers_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/frame/banner.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/inspector/conformer_search_options.h"
#include "widgets/inspector/conformer_table.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/inspector/torsion_scan_view.h"
#include "widgets/plots/plot_widget.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;

/// Below this the plot gives its room to the table, and the other way round.
constexpr int kSideBySide = 560;

}  // namespace

ConformersPanel::ConformersPanel(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Conformers"));
  buildLeft();
  buildRight();
  connect(m_table, &ConformerTable::conformerChosen, this, [this](int conformer) {
    m_current = conformer;
    m_energies->setMarked(conformer);
    Q_EMIT conformerChosen(conformer);
  });
  connect(&m_table->rows(), &ConformerTableModel::overlayChanged, this,
          [this] { Q_EMIT overlayChanged(m_table->rows().overlay()); });
  clear();
}

void ConformersPanel::buildLeft() {
  m_left = new QWidget(this);
  auto* layout = new QVBoxLayout(m_left);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_table = new ConformerTable(m_left);
  layout->addWidget(buildHead());
  m_banner = new Banner(m_left);
  m_banner->hide();
  layout->addWidget(m_banner);
  layout->addWidget(m_table, 1);
  m_busyBar = new BusyBar(m_left);
}

QWidget* ConformersPanel::buildHead() {
  auto* head = new QWidget(m_left);
  auto* row = panelHead(*head);
  m_search = new QPushButton(theme::icon(QStringLiteral("regenerate")), tr("Search"), head);
  m_popover = new ConformerSearchOptions(this);
  m_summary = new theme::ThemedLabel(TextRole::Secondary, Ink::Text2, {}, head);
  m_summary->setElided(true);
  m_play = iconButton(QStringLiteral("play"), tr("Play the conformers"), head);
  m_play->setCheckable(true);
  m_more = iconButton(QStringLiteral("more"), tr("Search options, overlay, copy"), head);
  openMenuFrom(*m_more, [this](QMenu& menu) { fillMore(menu); });
  row->addWidget(m_search);
  row->addWidget(m_summary, 1);
  row->addWidget(m_play);
  row->addWidget(m_more);
  connect(m_search, &QPushButton::clicked, this, [this] {
    if (m_busy) {
      Q_EMIT cancelRequested();
    } else {
      Q_EMIT searchRequested(m_popover->search());
    }
  });
  connect(m_popover, &ConformerSearchOptions::searchRequested, this,
          [this] { Q_EMIT searchRequested(m_popover->search()); });
  connect(m_play, &QToolButton::clicked, this, [this](bool on) {
    setPlaying(on);
    Q_EMIT playToggled(on);
  });
  return head;
}

void ConformersPanel::buildRight() {
  m_right = new QWidget(this);
  auto* layout = new QVBoxLayout(m_right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QWidget(m_right);
  auto* row = panelHead(*head);
  m_views = new SegmentedControl({tr("Energies"), tr("Torsion scan")}, head);
  m_views->setAccessibleName(tr("What is plotted"));
  m_detail = new theme::ThemedLabel(TextRole::Control, Ink::Text2, {}, head);
  m_detail->setElided(true);
  m_detail->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_export = iconButton(QStringLiteral("download"), tr("Save the plot"), head);
  openMenuFrom(*m_export, [this](QMenu& menu) { fillExport(menu); });
  row->addWidget(m_views);
  row->addWidget(m_detail, 1);
  row->addWidget(m_export);
  m_stack = new QStackedWidget(m_right);
  m_energies = new PlotWidget(m_stack);
  m_scan = new TorsionScanView(m_stack);
  m_stack->addWidget(m_energies);
  m_stack->addWidget(m_scan);
  layout->addWidget(head);
  layout->addWidget(m_stack, 1);
  connect(m_views, &SegmentedControl::chosen, this, [this](int view) {
    m_stack->setCurrentIndex(view);
    showDetail();
  });
  connect(m_energies, &PlotWidget::pointChosen, this, [this](int conformer) {
    setCurrent(conformer);
    Q_EMIT conformerChosen(conformer);
  });
  connect(m_scan, &TorsionScanView::detailChanged, this, &ConformersPanel::showDetail);
}

void ConformersPanel::setConformers(std::vector<ConformerRow> rows, const QString& summary) {
  m_busy = false;
  m_banner->hide();
  m_summaryText = summary;
  m_table->rows().setRows(std::move(rows));
  m_table->setCurrent(m_current);
  plotEnergies();
  showState();
}

void ConformersPanel::setTorsionName(const QString& name) { m_table->setTorsionName(name); }

void ConformersPanel::setCurrent(int conformer) {
  m_current = conformer;
  m_table->setCurrent(conformer);
  m_energies->setMarked(conformer < 0 ? std::nullopt : std::optional(conformer));
}

void ConformersPanel::setOverlay(const std::vector<OverlaidConformer>& overlay) {
  m_table->rows().setOverlay(overlay);
}

void ConformersPanel::setBusy(const QString& progress, std::optional<double> fraction) {
  m_busy = true;
  m_progress = progress;
  m_banner->hide();
  m_busyBar->start(fraction);
  showState();
}

void ConformersPanel::setFailed(const QString& sentence) {
  m_busy = false;
  m_banner->showMessage(Banner::Kind::Failure, sentence);
  showState();
}

void ConformersPanel::setUnavailable(const QString& reason) {
  m_unavailable = reason;
  showState();
}

void ConformersPanel::setPlaying(bool playing) {
  m_play->setChecked(playing);
  m_play->setIcon(theme::icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
  const QString name = playing ? tr("Stop playing") : tr("Play the conformers");
  m_play->setAccessibleName(name);
  m_play->setToolTip(name);
}

void ConformersPanel::setSearch(const energy::ConformerSearch& search) {
  m_popover->setSearch(search);
}

void ConformersPanel::clear() {
  m_busy = false;
  m_current = -1;
  m_summaryText.clear();
  m_banner->hide();
  m_table->rows().setOverlay({});
  m_table->rows().setRows({});
  m_table->setTorsionName({});
  setPlaying(false);
  m_scan->setMolecule(nullptr);
  plotEnergies();
  showState();
}

void ConformersPanel::setView(View view) {
  m_views->setCurrent(static_cast<int>(view));
  m_stack->setCurrentIndex(static_cast<int>(view));
  showDetail();
}

ConformersPanel::View ConformersPanel::view() const {
  return static_cast<View>(m_views->current());
}

int ConformersPanel::conformerCount() const { return m_table->rows().rowCount(); }

void ConformersPanel::plotEnergies() {
  const std::vector<ConformerRow>& rows = m_table->rows().rows();
  PlotSeries energies;
  energies.kind = SeriesKind::Bars;
  bool any = false;
  for (const ConformerRow& row : rows) {
    any = any || row.relativeKcalPerMol;
    energies.points.emplace_back(row.number, row.relativeKcalPerMol.value_or(qQNaN()));
  }
  if (!any) {
    m_energies->clear(rows.empty() ? tr("Energies appear after a search.")
                                   : tr("The energies of these conformers were not computed."));
    return;
  }
  PlotData plot;
  plot.x.title = tr("Conformer");
  plot.x.decimals = 0;
  if (rows.size() <= 30) plot.x.step = 1;
  plot.y.title = tr("kcal/mol above minimum");
  plot.y.unit = QStringLiteral(" kcal/mol");
  plot.series.push_back(std::move(energies));
  m_energies->setPlot(std::move(plot));
  m_energies->setMarked(m_current < 0 ? std::nullopt : std::optional(m_current));
}

void ConformersPanel::showState() {
  const int count = conformerCount();
  m_table->setEmptyText(m_unavailable.isEmpty() ? tr("No structure") : m_unavailable);
  if (!m_busy) m_busyBar->stop();
  m_search->setText(m_busy ? tr("Stop") : count > 1 ? tr("Search again") : tr("Search"));
  m_search->setIcon(theme::icon(m_busy ? QStringLiteral("stop") : QStringLiteral("regenerate")));
  m_search->setEnabled(m_busy || m_unavailable.isEmpty());
  m_search->setToolTip(m_busy                    ? tr("Stop the search; what was found stays")
                       : m_unavailable.isEmpty() ? tr("Look for conformers by ETKDG")
                                                 : m_unavailable);
  m_summary->setText(m_busy ? m_progress : m_summaryText);
  m_summary->setToolTip(m_summary->text());
  m_play->setEnabled(count > 1);
  if (count <= 1)
    m_play->setToolTip(tr("There is only one conformer."));
  else
    setPlaying(m_play->isChecked());
  showDetail();
  update();
}

void ConformersPanel::showDetail() {
  const bool scan = view() == View::Scan;
  m_detail->setText(scan ? m_scan->detail() : QString());
  const bool any = scan ? m_scan->hasScan() : m_energies->pointCount() > 0;
  m_export->setEnabled(any);
  m_export->setToolTip(any ? tr("Save the plot") : tr("There is nothing to save yet."));
}

void ConformersPanel::overlayAll(bool on) {
  std::vector<OverlaidConformer> overlay;
  for (int conformer = 0; on && conformer < conformerCount(); ++conformer)
    overlay.push_back({conformer, conformer});
  m_table->rows().setOverlay(overlay);
  Q_EMIT overlayChanged(overlay);
}

void ConformersPanel::fillMore(QMenu& menu) {
  QAction* options = menu.addAction(
      theme::icon(QStringLiteral("sliders")), tr("Search options…"), this,
      [this] { m_popover->openBelow(QRect(m_search->mapToGlobal(QPoint()), m_search->size())); });
  options->setEnabled(!m_busy && m_unavailable.isEmpty());
  menu.addSeparator();
  menu.addAction(tr("Lay all over each other"), this, [this] { overlayAll(true); });
  QAction* none = menu.addAction(tr("Clear the overlay"), this, [this] { overlayAll(false); });
  none->setEnabled(!m_table->rows().overlay().empty());
  menu.addSeparator();
  QAction* copy = menu.addAction(theme::icon(QStringLiteral("copy")), tr("Copy table"), m_table,
                                 [this] { m_table->copyRows(); });
  copy->setEnabled(conformerCount() > 0);
  QAction* save = menu.addAction(
      theme::icon(QStringLiteral("download")), tr("Save table as CSV…"), this,
      [this] { Q_EMIT saveRequested(QStringLiteral("conformers.csv"), m_table->csv().toUtf8()); });
  save->setEnabled(conformerCount() > 0);
}

void ConformersPanel::fillExport(QMenu& menu) {
  const bool scan = view() == View::Scan;
  const QString base = scan ? QStringLiteral("torsion-scan") : QStringLiteral("energies");
  const QSize size = m_stack->size().expandedTo(QSize(640, 400));
  fillPlotExport(
      menu,
      {base,
       [this, scan, size] { return scan ? m_scan->image(size, 2) : m_energies->image(size, 2); },
       [this, scan, size] { return scan ? m_scan->svg(size) : m_energies->svg(size); },
       [this, scan] { return scan ? m_scan->csv() : m_energies->csv(); }},
      [this](const QString& name, const QByteArray& bytes) { Q_EMIT saveRequested(name, bytes); });
}

void ConformersPanel::arrange() {
  const bool both = width() >= theme::scaled(kSideBySide);
  // Picture 07: 45 : 55. Too narrow for both: the plot goes, the numbers stay.
  const int left = both ? width() * 45 / 100 : width();
  m_left->setGeometry(0, 0, left, height());
  m_right->setVisible(both);
  m_right->setGeometry(left + 1, 0, qMax(0, width() - left - 1), height());
  m_busyBar->setGeometry(0, 0, left, 2);
  m_busyBar->raise();
}

QSize ConformersPanel::minimumSizeHint() const { return {theme::scaled(300), theme::scaled(96)}; }

void ConformersPanel::resizeEvent(QResizeEvent*) { arrange(); }

void ConformersPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrange();
  QWidget::changeEvent(event);
}

void ConformersPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  if (!m_right->isHidden()) painter.fillRect(QRect(m_left->width(), 0, 1, height()), t.line);
}

}  // namespace molloquy::widgets
