#include "widgets/inspector/electrons_panel.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/frame/banner.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/inspector/electron_tables.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/inspector/spectrum.h"
#include "widgets/inspector/table_view.h"
#include "widgets/plots/level_diagram.h"
#include "widgets/plots/plot_widget.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;

constexpr int kSideBySide = 520;
constexpr int kMostModes = 100'000;

QString number(double value, int decimals) {
  return shownNumber(QString::number(value, 'f', decimals));
}

}  // namespace

ElectronsPanel::ElectronsPanel(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Electronic structure"));
  buildLeft();
  buildRight();
  clear();
}

void ElectronsPanel::buildLeft() {
  m_left = new QWidget(this);
  auto* layout = new QVBoxLayout(m_left);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QWidget(m_left);
  auto* row = panelHead(*head);
  m_single = new QPushButton(tr("Compute"), head);
  m_modesButton = new QPushButton(tr("With vibrations"), head);
  m_status = new theme::ThemedLabel(TextRole::Secondary, Ink::Text2, {}, head);
  m_status->setElided(true);
  m_dipole = iconButton(QStringLiteral("dipole"), tr("Show the dipole as an arrow"), head);
  m_dipole->setCheckable(true);
  row->addWidget(m_single);
  row->addWidget(m_modesButton);
  row->addWidget(m_status, 1);
  row->addWidget(m_dipole);
  m_banner = new Banner(m_left);
  m_banner->hide();
  m_levels = new LevelDiagram(m_left);
  m_numbers = new theme::ThemedLabel(TextRole::Secondary, Ink::Text2, {}, m_left);
  m_numbers->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_numbers->setElided(true);
  layout->addWidget(head);
  layout->addWidget(m_banner);
  layout->addWidget(m_levels, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme::scaled(12), 0, theme::scaled(8), theme::scaled(4));
  foot->addWidget(m_numbers);
  layout->addLayout(foot);
  m_busyBar = new BusyBar(m_left);
  connect(m_single, &QPushButton::clicked, this, [this] { request(energy::Modes::Skip); });
  connect(m_modesButton, &QPushButton::clicked, this, [this] { request(energy::Modes::Compute); });
  connect(m_dipole, &QToolButton::clicked, this, &ElectronsPanel::dipoleToggled);
}

QWidget* ElectronsPanel::buildRightHead() {
  auto* head = new QWidget(m_right);
  auto* row = panelHead(*head);
  m_views = new SegmentedControl({tr("Charges"), tr("Infrared")}, head);
  m_views->setAccessibleName(tr("What is shown"));
  m_colour = iconButton(QStringLiteral("colour"), tr("Colour the atoms by these charges"), head);
  m_colour->setCheckable(true);
  m_export = iconButton(QStringLiteral("download"), tr("Save"), head);
  openMenuFrom(*m_export, [this](QMenu& menu) { fillExport(menu); });
  row->addWidget(m_views);
  row->addStretch(1);
  row->addWidget(m_colour);
  row->addWidget(m_export);
  connect(m_views, &SegmentedControl::chosen, this, [this](int view) {
    m_stack->setCurrentIndex(view);
    showState();
  });
  connect(m_colour, &QToolButton::clicked, this, &ElectronsPanel::chargesShown);
  return head;
}

void ElectronsPanel::fillExport(QMenu& menu) {
  if (m_stack->currentIndex() == 0) {
    menu.addAction(theme::icon(QStringLiteral("copy")), tr("Copy table"), m_charges,
                   [this] { m_charges->copyRows(); });
    menu.addAction(tr("Save table as CSV…"), this, [this] {
      Q_EMIT saveRequested(QStringLiteral("charges.csv"), m_charges->csv().toUtf8());
    });
    return;
  }
  const QSize size = m_spectrum->size().expandedTo(QSize(640, 400));
  fillPlotExport(
      menu,
      {QStringLiteral("infrared"), [this, size] { return m_spectrum->image(size, 2); },
       [this, size] { return m_spectrum->svg(size); }, [this] { return m_spectrum->csv(); }},
      [this](const QString& name, const QByteArray& bytes) { Q_EMIT saveRequested(name, bytes); });
  menu.addAction(tr("Save modes as CSV…"), this, [this] {
    Q_EMIT saveRequested(QStringLiteral("modes.csv"), m_modes->csv().toUtf8());
  });
}

QWidget* ElectronsPanel::buildCharges() {
  m_chargeModel = new ChargeTableModel(this);
  m_charges = new TableView(m_stack);
  m_charges->setModel(m_chargeModel);
  m_charges->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_charges->setAccessibleName(tr("Charges by atom"));
  m_charges->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  return m_charges;
}

