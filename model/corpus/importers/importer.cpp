#include "model/corpus/importers/importer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/corpus/importers/import_run.h"

namespace molloquy::corpus {
namespace {

struct FormatRow {
  ImportFormat format;
  std::string_view name;
};
constexpr std::array<FormatRow, 12> kFormats{{{ImportFormat::Corpus, "corpus"},
                                              {ImportFormat::Moit, "moit"},
                                              {ImportFormat::MolT5, "molt5"},
                                              {ImportFormat::PubChem324k, "pubchem324k"},
                                              {ImportFormat::Lmdb, "lmdb"},
                                              {ImportFormat::Csv, "csv"},
                                              {ImportFormat::Tsv, "tsv"},
                                              {ImportFormat::JsonLines, "jsonl"},
                                              {ImportFormat::SmilesList, "smiles"},
                                              {ImportFormat::Sdf, "sdf"},
                                              {ImportFormat::Alignments, "alignments"},
                                              {ImportFormat::Chat, "chat"}}};

/// Characters of a rejected row's name that are kept.
constexpr std::size_t kShownBytes = 60;

/// The beginning of a name, on one line.
std::string shortened(std::string_view text) {
  std::string shown(text.substr(0, kShownBytes));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c >= '\0' && c < ' '; }, ' ');
  // Not in the middle of a character.
  if (shown.size() < text.size()) {
    while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) == 0x80U) {
      shown.pop_back();
    }
    shown += "...";
  }
  return shown;
}

Result<void> read(ImportRun& run, ImportFormat format) {
  switch (format) {
    case ImportFormat::MolT5:
    case ImportFormat::PubChem324k:
    case ImportFormat::Csv:
    case ImportFormat::Tsv:
      return importTable(run, format);
    case ImportFormat::Corpus:
      return importCorpus(run);
    case ImportFormat::JsonLines:
      return importJsonLines(run);
    case ImportFormat::SmilesList:
      return importSmilesList(run);
    case ImportFormat::Sdf:
      return importSdf(run);
    case ImportFormat::Moit:
      return importMoit(run);
    case ImportFormat::Lmdb:
      return importLmdb(run);
    case ImportFormat::Alignments:
      return importAlignments(run);
    case ImportFormat::Chat:
      return importChat(run);
  }
  return fail(ErrorCode::Internal, "There is no reader for this format.");
}

}  // namespace

std::string_view nameOf(ImportFormat format) {
  const auto* row = std::find_if(kFormats.begin(), kFormats.end(),
                                 [&](const FormatRow& known) { return known.format == format; });
  return row == kFormats.end() ? std::string_view() : row->name;
}

std::optional<ImportFormat> importFormatNamed(std::string_view name) {
  const auto* row = std::find_if(kFormats.begin(), kFormats.end(),
                                 [&](const FormatRow& known) { return known.name == name; });
  if (row == kFormats.end()) return std::nullopt;
  return row->format;
}

std::string_view nameOf(RejectionKind kind) {
  switch (kind) {
    case RejectionKind::ColumnCount:
      return "wrong number of columns";
    case RejectionKind::BrokenText:
      return "not UTF-8 text";
    case RejectionKind::BrokenRecord:
      return "broken record";
    case RejectionKind::MissingField:
      return "missing or wrong field";
    case RejectionKind::NoStructure:
      return "no structure";
    case RejectionKind::BadSmiles:
      return "SMILES cannot be read";
    case RejectionKind::BadPositions:
      return "bad positions";
    case RejectionKind::EmptyText:
      return "empty text";
    case RejectionKind::UnknownStructure:
      return "structure not found";
    case RejectionKind::NotPlainData:
      return "not plain data";
  }
  return {};
}

std::string stemOf(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  const std::size_t dot = name.find('.', 1);
  return dot == std::string::npos ? name : name.substr(0, dot);
}

ImportRun::ImportRun(const std::filesystem::path& file, const ImportOptions& options,
                     const ImportSinks& sinks, std::stop_token stop)
    : m_file(file),
      m_options(options),
      m_sinks(sinks),
      m_stop(std::move(stop)),
      m_source(options.source.empty() ? stemOf(file) : options.source) {}

void ImportRun::take(std::size_t number, Line&& line, std::size_t rows) {
  m_report.taken += rows;
  ++m_report.lines;
  const auto* entry = std::get_if<Entry>(&line);
  if (entry != nullptr && entry->pairs.empty()) ++m_report.withoutText;
  if (m_sinks.onLine(number, std::move(line)) == Reading::Stop) m_full = true;
}

void ImportRun::reject(std::size_t number, std::string_view what, RejectionKind kind,
                       std::string sentence) {
  ++m_report.rejected;
  ++m_report.reasons[kind];
  m_sinks.onRejection({{number, shortened(what), std::move(sentence)}, kind});
}

void ImportRun::progress(std::uintmax_t done, std::uintmax_t total) const {
  if (m_sinks.onProgress && total > 0) m_sinks.onProgress(done, total);
}

bool ImportRun::isOver() {
  if (m_stop.stop_requested()) m_report.stopped = true;
  return m_full || m_report.stopped;
}

Result<ImportReport> importFile(const std::filesystem::path& file, const ImportOptions& options,
                                const ImportSinks& sinks, const std::stop_token& stop) {
  Result<ImportFormat> format =
      options.format ? Result<ImportFormat>(*options.format) : guessImportFormat(file);
  if (!format) return tl::unexpected(format.error());
  ImportRun run(file, options, sinks, stop);
  run.report().format = *format;
  if (Result<void> done = read(run, *format); !done) return tl::unexpected(done.error());
  ImportReport& report = run.report();
  if (report.taken == 0 && !report.stopped) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no row that could be taken as {} ({} rejected).", file.string(),
                            nameOf(*format), report.rejected));
  }
  if (report.withoutText > 0) {
    report.remarks.push_back(
        fmt::format("{} of {} lines hold no text to learn, only a structure. If a column has the "
                    "texts, name it "
                    "with --column answer=NAME.",
                    report.withoutText, report.lines));
  }
  return std::move(report);
}

}  // namespace molloquy::corpus
