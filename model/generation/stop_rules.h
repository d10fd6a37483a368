#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::generation {

/// Rules that make an answer end where the model was never taught to end it: the published 3D-MoLM
/// checkpoints learnt to write the end token before an answer and nothing behind it, so that their
/// answers run on until the limit (3D-MoLM reference, stage2_dm.py: no end token in the targets).
///
/// Each rule is off in its default. `forUntaughtModel` switches all of them on.
struct StopRules {
  /// Tokens that end a line; one ends the answer, and does not belong to it. Not looked at before
  /// the first other token, when they are banned. The published captions end with a newline: token
  /// 13. Empty = off.
  std::vector<TokenId> lineEnds;
  /// A begin token inside an answer starts something else and ends it. Empty = off.
  std::vector<TokenId> beginMarks;
  /// Tokens that end a sentence. A sentence that was already written word for word ends the answer
  /// and is left out. Empty = off.
  std::vector<TokenId> sentenceEnds;
  /// So many turns of the same tokens end the answer, which keeps two of them. 0 = off.
  int loopTurns = 0;
  int longestLoop = 32;        ///< tokens of one turn at most.
  int shortestLoopedRun = 16;  ///< tokens of all turns at least: "10000" and "CCCC" are no loops.
  /// The end token is banned for so many tokens; 1 = an answer cannot be empty. 0 = off.
  int endBannedFor = 0;

  [[nodiscard]] bool isOff() const;
};

/// All rules, as for the published checkpoints: newline, begin mark, repeated sentence, 4 turns of
/// a loop, no empty answer.
StopRules forUntaughtModel(std::vector<TokenId> lineEnds, std::vector<TokenId> beginMarks,
                           std::vector<TokenId> sentenceEnds);

/// Where an answer stands under the rules.
struct RuleVerdict {
  bool ended = false;  ///< the answer ends here, with the tokens before `length`.
  /// Tokens that certainly belong to the answer; those behind may still be left out (they repeat
  /// the beginning of a sentence, or a loop, so far).
  std::size_t length = 0;
};

/// Looks at an answer after each new token. tokens  all so far, at least one.
/// Precondition: it was called for every shorter answer and had not ended there.
RuleVerdict judge(const StopRules& rules, std::span<const TokenId> tokens);

}  // namespace molloquy::generation
