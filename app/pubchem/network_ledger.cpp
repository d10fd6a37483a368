#include "app/pubchem/network_ledger.h"

#include <QCoreApplication>

namespace molloquy::pubchem {

namespace {

constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS requests ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, method TEXT NOT NULL,"
    " url TEXT NOT NULL, reason TEXT NOT NULL, sent INTEGER NOT NULL, received INTEGER NOT NULL,"
    " status INTEGER NOT NULL, milliseconds INTEGER NOT NULL, outcome TEXT NOT NULL);";

QString tr(const char* text) { return QCoreApplication::translate("NetworkLedger", text); }

LedgerEntry entryOf(const SqliteRows& row) {
  LedgerEntry entry;
  entry.number = static_cast<quint64>(row.number(0));
  entry.at = QDateTime::fromMSecsSinceEpoch(row.number(1), Qt::UTC);
  entry.method = row.text(2);
  entry.url = QUrl(row.text(3));
  entry.reason = row.text(4);
  entry.bytesSent = row.number(5);
  entry.bytesReceived = row.number(6);
  entry.status = static_cast<int>(row.number(7));
  entry.milliseconds = row.number(8);
  entry.outcome = row.text(9);
  return entry;
}

/// Binds all but the number, in the order of the columns.
void bindAll(SqliteRows& rows, const LedgerEntry& entry) {
  rows.bind(entry.at.toMSecsSinceEpoch())
      .bind(entry.method)
      .bind(QString::fromUtf8(entry.url.toEncoded()))
      .bind(entry.reason)
      .bind(entry.bytesSent)
      .bind(entry.bytesReceived)
      .bind(static_cast<qint64>(entry.status))
      .bind(entry.milliseconds)
      .bind(entry.outcome);
}

}  // namespace

QString waitingOutcome() { return tr("waiting"); }

NetworkLedger::NetworkLedger(std::filesystem::path file, int mostLines)
    : m_path(std::move(file)), m_most(mostLines) {}

bool NetworkLedger::ready() {
  if (m_path.empty() || m_givenUp) return false;
  if (m_file) return true;
  auto opened = SqliteFile::open(m_path, kSchema);
  if (!opened) {
    m_givenUp = true;  // the lines of this run are kept in memory all the same
    note(tr("The list of requests cannot be kept in \"%1\": %2. It ends with the program.")
             .arg(QString::fromStdString(m_path.string()), opened.error().words));
    return false;
  }
  m_file = std::move(*opened);
  if (m_file->putAside()) {
    note(tr("The list of requests was damaged. It was put aside as \"%1.damaged\".")
             .arg(QString::fromStdString(m_path.filename().string())));
  }
  auto rows = m_file->prepare("UPDATE requests SET outcome = ? WHERE outcome = ?");
  if (rows) {
    (void)rows->bind(tr("the program ended before the reply")).bind(waitingOutcome()).next();
  }
  return true;
}

void NetworkLedger::note(const QString& words) {
  LedgerEntry entry;
  entry.at = QDateTime::currentDateTimeUtc();
  entry.outcome = words;
  begin(entry);
}

void NetworkLedger::begin(LedgerEntry& entry) {
  const bool onDisk = ready();
  entry.number = m_last + 1;
  if (onDisk) {
    auto rows = m_file->prepare(
        "INSERT INTO requests (at, method, url, reason, sent, received, status, milliseconds,"
        " outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (rows) {
      bindAll(*rows, entry);
      if (rows->next()) entry.number = static_cast<quint64>(m_file->lastRow());
    }
  }
  m_last = std::max(m_last, entry.number);
  m_lines[entry.number] = entry;
  if (m_lines.size() > static_cast<std::size_t>(m_most)) m_lines.erase(m_lines.begin());
  if (entry.number % 100 == 0) prune();
}

void NetworkLedger::update(const LedgerEntry& entry) {
  const auto at = m_lines.find(entry.number);
  if (at == m_lines.end()) return;
  at->second = entry;
  if (!ready()) return;
  auto rows = m_file->prepare(
      "UPDATE requests SET at = ?, method = ?, url = ?, reason = ?, sent = ?, received = ?,"
      " status = ?, milliseconds = ?, outcome = ? WHERE number = ?");
  if (!rows) return;
  bindAll(*rows, entry);
  (void)rows->bind(static_cast<qint64>(entry.number)).next();
}

void NetworkLedger::prune() {
  if (!ready()) return;
  auto rows = m_file->prepare("DELETE FROM requests WHERE number <= ?");
  if (rows) (void)rows->bind(static_cast<qint64>(m_last) - m_most).next();
}

std::vector<LedgerEntry> NetworkLedger::entries() {
  std::map<quint64, LedgerEntry> all = m_lines;
  if (ready()) {
    auto rows = m_file->prepare(
        "SELECT number, at, method, url, reason, sent, received, status, milliseconds, outcome"
        " FROM requests ORDER BY number DESC LIMIT ?");
    if (rows) {
      rows->bind(static_cast<qint64>(m_most));
      for (auto row = rows->next(); row && *row; row = rows->next()) {
        LedgerEntry entry = entryOf(*rows);
        all.emplace(entry.number, std::move(entry));
      }
    }
  }
  std::vector<LedgerEntry> list;
  for (auto& [number, entry] : all) list.push_back(std::move(entry));
  return list;
}

void NetworkLedger::clear() {
  m_lines.clear();
  if (ready()) (void)m_file->run("DELETE FROM requests; PRAGMA incremental_vacuum;");
}

}  // namespace molloquy::pubchem
