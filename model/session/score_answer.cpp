#include <algorithm>
#include <utility>

#include "model/generation/score_tokens.h"
#include "model/session/guarded.h"
#include "model/session/language_session.h"
#include "model/session/request_checks.h"
#include "model/text/streaming_decoder.h"

/// The part of LanguageSession that tells how likely an answer is.
namespace molloquy::session {
namespace {

constexpr std::string_view kDoing = "scoring an answer";

/// Where each token's text stands in all of it, behind `lead` characters that are not the answer's.
AnswerScores placed(const text::Tokenizer& tokenizer, std::span<const TokenId> tokens,
                    std::span<const double> logProbabilities, std::string_view lead) {
  AnswerScores scores;
  text::StreamingDecoder decoder(tokenizer);
  const std::size_t hidden = codePointCount(lead);
  std::size_t at = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::string piece = decoder.push(tokens[i]);
    if (i + 1 == tokens.size()) piece += decoder.finish();
    const std::size_t end = at + codePointCount(piece);
    scores.tokens.push_back(
        {{at - std::min(at, hidden), end - std::min(end, hidden)}, logProbabilities[i]});
    at = end;
    scores.text += piece;
  }
  if (scores.text.starts_with(lead)) scores.text.erase(0, lead.size());
  return scores;
}

}  // namespace

Result<std::optional<AnswerScores>> LanguageSession::scoreAnswer(const GenerateRequest& request,
                                                                 std::string_view answer,
                                                                 std::stop_token stop) {
  if (const auto checked = check(request); !checked) return tl::unexpected(checked.error());
  auto scores =
      guarded<std::optional<AnswerScores>>(kDoing, [&] { return score(request, answer, stop); });
  if (!scores && scores.error().code != ErrorCode::InvalidInput) forget();
  return scores;
}

/// SentencePiece puts a blank in front of a text by itself; others need one where the prompt ends
/// in a word or a mark without one.
bool LanguageSession::blankInFront() const {
  using text::ChatFormat;
  return m_parts.tokenizer.pieces() == nullptr && m_parts.encoder == nullptr &&
         (m_parts.format == ChatFormat::Completion || m_parts.format == ChatFormat::Llama2 ||
          m_parts.format == ChatFormat::Mistral);
}

Result<std::optional<AnswerScores>> LanguageSession::score(const GenerateRequest& request,
                                                           std::string_view answer,
                                                           std::stop_token stop) {
  const text::Tokenizer& tokenizer = m_parts.tokenizer;
  SessionPrompt prompt = promptFor(request);
  // The published checkpoints learnt a begin token in front of every answer.
  if (m_parts.ending == AnswerEnding::Published) prompt.ids.push_back(tokenizer.special().begin);
  if (const auto fits = checkPrompt(prompt); !fits) return tl::unexpected(fits.error());
  const std::string_view lead = blankInFront() ? " " : "";
  const auto tokens =
      tokenizer.encode(std::string(lead) + std::string(answer), text::TokenNames::AreText);
  if (answer.empty() || tokens.empty()) {
    return fail(ErrorCode::InvalidInput, "The answer to be scored is empty.");
  }
  if (prompt.ids.size() + tokens.size() > static_cast<std::size_t>(m_context)) {
    return tl::unexpected(
        promptTooLong(static_cast<int>(prompt.ids.size() + tokens.size()), m_context));
  }
  const auto encoded = encodeStructures(std::span(&request, 1), stop);
  if (!encoded) return tl::unexpected(encoded.error());
  if (!*encoded) return std::nullopt;
  const std::size_t shared = keepShared(prompt);
  const auto found = generation::scoreTokens(*m_parts.decoder, kConversationSlot,
                                             rowsOf(prompt, shared), tokens, std::move(stop));
  const auto promptTokens = static_cast<int>(prompt.ids.size());
  remember(std::move(prompt));
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::nullopt;
  AnswerScores scores = placed(tokenizer, tokens, **found, lead);
  scores.promptTokens = promptTokens;
  scores.cachedPromptTokens = static_cast<int>(shared);
  return scores;
}

}  // namespace molloquy::session