QWidget* ElectronsPanel::buildSpectrum() {
  auto* page = new QWidget(m_stack);
  auto* row = new QHBoxLayout(page);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  m_spectrum = new PlotWidget(page);
  m_modeModel = new ModeTableModel(this);
  m_modes = new TableView(page);
  m_modes->setModel(m_modeModel);
  m_modes->setSelectionMode(QAbstractItemView::SingleSelection);
  m_modes->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_modes->setAccessibleName(tr("Normal modes"));
  m_modes->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_modes->horizontalHeader()->setSectionResizeMode(ModeTableModel::Number, QHeaderView::Fixed);
  m_modes->setColumnWidth(ModeTableModel::Number, theme::scaled(44));
  m_modes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  row->addWidget(m_spectrum, 1);
  row->addWidget(m_modes, 1);
  connect(m_spectrum, &PlotWidget::pointChosen, this, [this](int mode) {
    if (mode != m_played) chooseMode(mode);
  });
  connect(m_modes, &QAbstractItemView::clicked, this,
          [this](const QModelIndex& index) { chooseMode(index.row()); });
  connect(m_modes, &QAbstractItemView::activated, this,
          [this](const QModelIndex& index) { chooseMode(index.row()); });
  return page;
}

void ElectronsPanel::buildRight() {
  m_right = new QWidget(this);
  auto* layout = new QVBoxLayout(m_right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_stack = new QStackedWidget(m_right);
  layout->addWidget(buildRightHead());
  layout->addWidget(m_stack, 1);
  m_stack->addWidget(buildCharges());
  m_stack->addWidget(buildSpectrum());
}

void ElectronsPanel::request(energy::Modes modes) {
  if (m_busy) {
    Q_EMIT cancelRequested();
    return;
  }
  m_banner->hide();
  Q_EMIT computeRequested(modes);
}

void ElectronsPanel::setResult(std::shared_ptr<const chem::Molecule> molecule,
                               energy::ElectronicStructure result) {
  m_busy = false;
  m_outdated = false;
  m_banner->hide();
  m_molecule = std::move(molecule);
  if (result.modes.size() > kMostModes) result.modes.clear();
  m_result = std::move(result);
  m_played = -1;
  showNumbers();
  showSpectrum();
  showState();
}

void ElectronsPanel::setOutdated() {
  if (!m_result) return;
  m_outdated = true;
  showState();
}

void ElectronsPanel::setBusy(const QString& progress, std::optional<double> fraction) {
  m_busy = true;
  m_progress = progress;
  m_banner->hide();
  m_busyBar->start(fraction);
  showState();
}

void ElectronsPanel::setFailed(const QString& sentence) {
  m_busy = false;
  m_banner->showMessage(Banner::Kind::Failure, sentence);
  showState();
}

void ElectronsPanel::setUnavailable(const QString& reason) {
  m_unavailable = reason;
  showState();
}

void ElectronsPanel::clear() {
  m_busy = false;
  m_outdated = false;
  m_played = -1;
  m_result.reset();
  m_molecule.reset();
  m_banner->hide();
  m_dipole->setChecked(false);
  m_colour->setChecked(false);
  showNumbers();
  showSpectrum();
  showState();
}

void ElectronsPanel::showNumbers() {
  if (!m_result) {
    m_levels->clear(tr("Orbitals, dipole and charges of the shown positions, by GFN2-xTB."));
    m_numbers->setText({});
    m_chargeModel->setCharges(nullptr, {});
    return;
  }
  std::vector<EnergyLevel> levels;
  for (const energy::Orbital& orbital : m_result->orbitals)
    levels.push_back({orbital.energyEv, orbital.occupation});
  m_levels->setLevels(std::move(levels), m_result->homo);
  const chem::Point3& d = m_result->dipoleDebye;
  QString words =
      tr("%1 Eh · dipole %2 D")
          .arg(number(m_result->energyHartree, 5), number(std::hypot(d[0], d[1], d[2]), 2));
  const auto homo = static_cast<std::size_t>(std::max(0, m_result->homo));
  if (m_result->homo >= 0 && homo + 1 < m_result->orbitals.size())
    words += tr(" · gap %1 eV")
                 .arg(number(
                     m_result->orbitals[homo + 1].energyEv - m_result->orbitals[homo].energyEv, 2));
  m_numbers->setText(words);
  m_numbers->setToolTip(
      tr("GFN2-xTB, closed shell, gas phase. Dipole %1, %2, %3 D along x, y, z, from negative to "
         "positive charge.")
          .arg(number(d[0], 2), number(d[1], 2), number(d[2], 2)));
  m_chargeModel->setCharges(m_molecule, m_result->charges);
}

void ElectronsPanel::showSpectrum() {
  const bool modes = m_result && !m_result->modes.empty();
  m_modeModel->setModes(modes ? m_result->modes : std::vector<energy::NormalMode>());
  m_modes->setVisible(modes);
  if (modes) {
    m_spectrum->setMarked({});
    m_spectrum->setPlot(spectrumPlot(m_result->modes));
  } else {
    m_spectrum->clear(
        tr("Vibrations are computed by \"With vibrations\". The positions should be relaxed with "
           "GFN2-xTB first."));
  }
}

void ElectronsPanel::showState() {
  if (!m_busy) m_busyBar->stop();
  const bool possible = m_unavailable.isEmpty();
  m_single->setText(m_busy ? tr("Stop") : tr("Compute"));
  m_single->setIcon(theme::icon(m_busy ? QStringLiteral("stop") : QStringLiteral("regenerate")));
  m_single->setEnabled(m_busy || possible);
  m_single->setToolTip(m_busy     ? tr("Stop the calculation")
                       : possible ? tr("Orbitals, dipole and charges by GFN2-xTB")
                                  : m_unavailable);
  m_modesButton->setVisible(!m_busy);
  m_modesButton->setEnabled(possible);
  m_modesButton->setToolTip(possible ? tr("Also the normal modes and the infrared spectrum")
                                     : m_unavailable);
  m_status->setText(m_busy       ? m_progress
                    : m_outdated ? tr("of the geometry before")
                    : m_result   ? QStringLiteral("GFN2-xTB")
                                 : QString());
  m_status->setToolTip(m_outdated ? tr("The structure has changed since; compute again.")
                                  : m_status->text());
  m_dipole->setEnabled(m_result.has_value());
  m_dipole->setToolTip(m_result ? tr("Show the dipole as an arrow")
                                : tr("The dipole is not computed yet."));
  const bool charges = m_result && !m_result->charges.empty();
  m_colour->setEnabled(charges);
  m_colour->setToolTip(charges ? tr("Colour the atoms by these charges")
                               : tr("Charges are not computed yet."));
  const bool spectrum = m_stack->currentIndex() == 1;
  m_export->setEnabled(spectrum ? m_modeModel->rowCount() > 0 : charges);
  m_export->setToolTip(m_export->isEnabled() ? tr("Save") : tr("There is nothing to save yet."));
  update();
}

void ElectronsPanel::chooseMode(int mode) {
  const int chosen = mode == m_played ? -1 : mode;
  setPlayedMode(chosen);
  Q_EMIT modeChosen(chosen);
}

void ElectronsPanel::setPlayedMode(int mode) {
  m_played = mode >= 0 && mode < m_modeModel->rowCount() ? mode : -1;
  m_modeModel->setPlayed(m_played);
  m_spectrum->setMarked(m_played < 0 ? std::nullopt : std::optional(m_played));
  if (m_played >= 0) {
    m_modes->setCurrentIndex(m_modeModel->index(m_played, 0));
  } else {
    m_modes->clearSelection();
  }
}

void ElectronsPanel::setChargesShown(bool shown) { m_colour->setChecked(shown); }
void ElectronsPanel::setDipoleShown(bool shown) { m_dipole->setChecked(shown); }

void ElectronsPanel::setView(View view) {
  m_views->setCurrent(static_cast<int>(view));
  m_stack->setCurrentIndex(static_cast<int>(view));
  showState();
}

void ElectronsPanel::arrange() {
  const bool both = width() >= theme::scaled(kSideBySide);
  const int left = both ? width() * 46 / 100 : width();
  m_left->setGeometry(0, 0, left, height());
  m_right->setVisible(both);
  m_right->setGeometry(left + 1, 0, qMax(0, width() - left - 1), height());
  // The reduced mass goes first, then the spectrum keeps its half.
  const bool mass = m_right->width() >= theme::scaled(430);
  m_modes->setColumnHidden(ModeTableModel::Mass, !mass);
  m_modes->setMaximumWidth(theme::scaled(mass ? 230 : 172));
  m_busyBar->setGeometry(0, 0, left, 2);
  m_busyBar->raise();
}

QSize ElectronsPanel::minimumSizeHint() const { return {theme::scaled(300), theme::scaled(96)}; }

void ElectronsPanel::resizeEvent(QResizeEvent*) { arrange(); }

void ElectronsPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  if (!m_right->isHidden()) painter.fillRect(QRect(m_left->width(), 0, 1, height()), t.line);
}

}  // namespace molloquy::widgets
