#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/library/library_types.h"
#include "model/library/search_query.h"

namespace molloquy::library {

struct EmbeddingsInfo {
  std::string modelStamp;  ///< hash of the model's weights and sizes.
  std::string modelName;
  std::size_t queries = 0;  ///< features of a molecule.
  std::size_t width = 0;
  std::size_t molecules = 0;  ///< that have embeddings of this model.
  std::size_t texts = 0;
};

struct LibraryInfo {
  std::string location;  ///< file, or the connection without its password.
  std::string name;
  std::size_t molecules = 0;
  std::size_t conformers = 0;
  std::size_t texts = 0;
  std::uintmax_t bytes = 0;  ///< on disk.
  std::vector<EmbeddingsInfo> embeddings;
  std::vector<std::string> tags;        ///< in use.
  std::vector<std::string> properties;  ///< names of the records' values.
  std::string note;                     ///< what was mended or limited at opening, or empty.
};

/// What became of one NewMolecule.
enum class Arrival : std::uint8_t { Added, Merged, Unchanged, Refused };
struct Added {
  Arrival arrival = Arrival::Added;
  MoleculeId id{-1};
  std::string remark;  ///< what was merged into what, or why it was refused: a sentence.
};

/// Embeddings of one model for some molecules or texts.
struct NewEmbeddings {
  std::string modelStamp;
  std::string modelName;
  std::size_t queries = 0;
  std::size_t width = 0;
  std::vector<MoleculeId> molecules;
  std::vector<float> structures;  ///< [molecules, queries, width], each of length one.
  std::vector<TextId> texts;
  std::vector<float> textVectors;  ///< [texts, width], each of length one.
};

/// How far an interrupted import came; kept with the last batch in the same transaction.
struct ImportMark {
  std::string source;       ///< the file's absolute path, size and time.
  std::uint64_t place = 0;  ///< the importer's own: bytes of the uncompressed text.
  std::uint64_t records = 0;
};

/// The molecules a person keeps: structures, names, texts, embeddings, and the search among them.
/// Errors of every call: NotFound, Corrupt, Internal (what the store says), naming the library.
/// Thread: one at a time; another opening of the same library may read while one writes.
class MoleculeLibrary {
 public:
  virtual ~MoleculeLibrary() = default;

  [[nodiscard]] virtual Result<LibraryInfo> info() = 0;

  /// Adds molecules in one transaction; a structure that is there already (same identity) is
  /// merged: names, texts, conformers, tags and sources that are new join it. One answer each.
  virtual Result<std::vector<Added>> add(std::span<const NewMolecule> molecules,
                                         const std::optional<ImportMark>& mark = {}) = 0;
  /// Errors: NotFound.
  virtual Result<LibraryMolecule> molecule(MoleculeId id) = 0;
  /// In the order asked for; ids that are not there are left out.
  virtual Result<std::vector<LibraryRow>> rows(std::span<const MoleculeId> ids) = 0;
  virtual Result<std::vector<MoleculeText>> texts(std::span<const TextId> ids) = 0;
  virtual Result<std::optional<MoleculeId>> byInchiKey(std::string_view key) = 0;
  virtual Result<void> change(MoleculeId id, const MoleculeChange& change) = 0;
  virtual Result<void> remove(std::span<const MoleculeId> ids) = 0;

  /// Errors: InvalidInput (SMARTS with its column, words that make no query, another width),
  /// NotFound (no embeddings of that model). After a stop request: what was found so far.
  virtual Result<SearchResult> search(const SearchQuery& query, const OnHits& onHits,
                                      std::stop_token stop) = 0;
  /// Names that begin like `text`, best known first; for suggestions, in a few milliseconds.
  virtual Result<std::vector<LibraryRow>> suggest(std::string_view text, std::size_t limit) = 0;

  /// Molecules, and texts, that have no embeddings of this model yet, from the front.
  virtual Result<std::vector<MoleculeId>> withoutEmbeddings(std::string_view modelStamp,
                                                            std::size_t limit) = 0;
  virtual Result<std::vector<TextId>> textsWithoutEmbeddings(std::string_view modelStamp,
                                                             std::size_t limit) = 0;
  virtual Result<void> addEmbeddings(const NewEmbeddings& embeddings) = 0;
  /// Forgets every embedding of other models.
  virtual Result<void> keepOnlyEmbeddings(std::string_view modelStamp) = 0;
  /// The pooled vectors of up to `limit` molecules, evenly over the library, for a map:
  /// [ids, width].
  virtual Result<std::vector<float>> pooledVectors(std::string_view modelStamp, std::size_t limit,
                                                   std::vector<MoleculeId>& ids) = 0;

  /// Computes what a damaged or lost file of columns lacks, a batch a transaction. Opening does so
  /// for a few thousand molecules; LibraryInfo::note says when more are left, which no search by
  /// structure, likeness or computed value finds. returns how many were computed; a stop is a
  /// normal end.
  virtual Result<std::size_t> mend(
      const std::function<void(std::size_t done, std::size_t all)>& onProgress,
      std::stop_token stop) = 0;

  virtual Result<std::optional<ImportMark>> importMark(std::string_view source) = 0;
  virtual Result<void> forgetImportMark(std::string_view source) = 0;
};

/// Ending of library files.
inline constexpr const char* kLibraryEnding = ".mollib";

/// Makes an empty library, in a file or a server's database. Errors: InvalidInput (it exists).
Result<std::unique_ptr<MoleculeLibrary>> createLibrary(const std::filesystem::path& file,
                                                       std::string_view name);
/// Opens a file, or a server's database when `location` begins with postgresql:// or postgres://.
/// Errors: NotFound, Corrupt (no library), Unsupported (made by a newer version; the server lacks
/// an extension, with the command that adds it). A server's empty database becomes a library.
Result<std::unique_ptr<MoleculeLibrary>> openLibrary(const std::string& location);

}  // namespace molloquy::library
