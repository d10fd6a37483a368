#include "model/reflect/choose.h"

#include <algorithm>

namespace molloquy::reflect {
namespace {

constexpr double kNearlyEqual = 0.02;

}  // namespace

std::string_view nameOf(Choice choice) {
  switch (choice) {
    case Choice::Zero:
      return "zero";
    case Choice::Reflected:
      return "reflected";
    case Choice::None:
      break;
  }
  return "none";
}

std::optional<Choice> choiceNamed(std::string_view name) {
  for (const Choice choice : {Choice::None, Choice::Zero, Choice::Reflected}) {
    if (nameOf(choice) == name) return choice;
  }
  return std::nullopt;
}

std::string_view nameOf(ChosenBy reason) {
  switch (reason) {
    case ChosenBy::Perplexity:
      return "ppl";
    case ChosenBy::VerifiedShare:
      return "verified_share";
    case ChosenBy::OnlyOne:
      return "only_one";
    case ChosenBy::Nothing:
      break;
  }
  return "nothing";
}

Chosen choose(const Candidate& zero, const Candidate& reflected) {
  if (zero.usable == 0 && reflected.usable == 0) return {};
  if (reflected.usable == 0) return {Choice::Zero, ChosenBy::OnlyOne};
  if (zero.usable == 0) return {Choice::Reflected, ChosenBy::OnlyOne};
  const double lower = std::min(zero.perplexity, reflected.perplexity);
  const double higher = std::max(zero.perplexity, reflected.perplexity);
  if (higher <= lower * (1.0 + kNearlyEqual) && zero.verifiedShare != reflected.verifiedShare) {
    return {zero.verifiedShare > reflected.verifiedShare ? Choice::Zero : Choice::Reflected,
            ChosenBy::VerifiedShare};
  }
  return {reflected.perplexity < zero.perplexity ? Choice::Reflected : Choice::Zero,
          ChosenBy::Perplexity};
}

}  // namespace molloquy::reflect
