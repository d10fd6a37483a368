#pragma once

#include <filesystem>
#include <functional>

#include "model/base/growing_file.h"
#include "model/corpus/corpus_line.h"

namespace molloquy::corpus {

/// A row of any input that was not taken, and why. Nothing is dropped without one.
struct Rejection {
  std::size_t line = 0;  ///< 1-based line or record of the input.
  std::string what;      ///< the row's own name (a CID, a SMILES), shortened; may be empty.
  std::string reason;    ///< a sentence.
};
using OnRejection = std::function<void(const Rejection& rejection)>;
/// Whether the reading goes on.
enum class Reading { GoOn, Stop };
using OnLine = std::function<Reading(std::size_t line, Line&& content)>;

/// Reads JSON lines one by one; bad ones are reported and passed over, empty ones ignored.
/// Errors: NotFound; InvalidInput (not one line could be read).
Result<void> readCorpus(const std::filesystem::path& file, const OnLine& onLine,
                        const OnRejection& onRejection);

/// Writes JSON lines; the file appears whole or not at all.
/// Errors of every call: those of GrowingFile.
class CorpusWriter {
 public:
  static Result<CorpusWriter> create(const std::filesystem::path& file);

  Result<void> write(const Line& line);
  Result<void> finish();
  [[nodiscard]] std::size_t count() const { return m_count; }

 private:
  explicit CorpusWriter(GrowingFile file) : m_file(std::move(file)) {}
  Result<void> flush();

  GrowingFile m_file;
  std::string m_waiting;  ///< lines not yet handed to the file.
  std::size_t m_count = 0;
};

}  // namespace molloquy::corpus
