#pragma once

#include <QProcess>
#include <QString>
#include <map>
#include <memory>
#include <vector>

#include "model/recipes/training_job.h"

namespace molloquy::tests {

/// A port of this machine that nobody uses at the moment.
int freePort();

/// Another program that listens at a port of this machine.
class Listener {
 public:
  explicit Listener(int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  int m_descriptor;
};

/// This test program, started once for every rank of a training.
class RankProcesses {
 public:
  /// part  what the processes do; the program's main() reads it with `partOf`.
  RankProcesses(const QString& part, int size, const QString& address = "localhost");
  /// Ends those that still run.
  ~RankProcesses();
  RankProcesses(const RankProcesses&) = delete;
  RankProcesses& operator=(const RankProcesses&) = delete;

  QProcess& rank(int index) { return *m_processes[static_cast<std::size_t>(index)]; }
  [[nodiscard]] int size() const { return static_cast<int>(m_processes.size()); }
  /// Waits until the rank has written the text; false when it ended or 100 s passed.
  bool waitForOutput(int index, const QByteArray& text);
  /// Waits for the end of a rank; its exit code, or -1 when it was killed or 100 s passed.
  int exitCode(int index);
  /// Everything a rank has written.
  QByteArray output(int index);

 private:
  std::vector<std::unique_ptr<QProcess>> m_processes;
  std::map<int, QByteArray> m_output;
};

/// The part that this process was started for and its place among the others; empty in the test
/// itself.
QString partOf(int argc, char** argv);
recipes::World worldOf(int argc, char** argv);

/// Writes a line to the test.
void tell(const std::string& line);

}  // namespace molloquy::tests
