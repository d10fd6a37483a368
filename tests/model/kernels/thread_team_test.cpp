#include <QtTest/QTest>

#include <vector>

#include "model/kernels/thread_team.h"

using namespace molloquy::kernels;

/// Members work side by side and meet at barriers.
class ThreadTeamTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sharesCoverEverythingOnce_data();
  void sharesCoverEverythingOnce();
  void everyMemberSeesWhatWasWrittenBeforeABarrier_data();
  void everyMemberSeesWhatWasWrittenBeforeABarrier();
};

void ThreadTeamTest::sharesCoverEverythingOnce_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("total");
  QTest::addColumn<int>("step");
  QTest::newRow("more pieces than members") << 3 << 100 << 1;
  QTest::newRow("fewer pieces than members") << 4 << 2 << 1;
  QTest::newRow("steps of 16 with a rest") << 2 << 41 << 16;
  QTest::newRow("nothing to do") << 2 << 0 << 8;
}

void ThreadTeamTest::sharesCoverEverythingOnce() {
  QFETCH(int, count);
  QFETCH(int, total);
  QFETCH(int, step);
  int next = 0;
  for (int index = 0; index < count; ++index) {
    const TeamMember::Range range = TeamMember{index, count, nullptr}.share(total, step);
    QCOMPARE(range.begin, next);
    QVERIFY(range.end >= range.begin);
    QVERIFY(range.begin % step == 0 || range.begin == total);
    next = range.end;
  }
  QCOMPARE(next, total);
}

void ThreadTeamTest::everyMemberSeesWhatWasWrittenBeforeABarrier_data() {
  QTest::addColumn<int>("threads");
  for (const int threads : {1, 2, 4}) QTest::addRow("%d threads", threads) << threads;
}

void ThreadTeamTest::everyMemberSeesWhatWasWrittenBeforeABarrier() {
  QFETCH(int, threads);
  ThreadTeam team(threads);
  QCOMPARE(team.size(), threads);
  std::vector<int> values(static_cast<std::size_t>(threads));
  std::vector<int> wrong(static_cast<std::size_t>(threads));
  for (int job = 0; job < 20; ++job) {
    team.run([&](const TeamMember& member) {
      for (int round = 1; round <= 50; ++round) {
        values[static_cast<std::size_t>(member.index)] = job * 100 + round;
        member.barrier();
        for (const int value : values) {
          if (value != job * 100 + round) ++wrong[static_cast<std::size_t>(member.index)];
        }
        member.barrier();
      }
    });
  }
  for (const int count : wrong) QCOMPARE(count, 0);
}

QTEST_APPLESS_MAIN(ThreadTeamTest)
#include "thread_team_test.moc"
