#include <torch/torch.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>
#include <csignal>

#include "model/train/process_group.h"
#include "tests/model/train/rank_processes.h"

using namespace molloquy;
using namespace std::chrono_literals;
using tests::RankProcesses;
using tests::tell;
using train::ProcessGroup;
using train::ProcessLost;

namespace {

/// Exit code of a process that heard of the loss of another.
constexpr int kLost = 7;
constexpr int kWrong = 1;

#define EXPECT(condition)                           \
  do {                                              \
    if (!(condition)) {                             \
      tell(std::string("not true: ") + #condition); \
      return kWrong;                                \
    }                                               \
  } while (false)

int sumsEveryType(ProcessGroup& group) {
  const auto types = {torch::kFloat32, torch::kFloat64,  torch::kInt64, torch::kInt32,
                      torch::kFloat16, torch::kBFloat16, torch::kUInt8, torch::kInt16};
  const double expected = group.size() * (group.size() + 1) / 2.0;
  for (const at::ScalarType type : types) {
    for (const int64_t count : {1, 7, 100'003}) {
      at::Tensor numbers = torch::full({count}, group.rank() + 1, type);
      group.sum(numbers);
      EXPECT(numbers.scalar_type() == type && numbers.numel() == count);
      EXPECT((numbers.to(torch::kFloat64) - expected).abs().max().item<double>() == 0.0);
    }
  }
  at::Tensor single = torch::scalar_tensor(0.5);
  group.sum(single);
  EXPECT(single.dim() == 0 && single.item<double>() == 0.5 * group.size());
  at::Tensor nothing = torch::empty({0});
  group.sum(nothing);
  at::Tensor flags = torch::tensor({group.rank() == 1, false});
  group.sum(flags);
  EXPECT(flags[0].item<bool>() && !flags[1].item<bool>());
  return 0;
}

int gathersInOrder(ProcessGroup& group) {
  for (const at::ScalarType type : {torch::kFloat32, torch::kInt64, torch::kBFloat16}) {
    const at::Tensor mine =
        torch::full({3, 2}, group.rank(), type).requires_grad_(at::isFloatingType(type));
    const at::Tensor all = group.gather(mine);
    EXPECT(all.sizes() == at::IntArrayRef({3 * group.size(), 2}));
    EXPECT(all.scalar_type() == type && !all.requires_grad());
    for (int rank = 0; rank < group.size(); ++rank) {
      EXPECT((all.narrow(0, rank * 3, 3) == rank).all().item<bool>());
    }
  }
  const at::Tensor strided = torch::arange(6).view({2, 3}).t();
  EXPECT(torch::equal(group.gather(strided).narrow(0, 0, 3), strided));
  return 0;
}

int refusesDifferentShapes(ProcessGroup& group) {
  bool refused = false;
  try {
    group.gather(torch::zeros({2 + group.rank(), 4}));
  } catch (const c10::Error& error) {
    refused = std::string(error.what()).find("shape") != std::string::npos;
  }
  EXPECT(refused);
  return 0;
}

int takesRankZerosNumbers(ProcessGroup& group) {
  for (const at::ScalarType type : {torch::kFloat32, torch::kBFloat16, torch::kBool}) {
    at::Tensor numbers = (torch::arange(5) + group.rank()).to(type);
    group.broadcast(numbers);
    EXPECT(torch::equal(numbers, torch::arange(5).to(type)));
  }
  at::Tensor generator = torch::full({5056}, group.rank(), torch::kUInt8);
  group.broadcast(generator);
  EXPECT(generator.sum().item<int64_t>() == 0);
  return 0;
}

int asksEveryone(ProcessGroup& group) {
  EXPECT(!group.any(false));
  EXPECT(group.any(group.rank() == group.size() - 1));
  EXPECT(group.any(true));
  group.barrier();
  return 0;
}

int exchange(ProcessGroup& group) {
  for (const auto check : {sumsEveryType, gathersInOrder, refusesDifferentShapes,
                           takesRankZerosNumbers, asksEveryone}) {
    if (const int code = check(group); code != 0) return code;
  }
  return 0;
}

/// Works with the others until one of them is lost; the victim tells when it may be ended and
/// waits for that.
int untilLost(ProcessGroup& group, int victim) {
  at::Tensor numbers = torch::ones({1000});
  group.sum(numbers);
  if (group.rank() == victim) {
    tell("ready");
    ::pause();
  }
  try {
    while (true) group.sum(numbers);
  } catch (const ProcessLost& lost) {
    tell(lost.what());
    return kLost;
  }
}

int playPart(const QString& part, const recipes::World& world) {
  torch::set_num_threads(1);
  train::Patience patience{20s, 20s};
  if (part.startsWith("silent")) patience.working = 1500ms;
  const auto group = ProcessGroup::join(world, torch::kCPU, patience);
  if (!group) {
    tell(group.error().message);
    return 2;
  }
  if (part == "exchange") return exchange(**group);
  return untilLost(**group, part.section(' ', 1).toInt());
}

}  // namespace

class ProcessGroupTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void exchangesTensors_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("address");
    QTest::newRow("two processes by name") << 2 << "localhost";
    QTest::newRow("two processes by IPv4 address") << 2 << "127.0.0.1";
    QTest::newRow("two processes by IPv6 address") << 2 << "::1";
    QTest::newRow("four processes") << 4 << "localhost";
  }

  void exchangesTensors() {
    QFETCH(int, size);
    QFETCH(QString, address);
    RankProcesses ranks("exchange", size, address);
    for (int rank = 0; rank < size; ++rank) {
      const int code = ranks.exitCode(rank);
      QVERIFY2(code == 0, ranks.output(rank).constData());
    }
  }

