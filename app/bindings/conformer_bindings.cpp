#include "app/bindings/conformer_bindings.h"

#include <QAction>
#include <algorithm>
#include <utility>

#include "app/controllers/edit_controller.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/conformers_panel.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/torsion_scan_view.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

/// A film of many frames runs; a handful of conformers is looked at one by one.
constexpr std::size_t kFilmFrames = 40;
constexpr int kFilmIntervalMs = 50;
constexpr int kStepIntervalMs = 700;

using Tab = widgets::LowerPanel::Tab;

std::optional<double> fraction(const CalculationProgressed& progress) {
  if (progress.of <= 0) return std::nullopt;
  return static_cast<double>(progress.done) / progress.of;
}

}  // namespace

ConformerBindings::ConformerBindings(const BoundParts& parts) : m_parts(parts) {
  connect(&m_player, &QTimer::timeout, this, [this] {
    const int count = m_parts.document.conformerCount();
    if (count > 0) m_parts.document.showConformer((m_parts.document.conformerIndex() + 1) % count);
  });
  bindPanel();
  bindScan();
  bindCalculations();
}

void ConformerBindings::bindPanel() {
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  widgets::ConformersPanel& panel = lower.conformers();
  connect(&panel, &widgets::ConformersPanel::conformerChosen, &m_parts.document,
          &MoleculeDocument::showConformer);
  connect(&panel, &widgets::ConformersPanel::overlayChanged, this,
          &ConformerBindings::showOverlays);
  connect(&panel, &widgets::ConformersPanel::searchRequested, this, &ConformerBindings::search);
  connect(&panel, &widgets::ConformersPanel::cancelRequested, &m_parts.calculations,
          &CalculationController::cancel);
  connect(&panel, &widgets::ConformersPanel::playToggled, this, &ConformerBindings::play);
  connect(m_parts.window.actions().calculate.searchConformers, &QAction::triggered, this,
          [this, &lower] {
            lower.setCurrentTab(Tab::Conformers);
            m_search.method = m_parts.settings.energyMethod();
            search(m_search);
          });
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this] {
    play(false);
    m_overlays.clear();
    m_parts.window.viewport().setOverlays({});
    showConformers();
  });
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this,
          &ConformerBindings::showConformers);
  connect(&lower, &widgets::LowerPanel::currentTabChanged, this, &ConformerBindings::rankWhenSeen);
}

void ConformerBindings::bindScan() {
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  widgets::TorsionScanView& scan = lower.conformers().scan();
  connect(&scan, &widgets::TorsionScanView::scanRequested, &m_parts.calculations,
          &CalculationController::scan);
  connect(&scan, &widgets::TorsionScanView::cancelRequested, &m_parts.calculations,
          &CalculationController::cancel);
  connect(&scan, &widgets::TorsionScanView::scanPointChosen, this,
          &ConformerBindings::takeScanPoint);
  connect(&scan, &widgets::TorsionScanView::torsionChosen, this,
          [this](const std::array<AtomIndex, 4>& atoms) {
            m_torsion = atoms;
            showConformers();
          });
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this,
          [this, &scan] { scan.setSelection(m_parts.selection.atoms()); });
  connect(m_parts.window.actions().calculate.scanTorsion, &QAction::triggered, this,
          [this, &lower] {
            lower.setCurrentTab(Tab::Conformers);
            lower.conformers().setView(widgets::ConformersPanel::View::Scan);
            if (const auto request = lower.conformers().scan().request()) {
              m_parts.calculations.scan(*request);
            } else {
              m_parts.window.banner().showMessage(
                  widgets::Banner::Kind::Notice,
                  tr("This structure has no single bond outside a ring to turn about."));
            }
          });
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this, &scan] {
    m_torsion.reset();
    scan.setMolecule(m_parts.document.state().molecule);
  });
}

