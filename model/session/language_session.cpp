#include "model/session/language_session.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "model/session/answer_text.h"
#include "model/session/guarded.h"
#include "model/session/request_checks.h"

namespace molloquy::session {
namespace {

using Clock = std::chrono::steady_clock;
using generation::Finish;
using generation::Generation;

/// Structures whose soft tokens are kept: 8 rows of 4096 numbers each in the published model, 8 MiB
/// together.
constexpr std::size_t kStructuresKept = 64;
/// Tokens that a conversation leaves free for the answer before old exchanges are dropped.
constexpr int kRoomForAnswer = 128;
/// Of a request that a plain language model is told; MolReGPT's best results have ten.
constexpr int kMostExamples = 10;
constexpr std::string_view kDoing = "writing an answer";

FinishReason reasonOf(Finish finish) {
  switch (finish) {
    case Finish::EndOfText:
      return FinishReason::EndOfText;
    case Finish::MaxTokens:
      return FinishReason::MaxTokens;
    case Finish::Stopped:
      break;
  }
  return FinishReason::Stopped;
}

GenerationEnd stoppedEnd(const GenerateOptions& asked) {
  GenerationEnd end;
  end.reason = FinishReason::Stopped;
  end.stats.seed = asked.seed;
  return end;
}

}  // namespace

LanguageSession::LanguageSession(LanguageParts parts)
    : m_parts(std::move(parts)),
      m_context(m_parts.contextLength > 0
                    ? std::min(m_parts.contextLength, m_parts.decoder->config().maxPosition)
                    : m_parts.decoder->config().maxPosition),
      m_settings(m_parts.tokenizer, m_parts.decoder->config().vocab, m_parts.defaults,
                 m_parts.ending, text::turnEnds(m_parts.tokenizer, m_parts.format)),
      m_structures(kStructuresKept) {
  m_parts.info.hasMolecule = m_parts.encoder != nullptr;
  m_parts.info.canConverse = m_parts.encoder == nullptr;
  if (m_parts.encoder == nullptr) m_parts.info.contextExamples = kMostExamples;
  m_parts.info.contextExamples = std::max(m_parts.info.contextExamples, 0);
  m_parts.info.contextLength = m_context;
}

Result<void> LanguageSession::check(const GenerateRequest& request) const {
  return checkRequest(request,
                      m_parts.encoder != nullptr ? ModelReads::Structures : ModelReads::Words);
}

SessionPrompt LanguageSession::promptFor(const GenerateRequest& request) const {
  const int most = std::max(m_context / 2, m_context - kRoomForAnswer);
  const PromptLimits limits{static_cast<std::size_t>(most),
                            static_cast<std::size_t>(m_parts.info.contextExamples)};
  if (m_parts.encoder != nullptr) {
    return moleculePrompt(m_parts.tokenizer, request, m_parts.encoder->tokens(), limits);
  }
  return conversationPrompt(m_parts.tokenizer, m_parts.format, request, limits);
}

Result<void> LanguageSession::checkPrompt(const SessionPrompt& prompt) const {
  const llama::Config& config = m_parts.decoder->config();
  if (prompt.ids.size() >= static_cast<std::size_t>(m_context)) {
    return tl::unexpected(promptTooLong(static_cast<int>(prompt.ids.size()), m_context));
  }
  for (const TokenId id : prompt.ids) {
    if (id.value < 0 || id.value >= config.vocab) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Token {} is outside the model's vocabulary of {}; tokenizer and "
                              "weights do not belong together.",
                              id.value, config.vocab));
    }
  }
  return {};
}

generation::GenerateOptions LanguageSession::optionsFor(const GenerateRequest& request,
                                                        std::size_t promptTokens) const {
  generation::GenerateOptions options = m_settings.forRequest(request);
  options.maxNewTokens = std::min(options.maxNewTokens, m_context - static_cast<int>(promptTokens));
  options.minNewTokens = std::min(options.minNewTokens, options.maxNewTokens);
  return options;
}

Result<GenerationEnd> LanguageSession::generate(const GenerateRequest& request,
                                                const std::function<void(std::string_view)>& onText,
                                                std::stop_token stop) {
  if (const auto checked = check(request); !checked) return tl::unexpected(checked.error());
  auto end = guarded<GenerationEnd>(kDoing, [&] { return answer(request, onText, stop); });
  if (!end && end.error().code != ErrorCode::InvalidInput) forget();
  return end;
}

