#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/chem/describer/describer.h"

namespace molloquy::describer {

/// "two" up to twelve, then digits.
std::string numberWord(int number);
/// "Two" at the start of a sentence.
std::string capitalised(std::string text);
/// "a" or "an" for the word that follows.
std::string_view articleFor(std::string_view noun);
/// "di" for 2; "poly" above six.
std::string multiplyingPrefix(int number);

/// A run of text; with atoms when it names a part of the molecule.
struct Piece {
  std::string text;
  std::vector<AtomIndex> atoms;
  std::string lexiconId;
};

/// Text under construction. A sentence is capitalised words, pieces and a full stop.
using Phrase = std::vector<Piece>;

/// A phrase of plain text.
Phrase plain(std::string text);
Phrase operator+(Phrase left, const Phrase& right);
Phrase operator+(Phrase left, std::string_view right);
Phrase operator+(std::string_view left, const Phrase& right);

/// "a, b and c".
Phrase joinWithAnd(const std::vector<Phrase>& items);

/// A noun with its number: "a hydroxy group", "two hydroxy groups"; the noun carries the atoms.
Phrase counted(int number, std::string singular, std::string plural, std::vector<AtomIndex> atoms,
               std::string lexiconId);

/// The text of a phrase without its annotations.
std::string textOf(const Phrase& phrase);

/// Pieces put one after another; spans are counted as the text grows.
class DescriptionBuilder {
 public:
  /// Adds a sentence: a blank before it when needed, first letter capitalised, full stop at its end.
  void addSentence(const Phrase& phrase);
  [[nodiscard]] Description take() { return std::move(m_description); }

 private:
  Description m_description;
};

/// A small repeatable generator (splitmix64): the same on every platform.
class Choice {
 public:
  explicit Choice(std::uint64_t seed) : m_state(seed) {}
  /// 0 .. count-1.
  std::size_t below(std::size_t count);
  template <class T>
  const T& of(const std::vector<T>& items) { return items[below(items.size())]; }

 private:
  std::uint64_t m_state;
};

}  // namespace molloquy::describer
