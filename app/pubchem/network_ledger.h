#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "app/pubchem/network_types.h"
#include "app/pubchem/sqlite_file.h"

namespace molloquy::pubchem {

/// Everything that was sent: in memory, and in a SQLite file that outlives the program. A line is
/// written when its request is sent and again when it ends, so that nothing is missing after a
/// crash. The oldest lines go when there are too many.
class NetworkLedger {
 public:
  static constexpr int kDefaultLines = 20'000;

  /// An empty path keeps the lines in memory only. The file is opened with the first line.
  explicit NetworkLedger(std::filesystem::path file, int mostLines = kDefaultLines);

  /// Gives the entry its number and keeps it.
  void begin(LedgerEntry& entry);
  /// The line with the same number is changed; a line that has gone stays gone.
  void update(const LedgerEntry& entry);
  /// Oldest first, earlier runs of the program included.
  [[nodiscard]] std::vector<LedgerEntry> entries();
  void clear();

 private:
  bool ready();
  void note(const QString& words);
  void prune();

  std::filesystem::path m_path;
  int m_most = 0;
  std::map<quint64, LedgerEntry> m_lines;  ///< of this run.
  quint64 m_last = 0;
  std::optional<SqliteFile> m_file;
  bool m_givenUp = false;
};

/// The outcome of a line whose reply is still awaited.
QString waitingOutcome();

/// The lines as text for people, one a line, and as CSV (RFC 4180, UTF-8, a head line).
QString ledgerText(const std::vector<LedgerEntry>& entries);
QString ledgerCsv(const std::vector<LedgerEntry>& entries);

}  // namespace molloquy::pubchem
