#include <signal.h>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "tests/model/train/training_folder.h"

using namespace molloquy;
using namespace molloquy::recipes;
using tests::TrainingFolder;
namespace fs = std::filesystem;

namespace {

constexpr int kPatienceMs = 60000;

/// molloquy-train on the folder's recipe and data.
class Run {
 public:
  Run(const TrainingFolder& folder, const char* output, const QStringList& more) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments = {QString::fromStdString(folder.job.data.string()),
                             "--recipe",
                             QString::fromStdString(folder.path("recipe.json").string()),
                             "--out",
                             QString::fromStdString(folder.path(output).string()),
                             "--threads",
                             "1"};
    m_process.start(MOLLOQUY_TRAIN, arguments + more);
  }
  bool finish() { return m_process.waitForFinished(kPatienceMs); }
  void send(int signal) { ::kill(static_cast<pid_t>(m_process.processId()), signal); }
  [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
  [[nodiscard]] int exitCode() const {
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
  }
  QByteArray output() { return m_process.readAll(); }
  void wait() { m_process.waitForReadyRead(10); }

 private:
  QProcess m_process;
};

bool hasCheckpoint(const fs::path& training, const char* name) {
  return fs::exists(training / "checkpoints" / name / "state.json");
}

}  // namespace

class InterruptedTrainingTest : public QObject {
  Q_OBJECT

  TrainingFolder m_folder{Objective::Answers};

  void writeRecipe(int epochs) {
    m_folder.job.recipe.length.epochs = epochs;
    m_folder.job.recipe.keeping.checkpointEverySteps = 20;
    m_folder.job.recipe.keeping.evaluateEverySteps = 1000000;
    m_folder.job.recipe.keeping.logEverySteps = 1000000;
    QVERIFY(writeFileAtomically(m_folder.path("recipe.json"), toJson(m_folder.job.recipe).dump())
                .has_value());
  }

 private Q_SLOTS:
  void aKilledRunGoesOnAsIfNothingHadHappened() {
    constexpr int kEpochs = 150;  // two updates each
    writeRecipe(kEpochs);
    Run whole(m_folder, "whole", {});
    QVERIFY(whole.finish());
    QCOMPARE(whole.exitCode(), 0);

    // Killed as soon as a checkpoint is there, wherever the run is by then.
    Run killed(m_folder, "killed", {});
    QElapsedTimer timer;
    timer.start();
    while (killed.isRunning() && !hasCheckpoint(m_folder.path("killed"), "step-00000040") &&
           timer.elapsed() < kPatienceMs) {
      killed.wait();
    }
    killed.send(SIGKILL);
    QVERIFY(killed.finish());
    QVERIFY2(hasCheckpoint(m_folder.path("killed"), "step-00000040"),
             "the run was not killed behind a checkpoint");
    QVERIFY(!fs::exists(m_folder.path("killed") / "model"));

    Run goesOn(m_folder, "killed", {"--resume"});
    QVERIFY(goesOn.finish());
    QVERIFY2(goesOn.exitCode() == 0, goesOn.output().constData());
    const std::string learned = tests::newestLearned(m_folder.path("whole"));
    QVERIFY(!learned.empty());
    QVERIFY(tests::newestLearned(m_folder.path("killed")) == learned);
    QVERIFY(readFile(m_folder.path("killed") / "model" / "model.safetensors").value_or("a") ==
            readFile(m_folder.path("whole") / "model" / "model.safetensors").value_or("b"));
  }

  void anInterruptFinishesTheStepAndKeepsACheckpoint() {
    constexpr int kEndless = 1000000;
    writeRecipe(kEndless);
    Run run(m_folder, "interrupted", {});
    QElapsedTimer timer;
    timer.start();
    while (run.isRunning() && !hasCheckpoint(m_folder.path("interrupted"), "step-00000020") &&
           timer.elapsed() < kPatienceMs) {
      run.wait();
    }
    run.send(SIGINT);
    QVERIFY(run.finish());
    const QByteArray said = run.output();
    QVERIFY2(run.exitCode() == 0, said.constData());
    QVERIFY2(said.contains("Stopped after step") && said.contains("--resume"), said.constData());
    // The checkpoint is of the very step that is told.
    const QByteArray step = said.mid(said.lastIndexOf("Stopped after step ") + 19).split(';')[0];
    const std::string name =
        QString("step-%1").arg(step.toLongLong(), 8, 10, QChar('0')).toStdString();
    QVERIFY2(hasCheckpoint(m_folder.path("interrupted"), name.c_str()), name.c_str());
  }

  void wrongCallsAreToldApart_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("an unknown option") << QStringList{"--speed", "9"} << 2;
    QTest::newRow("going on and starting over") << QStringList{"--resume", "--start-over"} << 2;
    QTest::newRow("a change of no field") << QStringList{"--set", "batch.size=9"} << 3;
    QTest::newRow("a start that is not there") << QStringList{"--from", "/nowhere/at/all"} << 3;
  }

  void wrongCallsAreToldApart() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    writeRecipe(1);
    Run run(m_folder, "wrong", arguments);
    QVERIFY(run.finish());
    QCOMPARE(run.exitCode(), code);
    QVERIFY(!run.output().isEmpty());
  }
};

QTEST_GUILESS_MAIN(InterruptedTrainingTest)
#include "interrupted_training_test.moc"
