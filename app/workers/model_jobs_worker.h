#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "app/workers/model_file_messages.h"

namespace molloquy::app {

/// Lives on the thread named "model jobs" and does the long work on model files, one job after the
/// other; each ends early through its stop token.
class ModelJobsWorker : public QObject {
  Q_OBJECT

 public:
  ModelJobsWorker();

 public Q_SLOTS:
  void assemble(const AssembleModelRequest& request);
  void quantize(const QuantizeModelRequest& request);
  void computeChecksum(const ChecksumRequest& request);

 Q_SIGNALS:
  void progressed(const JobProgressed& message);
  void finished(const JobFinished& message);
  void failed(const JobFailed& message);

 private:
  /// Runs `work`, which gives the sentence of its end; an Error or an exception becomes `failed`.
  template <class Work>
  void guarded(RequestId id, const std::filesystem::path& folder, Work work);
  void tell(RequestId id, const std::string& doing, quint64 done, quint64 total);

  QElapsedTimer m_sinceProgress;
};

}  // namespace molloquy::app
