#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/generation/generate.h"
#include "model/generation/inference_decoder.h"
#include "model/session/answer_settings.h"
#include "model/session/chat_session.h"
#include "model/session/session_prompt.h"
#include "model/session/structure_encoder.h"
#include "model/session/structure_memory.h"
#include "model/text/chat_template.h"
#include "model/text/tokenizer.h"

namespace molloquy::session {

/// What a session is made of.
struct LanguageParts {
  explicit LanguageParts(text::Tokenizer read) : tokenizer(std::move(read)) {}

  std::unique_ptr<generation::InferenceDecoder> decoder;
  std::unique_ptr<StructureEncoder> encoder;  ///< none for a plain language model.
  text::Tokenizer tokenizer;
  text::ChatFormat format = text::ChatFormat::Completion;  ///< of a plain language model.
  molm::GenerationDefaults defaults;
  AnswerEnding ending = AnswerEnding::Taught;
  int contextLength = 0;  ///< tokens of prompt and answer together; 0 = the decoder's own.
  ModelInfo info;
};

/// A session on any decoder, with or without an encoder for structures.
///
/// The decoder keeps the last prompt in slot 0: a request computes only what it does not share with
/// it, so that a conversation pays for its new turn, and a second question about a molecule for
/// nothing in front of the question. Soft tokens of the last structures are kept, too. Batches use
/// the slots behind. What fails or runs out of memory ends its request and clears what was kept.
class LanguageSession : public ChatSession {
 public:
  explicit LanguageSession(LanguageParts parts);

  [[nodiscard]] const ModelInfo& info() const override { return m_parts.info; }
  Result<GenerationEnd> generate(const GenerateRequest& request,
                                 const std::function<void(std::string_view)>& onText,
                                 std::stop_token stop) override;
  Result<std::vector<BatchAnswer>> generateBatch(std::span<const GenerateRequest> requests,
                                                 const OnAnswer& onDone,
                                                 std::stop_token stop) override;
  Result<std::optional<AnswerScores>> scoreAnswer(const GenerateRequest& request,
                                                  std::string_view answer,
                                                  std::stop_token stop) override;

 private:
  using Rows = std::vector<float>;

  [[nodiscard]] Result<void> check(const GenerateRequest& request) const;
  /// Settings with room for the answer behind that many tokens.
  [[nodiscard]] generation::GenerateOptions optionsFor(const GenerateRequest& request,
                                                       std::size_t promptTokens) const;
  [[nodiscard]] SessionPrompt promptFor(const GenerateRequest& request) const;
  [[nodiscard]] Result<void> checkPrompt(const SessionPrompt& prompt) const;
  Result<GenerationEnd> answer(const GenerateRequest& request,
                               const std::function<void(std::string_view)>& onText,
                               std::stop_token stop);
  Result<std::optional<AnswerScores>> score(const GenerateRequest& request, std::string_view answer,
                                            std::stop_token stop);
  [[nodiscard]] bool blankInFront() const;
  /// Cuts slot 0 back to what it shares with the prompt; at least one token is left to be read.
  /// returns how many tokens it holds.
  std::size_t keepShared(const SessionPrompt& prompt);
  /// Notes that slot 0 stands for `held`, as far as the decoder came.
  void remember(SessionPrompt held);
  /// Encodes the structures of these prompts that are not kept already; false after a stop request.
  Result<bool> encodeStructures(std::span<const GenerateRequest> requests, std::stop_token stop);
  /// Embeddings [n, D] of the prompt's tokens from `first` on, soft tokens in their places.
  Rows rowsOf(const SessionPrompt& prompt, std::size_t first);
  /// Answers requests of equal options in common steps.
  Result<std::vector<BatchAnswer>> answerGroup(std::span<const GenerateRequest> requests,
                                               std::stop_token stop);
  /// How many of the requests, from the first on, are answered together.
  [[nodiscard]] std::size_t groupSize(std::span<const GenerateRequest> requests) const;
  [[nodiscard]] GenerationEnd endOf(const generation::Generation& written,
                                    const GenerateOptions& asked) const;
  void forget();

  static constexpr int kConversationSlot = 0;
  /// Answers written in the same steps; beyond that a step costs more than it saves.
  static constexpr int kMostTogether = 8;

  LanguageParts m_parts;
  int m_context;
  AnswerSettings m_settings;
  StructureMemory m_structures;
  SessionPrompt m_held;  ///< what slot 0 stands for.
};

}  // namespace molloquy::session
