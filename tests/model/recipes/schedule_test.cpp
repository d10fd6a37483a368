#include <QTest>
#include <cmath>

#include "model/recipes/schedule.h"

using namespace molloquy::recipes;

namespace {

ScheduleSettings settingsOf(ScheduleKind kind) {
  ScheduleSettings s;
  s.kind = kind;
  s.learningRate = 1e-4;
  s.minLearningRate = 1e-5;
  s.warmupLearningRate = 1e-6;
  s.warmupSteps = 200;
  return s;
}

}  // namespace

class ScheduleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ratesFollowTheSchedule_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("epoch");
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("share");
    QTest::addColumn<double>("rate");
    const auto row = [](const char* name, ScheduleKind kind, int epoch, int step, double share,
                        double rate) {
      QTest::newRow(name) << static_cast<int>(kind) << epoch << step << share << rate;
    };
    // Rates of the published stage-1 run: 50 epochs, 91 batches an epoch.
    row("epoch cosine: step 49 of a warm-up cut to the epoch", ScheduleKind::EpochCosine, 0, 49,
        0.0, 5.4307692e-05);
    row("epoch cosine: epoch 1", ScheduleKind::EpochCosine, 1, 100, 0.0, 9.991120e-05);
    row("epoch cosine: epoch 2", ScheduleKind::EpochCosine, 2, 190, 0.0, 9.964516e-05);
    row("epoch decay: warm-up as well", ScheduleKind::EpochDecay, 0, 0, 0.0, 1e-6);
    row("epoch decay: epoch 3", ScheduleKind::EpochDecay, 3, 300, 0.0, 7.29e-05);
    row("epoch decay: never below the least", ScheduleKind::EpochDecay, 60, 6000, 0.0, 1e-5);
    row("step cosine: end of the warm-up", ScheduleKind::StepCosine, 0, 200, 0.0, 1e-4);
    row("step cosine: half-way", ScheduleKind::StepCosine, 7, 500, 0.0, 5.5e-05);
    row("step cosine: the last step", ScheduleKind::StepCosine, 9, 1000, 0.0, 1e-5);
    row("step linear: half-way down", ScheduleKind::StepLinear, 0, 600, 0.0, 5.5e-05);
    row("step linear: beyond the end", ScheduleKind::StepLinear, 9, 5000, 0.0, 1e-5);
    row("progress cosine: first step", ScheduleKind::ProgressCosine, 0, 0, 0.0, 1.495e-06);
    row("progress cosine: half-way", ScheduleKind::ProgressCosine, 3, 500, 0.5, 5.5e-05);
    row("progress cosine: beyond the end", ScheduleKind::ProgressCosine, 9, 2000, 1.7, 1e-5);
    row("constant: after the warm-up", ScheduleKind::Constant, 9, 900, 0.9, 1e-4);
  }

  void ratesFollowTheSchedule() {
    QFETCH(int, kind);
    QFETCH(int, epoch);
    QFETCH(int, step);
    QFETCH(double, share);
    QFETCH(double, rate);
    RunPosition at;
    at.epoch = epoch;
    at.step = step;
    at.epochBatches = 91;
    at.epochs = 50;
    at.steps = 1000;
    at.share = share;
    const double ours = learningRateAt(settingsOf(static_cast<ScheduleKind>(kind)), at);
    QVERIFY2(std::abs(ours - rate) < 1e-6 * rate, qPrintable(QString::number(ours, 'g', 10)));
  }

  void withoutAWarmUpTheRateIsFull_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("step");
    QTest::newRow("step cosine: from the second step, as the reference")
        << static_cast<int>(ScheduleKind::StepCosine) << 1;
    QTest::newRow("constant: at once") << static_cast<int>(ScheduleKind::Constant) << 0;
    QTest::newRow("progress cosine: at once")
        << static_cast<int>(ScheduleKind::ProgressCosine) << 0;
  }

  void withoutAWarmUpTheRateIsFull() {
    QFETCH(int, kind);
    QFETCH(int, step);
    ScheduleSettings s = settingsOf(static_cast<ScheduleKind>(kind));
    s.warmupSteps = 0;
    RunPosition at;
    at.step = step;
    at.steps = 100;
    QVERIFY(learningRateAt(s, at) > 0.99e-4);
  }
};

QTEST_APPLESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
