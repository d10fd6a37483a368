#include "model/generation/stop_rules.h"

#include <algorithm>

#include "model/generation/logit_rules.h"

namespace molloquy::generation {
namespace {

using Tokens = std::span<const TokenId>;

bool startsWith(Tokens text, Tokens beginning) {
  return text.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), text.begin());
}

/// Start of the sentence that the last token belongs to.
std::size_t sentenceStart(const StopRules& rules, Tokens tokens) {
  std::size_t start = tokens.size() - 1;
  while (start > 0 && !contains(rules.sentenceEnds, tokens[start - 1])) --start;
  return start;
}

/// The current sentence so far begins like an earlier one, or, at its end, is one.
RuleVerdict judgeSentence(const StopRules& rules, Tokens tokens) {
  const std::size_t start = sentenceStart(rules, tokens);
  const Tokens current = tokens.subspan(start);
  const bool complete = contains(rules.sentenceEnds, current.back());
  // A sentence of one or two tokens ("1.") is an abbreviation or a number.
  constexpr std::size_t kShortest = 3;
  std::size_t earlier = 0;
  for (std::size_t i = 0; i < start; ++i) {
    if (!contains(rules.sentenceEnds, tokens[i])) continue;
    const Tokens sentence = tokens.subspan(earlier, i + 1 - earlier);
    earlier = i + 1;
    if (sentence.size() < kShortest || !startsWith(sentence, current)) continue;
    if (!complete || sentence.size() == current.size()) return {complete, start};
  }
  return {false, tokens.size()};
}

/// How many tokens at the end repeat those `period` before them.
std::size_t repeatedTail(Tokens tokens, std::size_t period) {
  std::size_t repeated = 0;
  while (repeated + period < tokens.size() &&
         tokens[tokens.size() - 1 - repeated] == tokens[tokens.size() - 1 - repeated - period]) {
    ++repeated;
  }
  return repeated;
}

/// The text ends in turns of the same tokens: from the third on they are doubtful.
RuleVerdict judgeLoop(const StopRules& rules, Tokens tokens) {
  const auto turns = static_cast<std::size_t>(rules.loopTurns);
  const auto shortest = static_cast<std::size_t>(std::max(0, rules.shortestLoopedRun));
  RuleVerdict verdict{false, tokens.size()};
  for (std::size_t period = 1; period <= static_cast<std::size_t>(rules.longestLoop); ++period) {
    if (2 * period > tokens.size()) break;
    const std::size_t run = repeatedTail(tokens, period) + period;
    if (run <= 2 * period) continue;
    verdict.length = std::min(verdict.length, tokens.size() - run + 2 * period);
    verdict.ended = verdict.ended || (run >= turns * period && run >= shortest);
  }
  return verdict;
}

}  // namespace

bool StopRules::isOff() const {
  return lineEnds.empty() && beginMarks.empty() && sentenceEnds.empty() && loopTurns < 2 &&
         endBannedFor <= 0;
}

StopRules forUntaughtModel(std::vector<TokenId> lineEnds, std::vector<TokenId> beginMarks,
                           std::vector<TokenId> sentenceEnds) {
  constexpr int kLoopTurns = 4;
  StopRules rules;
  rules.lineEnds = std::move(lineEnds);
  rules.beginMarks = std::move(beginMarks);
  rules.sentenceEnds = std::move(sentenceEnds);
  rules.loopTurns = kLoopTurns;
  rules.endBannedFor = 1;
  return rules;
}

RuleVerdict judge(const StopRules& rules, Tokens tokens) {
  if (contains(rules.lineEnds, tokens.back()) || contains(rules.beginMarks, tokens.back())) {
    return {true, tokens.size() - 1};
  }
  RuleVerdict verdict{false, tokens.size()};
  if (!rules.sentenceEnds.empty()) verdict = judgeSentence(rules, tokens);
  if (!verdict.ended && rules.loopTurns > 1) {
    const RuleVerdict loop = judgeLoop(rules, tokens);
    verdict = {loop.ended, std::min(verdict.length, loop.length)};
  }
  return verdict;
}

}  // namespace molloquy::generation
