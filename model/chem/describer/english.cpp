#include "model/chem/describer/english.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace molloquy::describer {

std::string numberWord(int number) {
  static constexpr std::array<std::string_view, 13> kWords = {
      "no",  "one",   "two",   "three", "four",   "five",  "six",
      "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  if (number >= 0 && number < static_cast<int>(kWords.size()))
    return std::string(kWords[static_cast<std::size_t>(number)]);
  return std::to_string(number);
}

std::string capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string_view articleFor(std::string_view noun) {
  static constexpr std::array<std::string_view, 4> kConsonantSound = {"ure", "uni", "eu", "one"};
  static constexpr std::array<std::string_view, 6> kVowelSound = {"N-", "8", "11", "18", "S-", "R "};
  const auto startsWith = [&](std::string_view prefix) {
    return noun.substr(0, prefix.size()) == prefix;
  };
  if (std::any_of(kConsonantSound.begin(), kConsonantSound.end(), startsWith)) return "a";
  if (std::any_of(kVowelSound.begin(), kVowelSound.end(), startsWith)) return "an";
  if (noun.empty()) return "a";
  const char first = static_cast<char>(std::tolower(static_cast<unsigned char>(noun[0])));
  return std::string_view("aeiou").find(first) == std::string_view::npos ? "a" : "an";
}

std::string multiplyingPrefix(int number) {
  static constexpr std::array<std::string_view, 7> kPrefixes = {"",    "mono",  "di",  "tri",
                                                                "tetra", "penta", "hexa"};
  if (number > 0 && number < static_cast<int>(kPrefixes.size()))
    return std::string(kPrefixes[static_cast<std::size_t>(number)]);
  return "poly";
}

Phrase plain(std::string text) { return {Piece{std::move(text), {}, {}}}; }

Phrase operator+(Phrase left, const Phrase& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Phrase operator+(Phrase left, std::string_view right) {
  left.push_back(Piece{std::string(right), {}, {}});
  return left;
}

Phrase operator+(std::string_view left, const Phrase& right) {
  return plain(std::string(left)) + right;
}

Phrase joinWithAnd(const std::vector<Phrase>& items) {
  Phrase result;
  for (std::size_t item = 0; item < items.size(); ++item) {
    if (item > 0) result = std::move(result) + (item + 1 == items.size() ? " and " : ", ");
    result = std::move(result) + items[item];
  }
  return result;
}

Phrase counted(int number, std::string singular, std::string plural, std::vector<AtomIndex> atoms,
               std::string lexiconId) {
  if (number == 1) {
    const std::string article(articleFor(singular));
    return article + " " + Phrase{Piece{std::move(singular), std::move(atoms), std::move(lexiconId)}};
  }
  return numberWord(number) + " " +
         Phrase{Piece{std::move(plural), std::move(atoms), std::move(lexiconId)}};
}

std::string textOf(const Phrase& phrase) {
  std::string text;
  for (const Piece& piece : phrase) text += piece.text;
  return text;
}

void DescriptionBuilder::addSentence(const Phrase& phrase) {
  std::string& text = m_description.text;
  if (!text.empty()) text += ' ';
  const std::size_t start = text.size();
  std::size_t position = codePointCount(text);
  for (const Piece& piece : phrase) {
    const std::size_t length = codePointCount(piece.text);
    if (!piece.atoms.empty()) {
      DescribedPhrase described{{position, position + length}, piece.atoms, piece.lexiconId};
      std::sort(described.atoms.begin(), described.atoms.end());
      described.atoms.erase(std::unique(described.atoms.begin(), described.atoms.end()),
                            described.atoms.end());
      m_description.phrases.push_back(std::move(described));
    }
    text += piece.text;
    position += length;
  }
  if (start < text.size())
    text[start] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[start])));
  text += '.';
}

std::size_t Choice::below(std::size_t count) {
  m_state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = m_state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  mixed ^= mixed >> 31;
  return count == 0 ? 0 : static_cast<std::size_t>(mixed % count);
}

}  // namespace molloquy::describer
