#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <streambuf>
#include <string>

#include "model/base/result.h"

namespace molloquy::corpus {

/// Bytes of a text file, plain or packed with gzip, read in pieces. A UTF-8 mark at the beginning
/// is passed over. Thread: one at a time.
class TextInput : public std::streambuf {
 public:
  /// Errors: NotFound; InvalidInput (a folder, an empty file, one that begins like binary data or
  /// UTF-16), naming the file.
  static Result<std::unique_ptr<TextInput>> open(const std::filesystem::path& file);
  ~TextInput() override;
  TextInput(const TextInput&) = delete;
  TextInput& operator=(const TextInput&) = delete;

  /// The beginning of the text, at most 64 KiB, without taking it.
  [[nodiscard]] std::string_view beginning() const;
  /// Bytes of the file that were read so far, and its size: for progress.
  [[nodiscard]] std::uintmax_t position() const;
  [[nodiscard]] std::uintmax_t size() const { return m_size; }
  /// Why the text ended before the file did: a packed file that is cut off or damaged.
  [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

 protected:
  int_type underflow() override;

 private:
  TextInput() = default;
  Result<void> readBeginning(const std::filesystem::path& file);

  std::filesystem::path m_path;
  void* m_file = nullptr;  ///< gzFile.
  std::uintmax_t m_size = 0;
  std::string m_buffer;
  std::optional<Error> m_failure;
};

/// What LineReader found.
enum class LineKind { Text, TooLong, End };

/// Lines of a text with their numbers; line ends are "\n" or "\r\n".
class LineReader {
 public:
  /// Longer lines are passed over without being kept.
  static constexpr std::size_t kMaximumBytes = std::size_t{32} << 20;

  explicit LineReader(std::streambuf& text) : m_text(text) {}

  /// Replaces `line` by the next one.
  LineKind next(std::string& line);
  /// 1-based number of the last line that next() gave.
  [[nodiscard]] std::size_t number() const { return m_number; }

 private:
  std::streambuf& m_text;
  std::size_t m_number = 0;
};

}  // namespace molloquy::corpus
