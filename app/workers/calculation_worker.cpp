#include "app/workers/calculation_worker.h"

#include <exception>
#include <new>
#include <utility>

namespace molloquy::app {
namespace {

constexpr qint64 kProgressIntervalMs = 50;

}  // namespace

CalculationWorker::CalculationWorker() { setObjectName("calculation worker"); }

void CalculationWorker::calculate(const CalculationRequest& request) {
  m_sinceTold.invalidate();
  try {
    std::visit(
        [&](const auto& job) {
          auto result = run(request, job);
          if (result) {
            Q_EMIT finished({request.id, std::move(*result)});
          } else {
            Q_EMIT failed({request.id, result.error()});
          }
        },
        request.job);
  } catch (const std::bad_alloc&) {
    Q_EMIT failed(
        {request.id, Error(ErrorCode::OutOfMemory, "Memory ran out; close other programs.")});
  } catch (const std::exception& exception) {
    Q_EMIT failed(
        {request.id, Error(ErrorCode::Internal, exception.what()).within("computing energies")});
  }
}

void CalculationWorker::tell(CalculationProgressed message) {
  const bool due = !m_sinceTold.isValid() || m_sinceTold.elapsed() >= kProgressIntervalMs;
  if (!due && !message.scanPoint) return;
  m_sinceTold.start();
  Q_EMIT progressed(message);
}

Result<energy::Minimised> CalculationWorker::run(const CalculationRequest& request,
                                                 const MinimiseJob& job) {
  return energy::minimise(
      *request.molecule, job.positions, job.options,
      [&](const energy::MinimiseStep& step) {
        tell({request.id, step.step, job.options.maxSteps, step.energyKcalPerMol, step.positions,
              std::nullopt});
      },
      request.stop);
}

Result<energy::ConformerSet> CalculationWorker::run(const CalculationRequest& request,
                                                    const ConformerJob& job) {
  return energy::searchConformers(
      *request.molecule, job.search,
      [&](int done, int of) {
        tell({request.id, done, of, std::nullopt, {}, std::nullopt});
      },
      request.stop);
}

Result<energy::ConformerSet> CalculationWorker::run(const CalculationRequest& request,
                                                    const RankJob& job) {
  return energy::rankConformers(*request.molecule, job.conformers, job.method,
                                energy::ConformerSearch().temperatureKelvin, request.stop);
}

Result<energy::ScanResult> CalculationWorker::run(const CalculationRequest& request,
                                                  const ScanJob& job) {
  return energy::scanTorsions(
      *request.molecule, job.positions, job.scan,
      [&](const energy::ScanPoint& point, int done, int of) {
        tell({request.id, done, of, point.energyKcalPerMol, {}, point});
      },
      request.stop);
}

Result<energy::ElectronicStructure> CalculationWorker::run(const CalculationRequest& request,
                                                           const ElectronsJob& job) {
  return energy::electronicStructure(
      *request.molecule, job.positions, job.modes,
      [&](int done, int of) {
        tell({request.id, done, of, std::nullopt, {}, std::nullopt});
      },
      request.stop);
}

}  // namespace molloquy::app
