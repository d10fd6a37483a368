#include "model/metrics/porter_stemmer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/text/unicode.h"

namespace molloquy::metrics {
namespace {

/// A word as characters: lengths and double letters mean characters, not bytes.
using Word = std::u32string;
using View = std::u32string_view;

/// Which letters of a word are vowels; y is one after a consonant.
std::vector<bool> vowelsOf(View word) {
  std::vector<bool> vowels(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool plain = View(U"aeiou").find(word[i]) != View::npos;
    vowels[i] = plain || (word[i] == U'y' && i > 0 && !vowels[i - 1]);
  }
  return vowels;
}

bool isConsonant(View word, std::size_t place) { return !vowelsOf(word)[place]; }

/// Porter's m: how often a vowel is followed by a consonant.
int measure(View stem) {
  const std::vector<bool> vowels = vowelsOf(stem);
  int count = 0;
  for (std::size_t i = 1; i < vowels.size(); ++i) count += vowels[i - 1] && !vowels[i] ? 1 : 0;
  return count;
}

bool hasVowel(View stem) {
  const std::vector<bool> vowels = vowelsOf(stem);
  return std::find(vowels.begin(), vowels.end(), true) != vowels.end();
}

bool endsInDoubleConsonant(View word) {
  return word.size() >= 2 && word.back() == word[word.size() - 2] &&
         isConsonant(word, word.size() - 1);
}

/// Porter's *o: consonant, vowel, consonant other than w, x, y; in NLTK two letters suffice.
bool endsShort(View word) {
  const std::vector<bool> vowels = vowelsOf(word);
  const std::size_t n = word.size();
  if (n == 2) return vowels[0] && !vowels[1];
  return n >= 3 && !vowels[n - 3] && vowels[n - 2] && !vowels[n - 1] &&
         View(U"wxy").find(word.back()) == View::npos;
}

/// When a rule may cut: what the part in front of the ending has to be.
enum class Stem { Any, Measure1, Measure2, Measure2AndSOrT, MeasureWithL1 };

struct Rule {
  View ending;
  View replacement;
  Stem condition;
};

bool holds(Stem condition, View stem) {
  switch (condition) {
    case Stem::Measure1:
      return measure(stem) > 0;
    case Stem::Measure2:
      return measure(stem) > 1;
    case Stem::Measure2AndSOrT:
      return measure(stem) > 1 && (stem.back() == U's' || stem.back() == U't');
    case Stem::MeasureWithL1:
      return measure(Word(stem) + U'l') > 0;
    default:
      return true;
  }
}

/// The first rule whose ending fits decides, whether its condition holds or not.
Word applied(View word, std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    if (!word.ends_with(rule.ending)) continue;
    const View stem = word.substr(0, word.size() - rule.ending.size());
    return holds(rule.condition, stem) ? Word(stem) + Word(rule.replacement) : Word(word);
  }
  return Word(word);
}

Word step1a(View word) {
  if (word.ends_with(U"ies") && word.size() == 4) return Word(word.substr(0, 3));
  constexpr std::array<Rule, 4> kRules{{{U"sses", U"ss", Stem::Any},
                                        {U"ies", U"i", Stem::Any},
                                        {U"ss", U"ss", Stem::Any},
                                        {U"s", U"", Stem::Any}}};
  return applied(word, kRules);
}

/// What is left of a word in -ed or -ing gets its e back or loses its double letter.
Word repaired(View stem) {
  for (const View ending : {View(U"at"), View(U"bl"), View(U"iz")}) {
    if (stem.ends_with(ending)) return Word(stem) + U'e';
  }
  if (endsInDoubleConsonant(stem)) {
    const bool stays = View(U"lsz").find(stem.back()) != View::npos;
    return Word(stays ? stem : stem.substr(0, stem.size() - 1));
  }
  return measure(stem) == 1 && endsShort(stem) ? Word(stem) + U'e' : Word(stem);
}

Word step1b(View word) {
  if (word.ends_with(U"ied")) return Word(word.substr(0, word.size() == 4 ? 3 : word.size() - 2));
  if (word.ends_with(U"eed")) {
    const bool cut = measure(word.substr(0, word.size() - 3)) > 0;
    return Word(word.substr(0, cut ? word.size() - 1 : word.size()));
  }
  for (const View ending : {View(U"ed"), View(U"ing")}) {
    if (!word.ends_with(ending)) continue;
    const View stem = word.substr(0, word.size() - ending.size());
    if (hasVowel(stem)) return repaired(stem);
  }
  return Word(word);
}

Word step1c(View word) {
  if (!word.ends_with(U'y')) return Word(word);
  const View stem = word.substr(0, word.size() - 1);
  const bool cut = stem.size() > 1 && isConsonant(stem, stem.size() - 1);
  return cut ? Word(stem) + U'i' : Word(word);
}

Word step2(View word) {
  if (word.ends_with(U"alli") && measure(word.substr(0, word.size() - 4)) > 0) {
    return step2(word.substr(0, word.size() - 2));
  }
  constexpr std::array<Rule, 22> kRules{
      {{U"ational", U"ate", Stem::Measure1}, {U"tional", U"tion", Stem::Measure1},
       {U"enci", U"ence", Stem::Measure1},   {U"anci", U"ance", Stem::Measure1},
       {U"izer", U"ize", Stem::Measure1},    {U"bli", U"ble", Stem::Measure1},
       {U"alli", U"al", Stem::Measure1},     {U"entli", U"ent", Stem::Measure1},
       {U"eli", U"e", Stem::Measure1},       {U"ousli", U"ous", Stem::Measure1},
       {U"ization", U"ize", Stem::Measure1}, {U"ation", U"ate", Stem::Measure1},
       {U"ator", U"ate", Stem::Measure1},    {U"alism", U"al", Stem::Measure1},
       {U"iveness", U"ive", Stem::Measure1}, {U"fulness", U"ful", Stem::Measure1},
       {U"ousness", U"ous", Stem::Measure1}, {U"aliti", U"al", Stem::Measure1},
       {U"iviti", U"ive", Stem::Measure1},   {U"biliti", U"ble", Stem::Measure1},
       {U"fulli", U"ful", Stem::Measure1},   {U"logi", U"log", Stem::MeasureWithL1}}};
  return applied(word, kRules);
}

Word step3(View word) {
  constexpr std::array<Rule, 7> kRules{{{U"icate", U"ic", Stem::Measure1},
                                        {U"ative", U"", Stem::Measure1},
                                        {U"alize", U"al", Stem::Measure1},
                                        {U"iciti", U"ic", Stem::Measure1},
                                        {U"ical", U"ic", Stem::Measure1},
                                        {U"ful", U"", Stem::Measure1},
                                        {U"ness", U"", Stem::Measure1}}};
  return applied(word, kRules);
}

Word step4(View word) {
  constexpr std::array<Rule, 19> kRules{{{U"al", U"", Stem::Measure2},
                                         {U"ance", U"", Stem::Measure2},
                                         {U"ence", U"", Stem::Measure2},
                                         {U"er", U"", Stem::Measure2},
                                         {U"ic", U"", Stem::Measure2},
                                         {U"able", U"", Stem::Measure2},
                                         {U"ible", U"", Stem::Measure2},
                                         {U"ant", U"", Stem::Measure2},
                                         {U"ement", U"", Stem::Measure2},
                                         {U"ment", U"", Stem::Measure2},
                                         {U"ent", U"", Stem::Measure2},
                                         {U"ion", U"", Stem::Measure2AndSOrT},
                                         {U"ou", U"", Stem::Measure2},
                                         {U"ism", U"", Stem::Measure2},
                                         {U"ate", U"", Stem::Measure2},
                                         {U"iti", U"", Stem::Measure2},
                                         {U"ous", U"", Stem::Measure2},
                                         {U"ive", U"", Stem::Measure2},
                                         {U"ize", U"", Stem::Measure2}}};
  return applied(word, kRules);
}

Word step5(View word) {
  if (word.ends_with(U'e')) {
    const View stem = word.substr(0, word.size() - 1);
    const int count = measure(stem);
    if (count > 1 || (count == 1 && !endsShort(stem))) word = stem;
  }
  if (word.ends_with(U"ll") && measure(word.substr(0, word.size() - 1)) > 1) {
    word.remove_suffix(1);
  }
  return Word(word);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kIrregular{
    {{"sky", "sky"},
     {"skies", "sky"},
     {"dying", "die"},
     {"lying", "lie"},
     {"tying", "tie"},
     {"news", "news"},
     {"innings", "inning"},
     {"inning", "inning"},
     {"outings", "outing"},
     {"outing", "outing"},
     {"cannings", "canning"},
     {"canning", "canning"},
     {"howe", "howe"},
     {"proceed", "proceed"},
     {"exceed", "exceed"},
     {"succeed", "succeed"}}};

}  // namespace

std::string porterStem(std::string_view utf8) {
  const auto irregular = std::find_if(kIrregular.begin(), kIrregular.end(),
                                      [&](const auto& pair) { return pair.first == utf8; });
  if (irregular != kIrregular.end()) return std::string(irregular->second);
  const std::vector<std::int32_t> points = text::codePoints(utf8);
  if (points.size() <= 2) return std::string(utf8);
  Word word(points.begin(), points.end());
  for (const auto step : {step1a, step1b, step1c, step2, step3, step4, step5}) word = step(word);
  std::string stem;
  for (const char32_t point : word) {
    text::appendCharacter(stem, static_cast<std::int32_t>(point));
  }
  return stem;
}

}  // namespace molloquy::metrics
