#include <fmt/format.h>

#include <utility>

#include "model/align/alignment_jsonl.h"
#include "model/corpus/importers/line_records.h"
#include "model/corpus/importers/row.h"

namespace molloquy::corpus {
namespace {

constexpr const char* kAlignmentTask = "Alignment";
constexpr const char* kAlignmentInstruction =
    "Which parts of the molecule do the phrases of its description mean?";

/// Atom numbers as ranges: "0-4, 7".
std::string atomRanges(const std::vector<AtomIndex>& atoms) {
  std::string ranges;
  for (std::size_t i = 0; i < atoms.size();) {
    std::size_t last = i;
    while (last + 1 < atoms.size() && atoms[last + 1].value == atoms[last].value + 1) ++last;
    if (!ranges.empty()) ranges += ", ";
    ranges += last == i ? fmt::format("{}", atoms[i].value)
                        : fmt::format("{}-{}", atoms[i].value, atoms[last].value);
    i = last + 1;
  }
  return ranges;
}

/// The records that hold, one a line; refuted ones are never learnt. Source: molreflect.md 6.4.
std::string alignmentLines(const align::AlignedText& text) {
  std::string lines;
  for (const align::AlignmentRecord& record : text.records) {
    const bool holds = record.status == align::AlignmentStatus::Verified ||
                       record.status == align::AlignmentStatus::User;
    if (!holds || record.phrase.empty() || record.smarts.empty()) continue;
    if (!lines.empty()) lines += '\n';
    lines += fmt::format("- \"{}\" <-> {} at atoms {}", record.phrase, record.smarts,
                         atomRanges(record.chosenAtoms()));
  }
  return lines;
}

/// Collects a mol line with its align lines and reads them together.
class AlignmentGroups {
 public:
  explicit AlignmentGroups(ImportRun& run) : m_run(run) {}

  /// Errors: Corrupt (the first line is no header of this schema).
  Result<void> add(std::size_t number, std::string&& line);
  /// Takes or rejects what was collected.
  void finish();

 private:
  void take(std::size_t number, const align::AlignedText& text);

  ImportRun& m_run;
  std::string m_header;
  std::size_t m_firstLine = 0;
  std::string m_text;
};

bool beginsMolecule(std::string_view line) {
  return line.find("\"type\":\"mol\"") != std::string_view::npos ||
         line.find("\"type\": \"mol\"") != std::string_view::npos;
}

Result<void> AlignmentGroups::add(std::size_t number, std::string&& line) {
  if (m_header.empty()) {
    m_header = std::move(line) + "\n";
    const auto file = align::readAlignments(m_header);
    if (!file) return tl::unexpected(file.error().within("reading " + m_run.file().string()));
    return {};
  }
  if (beginsMolecule(line)) finish();
  if (m_text.empty()) m_firstLine = number;
  m_text += line;
  m_text += '\n';
  return {};
}

void AlignmentGroups::finish() {
  const std::string text = std::exchange(m_text, {});
  if (text.empty()) return;
  if (const auto file = align::readAlignments(m_header + text)) {
    for (const align::AlignedText& aligned : file->texts) take(m_firstLine, aligned);
    return;
  }
  // Read again behind as many empty lines as the file has before it, so that the sentence names the
  // line of the file.
  const std::string padding(m_firstLine - 2, '\n');
  const auto again = align::readAlignments(m_header + padding + text);
  m_run.reject(m_firstLine, text.substr(0, text.find('\n')), RejectionKind::BrokenRecord,
               again ? "The records of this molecule cannot be read." : again.error().message);
}

void AlignmentGroups::take(std::size_t number, const align::AlignedText& text) {
  Row row;
  row.at(Place::Id) = text.moleculeId;
  row.at(Place::Smiles) = text.smiles;
  row.at(Place::Answer) = text.caption;
  if (std::string lines = alignmentLines(text); !lines.empty()) {
    row.further.push_back({kAlignmentTask, kAlignmentInstruction, std::move(lines)});
  }
  takeRow(m_run, number, std::move(row));
}

}  // namespace

Result<void> importAlignments(ImportRun& run) {
  AlignmentGroups groups(run);
  const auto read = forEachLine(run, [&](std::size_t number, std::string&& line) {
    return groups.add(number, std::move(line));
  });
  if (read) groups.finish();
  return read;
}

}  // namespace molloquy::corpus
