#include "app/controllers/calculation_controller.h"

#include <utility>

namespace molloquy::app {

CalculationController::CalculationController(MoleculeDocument& document, RequestIds& ids,
                                             QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {
  connect(&document, &MoleculeDocument::moleculeChanged, this, &CalculationController::cancel);
}

std::optional<CalculationKind> CalculationController::running() const {
  return m_id ? std::optional(m_kind) : std::nullopt;
}

void CalculationController::start(CalculationKind kind, const QString& doing, Job job) {
  if (m_document.isEmpty()) return;
  cancel();
  if (m_id) end();
  m_stop = std::stop_source();
  m_kind = kind;
  m_id = m_ids.next();
  m_molecule = m_document.state().molecule;
  m_conformer = m_document.state().shown();
  Q_EMIT started(kind, doing);
  Q_EMIT calculationRequested({*m_id, m_molecule, std::move(job), m_stop.get_token()});
}

void CalculationController::minimise(energy::EnergyMethod method,
                                     std::vector<energy::Constraint> constraints) {
  if (m_document.isEmpty()) return;
  const DocumentState& state = m_document.state();
  m_method = method;
  energy::MinimiseOptions options;
  options.method = method;
  options.fixedAtoms = state.fixedAtoms;
  options.constraints = std::move(constraints);
  start(CalculationKind::Minimise,
        tr("Optimising with %1").arg(QString::fromStdString(energy::methodName(method))),
        MinimiseJob{state.shown()->positions, options});
}

void CalculationController::searchConformers(const energy::ConformerSearch& search) {
  start(CalculationKind::Conformers, tr("Searching conformers"), ConformerJob{search});
}

void CalculationController::rankConformers(energy::EnergyMethod method) {
  if (m_document.isEmpty()) return;
  std::vector<chem::Positions> conformers;
  for (const ConformerPtr& conformer : m_document.state().conformers) {
    conformers.push_back(conformer->positions);
  }
  start(CalculationKind::Rank, tr("Computing energies"), RankJob{std::move(conformers), method});
}

void CalculationController::scan(const energy::TorsionScan& scan) {
  if (m_document.isEmpty()) return;
  start(CalculationKind::Scan, tr("Turning the bond"),
        ScanJob{m_document.state().shown()->positions, scan});
}

void CalculationController::computeElectrons(energy::Modes modes) {
  if (m_document.isEmpty()) return;
  start(CalculationKind::Electrons,
        modes == energy::Modes::Compute ? tr("Computing vibrations with GFN2-xTB")
                                        : tr("Computing with GFN2-xTB"),
        ElectronsJob{m_document.state().shown()->positions, modes});
}

void CalculationController::cancel() { m_stop.request_stop(); }

void CalculationController::end() {
  m_id.reset();
  Q_EMIT ended(m_kind);
}

void CalculationController::onProgressed(const CalculationProgressed& message) {
  if (message.id != m_id || m_document.isEmpty() || m_document.state().molecule != m_molecule) {
    return;
  }
  Q_EMIT progressed(m_kind, message);
}

void CalculationController::onFinished(const CalculationFinished& message) {
  if (message.id != m_id) return;
  const CalculationKind kind = m_kind;
  end();
  if (m_document.isEmpty() || m_document.state().molecule != m_molecule) return;
  if (const auto* result = std::get_if<energy::Minimised>(&message.result)) {
    // Positions that were changed by hand meanwhile are not overwritten.
    if (m_document.state().shown() == m_conformer) Q_EMIT minimised(*result, m_method);
  } else if (const auto* set = std::get_if<energy::ConformerSet>(&message.result)) {
    if (kind == CalculationKind::Rank) {
      Q_EMIT conformersRanked(*set);
    } else {
      Q_EMIT conformersFound(*set);
    }
  } else if (const auto* scan = std::get_if<energy::ScanResult>(&message.result)) {
    Q_EMIT scanned(*scan);
  } else {
    Q_EMIT electronsComputed(std::get<energy::ElectronicStructure>(message.result));
  }
}

void CalculationController::compareEnergy(const chem::Positions& positions) {
  if (m_document.isEmpty()) return;
  m_energyId = m_ids.next();
  const DocumentState& state = m_document.state();
  Q_EMIT energyRequested({*m_energyId, state.molecule, positions, state.shown()->positions});
}

void CalculationController::onEnergyReady(const EnergyReady& message) {
  if (message.id != m_energyId) return;
  m_energyId.reset();
  Q_EMIT energyCompared(message.differenceKcalPerMol);
}

void CalculationController::onFailed(const RequestFailed& message) {
  if (message.id == m_energyId) {
    m_energyId.reset();
    Q_EMIT energyCompared(std::nullopt);
  }
  if (message.id != m_id) return;
  const CalculationKind kind = m_kind;
  const bool stopped = m_stop.stop_requested();
  end();
  if (!stopped) Q_EMIT failed(kind, message.error);
}

}  // namespace molloquy::app
