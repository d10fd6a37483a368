#include "model/chem/quantum/worker_pool.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <future>
#include <thread>

#include "model/chem/quantum/spawn.h"
#include "tests/model/quantum/shapes.h"

using namespace molloquy;
using namespace std::chrono_literals;
using quantum::WorkerPool;

namespace {

/// A computation of minutes: nobody waits for its end.
const quantum::SinglePointInput kEndless = test::waterGrid(6);

/// Processor time that a process has used, clock ticks; -1 once it is gone.
long ticksOf(pid_t process) {
  QFile file(QStringLiteral("/proc/%1/stat").arg(process));
  if (!file.open(QIODevice::ReadOnly)) return -1;
  const QByteArrayList fields = file.readAll().split(' ');
  return fields.at(13).toLong() + fields.at(14).toLong();
}

bool isWater(const Result<quantum::SinglePoint>& point) {
  return point && std::abs(point->energyHartree - test::kWaterEnergy) < 1e-9;
}

}  // namespace

class WorkerPoolTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void severalThreadsShareTheWorkers();
  void aWorkerKilledWhileIdleIsReplacedUnseen();
  void aWorkerKilledWhileComputingCostsItsStructureOnly();
  void misbehaviourCostsOneStructure_data();
  void misbehaviourCostsOneStructure();
  void oneOfManyIsLostOthersGoOn();
  void workersComputeWithOneThread();
  void stoppingEndsAComputation();
  void waitingForAWorkerCanBeStopped();
  void aWorkerEndsWithItsParent();
  void whatIsNoWorkerIsRefused_data();
  void whatIsNoWorkerIsRefused();
  void badInputNeverReachesAWorker();

 private:
  std::unique_ptr<WorkerPool> poolOf(const std::filesystem::path& program, int workers = 1,
                                     std::chrono::milliseconds limit = 60s);
  /// A worker that does what `misbehaviour` says at its first request; the next ones are real.
  std::filesystem::path failingOnce(const QByteArray& misbehaviour);
  std::filesystem::path script(const QByteArray& lines);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::filesystem::path m_worker;
};

void WorkerPoolTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const auto program = quantum::workerProgram();
  QVERIFY2(program, program ? "" : program.error().message.c_str());
  m_worker = *program;
}

/// After every test: no child is left, neither running nor as a zombie.
void WorkerPoolTest::cleanup() {
  QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
  QCOMPARE(errno, ECHILD);
}

std::unique_ptr<WorkerPool> WorkerPoolTest::poolOf(const std::filesystem::path& program,
                                                   int workers, std::chrono::milliseconds limit) {
  auto pool = WorkerPool::start({.program = program, .workers = workers, .limit = limit}, {});
  if (!pool) qWarning("%s", pool.error().toString().c_str());
  return pool ? *std::move(pool) : nullptr;
}

std::filesystem::path WorkerPoolTest::script(const QByteArray& lines) {
  const QString path = m_folder->filePath(QStringLiteral("worker"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return {};
  file.write("#!/bin/sh\n" + lines);
  file.close();
  file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
  return path.toStdString();
}

std::filesystem::path WorkerPoolTest::failingOnce(const QByteArray& misbehaviour) {
  return script(
      "if mkdir \"$0.once\" 2>/dev/null; then\n"
      "echo '{\"molloquy_xtb_worker\":2,\"xtb\":\"test\"}' >&0\n"
      "read request\n" +
      misbehaviour + "\nfi\nexec '" + QByteArray::fromStdString(m_worker.string()) + "'\n");
}

void WorkerPoolTest::severalThreadsShareTheWorkers() {
  const auto pool = poolOf(m_worker, 2);
  QVERIFY(pool);
  QVERIFY(pool->xtbVersion().find('.') != std::string::npos);
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int call = 0; call < 5; ++call) right += isWater(pool->compute(test::water(), {}));
      });
    }
  }
  QCOMPARE(right.load(), 20);
  QCOMPARE(pool->idleProcessIds().size(), std::size_t{2});
}

