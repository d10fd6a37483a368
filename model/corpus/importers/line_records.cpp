#include "model/corpus/importers/line_records.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/corpus/importers/text_input.h"

namespace molloquy::corpus {
namespace {

/// Lines between two reports of progress.
constexpr std::size_t kProgressLines = 256;

}  // namespace

Result<void> forEachLine(
    ImportRun& run,
    const std::function<Result<void>(std::size_t number, std::string&& line)>& onLine) {
  auto input = TextInput::open(run.file());
  if (!input) return tl::unexpected(input.error());
  LineReader reader(**input);
  std::string line;
  for (LineKind kind = reader.next(line); kind != LineKind::End && !run.isOver();
       kind = reader.next(line)) {
    if (kind == LineKind::TooLong) {
      run.reject(reader.number(), line, RejectionKind::BrokenRecord,
                 fmt::format("The line has more than {} bytes.", LineReader::kMaximumBytes));
    } else if (line.find_first_not_of(" \t") != std::string::npos) {
      if (Result<void> done = onLine(reader.number(), std::move(line)); !done) return done;
    }
    if (reader.number() % kProgressLines == 0) {
      run.progress((*input)->position(), (*input)->size());
    }
  }
  if ((*input)->failure()) return tl::unexpected(*(*input)->failure());
  return {};
}

Result<void> forEachJsonLine(
    ImportRun& run,
    const std::function<Result<void>(std::size_t number, nlohmann::json&& object)>& onObject) {
  return forEachLine(run, [&](std::size_t number, std::string&& line) {
    auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (object.is_object()) return onObject(number, std::move(object));
    run.reject(number, line, RejectionKind::BrokenRecord, "The line is not a JSON object.");
    return Result<void>();
  });
}

}  // namespace molloquy::corpus
