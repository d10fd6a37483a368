#include "model/reflect/teacher_answer.h"

#include <initializer_list>

#include <nlohmann/json.hpp>

namespace molloquy::reflect {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestAnswer = std::size_t{1} << 16;
constexpr std::size_t kLongestString = 500;
constexpr std::size_t kMostObjects = 64;

/// The first of the keys that holds a string of usable length.
std::string stringOf(const Json& object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = object.find(key);
    if (found == object.end()) continue;
    if (found->is_number_integer()) return found->dump();
    if (!found->is_string()) continue;
    std::string text = found->get<std::string>();
    if (!text.empty() && text.size() <= kLongestString) return text;
  }
  return {};
}

/// The end of the JSON object that begins at `begin`, or npos when it never ends.
std::size_t endOfObject(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool inString = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char character = text[at];
    if (inString) {
      if (character == '\\') ++at;
      if (character == '"') inString = false;
    } else if (character == '"') {
      inString = true;
    } else if (character == '{') {
      ++depth;
    } else if (character == '}' && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

bool add(const Json& object, std::vector<ProposedAlignment>& found) {
  ProposedAlignment proposal{stringOf(object, {"phrase", "feature"}), stringOf(object, {"group"}),
                             stringOf(object, {"smarts", "smiles", "pattern"}),
                             stringOf(object, {"hint", "why", "description_hint"})};
  if (proposal.phrase.empty()) return false;
  found.push_back(std::move(proposal));
  return true;
}

}  // namespace

std::vector<ProposedAlignment> readTeacherAnswer(std::string_view answer) {
  answer = answer.substr(0, kLongestAnswer);
  std::vector<ProposedAlignment> found;
  for (std::size_t at = answer.find('{');
       at != std::string_view::npos && found.size() < kMostObjects; at = answer.find('{', at)) {
    const std::size_t end = endOfObject(answer, at);
    if (end == std::string_view::npos) {
      // Cut off, or no object: what may stand inside is looked at.
      ++at;
      continue;
    }
    const Json object =
        Json::parse(answer.substr(at, end - at), nullptr, /*allow_exceptions=*/false);
    // An object around the array is entered.
    at = object.is_object() && add(object, found) ? end : at + 1;
  }
  return found;
}

}  // namespace molloquy::reflect
