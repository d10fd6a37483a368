#include "widgets/inspector/torsion_scan_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/frame/banner.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/inspector/energy_words.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/inspector/scan_options.h"
#include "widgets/plots/heat_map.h"
#include "widgets/plots/plot_widget.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

/// Bonds offered in the list; any other torsion comes from the selection.
constexpr std::size_t kOffered = 200;
/// Lower than this the plot has the hint's room.
constexpr int kHintHeight = 200;

std::vector<double> degreesOf(const energy::ScannedTorsion& torsion) {
  std::vector<double> values;
  const int steps = std::max(1, torsion.points - 1);
  for (int point = 0; point < torsion.points; ++point)
    values.push_back(torsion.begin + torsion.range * point / steps);
  return values;
}

/// Place of the value that is nearest.
int nearestPlace(const std::vector<double>& values, double value) {
  int best = 0;
  for (int place = 1; place < static_cast<int>(values.size()); ++place)
    if (std::abs(values[static_cast<std::size_t>(place)] - value) <
        std::abs(values[static_cast<std::size_t>(best)] - value))
      best = place;
  return best;
}

double lowest(const energy::ScanResult& scan) {
  double low = scan.points.front().energyKcalPerMol;
  for (const energy::ScanPoint& point : scan.points) low = std::min(low, point.energyKcalPerMol);
  return low;
}

PlotAxis torsionAxis(const QString& name) {
  PlotAxis axis;
  axis.title = TorsionScanView::tr("%1 torsion (degrees)").arg(name);
  axis.unit = QStringLiteral("°");
  axis.decimals = 0;
  return axis;
}

}  // namespace

TorsionScanView::TorsionScanView(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(theme::scaled(10), 0, theme::scaled(8), theme::scaled(2));
  strip->setSpacing(theme::scaled(6));
  buildStrip(*strip);
  m_banner = new Banner(this);
  m_banner->hide();
  m_stack = new QStackedWidget(this);
  m_curve = new PlotWidget(m_stack);
  m_map = new HeatMap(m_stack);
  m_stack->addWidget(m_curve);
  m_stack->addWidget(m_map);
  m_busyBar = new BusyBar(this);
  m_hint = new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, this);
  m_hint->setElided(true);
  layout->addLayout(strip);
  layout->addWidget(m_busyBar);
  layout->addWidget(m_banner);
  layout->addWidget(m_stack, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme::scaled(12), 0, theme::scaled(12), theme::scaled(2));
  foot->addWidget(m_hint);
  layout->addLayout(foot);
  connect(m_curve, &PlotWidget::pointChosen, this, &TorsionScanView::choosePoint);
  connect(m_map, &HeatMap::cellChosen, this, [this](int cell) {
    const auto place = static_cast<std::size_t>(cell);
    if (place < m_pointOfCell.size() && m_pointOfCell[place] >= 0)
      choosePoint(m_pointOfCell[place]);
  });
  clear();
}

void TorsionScanView::buildStrip(QHBoxLayout& strip) {
  m_first = new QComboBox(this);
  m_first->setAccessibleName(tr("Torsion"));
  m_first->setToolTip(tr("The bond that is turned"));
  m_first->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_first->setMinimumContentsLength(8);
  m_options = iconButton(QStringLiteral("sliders"), tr("Scan options"), this);
  m_popover = new ScanOptions(this);
  m_run = new QPushButton(this);
  strip.addWidget(m_first, 1);
  strip.addWidget(m_options);
  strip.addWidget(m_run);
  connect(m_run, &QPushButton::clicked, this, &TorsionScanView::startOrStop);
  connect(m_options, &QToolButton::clicked, this, [this] {
    m_popover->openBelow(QRect(m_options->mapToGlobal(QPoint()), m_options->size()));
  });
  connect(m_popover, &ScanOptions::changed, this, &TorsionScanView::showState);
  connect(m_first, qOverload<int>(&QComboBox::activated), this, [this] {
    if (const auto choice = chosen()) Q_EMIT torsionChosen(choice->atoms);
    showState();
  });
}

void TorsionScanView::setMolecule(std::shared_ptr<const chem::Molecule> molecule) {
  if (molecule == m_molecule && molecule) return;
  m_molecule = std::move(molecule);
  m_choices.clear();
  m_fromSelection.reset();
  if (m_molecule && m_molecule->atoms().size() <= chem::kRdkitAtoms)
    m_choices = torsionChoices(*m_molecule, kOffered);
  fillTorsions();
  clear();
}

