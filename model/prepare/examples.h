#pragma once

#include <string>
#include <vector>

#include "model/corpus/corpus_line.h"
#include "model/prepare/left_out.h"
#include "model/prepare/plan.h"

namespace molloquy::prepare {

/// One thing to learn, in tokens.
///
/// Answers         prompt: begin, 3D-MoLM's template; answer: its tokens alone (the trainer puts a
///                 begin token in front or an end token behind, as the model has it).
/// Text            prompt: the conversation up to the answer, or the begin token; answer likewise.
/// Representation  no prompt; answer: [CLS] text [SEP].
/// Denoising       neither.
struct TokenExample {
  std::string task;
  std::vector<TokenId> prompt;
  std::vector<TokenId> answer;
};

/// What one corpus line gives.
struct LineExamples {
  std::vector<TokenExample> examples;
  struct Lost {
    std::string what;  ///< the task.
    Loss loss = Loss::WrongKind;
    std::string reason;
  };
  std::vector<Lost> lost;
};

/// Pairs of prompt and answer are cut longest first to data.max_tokens; one whose molecule tokens
/// would be cut, or whose answer would be cut before an end token, is lost instead.
/// Source: 3D-MoLM reference, stage1_dm.py, stage2_dm.py and stage3_dm.py.
LineExamples examplesOf(const Plan& plan, const corpus::Line& line);

/// Whether lines are learnt with their structure.
bool usesStructures(recipes::Objective objective);

}  // namespace molloquy::prepare
