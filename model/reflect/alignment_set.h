#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/align/alignment_jsonl.h"

namespace molloquy::reflect {

/// The alignments of a file, by row.
class AlignmentSet {
 public:
  AlignmentSet() = default;
  explicit AlignmentSet(align::AlignmentFile file);
  /// Errors: NotFound, and those of readAlignments with the file's name.
  static Result<AlignmentSet> load(const std::filesystem::path& path);

  /// nullptr for a row without.
  [[nodiscard]] const align::AlignedText* find(const std::string& id) const;
  [[nodiscard]] std::size_t size() const { return m_file.texts.size(); }

 private:
  align::AlignmentFile m_file;
  std::unordered_map<std::string, std::size_t> m_places;
};

/// First line of an alignment file.
std::string alignmentHeader();
/// Lines of one text, without the header.
std::string alignmentLines(const align::AlignedText& text);
/// The text of such lines; nothing when they are damaged.
std::optional<align::AlignedText> alignmentFromLines(const std::string& lines);

}  // namespace molloquy::reflect
