#include "app/controllers/folder_names.h"

#include <algorithm>
#include <system_error>

namespace molloquy::app {
namespace fs = std::filesystem;

bool samePlace(const fs::path& a, const fs::path& b) {
  if (a == b) return true;
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

bool contains(const std::vector<fs::path>& folders, const fs::path& folder) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const fs::path& one) { return samePlace(one, folder); });
}

void removeFrom(std::vector<fs::path>& folders, const fs::path& folder) {
  folders.erase(std::remove_if(folders.begin(), folders.end(),
                               [&](const fs::path& one) { return samePlace(one, folder); }),
                folders.end());
}

}  // namespace molloquy::app
