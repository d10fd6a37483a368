#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "model/base/error.h"

namespace molloquy::cli {

/// How results are told.
enum class OutputForm { Text, Json };

/// The one way to standard output. A reader that went away (a closed pipe) is remembered and no
/// error; a full disk is one.
class Output {
 public:
  explicit Output(OutputForm form) : m_form(form) {}

  [[nodiscard]] bool isJson() const { return m_form == OutputForm::Json; }
  /// False once nothing more can be written; long work stops then.
  [[nodiscard]] bool isOpen() const { return m_open; }

  /// Writes at once. Does nothing when the output is not open.
  void write(std::string_view text);
  /// The command's one JSON object, with a line end; invalid UTF-8 is replaced.
  void writeJson(const nlohmann::ordered_json& object);
  /// The sentence on standard error, and {"error": ...} on standard output in JSON form.
  ExitCode fail(const Error& error, ExitCode code);
  /// What to return after everything was written: Environment when writing failed.
  [[nodiscard]] ExitCode finish() const;

 private:
  OutputForm m_form;
  bool m_open = true;
  int m_writeError = 0;  ///< errno of a write that failed for another reason than a closed pipe.
};

/// A remark on standard error; results never go there.
void note(std::string_view sentence);

}  // namespace molloquy::cli
