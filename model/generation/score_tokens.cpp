#include "model/generation/score_tokens.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace molloquy::generation {
namespace {

Result<void> check(const InferenceDecoder& decoder, int slot, std::span<const float> promptRows,
                   std::span<const TokenId> tokens) {
  const llama::Config& config = decoder.config();
  const auto D = static_cast<std::size_t>(config.hidden);
  if (promptRows.empty() || promptRows.size() % D != 0) {
    return fail(ErrorCode::InvalidInput, "Nothing stands in front of the text to be scored.");
  }
  if (tokens.empty()) return fail(ErrorCode::InvalidInput, "The text to be scored is empty.");
  const std::size_t positions =
      static_cast<std::size_t>(decoder.promptLength(slot)) + promptRows.size() / D + tokens.size();
  if (positions > static_cast<std::size_t>(config.maxPosition)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Question and answer take {} tokens, but the model reads {}; leave out "
                            "examples or shorten the text.",
                            positions, config.maxPosition));
  }
  for (const TokenId token : tokens) {
    if (token.value >= 0 && token.value < config.vocab) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Token {} is outside the model's vocabulary of {}.", token.value,
                            config.vocab));
  }
  return {};
}

}  // namespace

double logProbability(std::span<const float> logits, TokenId token) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double total = 0.0;
  for (const float logit : logits) total += std::exp(logit - top);
  return logits[static_cast<std::size_t>(token.value)] - top - std::log(total);
}

Result<std::optional<std::vector<double>>> scoreTokens(InferenceDecoder& decoder, int slot,
                                                       std::span<const float> promptRows,
                                                       std::span<const TokenId> tokens,
                                                       std::stop_token stop) {
  if (const auto fits = check(decoder, slot, promptRows, tokens); !fits) {
    return tl::unexpected(fits.error());
  }
  std::vector<float> first(static_cast<std::size_t>(decoder.config().vocab));
  if (!decoder.extendPrompt(slot, promptRows, first, stop)) return std::nullopt;
  const int promptLength = decoder.promptLength(slot);
  std::vector<double> scores{logProbability(first, tokens.front())};
  // The last token is scored, not read.
  const std::span<const TokenId> read = tokens.first(tokens.size() - 1);
  std::vector<float> rows(read.size() * static_cast<std::size_t>(decoder.config().hidden));
  decoder.embed(read, rows);
  const auto score = [&](std::size_t row, std::span<const float> logits) {
    scores.push_back(logProbability(logits, tokens[row + 1]));
  };
  if (!rows.empty() && !decoder.readPrompt(slot, rows, score, stop)) return std::nullopt;
  decoder.truncatePrompt(slot, promptLength);
  if (std::any_of(scores.begin(), scores.end(), [](double x) { return std::isnan(x); })) {
    return fail(ErrorCode::Internal,
                "The language model answered with what is no number; its weights are damaged, or "
                "too large for the precision it runs in.");
  }
  return scores;
}

}  // namespace molloquy::generation
