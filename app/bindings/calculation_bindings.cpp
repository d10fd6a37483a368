#include "app/bindings/calculation_bindings.h"

#include <QAction>
#include <cmath>
#include <numbers>
#include <utility>

#include "app/controllers/edit_controller.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/inspector/electrons_panel.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

constexpr int kModeIntervalMs = 33;
/// Pictures of one period of a vibration, and how far the atom that moves most goes, angstrom.
constexpr int kModeSteps = 40;
constexpr double kModeAmplitude = 0.35;

QString methodText(energy::EnergyMethod method) {
  return QString::fromStdString(energy::methodName(method));
}

std::optional<double> fraction(const CalculationProgressed& progress) {
  if (progress.of <= 0) return std::nullopt;
  return static_cast<double>(progress.done) / progress.of;
}

}  // namespace

CalculationBindings::CalculationBindings(const BoundParts& parts) : m_parts(parts) {
  m_modeTimer.setInterval(kModeIntervalMs);
  connect(&m_modeTimer, &QTimer::timeout, this, &CalculationBindings::showModeStep);
  bindMethods();
  bindOptimising();
  bindLive();
  bindElectrons();
  bindJob();
  for (const auto update :
       {&MoleculeDocument::measurementsChanged, &MoleculeDocument::editedChanged}) {
    connect(&m_parts.document, update, this, &CalculationBindings::showEnabled);
  }
  showEnabled();
}

void CalculationBindings::bindMethods() {
  const auto& actions = m_parts.window.actions().calculate.methods;
  actions[static_cast<std::size_t>(m_parts.settings.energyMethod())]->setChecked(true);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    connect(actions[i], &QAction::triggered, this, [this, i] {
      m_parts.settings.setEnergyMethod(static_cast<energy::EnergyMethod>(i));
      showLive(std::nullopt, std::nullopt, 0);
    });
  }
}

void CalculationBindings::bindOptimising() {
  const CalculationActions& actions = m_parts.window.actions().calculate;
  CalculationController& calculations = m_parts.calculations;
  connect(actions.optimise, &QAction::triggered, this, [this, &calculations] {
    if (calculations.running() == CalculationKind::Minimise) {
      calculations.cancel();
    } else {
      calculations.minimise(m_parts.settings.energyMethod(), constraints());
    }
  });
  connect(&calculations, &CalculationController::progressed, this,
          [this](CalculationKind kind, const CalculationProgressed& progress) {
            if (kind != CalculationKind::Minimise || progress.positions.empty()) return;
            m_parts.window.viewport().setPositions(progress.positions);
          });
  connect(&calculations, &CalculationController::minimised, this,
          &CalculationBindings::takeMinimised);
  connect(&calculations, &CalculationController::failed, this,
          [this](CalculationKind kind, const Error& error) {
            if (kind != CalculationKind::Minimise) return;
            m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                                QString::fromStdString(error.toString()));
            m_parts.window.viewport().setPositions(m_parts.document.state().shown()->positions);
          });
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  connect(&viewport, &widgets::MoleculeViewport::previewEnergyWanted, &calculations,
          &CalculationController::compareEnergy);
  connect(&calculations, &CalculationController::energyCompared, &viewport,
          &widgets::MoleculeViewport::setPreviewEnergy);
}

std::vector<energy::Constraint> CalculationBindings::constraints() const {
  std::vector<energy::Constraint> held;
  const DocumentState& state = m_parts.document.state();
  if (!m_parts.window.actions().calculate.holdMeasurements->isChecked()) return held;
  for (const chem::Measurement& measurement : state.measurements) {
    const auto value = chem::measured(state.shown()->positions, measurement.atoms);
    if (value) held.push_back({measurement.atoms, *value});
  }
  return held;
}

void CalculationBindings::takeMinimised(const energy::Minimised& result,
                                        energy::EnergyMethod method) {
  chem::edit::SetPositions step;
  step.positions = result.positions;
  step.title = tr("Optimise, %1").arg(methodText(method)).toStdString();
  step.note = result.note;
  step.energyKcalPerMol = result.energyAfter;
  step.energyMethod = energy::methodName(method);
  step.source = chem::GeometrySource::Computed;
  m_parts.edits.perform(step);
  QString said = QString::fromStdString(result.note);
  if (result.end == energy::MinimiseEnd::StepLimit) {
    said =
        tr("Not converged after %n step(s); optimise once more to go on.", nullptr, result.steps) +
        QLatin1Char(' ') + said;
  }
  if (!said.trimmed().isEmpty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, said.trimmed());
  }
}

