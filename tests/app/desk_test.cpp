#include "app/workers/desk.h"

#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <stdexcept>

using namespace molloquy;
using namespace molloquy::app;

namespace {

/// Tells on which thread it was made and ended.
struct Watched {
  Watched() : madeOn(QThread::currentThread()) {}
  ~Watched() {
    if (ended) *ended = QThread::currentThread() == madeOn;
  }
  QThread* madeOn;
  std::atomic<bool>* ended = nullptr;
  int count = 0;
};
using WatchedDesk = Desk<Watched>;

}  // namespace

class DeskTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void answersComeInOrderOnTheReceiversThread() {
    WatchedDesk desk(QStringLiteral("desk"));
    QObject receiver;
    std::vector<int> answers;
    bool onOwnThread = true;
    for (int i = 0; i < 5; ++i) {
      desk.ask<int>(
          &receiver,
          [](Watched& state, const std::stop_token&) -> Result<int> { return ++state.count; },
          [&](const Result<int>& answer) {
            onOwnThread = onOwnThread && QThread::currentThread() == thread();
            answers.push_back(answer.value_or(-1));
          });
    }
    QTRY_COMPARE(answers.size(), std::size_t{5});
    QCOMPARE(answers, (std::vector<int>{1, 2, 3, 4, 5}));
    QVERIFY(onOwnThread);
  }

  void anExceptionIsAnError() {
    WatchedDesk desk(QStringLiteral("desk"));
    QObject receiver;
    std::optional<Error> error;
    desk.ask<int>(
        &receiver,
        [](Watched&, const std::stop_token&) -> Result<int> {
          throw std::runtime_error("the disk is gone");
        },
        [&](const Result<int>& answer) { error = answer.error(); });
    desk.tell([](Watched&) { throw std::runtime_error("nobody is told"); });
    QTRY_VERIFY(error.has_value());
    QCOMPARE(error->message, std::string("the disk is gone"));
    QCOMPARE(error->code, ErrorCode::Internal);
  }

  void workThatWasStoppedBeforeItsTurnIsAnswered() {
    WatchedDesk desk(QStringLiteral("desk"));
    QObject receiver;
    std::atomic<bool> go = false;
    desk.tell([&](Watched&) {
      while (!go) QThread::yieldCurrentThread();
    });
    std::optional<bool> stopped;
    std::stop_source stop = desk.ask<bool>(
        &receiver,
        [](Watched&, const std::stop_token& token) -> Result<bool> {
          return token.stop_requested();
        },
        [&](const Result<bool>& answer) { stopped = *answer; });
    stop.request_stop();
    go = true;
    QTRY_VERIFY(stopped.has_value());
    QVERIFY(*stopped);
  }

  void theEndStopsWhatRunsAndEndsTheStateOnItsThread() {
    std::atomic<bool> endedAtHome = false;
    std::atomic<bool> began = false;
    {
      WatchedDesk desk(QStringLiteral("desk"));
      desk.tell([&](Watched& state) { state.ended = &endedAtHome; });
      desk.ask<int>(
          this,
          [&](Watched&, const std::stop_token& stop) -> Result<int> {
            began = true;
            while (!stop.stop_requested()) QThread::yieldCurrentThread();
            return 0;
          },
          [](const Result<int>&) {});
      QTRY_VERIFY(began);
    }
    QVERIFY(endedAtHome);
  }
};

QTEST_GUILESS_MAIN(DeskTest)
#include "desk_test.moc"
