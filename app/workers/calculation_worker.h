#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// Lives on the thread named "calculations" and does what can take long: minimisations, conformer
/// searches, scans, quantum chemistry. One at a time; each looks at its stop token.
class CalculationWorker : public QObject {
  Q_OBJECT

 public:
  CalculationWorker();

 public Q_SLOTS:
  void calculate(const CalculationRequest& request);

 Q_SIGNALS:
  void progressed(const CalculationProgressed& message);
  void finished(const CalculationFinished& message);
  void failed(const RequestFailed& message);

 private:
  /// At most one message per 50 ms, but every point of a scan.
  void tell(CalculationProgressed message);
  Result<energy::Minimised> run(const CalculationRequest& request, const MinimiseJob& job);
  Result<energy::ConformerSet> run(const CalculationRequest& request, const ConformerJob& job);
  Result<energy::ConformerSet> run(const CalculationRequest& request, const RankJob& job);
  Result<energy::ScanResult> run(const CalculationRequest& request, const ScanJob& job);
  Result<energy::ElectronicStructure> run(const CalculationRequest& request,
                                          const ElectronsJob& job);

  QElapsedTimer m_sinceTold;
};

}  // namespace molloquy::app