void CalculationBindings::bindLive() {
  LiveController& live = m_parts.live;
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  connect(&viewport, &widgets::MoleculeViewport::optimiseToggled, this, [this, &live](bool run) {
    if (run) {
      live.start(m_parts.settings.energyMethod(), constraints());
      showLive(std::nullopt, std::nullopt, 0);
    } else {
      live.stop();
    }
  });
  connect(&viewport, &widgets::MoleculeViewport::atomPulled, &live, &LiveController::pull);
  connect(
      &viewport, &widgets::MoleculeViewport::optimiseMethodChosen, this,
      [this, &live](energy::EnergyMethod method) {
        m_parts.settings.setEnergyMethod(method);
        m_parts.window.actions().calculate.methods[static_cast<std::size_t>(method)]->setChecked(
            true);
        if (live.isRunning()) live.start(method);
        showLive(std::nullopt, std::nullopt, 0);
      });
  connect(&live, &LiveController::stepped, this,
          [this](const chem::Positions& positions, double energy, double change, int steps) {
            m_parts.window.viewport().setPositions(positions);
            m_parts.window.lowerPanel().atoms().setPositions(positions);
            showLive(energy, change, steps);
          });
  connect(&live, &LiveController::finished, &m_parts.edits,
          [this](const chem::edit::SetPositions& step) { m_parts.edits.perform(step); });
  connect(&live, &LiveController::stopped, this,
          [this] { showLive(std::nullopt, std::nullopt, 0); });
  connect(&live, &LiveController::failed, this, [this](const Error& error) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                        QString::fromStdString(error.toString()));
  });
}

void CalculationBindings::showLive(std::optional<double> energy, std::optional<double> change,
                                   int steps) {
  widgets::OptimiseState state;
  state.run = m_parts.live.isRunning() ? widgets::OptimiseState::Run::Running
                                       : widgets::OptimiseState::Run::Stopped;
  state.method = m_parts.settings.energyMethod();
  state.energyKcalPerMol = energy;
  state.changeKcalPerMol = change;
  state.steps = steps;
  m_parts.window.viewport().setOptimising(state);
}

void CalculationBindings::bindElectrons() {
  widgets::ElectronsPanel& panel = m_parts.window.lowerPanel().electrons();
  CalculationController& calculations = m_parts.calculations;
  const CalculationActions& actions = m_parts.window.actions().calculate;
  const auto compute = [this, &calculations](energy::Modes modes) {
    m_parts.window.lowerPanel().setCurrentTab(widgets::LowerPanel::Tab::Electrons);
    calculations.computeElectrons(modes);
  };
  connect(&panel, &widgets::ElectronsPanel::computeRequested, this, compute);
  connect(actions.electrons, &QAction::triggered, this,
          [compute] { compute(energy::Modes::Skip); });
  connect(actions.vibrations, &QAction::triggered, this,
          [compute] { compute(energy::Modes::Compute); });
  connect(&panel, &widgets::ElectronsPanel::cancelRequested, &calculations,
          &CalculationController::cancel);
  connect(&panel, &widgets::ElectronsPanel::modeChosen, this, &CalculationBindings::playMode);
  connect(&panel, &widgets::ElectronsPanel::chargesShown, this, &CalculationBindings::chargesShown);
  connect(&panel, &widgets::ElectronsPanel::dipoleToggled, this, &CalculationBindings::dipoleShown);
  connect(&calculations, &CalculationController::started, &panel,
          [&panel](CalculationKind kind, const QString& doing) {
            if (kind == CalculationKind::Electrons) panel.setBusy(doing);
          });
  connect(&calculations, &CalculationController::progressed, &panel,
          [&panel](CalculationKind kind, const CalculationProgressed& progress) {
            if (kind != CalculationKind::Electrons) return;
            panel.setBusy(tr("%1 of %2").arg(progress.done).arg(progress.of), fraction(progress));
          });
  connect(&calculations, &CalculationController::electronsComputed, this,
          &CalculationBindings::takeElectrons);
  connect(&calculations, &CalculationController::failed, &panel,
          [&panel](CalculationKind kind, const Error& error) {
            if (kind == CalculationKind::Electrons) {
              panel.setFailed(QString::fromStdString(error.toString()));
            }
          });
  connect(&calculations, &CalculationController::ended, this, [this, &panel](CalculationKind kind) {
    if (kind != CalculationKind::Electrons) return;
    if (m_electrons) {
      panel.setResult(m_parts.document.state().molecule, *m_electrons);
    } else {
      panel.clear();
    }
  });
  const auto changed = [this, &panel] {
    stopPlaying();
    if (m_electrons && m_parts.document.state().shown() != m_electronsOf) panel.setOutdated();
  };
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this, changed);
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this, &panel] {
    stopPlaying();
    m_electrons.reset();
    panel.clear();
    Q_EMIT dipoleComputed(std::nullopt);
  });
}

