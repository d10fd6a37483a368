#include "model/session/session_prompt.h"

#include <algorithm>

#include "model/session/structure_memory.h"
#include "model/text/prompt.h"

namespace molloquy::session {

SessionPrompt moleculePrompt(const text::Tokenizer& tokenizer, const GenerateRequest& request,
                             int places) {
  text::PromptOptions options;
  options.moleculeTokens = places;
  const std::string written =
      text::buildPrompt(request.instruction, request.structure.smiles, options);
  SessionPrompt prompt;
  prompt.structure = contentOf(request.structure);
  if (tokenizer.writesBegin()) prompt.ids.push_back(tokenizer.special().begin);
  const auto words = [&](std::string_view text) {
    const auto ids = tokenizer.encode(text, text::TokenNames::AreText);
    prompt.ids.insert(prompt.ids.end(), ids.begin(), ids.end());
  };
  // Behind the last place the template goes on with words of its own, so the last one is found
  // from the back even if a question names the token.
  const std::size_t end = written.rfind(text::kMoleculeToken) + text::kMoleculeToken.size();
  const std::size_t begin = end - static_cast<std::size_t>(places) * text::kMoleculeToken.size();
  words(std::string_view(written).substr(0, begin));
  prompt.ids.insert(prompt.ids.end(), static_cast<std::size_t>(places),
                    tokenizer.special().molecule);
  words(std::string_view(written).substr(end));
  return prompt;
}

SessionPrompt conversationPrompt(const text::Tokenizer& tokenizer, text::ChatFormat format,
                                 const GenerateRequest& request, std::size_t mostTokens) {
  text::Chat chat;
  chat.system = request.system.empty()
                    ? text::moleculeSystemText(request.structure.smiles, request.structure.name,
                                               request.facts)
                    : request.system;
  for (const Exchange& exchange : request.history) {
    chat.turns.push_back({exchange.question, exchange.answer});
  }
  chat.question = request.instruction;
  SessionPrompt prompt;
  prompt.ids = encodeChat(tokenizer, format, chat);
  while (prompt.ids.size() > mostTokens && !chat.turns.empty()) {
    chat.turns.erase(chat.turns.begin());
    prompt.ids = encodeChat(tokenizer, format, chat);
  }
  return prompt;
}

std::size_t commonPrefix(const SessionPrompt& a, const SessionPrompt& b, TokenId molecule) {
  const std::size_t most = std::min(a.ids.size(), b.ids.size());
  const bool sameStructure = a.structure == b.structure;
  std::size_t common = 0;
  while (common < most && a.ids[common] == b.ids[common] &&
         (sameStructure || a.ids[common] != molecule)) {
    ++common;
  }
  return common;
}

}  // namespace molloquy::session
