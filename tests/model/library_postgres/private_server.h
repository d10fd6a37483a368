#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <string>

namespace molloquy::library {

/// A PostgreSQL server of this process alone: a cluster in a folder of its own, reached through a
/// socket in it, stopped at the end. With MOLLOQUY_TEST_SERVER (postgresql://USER@/?host=...) that
/// one is used instead; its databases named molloquy_test_* come and go.
class PrivateServer {
 public:
  static PrivateServer& instance();
  ~PrivateServer();
  /// An empty database with RDKit. returns its address.
  std::string newDatabase();
  /// One without any extension.
  std::string newBareDatabase();
  void drop(const std::string& address);
  /// Runs SQL as the administrator; a failure ends the test.
  void run(const std::string& database, const std::string& sql);
  [[nodiscard]] std::string addressOf(const std::string& database) const;

 private:
  PrivateServer();
  void start();
  void makeTemplate();
  bool tryRun(const std::string& database, const std::string& sql, std::string& words);

  QTemporaryDir m_folder;
  QProcess m_server;
  std::string m_foreign;
  int m_databases = 0;
};

}  // namespace molloquy::library
