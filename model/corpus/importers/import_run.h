#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "model/corpus/importers/importer.h"

namespace molloquy::corpus {

/// One import while it goes on: counts rows, and hands them to the sinks. Used by the readers of
/// the single formats.
class ImportRun {
 public:
  ImportRun(const std::filesystem::path& file, const ImportOptions& options,
            const ImportSinks& sinks, std::stop_token stop);

  [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
  [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }
  [[nodiscard]] const ImportOptions& options() const { return m_options; }
  [[nodiscard]] const std::string& source() const { return m_source; }
  [[nodiscard]] ImportReport& report() { return m_report; }

  /// Hands over a line that stands for `rows` rows.
  void take(std::size_t number, Line&& line, std::size_t rows = 1);
  /// what  the row's own name; shortened and made printable here.
  void reject(std::size_t number, std::string_view what, RejectionKind kind, std::string sentence);
  void remark(std::string sentence) { m_report.remarks.push_back(std::move(sentence)); }
  void progress(std::uintmax_t done, std::uintmax_t total) const;
  /// Whether the reading ends here: stopped, or nobody takes more.
  [[nodiscard]] bool isOver();

 private:
  const std::filesystem::path& m_file;
  const ImportOptions& m_options;
  const ImportSinks& m_sinks;
  std::stop_token m_stop;
  std::string m_source;
  ImportReport m_report;
  bool m_full = false;
};

/// Name of a file without folder and endings: "train.tsv.gz" -> "train".
std::string stemOf(const std::filesystem::path& file);

// The readers. Each takes or rejects every row. Errors: as importFile.
Result<void> importTable(ImportRun& run, ImportFormat format);
Result<void> importCorpus(ImportRun& run);
Result<void> importJsonLines(ImportRun& run);
Result<void> importSmilesList(ImportRun& run);
Result<void> importSdf(ImportRun& run);
Result<void> importMoit(ImportRun& run);
Result<void> importLmdb(ImportRun& run);
Result<void> importAlignments(ImportRun& run);
Result<void> importChat(ImportRun& run);

}  // namespace molloquy::corpus
