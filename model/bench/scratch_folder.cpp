#include "model/bench/scratch_folder.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>

namespace molloquy::bench {

Result<ScratchFolder> ScratchFolder::make(const std::filesystem::path& parent) {
  std::error_code error;
  const auto above = parent.empty() ? std::filesystem::temp_directory_path(error) : parent;
  std::string name = (above / "molloquy-bench-XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("No folder can be made in {} ({}); name another one.", above.string(),
                            error ? error.message() : std::strerror(errno)));
  }
  return ScratchFolder(name);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
}

}  // namespace molloquy::bench
