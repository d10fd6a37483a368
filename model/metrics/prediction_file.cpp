#include "model/metrics/prediction_file.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/metrics/letters.h"

namespace molloquy::metrics {
namespace {

constexpr std::string_view kBeginMark = "[CLS] ";
constexpr std::size_t kShownCharacters = 60;

/// Counts rows of one kind and remembers the first.
struct Tally {
  std::size_t count = 0;
  std::size_t firstLine = 0;

  void add(std::size_t line) {
    if (count++ == 0) firstLine = line;
  }
};

/// "3 rows <what>, the first in line 7."
void remark(const Tally& tally, std::string_view what, std::vector<std::string>& remarks) {
  if (tally.count == 0) return;
  remarks.push_back(tally.count == 1 ? fmt::format("1 row {} (line {}).", what, tally.firstLine)
                                     : fmt::format("{} rows {} (the first in line {}).",
                                                   tally.count, what, tally.firstLine));
}

/// Takes a line from the front; ends are \n, \r\n or \r, as Python reads text files.
std::string_view takeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (text.starts_with("\r\n")) {
    text.remove_prefix(2);
  } else if (!text.empty()) {
    text.remove_prefix(1);
  }
  return line;
}

struct Columns {
  std::array<std::string_view, 3> cells;
  std::size_t count = 0;
};

Columns columnsOf(std::string_view line) {
  Columns columns;
  for (;;) {
    const std::size_t end = line.find('\t');
    if (columns.count < columns.cells.size()) columns.cells[columns.count] = line.substr(0, end);
    ++columns.count;
    if (end == line.npos) return columns;
    line.remove_prefix(end + 1);
  }
}

Result<void> requireHeader(std::string_view line) {
  const Columns names = columnsOf(line);
  if (names.count >= 3 && smallLetterText(names.cells[1]) == "ground truth" &&
      smallLetterText(names.cells[2]) == "output") {
    return {};
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("The first line has to name three columns between tabs, \"SMILES\", "
                          "\"ground truth\" and \"output\"; it is \"{}\". Add that line.",
                          line.substr(0, kShownCharacters)));
}

}  // namespace

Result<PredictionFile> parsePredictions(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto header = requireHeader(takeLine(text)); !header) {
    return tl::unexpected(header.error());
  }
  PredictionFile file;
  Tally blank, withoutTarget, withoutOutput, longer;
  for (std::size_t line = 2; !text.empty(); ++line) {
    const std::string_view content = takeLine(text);
    const Columns columns = columnsOf(content);
    if (content.empty()) {
      blank.add(line);
    } else if (columns.count < 2) {
      withoutTarget.add(line);
    } else {
      if (columns.cells[2].empty()) withoutOutput.add(line);
      if (columns.count > 3) longer.add(line);
      file.rows.push_back({std::string(columns.cells[0]), std::string(columns.cells[1]),
                           std::string(columns.cells[2]), line});
    }
  }
  if (file.rows.empty()) {
    return fail(ErrorCode::InvalidInput, "There is no prediction under the names of the columns.");
  }
  remark(withoutOutput, "without an output counted as an empty output", file.remarks);
  remark(longer, "with more than three columns, of which three were read", file.remarks);
  remark(withoutTarget, "without a ground truth left out", file.remarks);
  remark(blank, "without any text left out", file.remarks);
  return file;
}

Result<PredictionFile> readPredictions(const std::filesystem::path& path) {
  const auto text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  auto file = parsePredictions(*text);
  if (!file) return tl::unexpected(file.error().within("reading " + path.string()));
  return file;
}

void cutBeginMarks(PredictionFile& file) {
  Tally cut;
  for (Prediction& row : file.rows) {
    if (!row.output.starts_with(kBeginMark)) continue;
    row.output.erase(0, kBeginMark.size());
    cut.add(row.line);
  }
  remark(cut, "whose output began with the mark \"[CLS] \", which was cut", file.remarks);
}

}  // namespace molloquy::metrics
