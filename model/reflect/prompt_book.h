#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/reflect/direction.h"

namespace molloquy::reflect {

/// The words with which language models are asked, from resources/prompts. A file has sections,
/// each begun by a line "[name]"; "{name}" stands for what is filled in.
class PromptBook {
 public:
  /// Errors: NotFound, Corrupt (a section that is needed is not there, naming it).
  static Result<PromptBook> load(const std::filesystem::path& folder);

  /// The section of a task ("extract", "reflect", "tune") in a direction.
  [[nodiscard]] const std::string& section(std::string_view task, Direction direction,
                                           std::string_view name) const;

 private:
  std::map<std::string, std::string> m_sections;  ///< by "task_direction/name".
};

/// What is filled in for a "{name}".
using Fillings = std::vector<std::pair<std::string_view, std::string_view>>;

/// Replaces each "{name}" of the template that has a filling; what is filled in is not looked at
/// again, so braces in it mean nothing.
std::string filled(std::string_view pattern, const Fillings& fillings);

}  // namespace molloquy::reflect