void ConformerBindings::bindCalculations() {
  CalculationController& calculations = m_parts.calculations;
  widgets::ConformersPanel& panel = m_parts.window.lowerPanel().conformers();
  connect(&calculations, &CalculationController::started, &panel,
          [&panel](CalculationKind kind, const QString& doing) {
            if (kind == CalculationKind::Conformers) panel.setBusy(doing);
            if (kind == CalculationKind::Scan) panel.scan().setBusy(doing);
          });
  connect(&calculations, &CalculationController::progressed, &panel,
          [&panel](CalculationKind kind, const CalculationProgressed& progress) {
            const QString words = tr("%1 of %2").arg(progress.done).arg(progress.of);
            if (kind == CalculationKind::Conformers) panel.setBusy(words, fraction(progress));
            if (kind == CalculationKind::Scan) panel.scan().setBusy(words, fraction(progress));
          });
  connect(&calculations, &CalculationController::conformersFound, this,
          &ConformerBindings::takeConformers);
  connect(&calculations, &CalculationController::conformersRanked, this,
          [this](const energy::ConformerSet& set) {
            if (set.conformers.size() != m_parts.document.state().conformers.size()) return;
            m_set = set;
            m_ranked = m_parts.document.state().conformers;
            m_summary = QString::fromStdString(energy::methodName(set.method));
            showConformers();
          });
  connect(&calculations, &CalculationController::scanned, this,
          [&panel](const energy::ScanResult& result) { panel.scan().setScan(result); });
  connect(&calculations, &CalculationController::failed, &panel,
          [&panel](CalculationKind kind, const Error& error) {
            const QString sentence = QString::fromStdString(error.toString());
            if (kind == CalculationKind::Conformers || kind == CalculationKind::Rank) {
              panel.setFailed(sentence);
            }
            if (kind == CalculationKind::Scan) panel.scan().setFailed(sentence);
          });
  connect(&calculations, &CalculationController::ended, this, [this](CalculationKind kind) {
    if (kind == CalculationKind::Conformers) showConformers();
  });
}

void ConformerBindings::search(const energy::ConformerSearch& search) {
  m_search = search;
  m_parts.calculations.searchConformers(search);
}

void ConformerBindings::takeConformers(const energy::ConformerSet& set) {
  if (set.conformers.empty()) return;
  DocumentState state = m_parts.document.state();
  state.conformers.clear();
  state.conformer = 0;
  const chem::Superposition laid = ontoShown(set.conformers.front().positions);
  for (const energy::FoundConformer& found : set.conformers) {
    auto conformer = std::make_shared<chem::Conformer>();
    for (const chem::Point3& point : found.positions) {
      conformer->positions.push_back(laid.apply(point));
    }
    conformer->source = chem::GeometrySource::Computed;
    conformer->energyKcalPerMol = found.energyKcalPerMol;
    conformer->energyMethod = energy::methodName(set.method);
    state.conformers.push_back(std::move(conformer));
  }
  m_set = set;
  m_ranked = state.conformers;
  const auto kept = static_cast<int>(set.conformers.size());
  m_summary = tr("%1 tried, %2 kept, seed %3").arg(set.tried).arg(kept).arg(m_search.seed);
  m_overlays.clear();
  m_parts.document.change(std::move(state), tr("Search conformers, %n kept", nullptr, kept));
  if (!set.note.empty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice,
                                        QString::fromStdString(set.note));
  }
}

chem::Superposition ConformerBindings::ontoShown(const chem::Positions& positions) const {
  const DocumentState& state = m_parts.document.state();
  chem::Positions moving;
  chem::Positions target;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (state.molecule->atoms()[i].atomicNumber == 1) continue;
    moving.push_back(positions[i]);
    target.push_back(state.shown()->positions[i]);
  }
  const auto laid = chem::superpose(moving, target);
  return laid ? *laid : chem::Superposition();
}

std::optional<double> ConformerBindings::torsionOf(const ConformerPtr& conformer) const {
  if (!m_torsion) return std::nullopt;
  return chem::measured(conformer->positions, *m_torsion);
}