void CalculationBindings::takeElectrons(const energy::ElectronicStructure& result) {
  m_electrons = result;
  m_electronsOf = m_parts.document.state().shown();
  m_parts.window.lowerPanel().electrons().setResult(m_parts.document.state().molecule, result);
  Q_EMIT dipoleComputed(result.dipoleDebye);
  Q_EMIT chargesComputed(result.charges);
}

void CalculationBindings::playMode(int mode) {
  if (mode < 0 || !m_electrons || mode >= static_cast<int>(m_electrons->modes.size()) ||
      m_parts.document.state().shown() != m_electronsOf) {
    stopPlaying();
    return;
  }
  m_mode = mode;
  m_modeStep = 0;
  m_modeTimer.start();
}

void CalculationBindings::showModeStep() {
  const auto& displacements = m_electrons->modes[static_cast<std::size_t>(m_mode)].displacements;
  const double phase = 2 * std::numbers::pi * (++m_modeStep % kModeSteps) / kModeSteps;
  chem::Positions positions = m_electronsOf->positions;
  for (std::size_t i = 0; i < positions.size() && i < displacements.size(); ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      positions[i][axis] += kModeAmplitude * std::sin(phase) * displacements[i][axis];
    }
  }
  m_parts.window.viewport().setPositions(positions);
}

void CalculationBindings::stopPlaying() {
  if (!m_modeTimer.isActive()) return;
  m_modeTimer.stop();
  m_mode = -1;
  m_parts.window.lowerPanel().electrons().setPlayedMode(-1);
  m_parts.window.viewport().setPositions(m_parts.document.state().shown()->positions);
  m_parts.window.viewport().settlePositions();
}

void CalculationBindings::bindJob() {
  CalculationController& calculations = m_parts.calculations;
  connect(&calculations, &CalculationController::started, this,
          [this](CalculationKind, const QString& doing) {
            m_parts.window.status().showJob(doing, std::nullopt, true);
          });
  connect(
      &calculations, &CalculationController::progressed, this,
      [this](CalculationKind kind, const CalculationProgressed& progress) {
        const QString energy = progress.energyKcalPerMol && kind == CalculationKind::Minimise
                                   ? tr("Step %1, %2 kcal/mol")
                                         .arg(progress.done)
                                         .arg(widgets::shownNumber(
                                             QString::number(*progress.energyKcalPerMol, 'f', 2)))
                                   : tr("%1 of %2").arg(progress.done).arg(progress.of);
        m_parts.window.status().showJob(
            energy, kind == CalculationKind::Minimise ? std::nullopt : fraction(progress), true);
      });
  connect(&calculations, &CalculationController::ended, this,
          [this](CalculationKind) { m_parts.window.status().endJob(); });
  connect(&m_parts.window.status(), &widgets::StatusBar::cancelRequested, &calculations,
          &CalculationController::cancel);
}

void CalculationBindings::showEnabled() {
  const CalculationActions& actions = m_parts.window.actions().calculate;
  const bool open =
      !m_parts.document.isEmpty() && !m_parts.document.state().molecule->atoms().empty();
  for (QAction* action : {actions.optimise, actions.searchConformers, actions.scanTorsion,
                          actions.electrons, actions.vibrations}) {
    action->setEnabled(open);
  }
  actions.holdMeasurements->setEnabled(open && !m_parts.document.state().measurements.empty());
}

}  // namespace molloquy::app
