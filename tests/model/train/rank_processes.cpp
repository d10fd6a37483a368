#include "tests/model/train/rank_processes.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <cstdio>
#include <cstdlib>

namespace molloquy::tests {
namespace {

constexpr int kPatienceMs = 100'000;
constexpr int kArguments = 6;  // program, part, rank, size, address, port

}  // namespace

int freePort() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  socklen_t length = sizeof any;
  ::bind(descriptor, reinterpret_cast<const sockaddr*>(&any), length);
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&any), &length);
  ::close(descriptor);
  return ntohs(any.sin_port);
}

Listener::Listener(int port) : m_descriptor(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_port = htons(static_cast<std::uint16_t>(port));
  ::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&any), sizeof any);
  ::listen(m_descriptor, 1);
}

Listener::~Listener() { ::close(m_descriptor); }

RankProcesses::RankProcesses(const QString& part, int size, const QString& address) {
  const int port = freePort();
  for (int rank = 0; rank < size; ++rank) {
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->start(
        QCoreApplication::applicationFilePath(),
        {part, QString::number(rank), QString::number(size), address, QString::number(port)});
    m_processes.push_back(std::move(process));
  }
}

RankProcesses::~RankProcesses() {
  for (const auto& process : m_processes) {
    process->kill();
    process->waitForFinished();
  }
}

bool RankProcesses::waitForOutput(int index, const QByteArray& text) {
  QElapsedTimer time;
  time.start();
  while (!output(index).contains(text)) {
    const auto left = kPatienceMs - static_cast<int>(time.elapsed());
    if (left <= 0 || !rank(index).waitForReadyRead(left)) return output(index).contains(text);
  }
  return true;
}

int RankProcesses::exitCode(int index) {
  QProcess& process = rank(index);
  if (process.state() != QProcess::NotRunning && !process.waitForFinished(kPatienceMs)) return -1;
  return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QByteArray RankProcesses::output(int index) { return m_output[index] += rank(index).readAll(); }

QString partOf(int argc, char** argv) {
  return argc == kArguments ? QString::fromUtf8(argv[1]) : QString();
}

recipes::World worldOf(int argc, char** argv) {
  recipes::World world;
  if (argc != kArguments) return world;
  world.rank = std::atoi(argv[2]);
  world.size = std::atoi(argv[3]);
  world.address = argv[4];
  world.port = std::atoi(argv[5]);
  return world;
}

void tell(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

}  // namespace molloquy::tests
