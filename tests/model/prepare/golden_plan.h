#pragma once

#include "model/prepare/plan.h"
#include "tests/model/text/golden_tokenizer.h"

/// Plans over the golden vocabularies, as planPreparation makes them from a recipe.
namespace golden {

inline molloquy::prepare::Plan planWith(molloquy::recipes::Objective objective,
                                        const molloquy::text::SpecialTokens& special) {
  molloquy::prepare::Plan plan;
  plan.objective = objective;
  plan.tokenizer = molloquy::text::Tokenizer::load(vocabularyFile(), special).value();
  plan.vocabulary = {602, special.begin, special.end, special.pad, special.molecule};
  plan.tokenFiles = {vocabularyFile()};
  return plan;
}

/// 3D-MoLM's convention: a second begin token in front of the answer, nothing behind it.
inline molloquy::prepare::Plan publishedPlan() {
  auto plan = planWith(molloquy::recipes::Objective::Answers, publishedTokens());
  plan.places = 8;
  plan.endsAnswers = false;
  return plan;
}

/// Our own: an end token behind the answer.
inline molloquy::prepare::Plan ownPlan() {
  auto plan = planWith(molloquy::recipes::Objective::Answers, ownTokens());
  plan.places = 4;
  return plan;
}

inline molloquy::prepare::Plan textPlan() {
  return planWith(molloquy::recipes::Objective::Text, ownTokens());
}

inline molloquy::prepare::Plan representationPlan() {
  using molloquy::text::kNoToken;
  molloquy::prepare::Plan plan;
  plan.objective = molloquy::recipes::Objective::Representation;
  plan.wordPiece = molloquy::text::WordPiece::load(folder() / "wordpiece300_vocab.txt").value();
  const auto& special = plan.wordPiece->special();
  plan.vocabulary = {plan.wordPiece->size(), special.begin, special.end, special.pad, kNoToken};
  return plan;
}

}  // namespace golden