void WorkerPoolTest::aWorkerKilledWhileIdleIsReplacedUnseen() {
  const auto pool = poolOf(m_worker);
  QVERIFY(pool);
  const pid_t first = pool->idleProcessIds().at(0);
  QCOMPARE(::kill(first, SIGKILL), 0);
  siginfo_t ended{};
  QCOMPARE(::waitid(P_PID, static_cast<id_t>(first), &ended, WEXITED | WNOWAIT), 0);
  QVERIFY(isWater(pool->compute(test::water(), {})));
  QVERIFY(pool->idleProcessIds().at(0) != first);
}

void WorkerPoolTest::aWorkerKilledWhileComputingCostsItsStructureOnly() {
  const auto pool = poolOf(m_worker);
  QVERIFY(pool);
  const pid_t process = pool->idleProcessIds().at(0);
  const long before = ticksOf(process);
  auto lost = std::async(std::launch::async, [&] { return pool->compute(kEndless, {}); });
  QTRY_VERIFY(ticksOf(process) > before + 5);
  QCOMPARE(::kill(process, SIGKILL), 0);
  const auto point = lost.get();
  QVERIFY(!point);
  QVERIFY2(point.error().message.find("signal 9 (Killed)") != std::string::npos,
           point.error().message.c_str());
  QVERIFY(isWater(pool->compute(test::water(), {})));
}

void WorkerPoolTest::misbehaviourCostsOneStructure_data() {
  QTest::addColumn<QByteArray>("misbehaviour");
  QTest::addColumn<QString>("words");
  QTest::newRow("kills itself") << QByteArray("kill -9 $$") << "signal 9 (Killed)";
  QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << "signal 11 (Segmentation fault)";
  QTest::newRow("ends with last words")
      << QByteArray("echo 'no memory left' >&2; exit 3") << "status 3. It wrote: no memory left";
  QTest::newRow("ends without a word") << QByteArray("exit 0") << "status 0";
  QTest::newRow("hangs") << QByteArray("exec sleep 600") << "longer than 0.5 s";
  QTest::newRow("hangs up and lives on")
      << QByteArray("exec sleep 600 <&- >/dev/null") << "hung up without an answer";
  QTest::newRow("writes garbage") << QByteArray("echo garbage >&0; read more")
                                  << "something else than the answer: \"garbage\"";
  QTest::newRow("answers another request")
      << QByteArray(R"(echo '{"number":99,"energy":1,"homo":1,"lumo":2,"dipole":0}' >&0; read x)")
      << "something else than the answer";
  QTest::newRow("answers with NaN")
      << QByteArray(R"(echo '{"number":1,"energy":NaN,"homo":1,"lumo":2,"dipole":0}' >&0; read x)")
      << "something else than the answer";
  QTest::newRow("writes a line without end")
      << QByteArray("head -c 6000000 /dev/zero >&0; read more") << "without an end";
}

void WorkerPoolTest::misbehaviourCostsOneStructure() {
  QFETCH(QByteArray, misbehaviour);
  QFETCH(QString, words);
  const auto pool = poolOf(failingOnce(misbehaviour), 1, 500ms);
  QVERIFY(pool);
  const auto lost = pool->compute(test::water(), {});
  QVERIFY(!lost);
  QCOMPARE(lost.error().code, ErrorCode::Internal);
  QVERIFY2(QString::fromStdString(lost.error().message).contains(words),
           lost.error().message.c_str());
  QVERIFY(isWater(pool->compute(test::water(), {})));
}

void WorkerPoolTest::oneOfManyIsLostOthersGoOn() {
  const auto pool = poolOf(failingOnce("kill -9 $$"), 2);
  QVERIFY(pool);
  std::atomic<int> right = 0;
  std::atomic<int> lost = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        for (int call = 0; call < 10; ++call) {
          const auto point = pool->compute(test::water(), {});
          (isWater(point) ? right : lost) += 1;
        }
      });
    }
  }
  QCOMPARE(lost.load(), 1);
  QCOMPARE(right.load(), 19);
}

