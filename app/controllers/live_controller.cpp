#include "app/controllers/live_controller.h"

#include <utility>

namespace molloquy::app {

LiveController::LiveController(MoleculeDocument& document, RequestIds& ids, QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {
  // Another structure, or an edit: what runs has no object any more.
  const auto abandon = [this] {
    if (!m_id || m_document.state().molecule == m_molecule) return;
    Q_EMIT stopRequested({*m_id});
    m_id.reset();
    Q_EMIT stopped();
  };
  connect(&document, &MoleculeDocument::moleculeChanged, this, abandon);
}

void LiveController::start(energy::EnergyMethod method,
                           std::vector<energy::Constraint> constraints) {
  if (m_document.isEmpty()) return;
  if (m_id) stop();
  const DocumentState& state = m_document.state();
  m_id = m_ids.next();
  m_method = method;
  m_molecule = state.molecule;
  m_firstEnergy.reset();
  Q_EMIT liveRequested({*m_id, m_molecule, state.shown()->positions, method, state.fixedAtoms,
                        std::move(constraints)});
}

void LiveController::stop() {
  if (m_id) Q_EMIT stopRequested({*m_id});
}

void LiveController::pull(const std::optional<energy::Pull>& pull) {
  if (m_id) Q_EMIT pullRequested({*m_id, pull});
}

void LiveController::onStepped(const LiveStep& message) {
  if (message.id != m_id) return;
  if (!m_firstEnergy) m_firstEnergy = message.energyKcalPerMol;
  Q_EMIT stepped(message.positions, message.energyKcalPerMol,
                 message.energyKcalPerMol - *m_firstEnergy, message.steps);
}

void LiveController::onEnded(const LiveEnded& message) {
  if (message.id != m_id) return;
  m_id.reset();
  if (!m_document.isEmpty() && m_document.state().molecule == m_molecule &&
      message.last.steps > 0) {
    chem::edit::SetPositions step;
    step.positions = message.last.positions;
    step.title = tr("Optimise by hand, %1")
                     .arg(QString::fromStdString(energy::methodName(m_method)))
                     .toStdString();
    step.energyKcalPerMol = message.last.energyKcalPerMol;
    step.energyMethod = energy::methodName(m_method);
    step.source = chem::GeometrySource::Computed;
    Q_EMIT finished(step);
  }
  Q_EMIT stopped();
}

void LiveController::onFailed(const RequestFailed& message) {
  if (message.id != m_id) return;
  m_id.reset();
  Q_EMIT stopped();
  Q_EMIT failed(message.error);
}

}  // namespace molloquy::app
