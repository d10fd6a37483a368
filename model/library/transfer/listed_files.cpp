#include "model/library/transfer/listed_files.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "model/chem/file_format.h"
#include "model/library/transfer/draft.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kMostFiles = 1'000'000;

bool tellsStructures(const std::filesystem::path& file) {
  if (chem::formatOfPath(file)) return true;
  constexpr std::array<std::string_view, 6> kTables = {".tab",    ".txt",    ".jsonl",
                                                       ".tab.gz", ".txt.gz", ".jsonl.gz"};
  const std::string name = lowered(file.filename().string());
  return std::any_of(kTables.begin(), kTables.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

ListedFile listed(const std::filesystem::path& file) {
  std::error_code problem;
  const std::uintmax_t bytes = std::filesystem::file_size(file, problem);
  const auto time = std::filesystem::last_write_time(file, problem).time_since_epoch().count();
  const std::filesystem::path whole = std::filesystem::absolute(file, problem).lexically_normal();
  return {file, fmt::format("{}, {} bytes, {}", whole.string(), bytes, time), bytes};
}

}  // namespace

Result<ListedFiles> listFiles(const std::filesystem::path& path) {
  std::error_code problem;
  ListedFiles list;
  if (!std::filesystem::exists(path, problem)) {
    return fail(ErrorCode::NotFound, fmt::format("{} does not exist.", path.string()));
  }
  if (!std::filesystem::is_directory(path, problem)) {
    list.files.push_back(listed(path));
    return list;
  }
  namespace fs = std::filesystem;
  fs::recursive_directory_iterator all(path, fs::directory_options::skip_permission_denied,
                                       problem);
  for (const fs::recursive_directory_iterator end; !problem && all != end; all.increment(problem)) {
    std::error_code unknown;
    if (!all->is_regular_file(unknown)) continue;
    if (tellsStructures(all->path())) {
      list.files.push_back(listed(all->path()));
    } else {
      list.passedOver.push_back(all->path().filename().string());
    }
    if (list.files.size() > kMostFiles) break;
  }
  if (list.files.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is no file of structures in the folder {}.", path.string()));
  }
  std::sort(list.files.begin(), list.files.end(),
            [](const ListedFile& a, const ListedFile& b) { return a.path < b.path; });
  return list;
}

}  // namespace molloquy::library
