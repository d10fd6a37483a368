#include "model/corpus/checks.h"

#include <algorithm>

#include "model/corpus/checks/line_blocks.h"
#include "model/corpus/checks/tally.h"

namespace molloquy::corpus {
namespace {

struct FlawRow {
  Flaw flaw;
  std::string_view name;
  std::string_view meaning;
};
constexpr std::array<FlawRow, kFlaws> kFlawRows{
    {{Flaw::UnreadableLine, "unreadable-line", "not a line of the format"},
     {Flaw::UnparseableStructure, "unparseable-structure", "the structure cannot be read"},
     {Flaw::ForeignConformer, "foreign-conformer", "positions of other atoms than the SMILES has"},
     {Flaw::BadPositions, "bad-positions", "positions that no molecule has"},
     {Flaw::UnknownElement, "unknown-element", "elements that the 3D encoder does not know"},
     {Flaw::TooManyAtoms, "too-many-atoms", "more atoms than the 3D encoder takes"},
     {Flaw::FailedEmbedding, "failed-embedding", "no 3D shape could be made"},
     {Flaw::EmptyAnswer, "empty-answer", "nothing to learn"},
     {Flaw::Duplicate, "duplicate", "asks the same of the same structure as an earlier line"},
     {Flaw::DuplicateWithoutStereo, "duplicate-without-stereo",
      "asks the same of a structure that differs in stereo only"},
     {Flaw::Leak, "leak", "the structure is in the held-out data"},
     {Flaw::LeakWithoutStereo, "leak-without-stereo",
      "the structure is in the held-out data with other stereo"},
     {Flaw::SharedScaffold, "shared-scaffold", "its ring scaffold is in the held-out data"}}};

const FlawRow& rowOf(Flaw flaw) { return kFlawRows[static_cast<std::size_t>(flaw)]; }

}  // namespace

std::string_view nameOf(Flaw flaw) { return rowOf(flaw).name; }
std::string_view meaningOf(Flaw flaw) { return rowOf(flaw).meaning; }

std::optional<Flaw> flawNamed(std::string_view name) {
  const auto* row = std::find_if(kFlawRows.begin(), kFlawRows.end(),
                                 [&](const FlawRow& known) { return known.name == name; });
  if (row == kFlawRows.end()) return std::nullopt;
  return row->flaw;
}

std::set<Flaw> offences() {
  std::set<Flaw> flaws;
  for (const FlawRow& row : kFlawRows) flaws.insert(row.flaw);
  flaws.erase(Flaw::DuplicateWithoutStereo);
  flaws.erase(Flaw::SharedScaffold);
  return flaws;
}

void LengthTable::add(std::size_t length, LineReference at) {
  const auto* bound = std::lower_bound(kBounds.begin(), kBounds.end(), length);
  ++bins[static_cast<std::size_t>(bound - kBounds.begin())];
  ++count;
  words += length;
  if (length > longest || count == 1) {
    longest = length;
    longestAt = at;
  }
}

Result<CheckReport> checkCorpora(std::span<const std::filesystem::path> corpora,
                                 const CheckOptions& options, const OnCheckProgress& onProgress,
                                 const std::stop_token& stop) {
  CheckReport report;
  for (const auto& path : corpora) report.files.push_back({path, 0, 0, false});
  for (const auto& path : options.against) report.files.push_back({path, 0, 0, true});
  Tally tally(report);
  for (std::uint32_t file = 0; file < report.files.size() && !stop.stop_requested(); ++file) {
    CheckOptions ofFile = options;
    if (report.files[file].isHeldOut) ofFile.embedding = Embedding::NotTried;
    // Every file is one equal share of the whole.
    constexpr std::uintmax_t kShare = 1000;
    const auto progress = [&](std::uintmax_t done, std::uintmax_t total) {
      if (onProgress) {
        onProgress(file * kShare + done * kShare / total, report.files.size() * kShare);
      }
    };
    const auto read = forEachCheckedLine(
        report.files[file].path, ofFile,
        {[&](CheckedLine&& line) { tally.add(file, std::move(line)); },
         [&](const Rejection& rejection) { tally.addRejection(file, rejection); }, progress},
        stop);
    if (!read) return tl::unexpected(read.error());
  }
  report.stopped = stop.stop_requested();
  tally.findLeaks();
  return report;
}

}  // namespace molloquy::corpus
