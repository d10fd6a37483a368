#include "model/corpus/generators/property_run.h"

#include <optional>

#include <fmt/format.h>

namespace molloquy::corpus {
namespace {

/// Characters of a structure that reports show.
constexpr std::size_t kShownCharacters = 60;

std::string shownName(const Entry& entry) {
  if (!entry.id.empty()) return entry.id;
  return entry.structure.smiles.substr(0, kShownCharacters);
}

}  // namespace

Result<PropertyRunReport> writePropertyQuestions(const std::filesystem::path& input,
                                                 const std::filesystem::path& output,
                                                 const PropertyQuestionOptions& options,
                                                 const PropertyRunSinks& sinks,
                                                 const std::stop_token& stop) {
  Result<CorpusWriter> writer = CorpusWriter::create(output);
  if (!writer) return tl::unexpected(writer.error());
  PropertyRunReport report;
  std::optional<Error> failure;
  const auto reject = [&](const Rejection& rejection) {
    ++report.refusals;
    if (sinks.onRejection) sinks.onRejection(rejection);
  };
  const auto take = [&](std::size_t line, Line&& content) {
    const Entry* entry = std::get_if<Entry>(&content);
    if (entry == nullptr) {
      reject({line, "", "The line has no structure with questions."});
      return Reading::GoOn;
    }
    ++report.structures;
    const Result<Entry> asked = withPropertyQuestions(*entry, options);
    if (!asked) {
      reject({line, shownName(*entry), asked.error().message});
      return Reading::GoOn;
    }
    ++report.entries;
    report.questions += asked->pairs.size();
    if (const auto written = writer->write(*asked); !written) failure = written.error();
    return failure ? Reading::Stop : Reading::GoOn;
  };
  const auto read = importFile(
      input, {},
      {take, [&](const ImportRejection& rejection) { reject(rejection.row); }, sinks.onProgress},
      stop);
  if (failure) return tl::unexpected(*failure);
  if (!read) return tl::unexpected(read.error());
  report.stopped = read->stopped;
  if (report.stopped) return report;
  if (report.entries == 0) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} has no structure that questions can be asked about.", input.string()));
  }
  if (Result<void> finished = writer->finish(); !finished) {
    return tl::unexpected(finished.error());
  }
  return report;
}

}  // namespace molloquy::corpus
