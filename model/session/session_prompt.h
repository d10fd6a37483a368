#pragma once

#include <string>
#include <vector>

#include "model/base/strong_index.h"
#include "model/session/chat_session.h"
#include "model/text/chat_template.h"
#include "model/text/tokenizer.h"

namespace molloquy::session {

/// What a language model is given to read: ids, and the structure whose soft tokens stand at the
/// molecule's places.
struct SessionPrompt {
  std::vector<TokenId> ids;
  std::string structure;  ///< contentOf it; empty without a molecule part.
  int examples = 0;       ///< of the request's, that are told.
};

/// How long a prompt may become, and how many examples it may tell.
struct PromptLimits {
  std::size_t tokens = 0;
  std::size_t examples = 0;
};

/// The prompt of a molecule model: 3D-MoLM's template with `places` molecule tokens. All of a
/// person's words are words, whatever tokens are named in them. History and facts are not read.
/// Examples stand in front of the instruction, if limits.examples allows any: the least similar
/// ones are left out as long as the prompt is longer than limits.tokens.
SessionPrompt moleculePrompt(const text::Tokenizer& tokenizer, const GenerateRequest& request,
                             int places, const PromptLimits& limits);

/// The prompt of a plain language model: the conversation in its format, SMILES and facts in front,
/// examples before the last question. While the prompt is longer than limits.tokens, the least
/// similar examples are left out until they take half of it, then the oldest exchanges, then the
/// other examples.
SessionPrompt conversationPrompt(const text::Tokenizer& tokenizer, text::ChatFormat format,
                                 const GenerateRequest& request, const PromptLimits& limits);

/// Leading tokens that two prompts share. A molecule token counts when the structures are the same.
std::size_t commonPrefix(const SessionPrompt& a, const SessionPrompt& b, TokenId molecule);

}  // namespace molloquy::session
