#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace molloquy::reflect {

/// One of the two texts that a student may be given.
struct Candidate {
  double perplexity = 0.0;
  double verifiedShare = 0.0;
  std::size_t usable = 0;  ///< records that stand in the text.
};

enum class Choice { None, Zero, Reflected };
std::string_view nameOf(Choice choice);
std::optional<Choice> choiceNamed(std::string_view name);

enum class ChosenBy { Perplexity, VerifiedShare, OnlyOne, Nothing };
std::string_view nameOf(ChosenBy reason);

struct Chosen {
  Choice choice = Choice::None;
  ChosenBy by = ChosenBy::Nothing;
};

/// A text without usable records is never chosen; where the perplexities are within 2 %, a strictly
/// higher verified share decides; else the lower perplexity, and Zero where they are equal.
/// Source: molreflect.md 7.4.
Chosen choose(const Candidate& zero, const Candidate& reflected);

}  // namespace molloquy::reflect
