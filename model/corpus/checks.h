#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::corpus {

/// What may be wrong with a line of a corpus.
enum class Flaw {
  UnreadableLine,          ///< not a line of a corpus, or of the file's format.
  UnparseableStructure,    ///< the SMILES is none.
  ForeignConformer,        ///< symbols that are not those of the SMILES.
  BadPositions,            ///< positions that are not finite, or two atoms in one place.
  UnknownElement,          ///< the 3D encoder's dictionary lacks one.
  TooManyAtoms,            ///< more than the 3D encoder keeps.
  FailedEmbedding,         ///< no conformer was given and none could be made.
  EmptyAnswer,             ///< nothing to learn.
  Duplicate,               ///< an earlier line asks the same of the same structure.
  DuplicateWithoutStereo,  ///< the same of the same structure up to stereo.
  Leak,                    ///< the structure is in the held-out data.
  LeakWithoutStereo,       ///< it is there up to stereo.
  SharedScaffold,          ///< its Bemis-Murcko scaffold is there.
};
inline constexpr std::size_t kFlaws = 13;

/// "duplicate", "leak-without-stereo", ...: as on the command line.
std::string_view nameOf(Flaw flaw);
std::optional<Flaw> flawNamed(std::string_view name);
/// What it means, as a part of a sentence.
std::string_view meaningOf(Flaw flaw);
/// Flaws whose lines a corpus is better without. The others are remarks: a structure up to stereo
/// or a scaffold may well come twice.
std::set<Flaw> offences();

/// A line of one of the files that were looked at.
struct LineReference {
  std::uint32_t file = 0;  ///< index into CheckReport::files.
  std::size_t line = 0;    ///< 1-based; a record's place where the format has no lines.
};

struct Finding {
  Flaw flaw = Flaw::UnreadableLine;
  LineReference at;
  std::optional<LineReference> other;  ///< of duplicates and leaks: the line it equals.
  std::string detail;                  ///< sentence or value, or empty.
};

/// Whether a conformer is made for structures that have none, to see if it can be.
enum class Embedding { NotTried, Tried };

struct CheckOptions {
  std::vector<std::filesystem::path> against;  ///< corpora or tables with held-out structures.
  Embedding embedding = Embedding::NotTried;
  unsigned threads = 0;         ///< 0: one a core.
  std::size_t keptAtoms = 256;  ///< what the 3D encoder takes; hydrogens are not counted.
  std::uint32_t embedSeed = 7;
};

/// How long texts are, in words.
struct LengthTable {
  /// Upper bounds of the bins, the last one open: 0, 1-4, 5-9, 10-19, 20-49, 50-99, 100-199, 200-.
  static constexpr std::array<std::size_t, 7> kBounds{0, 4, 9, 19, 49, 99, 199};
  std::array<std::size_t, kBounds.size() + 1> bins{};
  std::size_t count = 0;
  std::size_t words = 0;  ///< of all together.
  std::size_t longest = 0;
  LineReference longestAt;

  void add(std::size_t length, LineReference at);
};

struct CheckedFile {
  std::filesystem::path path;
  std::size_t lines = 0;
  std::size_t unreadable = 0;  ///< of them.
  bool isHeldOut = false;      ///< was given as `against`.
};

struct CheckReport {
  std::vector<CheckedFile> files;  ///< the corpora, then the held-out files.
  // Of the corpora:
  std::size_t lines = 0;
  std::size_t entries = 0;
  std::size_t dialogues = 0;
  std::size_t plainTexts = 0;
  std::map<std::string, std::size_t> splits;  ///< "" = none.
  std::map<std::string, std::size_t> sources;
  std::map<std::string, std::size_t> tasks;  ///< questions.
  std::size_t withoutConformer = 0;          ///< structures that preparation has to embed.
  std::size_t conformers = 0;
  std::size_t structures = 0;               ///< different ones, by InChIKey.
  std::size_t structuresWithoutStereo = 0;  ///< by the InChIKey's first block.
  std::size_t scaffolds = 0;
  std::size_t withoutInchi = 0;  ///< told apart by canonical SMILES: InChI has no name for them.
  std::map<std::string, std::size_t> unknownElements;
  LengthTable answers;
  LengthTable instructions;
  std::array<std::size_t, kFlaws> counts{};  ///< lines, by flaw.
  std::vector<Finding> findings;             ///< in order of lines.
  bool stopped = false;

  [[nodiscard]] std::size_t count(Flaw flaw) const {
    return counts[static_cast<std::size_t>(flaw)];
  }
};

using OnCheckProgress = std::function<void(std::uintmax_t done, std::uintmax_t total)>;

/// Looks at every line of the corpora (corpora, or anything importFile guesses), several lines at
/// once. Lines of the splits validation and test count as held-out data for the others.
/// Memory: some numbers a line. Errors: those of importFile.
Result<CheckReport> checkCorpora(std::span<const std::filesystem::path> corpora,
                                 const CheckOptions& options, const OnCheckProgress& onProgress,
                                 const std::stop_token& stop);

struct FixReport {
  std::size_t kept = 0;
  std::map<Flaw, std::size_t> dropped;  ///< a line with several flaws counts for its first.
  bool stopped = false;                 ///< then nothing was written.
};

/// Writes the corpora that the report is about without the lines that have one of the flaws.
/// Errors: those of importFile and CorpusWriter.
Result<FixReport> writeWithout(const CheckReport& report, const std::set<Flaw>& flaws,
                               const std::filesystem::path& output, const std::stop_token& stop);

}  // namespace molloquy::corpus