void TorsionScanView::setSelection(const std::vector<AtomIndex>& atoms) {
  const bool possible = m_molecule && m_molecule->atoms().size() <= chem::kRdkitAtoms;
  const auto before = m_fromSelection;
  if (possible && (atoms.size() == 2 || atoms.size() == 4)) {
    m_fromSelection = torsionOfSelection(*m_molecule, atoms);
  } else if (atoms.empty()) {
    return;  // What was chosen stays chosen.
  } else {
    m_fromSelection.reset();
  }
  if (!before && !m_fromSelection) return;
  fillTorsions();
  if (m_fromSelection && !m_busy) m_first->setCurrentIndex(0);
  showState();
}

void TorsionScanView::fillTorsions() {
  const QString before = m_first->currentText();
  m_first->clear();
  if (m_fromSelection) m_first->addItem(tr("Selected: %1").arg(m_fromSelection->name), -1);
  for (std::size_t place = 0; place < m_choices.size(); ++place)
    m_first->addItem(m_choices[place].name, static_cast<int>(place));
  m_first->setCurrentIndex(std::max(0, m_first->findText(before)));
  m_popover->setChoices(m_choices);
}

std::optional<TorsionChoice> TorsionScanView::chosen() const {
  if (m_first->currentIndex() < 0) return {};
  const int place = m_first->currentData().toInt();
  if (place < 0) return m_fromSelection;
  return m_choices[static_cast<std::size_t>(place)];
}

std::optional<energy::TorsionScan> TorsionScanView::request() const {
  const auto first = chosen();
  if (!first) return {};
  energy::TorsionScan scan;
  scan.first.atoms = first->atoms;
  m_popover->writeTo(scan);
  return scan;
}

void TorsionScanView::startOrStop() {
  if (m_busy) {
    Q_EMIT cancelRequested();
    return;
  }
  const auto scan = request();
  if (!scan) return;
  m_banner->hide();
  Q_EMIT torsionChosen(scan->first.atoms);
  Q_EMIT scanRequested(*scan);
}

void TorsionScanView::setScan(energy::ScanResult scan) {
  m_busy = false;
  m_banner->hide();
  m_scan = std::move(scan);
  showScan();
  showState();
}

void TorsionScanView::showScan() {
  m_pointOfCell.clear();
  if (!m_scan || m_scan->points.empty() || !m_molecule) {
    m_scan.reset();
    m_curve->clear(
        !m_molecule ? tr("A scan needs a structure.")
        : m_choices.empty() && !m_fromSelection
            ? tr("No bond of this structure can be turned: all are in rings or at ends.")
            : tr("Choose a bond and press Scan: its energy is plotted against the angle."));
    m_stack->setCurrentWidget(m_curve);
    return;
  }
  if (m_scan->scan.second) {
    showMap();
  } else {
    showCurve();
  }
}

void TorsionScanView::showCurve() {
  PlotData plot;
  plot.x = torsionAxis(torsionName(*m_molecule, m_scan->scan.first.atoms));
  plot.x.low = m_scan->scan.first.begin;
  plot.x.high = m_scan->scan.first.begin + m_scan->scan.first.range;
  plot.x.step = 60;
  plot.y.title = tr("kcal/mol above minimum");
  plot.y.unit = QStringLiteral(" kcal/mol");
  PlotSeries series;
  series.kind = SeriesKind::LineAndPoints;
  const double low = lowest(*m_scan);
  for (const energy::ScanPoint& point : m_scan->points)
    series.points.emplace_back(point.first, point.energyKcalPerMol - low);
  plot.series.push_back(std::move(series));
  m_curve->setPlot(std::move(plot));
  m_stack->setCurrentWidget(m_curve);
}

