#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "app/workers/bench_messages.h"
#include "model/chem/energy/live_minimiser.h"

namespace molloquy::app {

/// Shares the thread named "editing" and optimises a structure as long as it is not stopped,
/// following the hand. Between two short runs of steps the thread does what else is asked of it.
class LiveWorker : public QObject {
  Q_OBJECT

 public:
  LiveWorker();

 public Q_SLOTS:
  void start(const LiveRequest& request);
  void pull(const LivePull& pull);
  void stop(const LiveStop& stop);

 Q_SIGNALS:
  void stepped(const LiveStep& message);
  /// Ends a LiveRequest that was stopped.
  void ended(const LiveEnded& message);
  void failed(const RequestFailed& message);

 private:
  void advance();
  void fail(const Error& error);

  QTimer m_timer;
  RequestId m_id;
  std::unique_ptr<energy::LiveMinimiser> m_minimiser;
  LiveStep m_last;
};

}  // namespace molloquy::app
