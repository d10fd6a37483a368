#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::metrics {

/// One question about a property.
struct PropertyAnswer {
  std::string task;    ///< "HOMO", "LogP", ...
  std::string target;  ///< the right answer, a sentence or a number.
  std::string output;  ///< the model's.
};

/// Answers of a file, and in whole sentences what is unusual about it.
struct PropertyFile {
  std::vector<PropertyAnswer> rows;
  std::vector<std::string> remarks;
};

/// JSON lines with "prediction", "target" and "task_type" (or "task"): each a list, as 3D-MoLM
/// writes one object a process, or one text for an object a row. All lines are joined. Lines that
/// cannot be used are left out and told with the reason of the first.
/// Errors: those of readFile; InvalidInput (no answer that can be used), naming the file.
Result<PropertyFile> readPropertyAnswers(const std::filesystem::path& path);
Result<PropertyFile> parsePropertyAnswers(std::string_view text);

}  // namespace molloquy::metrics
