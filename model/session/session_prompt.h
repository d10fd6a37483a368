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
};

/// The prompt of a molecule model: 3D-MoLM's template with `places` molecule tokens. All of a
/// person's words are words, whatever tokens are named in them. History and facts are not read.
SessionPrompt moleculePrompt(const text::Tokenizer& tokenizer, const GenerateRequest& request,
                             int places);

/// The prompt of a plain language model: the conversation in its format, SMILES and facts in front.
/// The oldest exchanges are left out as long as the prompt is longer than `mostTokens`.
SessionPrompt conversationPrompt(const text::Tokenizer& tokenizer, text::ChatFormat format,
                                 const GenerateRequest& request, std::size_t mostTokens);

/// Leading tokens that two prompts share. A molecule token counts when the structures are the same.
std::size_t commonPrefix(const SessionPrompt& a, const SessionPrompt& b, TokenId molecule);

}  // namespace molloquy::session