Result<GenerationEnd> LanguageSession::answer(const GenerateRequest& request,
                                              const std::function<void(std::string_view)>& onText,
                                              std::stop_token stop) {
  const auto start = Clock::now();
  if (stop.stop_requested()) return stoppedEnd(request.options);
  SessionPrompt prompt = promptFor(request);
  if (const auto fits = checkPrompt(prompt); !fits) return tl::unexpected(fits.error());
  const auto encoded = encodeStructures(std::span(&request, 1), stop);
  if (!encoded) return tl::unexpected(encoded.error());
  if (!*encoded) return stoppedEnd(request.options);

  generation::InferenceDecoder& decoder = *m_parts.decoder;
  const std::size_t shared = keepShared(prompt);
  const int examples = prompt.examples;
  generation::GenerateOptions options = optionsFor(request, prompt.ids.size());
  if (m_parts.encoder == nullptr) options.keep = generation::KeepAnswer::Yes;

  AnswerText text(m_parts.tokenizer, onText);
  const Rows rows = rowsOf(prompt, shared);
  const std::chrono::duration<double> before = Clock::now() - start;
  const auto written = generation::generate(
      decoder, kConversationSlot, rows, options, [&](TokenId token) { text.push(token); }, stop);
  if (!written) return tl::unexpected(written.error());
  // Half a character is worth a mark at the end of an answer, but not where a person stopped it.
  if (written->finish != Finish::Stopped) text.finish();

  prompt.ids.insert(prompt.ids.end(), written->tokens.begin(),
                    written->tokens.begin() + written->keptTokens);
  remember(std::move(prompt));
  GenerationEnd end = endOf(*written, request.options);
  end.stats.contextExamples = examples;
  if (end.stats.newTokens > 0) end.stats.firstTokenSeconds += before.count();
  return end;
}

std::size_t LanguageSession::keepShared(const SessionPrompt& prompt) {
  // The last token is read again even if it is held: its logits begin the answer.
  const std::size_t shared = std::min(
      commonPrefix(m_held, prompt, m_parts.tokenizer.special().molecule), prompt.ids.size() - 1);
  m_parts.decoder->truncatePrompt(kConversationSlot, static_cast<int>(shared));
  m_held.ids.resize(shared);
  m_held.structure = prompt.structure;
  return shared;
}

void LanguageSession::remember(SessionPrompt held) {
  m_held = std::move(held);
  // A stop in the middle of the prompt leaves the slot with less than all of it.
  m_held.ids.resize(
      std::min(m_held.ids.size(),
               static_cast<std::size_t>(m_parts.decoder->promptLength(kConversationSlot))));
}

GenerationEnd LanguageSession::endOf(const Generation& written,
                                     const GenerateOptions& asked) const {
  GenerationEnd end;
  end.reason = reasonOf(written.finish);
  end.stats.promptTokens = written.promptTokens;
  end.stats.cachedPromptTokens = written.cachedTokens;
  end.stats.newTokens = static_cast<int>(written.tokens.size());
  end.stats.firstTokenSeconds = written.firstTokenSeconds;
  end.stats.seed = asked.seed;
  const double afterFirst = written.seconds - written.firstTokenSeconds;
  if (end.stats.newTokens > 1 && afterFirst > 0) {
    end.stats.tokensPerSecond = (end.stats.newTokens - 1) / afterFirst;
  }
  return end;
}

Result<bool> LanguageSession::encodeStructures(std::span<const GenerateRequest> requests,
                                               std::stop_token stop) {
  if (m_parts.encoder == nullptr) return true;
  std::vector<SeenStructure> unknown;
  std::vector<std::string> contents;
  for (const GenerateRequest& request : requests) {
    std::string content = contentOf(request.structure);
    if (m_structures.find(content) != nullptr ||
        std::find(contents.begin(), contents.end(), content) != contents.end()) {
      continue;
    }
    unknown.push_back(request.structure);
    contents.push_back(std::move(content));
  }
  if (unknown.empty()) return true;
  auto rows = m_parts.encoder->encode(unknown, stop);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->size() != unknown.size()) return false;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    m_structures.keep(std::move(contents[i]), std::move((*rows)[i]));
  }
  return true;
}

LanguageSession::Rows LanguageSession::rowsOf(const SessionPrompt& prompt, std::size_t first) {
  const auto D = static_cast<std::size_t>(m_parts.decoder->config().hidden);
  const std::span<const TokenId> ids = std::span(prompt.ids).subspan(first);
  Rows rows(ids.size() * D);
  m_parts.decoder->embed(ids, rows);
  if (m_parts.encoder == nullptr) return rows;
  const TokenId molecule = m_parts.tokenizer.special().molecule;
  const Rows* soft = m_structures.find(prompt.structure);
  std::size_t place = 0;
  for (std::size_t i = 0; soft != nullptr && i < prompt.ids.size(); ++i) {
    if (prompt.ids[i] != molecule) continue;
    if (i >= first && (place + 1) * D <= soft->size()) {
      std::copy_n(soft->begin() + static_cast<std::ptrdiff_t>(place * D), D,
                  rows.begin() + static_cast<std::ptrdiff_t>((i - first) * D));
    }
    ++place;
  }
  return rows;
}

void LanguageSession::forget() {
  m_held = {};
  m_structures.clear();
  // The decoder may have failed in the middle of its work; what it holds is not trusted.
  (void)guarded<void>(kDoing, [this]() -> Result<void> {
    for (int slot = 0; slot <= kMostTogether; ++slot) m_parts.decoder->truncatePrompt(slot, 0);
    return {};
  });
}

}  // namespace molloquy::session
