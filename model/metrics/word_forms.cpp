#include "model/metrics/word_forms.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace molloquy::metrics {
namespace {

constexpr std::size_t kLongestForm = 256;

using Ending = std::pair<std::string_view, std::string_view>;

std::span<const Ending> endingsOf(PartOfSpeech part) {
  static constexpr std::array<Ending, 9> kNoun{{{"s", ""},
                                                {"ses", "s"},
                                                {"ves", "f"},
                                                {"xes", "x"},
                                                {"zes", "z"},
                                                {"ches", "ch"},
                                                {"shes", "sh"},
                                                {"men", "man"},
                                                {"ies", "y"}}};
  static constexpr std::array<Ending, 8> kVerb{{{"s", ""},
                                                {"ies", "y"},
                                                {"es", "e"},
                                                {"es", ""},
                                                {"ed", "e"},
                                                {"ed", ""},
                                                {"ing", "e"},
                                                {"ing", ""}}};
  static constexpr std::array<Ending, 4> kAdjective{
      {{"er", ""}, {"est", ""}, {"er", "e"}, {"est", "e"}}};
  switch (part) {
    case PartOfSpeech::Noun:
      return kNoun;
    case PartOfSpeech::Verb:
      return kVerb;
    case PartOfSpeech::Adjective:
      return kAdjective;
    default:
      return {};
  }
}

void addOnce(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

/// Every form with one ending replaced.
std::vector<std::string> shortened(const std::vector<std::string>& forms, PartOfSpeech part) {
  std::vector<std::string> result;
  for (const std::string& form : forms) {
    for (const auto& [ending, replacement] : endingsOf(part)) {
      if (!form.ends_with(ending)) continue;
      addOnce(result, form.substr(0, form.size() - ending.size()) + std::string(replacement));
    }
  }
  return result;
}

}  // namespace

IrregularForms readIrregularForms(std::string_view text) {
  IrregularForms forms;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::vector<std::string> words;
    for (std::size_t begin = 0; (begin = line.find_first_not_of(" \r\t", begin)) != line.npos;) {
      const std::size_t end = std::min(line.find_first_of(" \r\t", begin), line.size());
      words.emplace_back(line.substr(begin, end - begin));
      begin = end;
    }
    if (words.empty()) continue;
    std::string form = std::move(words.front());
    words.erase(words.begin());
    forms.insert_or_assign(std::move(form), std::move(words));
  }
  return forms;
}

std::vector<std::string> dictionaryForms(const std::string& form, PartOfSpeech part,
                                         const IrregularForms& irregular,
                                         const std::function<bool(const std::string&)>& isWord) {
  if (form.size() > kLongestForm) return {};
  const auto knownOf = [&](const std::vector<std::string>& forms) {
    std::vector<std::string> known;
    for (const std::string& candidate : forms) {
      if (isWord(candidate)) addOnce(known, candidate);
    }
    return known;
  };
  std::vector<std::string> candidates{form};
  if (const auto listed = irregular.find(form); listed != irregular.end()) {
    candidates.insert(candidates.end(), listed->second.begin(), listed->second.end());
    return knownOf(candidates);
  }
  std::vector<std::string> forms = shortened(candidates, part);
  candidates.insert(candidates.end(), forms.begin(), forms.end());
  std::vector<std::string> known = knownOf(candidates);
  while (known.empty() && !forms.empty()) {
    forms = shortened(forms, part);
    known = knownOf(forms);
  }
  return known;
}

}  // namespace molloquy::metrics
