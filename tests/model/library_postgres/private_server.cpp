#include "private_server.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>
#include <QThread>

namespace molloquy::library {
namespace {

constexpr const char* kTemplate = "molloquy_test_template";

/// PostgreSQL refuses to run as root. It ends with the test, however that ends.
QStringList asServerUser(QStringList command) {
  QStringList user{"setpriv", "--pdeathsig=INT"};
  if (geteuid() == 0) user += {"--reuid=postgres", "--regid=postgres", "--clear-groups"};
  return user + command;
}

void start(QProcess& process, QStringList command) {
  command = asServerUser(std::move(command));
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(command.first(), command.mid(1));
}

/// The cartridge's script for servers that refuse two operators with one commutator, which
/// packages of RDKit before 2024.09 have (github.com/rdkit/rdkit/issues/7459).
std::string repairedScript() {
  QFile file(QString(RDKIT_EXTENSION) + "/rdkit--4.2.0.sql");
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString script = QString::fromUtf8(file.readAll());
  static const QRegularExpression operators(R"(CREATE OPERATOR @= \([^)]*\))");
  auto found = operators.globalMatch(script);
  while (found.hasNext()) {
    const QString old = found.next().captured();
    QString mended = old;
    mended.replace("COMMUTATOR = '='", "COMMUTATOR = @=").remove("NEGATOR = '<>',");
    script.replace(old, mended);
  }
  script.replace("MODULE_PATHNAME", "$libdir/rdkit");
  return script.toStdString();
}

}  // namespace

PrivateServer& PrivateServer::instance() {
  static PrivateServer server;
  return server;
}

PrivateServer::PrivateServer()
    : m_foreign(qEnvironmentVariable("MOLLOQUY_TEST_SERVER").toStdString()) {
  if (m_foreign.empty()) start();
  makeTemplate();
}

PrivateServer::~PrivateServer() {
  if (!m_foreign.empty()) {
    run("postgres", std::string("DROP DATABASE ") + kTemplate);
    return;
  }
  m_server.terminate();
  if (!m_server.waitForFinished(20'000)) m_server.kill();
  m_server.waitForFinished();
}

void PrivateServer::start() {
  const QByteArray folder = m_folder.path().toUtf8();
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || chown(folder.constData(), user->pw_uid, user->pw_gid) != 0) {
      qFatal("the folder cannot be given to the user postgres");
    }
  }
  const QString data = m_folder.filePath("data");
  QProcess initdb;
  library::start(initdb, {POSTGRES_BIN "/initdb", "-D", data, "-U", "postgres", "-A", "trust",
                          "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"});
  if (!initdb.waitForFinished(120'000) || initdb.exitCode() != 0) {
    qFatal("initdb: %s", initdb.readAll().constData());
  }
  library::start(m_server, {POSTGRES_BIN "/postgres", "-D", data, "-k", m_folder.path(), "-c",
                            "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=64MB"});
  QElapsedTimer waited;
  waited.start();
  while (PQping(addressOf("postgres").c_str()) != PQPING_OK) {
    if (waited.elapsed() > 60'000 || m_server.state() == QProcess::NotRunning) {
      qFatal("postgres: %s", m_server.readAll().constData());
    }
    m_server.waitForReadyRead(50);
  }
}

void PrivateServer::makeTemplate() {
  run("postgres", std::string("DROP DATABASE IF EXISTS ") + kTemplate);
  run("postgres", std::string("CREATE DATABASE ") + kTemplate);
  std::string words;
  if (!tryRun(kTemplate, "CREATE EXTENSION rdkit", words)) {
    if (words.find("is already the commutator") == std::string::npos) qFatal("%s", words.c_str());
    run(kTemplate, repairedScript());
  }
  // What this server has; without it embeddings are compared by the client.
  (void)tryRun(kTemplate, "CREATE EXTENSION vector", words);
}

std::string PrivateServer::addressOf(const std::string& database) const {
  if (!m_foreign.empty()) {
    const std::size_t place = m_foreign.find("/?");
    return m_foreign.substr(0, place + 1) + database + m_foreign.substr(place + 1);
  }
  return "postgresql://postgres@/" + database + "?host=" + m_folder.path().toStdString();
}

std::string PrivateServer::newDatabase() {
  const std::string name = "molloquy_test_" + std::to_string(m_databases++);
  run("postgres", "DROP DATABASE IF EXISTS " + name);
  run("postgres", "CREATE DATABASE " + name + " TEMPLATE " + kTemplate);
  return addressOf(name);
}

std::string PrivateServer::newBareDatabase() {
  const std::string name = "molloquy_test_" + std::to_string(m_databases++);
  run("postgres", "DROP DATABASE IF EXISTS " + name);
  run("postgres", "CREATE DATABASE " + name);
  return addressOf(name);
}

void PrivateServer::drop(const std::string& address) {
  const std::size_t begin = address.find("molloquy_test_");
  run("postgres",
      "DROP DATABASE " + address.substr(begin, address.find('?') - begin) + " WITH (FORCE)");
}

bool PrivateServer::tryRun(const std::string& database, const std::string& sql,
                           std::string& words) {
  PGconn* connection = PQconnectdb(addressOf(database).c_str());
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  words = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void PrivateServer::run(const std::string& database, const std::string& sql) {
  std::string words;
  if (!tryRun(database, sql, words)) qFatal("%s", words.c_str());
}

}  // namespace molloquy::library
