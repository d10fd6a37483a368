#include "model/reflect/prompt_book.h"

#include <array>
#include <cassert>
#include <sstream>

#include <fmt/format.h>

#include "model/base/atomic_file.h"

namespace molloquy::reflect {
namespace {

constexpr std::array<std::string_view, 3> kTasks = {"extract", "reflect", "tune"};
constexpr std::array<Direction, 2> kDirections = {Direction::Mol2Cap, Direction::Cap2Mol};
/// Sections that every file has.
constexpr std::array<std::string_view, 3> kSections = {"system", "example", "question"};

std::string fileName(std::string_view task, Direction direction) {
  return fmt::format("{}_{}", task, nameOf(direction));
}

std::string withoutOuterBlanks(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::map<std::string, std::string> sectionsOf(const std::string& text) {
  std::map<std::string, std::string> sections;
  std::string name;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with('[') && line.ends_with(']') && line.find(' ') == std::string::npos) {
      name = line.substr(1, line.size() - 2);
    } else if (!name.empty()) {
      sections[name] += line + "\n";
    }
  }
  for (auto& [key, body] : sections) body = withoutOuterBlanks(body);
  return sections;
}

}  // namespace

Result<PromptBook> PromptBook::load(const std::filesystem::path& folder) {
  PromptBook book;
  for (const std::string_view task : kTasks) {
    for (const Direction direction : kDirections) {
      const std::string key = fileName(task, direction);
      const std::filesystem::path path = folder / (key + ".txt");
      const auto text = readFile(path);
      if (!text) return tl::unexpected(text.error());
      const auto sections = sectionsOf(*text);
      for (const std::string_view name : kSections) {
        const auto found = sections.find(std::string(name));
        if (found == sections.end() || found->second.empty()) {
          return fail(ErrorCode::Corrupt,
                      fmt::format("{} has no section [{}].", path.string(), name));
        }
        book.m_sections[fmt::format("{}/{}", key, name)] = found->second;
      }
    }
  }
  return book;
}

const std::string& PromptBook::section(std::string_view task, Direction direction,
                                       std::string_view name) const {
  const auto found = m_sections.find(fmt::format("{}/{}", fileName(task, direction), name));
  assert(found != m_sections.end());
  return found->second;
}

std::string filled(std::string_view pattern, const Fillings& fillings) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = std::min(pattern.find('{', at), pattern.size());
    text += pattern.substr(at, open - at);
    at = open;
    if (at == pattern.size()) break;
    bool replaced = false;
    for (const auto& [name, value] : fillings) {
      if (pattern.substr(at + 1, name.size()) != name || at + 1 + name.size() >= pattern.size() ||
          pattern[at + 1 + name.size()] != '}') {
        continue;
      }
      text += value;
      at += name.size() + 2;
      replaced = true;
      break;
    }
    if (!replaced) text += pattern[at++];
  }
  return text;
}

}  // namespace molloquy::reflect
