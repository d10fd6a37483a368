#include "model/chem/edit/fragments.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "model/base/program_paths.h"

namespace molloquy::chem::edit {
namespace {

constexpr std::size_t kMostFragments = 10'000;
constexpr std::size_t kLongestLine = 10'000;

std::vector<std::string> columnsOf(std::string_view line) {
  std::vector<std::string> columns;
  while (true) {
    const std::size_t tab = line.find('\t');
    columns.emplace_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return columns;
    line.remove_prefix(tab + 1);
  }
}

tl::unexpected<Error> wrong(const std::filesystem::path& file, std::size_t line,
                            std::string_view what) {
  return fail(ErrorCode::Corrupt,
              fmt::format("{} line {}: {}", file.filename().string(), line, what));
}

}  // namespace

Result<std::vector<Fragment>> loadFragments(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return fail(ErrorCode::NotFound,
                fmt::format("The fragments in {} cannot be read. Check that the file exists.",
                            file.string()));
  }
  std::vector<Fragment> fragments;
  std::set<std::string> ids;
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#' || number == 1) continue;
    if (line.size() > kLongestLine || fragments.size() >= kMostFragments) {
      return wrong(file, number, "too long, or too many fragments; shorten the file.");
    }
    std::vector<std::string> columns = columnsOf(line);
    if (columns.size() != 4) {
      return wrong(file, number,
                   fmt::format("has {} columns; write id, name, category and SMILES with tabs "
                               "between them.",
                               columns.size()));
    }
    const bool empty = std::any_of(columns.begin(), columns.end(),
                                   [](const std::string& column) { return column.empty(); });
    if (empty) return wrong(file, number, "has an empty column; fill all four.");
    if (!ids.insert(columns[0]).second) {
      return wrong(file, number,
                   fmt::format("has the id \"{}\" a second time; choose another.", columns[0]));
    }
    fragments.push_back({columns[0], columns[1], columns[2], columns[3]});
  }
  return fragments;
}

std::filesystem::path ownFragmentsFile() {
  namespace fs = std::filesystem;
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data != '\0') return fs::path(data) / "molloquy" / "fragments.tsv";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : ".") / ".local/share/molloquy/fragments.tsv";
}

Result<std::vector<Fragment>> allFragments() {
  const Result<std::filesystem::path> folder = resourceFolder();
  if (!folder) return tl::unexpected(folder.error());
  Result<std::vector<Fragment>> fragments = loadFragments(*folder / "fragments" / "fragments.tsv");
  if (!fragments) return fragments;
  std::error_code absent;
  if (!std::filesystem::exists(ownFragmentsFile(), absent)) return fragments;
  const Result<std::vector<Fragment>> own = loadFragments(ownFragmentsFile());
  if (!own) return tl::unexpected(own.error().within("reading your own fragments"));
  for (const Fragment& fragment : *own) {
    const auto same = std::find_if(fragments->begin(), fragments->end(),
                                   [&](const Fragment& other) { return other.id == fragment.id; });
    if (same == fragments->end()) {
      fragments->push_back(fragment);
    } else {
      *same = fragment;
    }
  }
  return fragments;
}

}  // namespace molloquy::chem::edit
