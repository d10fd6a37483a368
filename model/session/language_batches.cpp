#include <algorithm>
#include <map>
#include <utility>

#include "model/session/answer_text.h"
#include "model/session/guarded.h"
#include "model/session/language_session.h"

/// The part of LanguageSession that answers several requests at a time.
namespace molloquy::session {
namespace {

constexpr std::string_view kDoing = "writing answers";
/// Bytes of keys and values that a batch may take beside the conversation.
constexpr std::uint64_t kMostCacheBytes = std::uint64_t{1} << 28;
/// Bytes of one number of a key or value; libtorch keeps them in float32 on the CPU.
constexpr std::uint64_t kCacheNumberBytes = 4;

std::uint64_t cacheBytes(const llama::Config& config, int tokens) {
  return static_cast<std::uint64_t>(config.layers) * 2 *
         static_cast<std::uint64_t>(config.kvHeads) * static_cast<std::uint64_t>(config.headDim()) *
         static_cast<std::uint64_t>(tokens) * kCacheNumberBytes;
}

/// An answer that was not begun, because the batch was stopped.
BatchAnswer stoppedAnswer(const GenerateRequest& request) {
  BatchAnswer answer;
  GenerationEnd end;
  end.reason = FinishReason::Stopped;
  end.stats.seed = request.options.seed;
  answer.end = end;
  return answer;
}

}  // namespace

std::size_t LanguageSession::groupSize(std::span<const GenerateRequest> requests) const {
  const GenerateRequest& first = requests.front();
  std::uint64_t bytes = 0;
  int firstLimit = 0;
  std::size_t size = 0;
  for (const GenerateRequest& request : requests) {
    const std::size_t tokens = promptFor(request).ids.size();
    const int limit = optionsFor(request, tokens).maxNewTokens;
    if (size == 0) firstLimit = limit;
    const bool alike = request.options == first.options && limit == firstLimit &&
                       taskOf(request.instruction) == taskOf(first.instruction);
    bytes += cacheBytes(m_parts.decoder->config(), static_cast<int>(tokens) + limit);
    if (size > 0 && (!alike || bytes > kMostCacheBytes)) break;
    ++size;
  }
  return size;
}

Result<std::vector<BatchAnswer>> LanguageSession::answerGroup(
    std::span<const GenerateRequest> requests, std::stop_token stop) {
  const auto encoded = encodeStructures(requests, stop);
  if (!encoded) return tl::unexpected(encoded.error());
  std::vector<BatchAnswer> answers;
  for (const GenerateRequest& request : requests) answers.push_back(stoppedAnswer(request));
  if (!*encoded) return answers;

  std::vector<Rows> rows;
  std::vector<generation::BatchPrompt> prompts;
  std::vector<std::function<void(std::string_view)>> sinks;
  std::vector<AnswerText> texts;
  std::vector<int> examples;
  sinks.reserve(requests.size());
  std::size_t tokens = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const SessionPrompt prompt = promptFor(requests[i]);
    if (i == 0) tokens = prompt.ids.size();
    rows.push_back(rowsOf(prompt, 0));
    examples.push_back(prompt.examples);
    sinks.emplace_back([&answers, i](std::string_view text) { answers[i].text += text; });
    texts.emplace_back(m_parts.tokenizer, sinks.back());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    prompts.push_back({kConversationSlot + 1 + static_cast<int>(i), rows[i]});
  }
  const auto written = generation::generateBatch(
      *m_parts.decoder, prompts, optionsFor(requests.front(), tokens),
      [&](std::size_t prompt, TokenId token) { texts[prompt].push(token); }, stop);
  for (const generation::BatchPrompt& prompt : prompts) {
    m_parts.decoder->truncatePrompt(prompt.slot, 0);
  }
  if (!written) return tl::unexpected(written.error());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if ((*written)[i].finish != generation::Finish::Stopped) texts[i].finish();
    GenerationEnd end = endOf((*written)[i], requests[i].options);
    end.stats.contextExamples = examples[i];
    answers[i].end = std::move(end);
  }
  return answers;
}

Result<std::vector<BatchAnswer>> LanguageSession::generateBatch(
    std::span<const GenerateRequest> requests, const OnAnswer& onDone, std::stop_token stop) {
  std::vector<BatchAnswer> all(requests.size());
  const auto done = [&](std::size_t index, BatchAnswer answer) {
    all[index] = std::move(answer);
    if (onDone) onDone(index, all[index]);
  };
  const auto alone = [&](std::size_t index) {
    BatchAnswer answer;
    answer.end = generate(
        requests[index], [&](std::string_view text) { answer.text += text; }, stop);
    done(index, std::move(answer));
  };
  // Requests that cannot be answered must not hold up those beside them.
  std::vector<std::size_t> good;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto fits = check(requests[i]);
    if (fits) fits = checkPrompt(promptFor(requests[i]));
    if (fits) {
      good.push_back(i);
    } else {
      done(i, {std::string(), tl::unexpected(fits.error())});
    }
  }
  for (std::size_t begin = 0; begin < good.size();) {
    std::vector<GenerateRequest> next;
    for (std::size_t i = begin; i < std::min<std::size_t>(begin + kMostTogether, good.size());
         ++i) {
      next.push_back(requests[good[i]]);
    }
    next.resize(groupSize(next));
    if (stop.stop_requested() || next.size() == 1) {
      alone(good[begin++]);
      continue;
    }
    auto answers =
        guarded<std::vector<BatchAnswer>>(kDoing, [&] { return answerGroup(next, stop); });
    // What is too much together, or wrong with one, is tried one by one.
    if (!answers) forget();
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (answers) {
        done(good[begin + i], std::move((*answers)[i]));
      } else {
        alone(good[begin + i]);
      }
    }
    begin += next.size();
  }
  return all;
}

}  // namespace molloquy::session
