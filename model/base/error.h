#pragma once

#include <source_location>
#include <string>
#include <vector>

namespace molloquy {

/// What the interface treats differently; nothing finer.
enum class ErrorCode { InvalidInput, NotFound, Corrupt, Unsupported, OutOfMemory, Internal };

/// A failure told to a person: one sentence that names the offending thing and the remedy, and where
/// in the program's work it happened (outermost context last).
struct Error {
  Error(ErrorCode errorCode, std::string sentence,
        std::source_location location = std::source_location::current());

  /// The same error with one more line of context, e.g. "reading aspirin.sdf".
  [[nodiscard]] Error within(std::string doing) const;

  /// Message followed by its contexts: "Bad bond at line 7 (reading aspirin.sdf)."
  [[nodiscard]] std::string toString() const;

  ErrorCode code;
  std::string message;
  std::vector<std::string> context;
  std::source_location where;
};

}  // namespace molloquy
