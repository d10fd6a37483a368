#include "model/session/session_prompt.h"

#include <algorithm>

#include "model/session/context_text.h"
#include "model/session/structure_memory.h"
#include "model/text/prompt.h"

namespace molloquy::session {

namespace {

/// The template around an instruction, as ids.
std::vector<TokenId> moleculeIds(const text::Tokenizer& tokenizer, const std::string& instruction,
                                 const std::string& smiles, int places) {
  text::PromptOptions options;
  options.moleculeTokens = places;
  const std::string written = text::buildPrompt(instruction, smiles, options);
  std::vector<TokenId> prompt;
  if (tokenizer.writesBegin()) prompt.push_back(tokenizer.special().begin);
  const auto words = [&](std::string_view text) {
    const auto ids = tokenizer.encode(text, text::TokenNames::AreText);
    prompt.insert(prompt.end(), ids.begin(), ids.end());
  };
  // Behind the last place the template goes on with words of its own, so the last one is found
  // from the back even if a question names the token.
  const std::size_t end = written.rfind(text::kMoleculeToken) + text::kMoleculeToken.size();
  const std::size_t begin = end - static_cast<std::size_t>(places) * text::kMoleculeToken.size();
  words(std::string_view(written).substr(0, begin));
  prompt.insert(prompt.end(), static_cast<std::size_t>(places), tokenizer.special().molecule);
  words(std::string_view(written).substr(end));
  return prompt;
}

}  // namespace

SessionPrompt moleculePrompt(const text::Tokenizer& tokenizer, const GenerateRequest& request,
                             int places, const PromptLimits& limits) {
  std::vector<ContextExample> examples = nearestExamples(request, limits.examples);
  const auto written = [&] {
    return moleculeIds(tokenizer, contextText(examples) + request.instruction,
                       request.structure.smiles, places);
  };
  SessionPrompt prompt;
  prompt.structure = contentOf(request.structure);
  prompt.ids = written();
  while (prompt.ids.size() > limits.tokens && !examples.empty()) {
    examples.pop_back();
    prompt.ids = written();
  }
  prompt.examples = static_cast<int>(examples.size());
  return prompt;
}

SessionPrompt conversationPrompt(const text::Tokenizer& tokenizer, text::ChatFormat format,
                                 const GenerateRequest& request, const PromptLimits& limits) {
  text::Chat chat;
  chat.system = request.system.empty()
                    ? text::moleculeSystemText(request.structure.smiles, request.structure.name,
                                               request.facts)
                    : request.system;
  for (const Exchange& exchange : request.history) {
    chat.turns.push_back({exchange.question, exchange.answer});
  }
  std::vector<ContextExample> examples = nearestExamples(request, limits.examples);
  SessionPrompt prompt;
  const auto write = [&] {
    const std::string context = contextText(examples);
    chat.question = context.empty() ? request.instruction : context + "\n" + request.instruction;
    prompt.ids = encodeChat(tokenizer, format, chat);
  };
  const auto exampleTokens = [&] {
    return tokenizer.encode(contextText(examples), text::TokenNames::AreText).size();
  };
  write();
  while (prompt.ids.size() > limits.tokens && !(examples.empty() && chat.turns.empty())) {
    if (chat.turns.empty() || (!examples.empty() && exampleTokens() > limits.tokens / 2)) {
      examples.pop_back();
    } else {
      chat.turns.erase(chat.turns.begin());
    }
    write();
  }
  prompt.examples = static_cast<int>(examples.size());
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
