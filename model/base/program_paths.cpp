#include "model/base/program_paths.h"

#include <cstdlib>

#include <fmt/format.h>

namespace molloquy {
namespace fs = std::filesystem;

namespace {

fs::path programFolder() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::current_path() : self.parent_path();
}

fs::path fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

}  // namespace

fs::path pluginFolder() {
  if (fs::path chosen = fromEnvironment("MOLLOQUY_PLUGIN_DIR"); !chosen.empty()) return chosen;
  std::error_code error;
  const fs::path beside = programFolder().parent_path() / "lib" / "molloquy";
  if (fs::is_directory(beside, error)) return beside;
  const fs::path installed = programFolder().parent_path() / MOLLOQUY_PLUGIN_INSTALL_DIRECTORY;
  if (fs::is_directory(installed, error)) return installed;
  return MOLLOQUY_PLUGIN_BUILD_DIRECTORY;
}

Result<fs::path> resourceFolder() {
  if (fs::path chosen = fromEnvironment("MOLLOQUY_RESOURCE_DIR"); !chosen.empty()) return chosen;
  const fs::path installed = programFolder().parent_path() / "share" / "molloquy";
  const fs::path sources = MOLLOQUY_SOURCE_RESOURCES;
  std::error_code error;
  for (const fs::path& folder : {installed, sources}) {
    if (fs::is_directory(folder / "lexicon", error)) return folder;
  }
  return fail(ErrorCode::NotFound,
              fmt::format("Molloquy's own files were found neither in {} nor in {}; set "
                          "MOLLOQUY_RESOURCE_DIR or install the program again.",
                          installed.string(), sources.string()));
}

}  // namespace molloquy
