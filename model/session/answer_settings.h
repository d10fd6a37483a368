#pragma once

#include <string_view>
#include <vector>

#include "model/generation/generation_options.h"
#include "model/molm/config.h"
#include "model/session/chat_session.h"
#include "model/text/chat_template.h"
#include "model/text/tokenizer.h"

namespace molloquy::session {

/// How a model learnt to end its answers.
enum class AnswerEnding {
  Taught,    ///< with an end token: our own models and chat models.
  GoesOn,    ///< base models continue with the next question.
  Published  ///< not at all: the published 3D-MoLM checkpoints.
};

/// What kind of answer an instruction asks for; 3D-MoLM has settings for each.
enum class TaskKind { Caption, Description, Property };
TaskKind taskOf(std::string_view instruction);

/// How answers of one model are written, put together from what a request asks for, what the model
/// folder prefers, and what its vocabulary needs. Const after construction.
class AnswerSettings {
 public:
  /// vocabulary  rows of the network; those behind the tokenizer's stand for no text.
  AnswerSettings(const text::Tokenizer& tokenizer, int vocabulary,
                 const molm::GenerationDefaults& defaults, AnswerEnding ending,
                 std::vector<TokenId> turnEnds);

  /// Settings for a request. Where it leaves a choice, published checkpoints take the preset of
  /// the task (3D-MoLM reference), other models what their folder prefers.
  [[nodiscard]] generation::GenerateOptions forRequest(const GenerateRequest& request) const;

 private:
  [[nodiscard]] generation::GenerateOptions preferred(std::string_view instruction) const;

  molm::GenerationDefaults m_defaults;
  AnswerEnding m_ending;
  std::vector<TokenId> m_banned;
  std::vector<TokenId> m_ends;
  generation::StopRules m_rules;
};

}  // namespace molloquy::session
