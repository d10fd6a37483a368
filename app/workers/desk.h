#pragma once

#include <spdlog/spdlog.h>
#include <QMetaObject>
#include <QObject>
#include <QString>
#include <QThread>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

#include "model/base/result.h"

namespace molloquy::app {

/// Runs `work` on the thread of `receiver`, later. `receiver` must outlive whoever posts.
template <class Work>
void postTo(QObject* receiver, Work work) {
  QMetaObject::invokeMethod(receiver, std::move(work), Qt::QueuedConnection);
}

/// A thread with a State that no other thread touches: an opened library, the way to PubChem. Work
/// is handed over as functions, one after the other; answers come back on the receiver's thread.
/// Where a worker has a dozen kinds of requests with a result each, this takes the place of a dozen
/// pairs of messages. Receivers outlive the desk: it ends its thread when it is destroyed.
template <class State>
class Desk {
 public:
  explicit Desk(const QString& name)
      : m_thread(std::make_unique<QThread>()),
        m_context(std::make_unique<QObject>()),
        m_bench(std::make_shared<Bench>()) {
    m_thread->setObjectName(name);
    m_context->moveToThread(m_thread.get());
    // The state ends where it lived.
    QObject::connect(
        m_thread.get(), &QThread::finished, m_context.get(),
        [bench = m_bench] { bench->state.reset(); }, Qt::DirectConnection);
    m_thread->start();
  }
  ~Desk() {
    {
      const std::lock_guard lock(m_bench->mutex);
      m_bench->ending = true;
      m_bench->running.request_stop();
    }
    m_thread->quit();
    if (!m_thread->wait(kEndMs)) {
      // A running QThread must not be destroyed, nor what it uses; the process is about to end.
      static_cast<void>(m_thread.release());
      static_cast<void>(m_context.release());
    }
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// Work without an answer.
  void tell(std::function<void(State&)> work) {
    postTo(m_context.get(), [bench = m_bench, work = std::move(work)] {
      try {
        work(bench->opened());
      } catch (const std::exception& exception) {
        spdlog::warn("Work without an answer failed: {}", exception.what());
      }
    });
  }

  /// `done` gets the answer on the receiver's thread, exactly once unless the desk ends before.
  /// returns what stops the work; work that was stopped before its turn is answered all the same.
  template <class T>
  std::stop_source ask(QObject* receiver,
                       std::function<Result<T>(State&, const std::stop_token&)> work,
                       std::function<void(const Result<T>&)> done) {
    std::stop_source stop;
    postTo(m_context.get(),
           [bench = m_bench, receiver, stop, work = std::move(work), done = std::move(done)] {
             auto result = std::make_shared<Result<T>>(bench->carryOut(work, stop));
             postTo(receiver, [done, result] { done(*result); });
           });
    return stop;
  }

 private:
  static constexpr unsigned long kEndMs = 5'000;

  /// What the thread's work shares with the desk; outlives it where the thread does.
  struct Bench {
    std::unique_ptr<State> state;
    std::mutex mutex;
    std::stop_source running;
    bool ending = false;

    State& opened() {
      if (!state) state = std::make_unique<State>();
      return *state;
    }
    template <class Work>
    auto carryOut(const Work& work, const std::stop_source& stop)
        -> decltype(work(std::declval<State&>(), std::stop_token())) {
      {
        const std::lock_guard lock(mutex);
        running = stop;
        if (ending) running.request_stop();
      }
      try {
        return work(opened(), stop.get_token());
      } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, exception.what());
      }
    }
  };

  std::unique_ptr<QThread> m_thread;
  std::unique_ptr<QObject> m_context;  ///< lives on the thread; work runs in its events.
  std::shared_ptr<Bench> m_bench;
};

}  // namespace molloquy::app