void WorkerPoolTest::workersComputeWithOneThread() {
  const auto pool =
      poolOf(failingOnce("echo threads $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS; exit 1"));
  QVERIFY(pool);
  const auto lost = pool->compute(test::water(), {});
  QVERIFY(!lost);
  QVERIFY2(lost.error().message.find("threads 1 1") != std::string::npos,
           lost.error().message.c_str());
}

void WorkerPoolTest::stoppingEndsAComputation() {
  const auto pool = poolOf(m_worker);
  QVERIFY(pool);
  const pid_t process = pool->idleProcessIds().at(0);
  const long before = ticksOf(process);
  std::stop_source stop;
  auto given =
      std::async(std::launch::async, [&] { return pool->compute(kEndless, stop.get_token()); });
  QTRY_VERIFY(ticksOf(process) > before + 5);
  stop.request_stop();
  const auto point = given.get();
  QVERIFY(!point);
  QVERIFY(point.error().message.find("stopped") != std::string::npos);
  QCOMPARE(ticksOf(process), -1L);
  QVERIFY(isWater(pool->compute(test::water(), {})));
}

void WorkerPoolTest::waitingForAWorkerCanBeStopped() {
  const auto pool = poolOf(m_worker);
  QVERIFY(pool);
  std::stop_source first;
  std::stop_source second;
  auto busy =
      std::async(std::launch::async, [&] { return pool->compute(kEndless, first.get_token()); });
  QTRY_VERIFY(pool->idleProcessIds().empty());
  auto waiting = std::async(std::launch::async,
                            [&] { return pool->compute(test::water(), second.get_token()); });
  second.request_stop();
  QVERIFY(!waiting.get());
  first.request_stop();
  QVERIFY(!busy.get());
}

void WorkerPoolTest::aWorkerEndsWithItsParent() {
  int ends[2] = {};
  QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const auto process = quantum::spawnWorker(m_worker, ends[1], STDERR_FILENO);
  QVERIFY(process);
  ::close(ends[1]);
  const std::string request = quantum::toLine(quantum::WorkerRequest{1, kEndless}) + '\n';
  QCOMPARE(::send(ends[0], request.data(), request.size(), 0),
           static_cast<ssize_t>(request.size()));
  QTRY_VERIFY(ticksOf(*process) > 20);  // It computes.
  ::close(ends[0]);
  int status = -1;
  QCOMPARE(::waitpid(*process, &status, 0), *process);
  QVERIFY(WIFEXITED(status));
  QCOMPARE(WEXITSTATUS(status), 0);
}

void WorkerPoolTest::whatIsNoWorkerIsRefused_data() {
  QTest::addColumn<QByteArray>("program");
  QTest::addColumn<QString>("words");
  QTest::newRow("a program that ends at once") << QByteArray("/bin/true") << "status 0";
  QTest::newRow("a program that is not there")
      << QByteArray("/nonexistent/worker") << "/nonexistent/worker cannot be started";
  QTest::newRow("a folder") << QByteArray("/tmp") << "cannot be started";
}

void WorkerPoolTest::whatIsNoWorkerIsRefused() {
  QFETCH(QByteArray, program);
  QFETCH(QString, words);
  const auto pool = WorkerPool::start({.program = program.toStdString()}, {});
  QVERIFY(!pool);
  QVERIFY2(QString::fromStdString(pool.error().message).contains(words),
           pool.error().message.c_str());
}

void WorkerPoolTest::badInputNeverReachesAWorker() {
  const auto pool = poolOf(failingOnce("kill -9 $$"));
  QVERIFY(pool);
  const auto refused = pool->compute({{92}, {{0, 0, 0}}, 0}, {});
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
  QCOMPARE(pool->idleProcessIds().size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(WorkerPoolTest)
#include "worker_pool_test.moc"
