#include "model/generation/beam_answer.h"

#include <algorithm>

#include "model/generation/beam_search.h"

namespace molloquy::generation {
namespace {

/// A decoder's sequence, and how many tokens of a text it begins with.
struct HeldText {
  int sequence = 0;
  std::size_t tokens = 0;
};

HeldText closestTo(std::span<const TokenId> text, std::span<const BeamSearch::Beam> held) {
  HeldText closest;
  for (std::size_t i = 0; i < held.size(); ++i) {
    const std::span<const TokenId> other = held[i].tokens;
    const auto same = static_cast<std::size_t>(
        std::mismatch(other.begin(), other.end(), text.begin(), text.end()).first - other.begin());
    if (same > closest.tokens) closest = {static_cast<int>(i), same};
  }
  return closest;
}

/// Keeps what the decoder holds of the answer.
void keepAnswer(InferenceDecoder& decoder, int slot, const GenerateOptions& options,
                const BeamSearch& search, Generation& result) {
  if (options.keep == KeepAnswer::No) return;
  const HeldText held = closestTo(result.tokens, search.held());
  if (held.tokens > 0) result.keptTokens = keepKeys(decoder, slot, held.sequence, held.tokens);
}

}  // namespace

int keepKeys(InferenceDecoder& decoder, int slot, int sequence, std::size_t tokens) {
  const int prompt = decoder.promptLength(slot);
  decoder.keepSequence(sequence);
  const int wanted = prompt + static_cast<int>(tokens);
  if (decoder.promptLength(slot) > wanted) decoder.truncatePrompt(slot, wanted);
  return decoder.promptLength(slot) - prompt;
}

void searchBeams(InferenceDecoder& decoder, int slot, std::span<float> firstLogits, int limit,
                 const GenerateOptions& options, Teller& teller, const std::stop_token& stop,
                 const std::function<void()>& onFirstToken, Generation& result) {
  const auto beams = static_cast<std::size_t>(options.beams);
  BeamSearch search(options, static_cast<int>(firstLogits.size()), limit);
  search.advance(firstLogits);
  onFirstToken();
  std::vector<float> logits;
  if (!search.isDone()) {
    logits.resize(beams * firstLogits.size());
    decoder.beginSequences(std::vector<int>(beams, slot), limit);
  }
  while (!search.isDone()) {
    teller.tell(search.agreed());
    if (stop.stop_requested()) {
      const std::span<const TokenId> told = search.agreed().first(teller.told());
      result.tokens.assign(told.begin(), told.end());
      result.finish = Finish::Stopped;
      keepAnswer(decoder, slot, options, search, result);
      return;
    }
    decoder.step(search.tokens(), search.parents(), logits);
    search.advance(logits);
  }
  result.hypotheses = search.finish();
  if (result.hypotheses.empty()) return;
  const Hypothesis& best = result.hypotheses.front();
  result.tokens = best.tokens;
  result.score = best.score;
  result.finish = best.finish;
  teller.tell(result.tokens);
  keepAnswer(decoder, slot, options, search, result);
}

}  // namespace molloquy::generation