  void aWorldOfOneNeedsNobody() {
    const auto group = ProcessGroup::join({}, torch::kCPU);
    QVERIFY(group.has_value());
    QCOMPARE((*group)->size(), 1);
    at::Tensor numbers = torch::arange(4);
    (*group)->sum(numbers);
    QVERIFY(torch::equal((*group)->gather(numbers), torch::arange(4)));
    QVERIFY(!(*group)->any(false) && (*group)->any(true));
  }

  void aKilledProcessEndsTheOthers_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("victim");
    QTest::newRow("the second of two") << 2 << 1;
    QTest::newRow("rank 0, which keeps the store") << 2 << 0;
    QTest::newRow("rank 0 of four") << 4 << 0;
    QTest::newRow("one in the middle of four") << 4 << 2;
  }

  void aKilledProcessEndsTheOthers() {
    QFETCH(int, size);
    QFETCH(int, victim);
    RankProcesses ranks(QString("killed %1").arg(victim), size);
    QVERIFY2(ranks.waitForOutput(victim, "ready\n"), ranks.output(victim).constData());
    QElapsedTimer time;
    time.start();
    ranks.rank(victim).kill();
    checkOthersNamed(ranks, victim, "ended or cannot be reached");
    QVERIFY2(time.elapsed() < 10'000, qPrintable(QString::number(time.elapsed())));
  }

  void aSilentProcessEndsTheOthersInTime_data() {
    QTest::addColumn<int>("victim");
    QTest::addColumn<bool>("frozen");
    QTest::addColumn<QByteArray>("sentence");
    const QByteArray unreachable = "ended or cannot be reached";
    QTest::newRow("a frozen one") << 1 << true << unreachable;
    QTest::newRow("a frozen rank 0") << 0 << true << unreachable;
    QTest::newRow("a busy one") << 1 << false << QByteArray("still runs but did not come");
  }

  void aSilentProcessEndsTheOthersInTime() {
    QFETCH(int, victim);
    QFETCH(bool, frozen);
    QFETCH(QByteArray, sentence);
    RankProcesses ranks(QString("silent %1").arg(victim), 3);
    QVERIFY2(ranks.waitForOutput(victim, "ready\n"), ranks.output(victim).constData());
    if (frozen) ::kill(static_cast<pid_t>(ranks.rank(victim).processId()), SIGSTOP);
    checkOthersNamed(ranks, victim, sentence);
  }

  void aMissingProcessIsCounted() {
    recipes::World world{.rank = 0, .size = 2, .port = tests::freePort()};
    const auto group = ProcessGroup::join(world, torch::kCPU, {300ms, 1s});
    QVERIFY(!group.has_value());
    QCOMPARE(group.error().code, ErrorCode::InvalidInput);
    QVERIFY2(group.error().message.starts_with("Only 1 of 2 processes came to localhost port"),
             group.error().message.c_str());
  }

  void joiningCanBeStopped_data() {
    QTest::addColumn<int>("rank");
    QTest::newRow("rank 0 waiting for others") << 0;
    QTest::newRow("another waiting for rank 0") << 1;
  }

  void joiningCanBeStopped() {
    QFETCH(int, rank);
    std::stop_source stop;
    stop.request_stop();
    const recipes::World world{.rank = rank, .size = 2, .port = tests::freePort()};
    const auto group = ProcessGroup::join(world, torch::kCPU, {20s, 1s, stop.get_token()});
    QVERIFY(!group.has_value());
    QVERIFY2(group.error().message.ends_with("was stopped."), group.error().message.c_str());
  }

  void wrongPlacesAreNamed_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("says");
    QTest::newRow("an address that is none") << "256.1.1.1.1"
                                             << "\"256.1.1.1.1\" cannot be found";
    QTest::newRow("nobody there") << "127.0.0.1"
                                  << "Nobody listens at 127.0.0.1 port";
  }

  void wrongPlacesAreNamed() {
    QFETCH(QString, address);
    QFETCH(QString, says);
    const recipes::World world{
        .rank = 1, .size = 2, .address = address.toStdString(), .port = tests::freePort()};
    const auto group = ProcessGroup::join(world, torch::kCPU, {200ms, 1s});
    QVERIFY(!group.has_value());
    const QString message = QString::fromStdString(group.error().message);
    QVERIFY2(message.contains(says), qPrintable(message));
  }

  void aPortInUseIsNamed() {
    const recipes::World world{.rank = 0, .size = 2, .port = tests::freePort()};
    const tests::Listener other(world.port);
    const auto group = ProcessGroup::join(world, torch::kCPU, {200ms, 1s});
    QVERIFY(!group.has_value());
    const QString message = QString::fromStdString(group.error().message);
    QVERIFY2(message.contains(QString("Port %1 of this machine is in use").arg(world.port)),
             qPrintable(message));
  }

 private:
  /// Everyone but the victim ends with a sentence that names it and themselves.
  static void checkOthersNamed(RankProcesses& ranks, int victim, const QByteArray& sentence) {
    for (int rank = 0; rank < ranks.size(); ++rank) {
      if (rank == victim) continue;
      const int code = ranks.exitCode(rank);
      const QByteArray output = ranks.output(rank);
      QVERIFY2(code == kLost, output.constData());
      const QByteArray self = QString("Rank %1 of %2").arg(rank).arg(ranks.size()).toUtf8();
      const QByteArray lost = QString("rank %1 ").arg(victim).toUtf8() + sentence;
      QVERIFY2(output.contains(self) && output.contains(lost), output.constData());
    }
  }
};

int main(int argc, char** argv) {
  if (const QString part = tests::partOf(argc, argv); !part.isEmpty()) {
    return playPart(part, tests::worldOf(argc, argv));
  }
  const QCoreApplication application(argc, argv);
  ProcessGroupTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "process_group_test.moc"