void ConformerBindings::showConformers() {
  if (m_parts.document.isEmpty()) return;
  widgets::ConformersPanel& panel = m_parts.window.lowerPanel().conformers();
  const DocumentState& state = m_parts.document.state();
  const bool ranked = m_set && m_ranked == state.conformers;
  std::vector<widgets::ConformerRow> rows;
  for (std::size_t i = 0; i < state.conformers.size(); ++i) {
    widgets::ConformerRow row;
    row.number = static_cast<int>(i) + 1;
    row.torsionDegrees = torsionOf(state.conformers[i]);
    if (ranked) {
      const energy::FoundConformer& found = m_set->conformers[i];
      row.relativeKcalPerMol = found.relativeKcalPerMol;
      row.share = found.share;
      row.rmsdAngstrom = found.rmsdAngstrom;
      row.degeneracy = found.degeneracy;
    }
    rows.push_back(row);
  }
  panel.setTorsionName(
      m_torsion ? QString::fromStdString(chem::atomNames(*state.molecule, *m_torsion)) : QString());
  panel.setConformers(std::move(rows), ranked ? m_summary : QString());
  panel.setCurrent(state.conformer);
  m_parts.window.lowerPanel().setCount(
      Tab::Conformers, state.conformers.size() > 1 ? static_cast<int>(state.conformers.size()) : 0);
  panel.setOverlay(m_overlays);
  rankWhenSeen();
}

void ConformerBindings::rankWhenSeen() {
  const widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  if (m_parts.document.isEmpty() || lower.currentTab() != Tab::Conformers ||
      m_parts.calculations.running()) {
    return;
  }
  const DocumentState& state = m_parts.document.state();
  if (state.conformers.size() < 2 || m_ranked == state.conformers) return;
  m_ranked = state.conformers;
  m_set.reset();
  m_parts.calculations.rankConformers(m_parts.settings.energyMethod());
}

void ConformerBindings::showOverlays(const std::vector<widgets::OverlaidConformer>& conformers) {
  m_overlays = conformers;
  const DocumentState& state = m_parts.document.state();
  const theme::Tokens& tokens = theme::tokensFor(m_parts.window.palette());
  std::vector<render::Overlay> overlays;
  QStringList legend;
  for (const auto& [index, slot] : conformers) {
    if (index < 0 || index >= static_cast<int>(state.conformers.size()) ||
        index == state.conformer) {
      continue;
    }
    const QColor colour = theme::pinColour(tokens, slot);
    overlays.push_back(
        {state.molecule,
         state.conformers[static_cast<std::size_t>(index)]->positions,
         {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
          static_cast<std::uint8_t>(colour.blue())}});
    legend << QString::number(index + 1);
  }
  m_parts.window.viewport().setOverlays(std::move(overlays), legend);
}

void ConformerBindings::play(bool playing) {
  const bool film = m_parts.document.conformerCount() > static_cast<int>(kFilmFrames);
  if (playing && m_parts.document.conformerCount() > 1) {
    m_player.start(film ? kFilmIntervalMs : kStepIntervalMs);
  } else {
    m_player.stop();
  }
  m_parts.window.lowerPanel().conformers().setPlaying(m_player.isActive());
}

void ConformerBindings::takeScanPoint(int point) {
  const auto& scan = m_parts.window.lowerPanel().conformers().scan().scan();
  if (!scan || point < 0 || point >= static_cast<int>(scan->points.size())) return;
  const energy::ScanPoint& chosen = scan->points[static_cast<std::size_t>(point)];
  DocumentState state = m_parts.document.state();
  if (chosen.positions.size() != state.shown()->positions.size()) return;
  auto conformer = std::make_shared<chem::Conformer>();
  conformer->positions = chosen.positions;
  conformer->source = chem::GeometrySource::Computed;
  conformer->energyKcalPerMol = chosen.energyKcalPerMol;
  conformer->energyMethod = energy::methodName(scan->scan.method);
  state.conformers[static_cast<std::size_t>(state.conformer)] = std::move(conformer);
  m_parts.document.change(std::move(state), tr("Take a point of the scan"), QStringLiteral("scan"));
}

}  // namespace molloquy::app
