#include "app/cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "model/chem/structure_reader.h"

namespace molloquy::cli {
namespace {

const char* codeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidInput:
      return "invalid_input";
    case ErrorCode::NotFound:
      return "not_found";
    case ErrorCode::Corrupt:
      return "corrupt";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::OutOfMemory:
      return "out_of_memory";
    case ErrorCode::Internal:
      return "internal";
  }
  return "internal";
}

/// Returns 0 or the errno of the write that failed.
int writeAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void Output::write(std::string_view text) {
  if (!m_open) return;
  const int error = writeAll(STDOUT_FILENO, text);
  if (error == 0) return;
  m_open = false;
  if (error != EPIPE) m_writeError = error;
}

void Output::writeJson(const nlohmann::ordered_json& object) {
  write(object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

ExitCode Output::fail(const Error& error, ExitCode code) {
  note(error.toString());
  if (isJson()) {
    nlohmann::ordered_json problem = {{"code", codeName(error.code)},
                                      {"message", error.toString()},
                                      {"exit_code", static_cast<int>(code)}};
    if (const auto column = chem::errorColumn(error)) problem["column"] = *column;
    writeJson({{"error", problem}});
  }
  return code;
}

ExitCode Output::finish() const {
  if (m_writeError == 0) return ExitCode::Ok;
  note(fmt::format("Standard output cannot be written: {}.", std::strerror(m_writeError)));
  return ExitCode::Environment;
}

void note(std::string_view sentence) {
  writeAll(STDERR_FILENO, fmt::format("molloquy-cli: {}\n", sentence));
}

}  // namespace molloquy::cli
