#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/corpus/corpus_file.h"

namespace molloquy::corpus {

/// What has been finished of one record of the input.
struct FinishedRecord {
  std::size_t record = 0;  ///< 0-based, in the order of the input.
  std::size_t line = 0;    ///< of the input, 1-based.
  std::string what;        ///< the record's own name, shortened.
  std::vector<Entry> entries;
  std::vector<std::string> refused;
};

/// The finished records of a long run, in a file beside its output, so that nothing is computed
/// twice when the run is interrupted in whatever way. Records come in the order in which they are
/// finished; a last one that was torn is forgotten.
/// Thread: one at a time.
class LabelJournal {
 public:
  /// What must be the same for a run to be gone on with; one line of text.
  struct Identity {
    std::string settings;
  };

  /// A new, empty journal. Errors: InvalidInput (there is one already: the remedies), Internal.
  static Result<LabelJournal> create(const std::filesystem::path& file, const Identity& identity);
  /// An existing journal, or a new one where there is none.
  /// Errors: InvalidInput (made with other settings, in use by another run), Corrupt (no journal),
  /// Internal.
  static Result<LabelJournal> resume(const std::filesystem::path& file, const Identity& identity);

  LabelJournal(LabelJournal&& other) noexcept;
  LabelJournal& operator=(LabelJournal&&) = delete;
  ~LabelJournal();

  [[nodiscard]] bool has(std::size_t record) const { return m_places.contains(record); }
  [[nodiscard]] std::size_t count() const { return m_places.size(); }
  /// Appends; after this the record survives a killed program. Errors: Internal (disk full).
  Result<void> add(const FinishedRecord& record);
  /// Tells the records in the order of the input. Errors: Corrupt, Internal; those of `tell`.
  Result<void> forEach(const std::function<Result<void>(const FinishedRecord&)>& tell) const;
  /// Deletes the file: the run is complete.
  void remove();

 private:
  struct Place {
    std::int64_t begin = 0;
    std::size_t size = 0;
  };

  LabelJournal(std::filesystem::path file, int descriptor)
      : m_file(std::move(file)), m_descriptor(descriptor) {}
  static Result<LabelJournal> open(const std::filesystem::path& file, int flags);
  Result<void> append(const std::string& line);
  /// Reads what is there; cuts off a torn end.
  Result<void> readPlaces(const Identity& identity);
  [[nodiscard]] Error problem(const char* doing) const;

  std::filesystem::path m_file;
  int m_descriptor = -1;
  std::int64_t m_end = 0;
  std::map<std::size_t, Place> m_places;  ///< record -> its line.
};

}  // namespace molloquy::corpus
