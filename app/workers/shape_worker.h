#pragma once

#include <QObject>

#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// Lives on the thread named "shapes" and makes ribbons, surfaces and contacts: too slow for the
/// thread that draws, too quick to wait for a calculation.
class ShapeWorker : public QObject {
  Q_OBJECT

 public:
  ShapeWorker();

 public Q_SLOTS:
  void make(const ShapesRequest& request);
  void writeModel(const ModelFileRequest& request);

 Q_SIGNALS:
  void ready(const ShapesReady& message);
  void modelWritten(const ModelFileWritten& message);
  void failed(const RequestFailed& message);

 private:
  /// Runs `work`; an Error or an exception becomes one `failed` message.
  template <class Work>
  void guarded(RequestId id, Work work);
};

}  // namespace molloquy::app