void TorsionScanView::showMap() {
  HeatMapData grid;
  grid.x = torsionAxis(torsionName(*m_molecule, m_scan->scan.second->atoms));
  grid.y = torsionAxis(torsionName(*m_molecule, m_scan->scan.first.atoms));
  grid.xs = degreesOf(*m_scan->scan.second);
  grid.ys = degreesOf(m_scan->scan.first);
  grid.valueTitle = tr("kcal/mol above minimum");
  grid.valueUnit = QStringLiteral(" kcal/mol");
  const std::size_t cells = grid.xs.size() * grid.ys.size();
  grid.values.assign(cells, qQNaN());
  m_pointOfCell.assign(cells, -1);
  const double low = lowest(*m_scan);
  for (std::size_t place = 0; place < m_scan->points.size() && cells > 0; ++place) {
    const energy::ScanPoint& point = m_scan->points[place];
    const auto cell =
        static_cast<std::size_t>(nearestPlace(grid.ys, point.first)) * grid.xs.size() +
        static_cast<std::size_t>(nearestPlace(grid.xs, point.second));
    grid.values[cell] = point.energyKcalPerMol - low;
    m_pointOfCell[cell] = static_cast<int>(place);
  }
  m_map->setMap(std::move(grid));
  m_stack->setCurrentWidget(m_map);
}

void TorsionScanView::setCurrentPoint(std::optional<int> point) {
  m_curve->setMarked(point);
  if (!point) {
    m_map->setMarked({});
    return;
  }
  const auto cell = std::find(m_pointOfCell.begin(), m_pointOfCell.end(), *point);
  if (cell != m_pointOfCell.end()) m_map->setMarked(static_cast<int>(cell - m_pointOfCell.begin()));
}

void TorsionScanView::choosePoint(int point) { Q_EMIT scanPointChosen(point); }

void TorsionScanView::setBusy(const QString& progress, std::optional<double> fraction) {
  m_busy = true;
  m_banner->hide();
  m_busyBar->start(fraction);
  m_hint->setText(progress);
  showState();
}

void TorsionScanView::setFailed(const QString& sentence) {
  m_busy = false;
  m_banner->showMessage(Banner::Kind::Failure, sentence);
  showState();
}

void TorsionScanView::clear() {
  m_busy = false;
  m_scan.reset();
  m_banner->hide();
  m_curve->setMarked({});
  m_map->setMarked({});
  showScan();
  showState();
}

void TorsionScanView::showState() {
  const auto next = request();
  if (!m_busy) {
    m_busyBar->stop();
    const bool map = m_scan && m_scan->scan.second;
    m_hint->setText(!m_scan ? QString()
                    : map   ? tr("Click a field to see its geometry in 3D.")
                            : tr("Drag the line to turn the bond in 3D."));
  }
  showHint();
  m_first->setEnabled(!m_busy && m_first->count() > 0);
  m_options->setEnabled(!m_busy && m_first->count() > 0);
  m_run->setText(m_busy ? tr("Stop") : tr("Scan"));
  m_run->setIcon(theme::icon(m_busy ? QStringLiteral("stop") : QStringLiteral("plot")));
  const bool same = next && next->second && next->second->atoms == next->first.atoms;
  m_run->setEnabled(m_busy || (next && !same));
  m_run->setToolTip(m_busy  ? tr("Stop the scan; the points so far stay")
                    : same  ? tr("The two torsions are the same bond.")
                    : !next ? tr("No bond can be turned.")
                            : tr("Turn the bond and compute each point"));
  Q_EMIT detailChanged();
}

void TorsionScanView::showHint() {
  const bool room = height() >= theme::scaled(kHintHeight);
  m_hint->setVisible((room || m_busy) && !m_hint->text().isEmpty());
  const QString tip = m_hint->isVisibleTo(this) ? QString() : m_hint->text();
  m_curve->setToolTip(tip);
  m_map->setToolTip(tip);
}

void TorsionScanView::resizeEvent(QResizeEvent*) { showHint(); }

QString TorsionScanView::detail() const {
  if (!m_scan) return {};
  return tr("%1 points, %2").arg(m_scan->points.size()).arg(methodWords(m_scan->scan.method));
}

QImage TorsionScanView::image(const QSize& size, double ratio) const {
  return m_stack->currentWidget() == m_map ? m_map->image(size, ratio)
                                           : m_curve->image(size, ratio);
}

QByteArray TorsionScanView::svg(const QSize& size) const {
  return m_stack->currentWidget() == m_map ? m_map->svg(size) : m_curve->svg(size);
}

QString TorsionScanView::csv() const {
  return m_stack->currentWidget() == m_map ? m_map->csv() : m_curve->csv();
}

}  // namespace molloquy::widgets
