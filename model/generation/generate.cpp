#include "model/generation/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "model/generation/answer_writer.h"
#include "model/generation/beam_answer.h"
#include "model/generation/teller.h"

namespace molloquy::generation {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> checkOptions(const llama::Config& config, const GenerateOptions& options) {
  constexpr int kMostBeams = 64;
  if (options.beams < 1 || options.beams > kMostBeams) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} beams were asked for; from 1 to {} can be followed.", options.beams,
                            kMostBeams));
  }
  if (options.maxNewTokens < 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("An answer of {} tokens was asked for.", options.maxNewTokens));
  }
  if (!(options.sampling.repetitionPenalty > 0)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The repetition penalty is {}; it has to be above 0 (1 = none).",
                            options.sampling.repetitionPenalty));
  }
  std::vector<TokenId> never = options.banned;
  std::sort(never.begin(), never.end());
  never.erase(std::unique(never.begin(), never.end()), never.end());
  const auto possible = std::count_if(never.begin(), never.end(), [&](TokenId id) {
    return id.value >= 0 && id.value < config.vocab;
  });
  if (possible >= config.vocab) {
    return fail(ErrorCode::InvalidInput, "Every token is banned, so nothing can be written.");
  }
  return {};
}

/// Tokens that an answer may have behind `rows` more prompt rows.
Result<int> roomFor(const InferenceDecoder& decoder, int slot, std::span<const float> rows,
                    const GenerateOptions& options) {
  const llama::Config& config = decoder.config();
  const auto D = static_cast<std::size_t>(config.hidden);
  if (rows.empty() || rows.size() % D != 0) {
    return fail(ErrorCode::InvalidInput,
                rows.empty()
                    ? "The prompt is empty."
                    : fmt::format("The prompt's {} numbers are not rows of {}.", rows.size(), D));
  }
  const std::size_t tokens = rows.size() / D + static_cast<std::size_t>(decoder.promptLength(slot));
  const auto most = static_cast<std::size_t>(config.maxPosition);
  if (tokens + 1 > most) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The question takes {} tokens, but the model reads {} together with its "
                    "answer; shorten the question or the conversation.",
                    tokens, most));
  }
  return std::min(options.maxNewTokens, static_cast<int>(most - tokens));
}

/// A prompt being answered in the common steps.
struct Row {
  Row(std::size_t number, const GenerateOptions& options, int limit, OnToken onToken)
      : prompt(number), writer(options, limit), teller(std::move(onToken)) {}

  std::size_t prompt;  ///< its number.
  AnswerWriter writer;
  Teller teller;
  std::optional<TokenId> token;  ///< to be read next.
  std::size_t held = 0;          ///< tokens of the answer that the decoder read.
};

/// All prompts of a call, from the first row of the first prompt to the last token.
class BatchRun {
 public:
  BatchRun(InferenceDecoder& decoder, std::span<const BatchPrompt> prompts,
           const GenerateOptions& options, const OnBatchToken& onToken, std::stop_token stop)
      : m_decoder(decoder),
        m_prompts(prompts),
        m_options(options),
        m_onToken(onToken),
        m_stop(std::move(stop)),
        m_vocabulary(static_cast<std::size_t>(decoder.config().vocab)),
        m_results(prompts.size()) {}

  Result<std::vector<Generation>> run();

 private:
  /// Reads a prompt; its row joins the others unless the answer ended with its first token.
  Result<void> begin(std::size_t prompt, int limit);
  void step();
  /// Writes down the answer of a row that finished, and keeps its keys if asked.
  void close(Row& row);
  [[nodiscard]] OnToken listenerOf(std::size_t prompt) const {
    if (!m_onToken) return {};
    return [this, prompt](TokenId token) { m_onToken(prompt, token); };
  }

  InferenceDecoder& m_decoder;
  std::span<const BatchPrompt> m_prompts;
  const GenerateOptions& m_options;
  const OnBatchToken& m_onToken;
  std::stop_token m_stop;
  std::size_t m_vocabulary;
  Clock::time_point m_start = Clock::now();
  std::vector<Generation> m_results;
  std::vector<Row> m_rows;  ///< those still being written, in the order of the decoder's sequences.
  std::vector<int> m_parents;
  std::vector<float> m_logits;
  int m_capacity = 0;
};

Result<void> BatchRun::begin(std::size_t prompt, int limit) {
  const BatchPrompt& asked = m_prompts[prompt];
  Generation& result = m_results[prompt];
  result.cachedTokens = m_decoder.promptLength(asked.slot);
  result.promptTokens =
      result.cachedTokens +
      static_cast<int>(asked.rows.size() / static_cast<std::size_t>(m_decoder.config().hidden));
  std::vector<float> logits(m_vocabulary);
  if (m_stop.stop_requested() || !m_decoder.extendPrompt(asked.slot, asked.rows, logits, m_stop) ||
      m_stop.stop_requested()) {
    result.finish = Finish::Stopped;
    result.seconds = secondsSince(m_start);
    return {};
  }
  if (std::any_of(logits.begin(), logits.end(), [](float x) { return std::isnan(x); })) {
    return fail(ErrorCode::Internal,
                "The language model answered with what is no number; its weights are damaged, or "
                "too large for the precision it runs in.");
  }
  Row row(prompt, m_options, limit, listenerOf(prompt));
  if (m_options.beams > 1 && limit > 0) {
    searchBeams(
        m_decoder, asked.slot, logits, limit, m_options, row.teller, m_stop,
        [&] { result.firstTokenSeconds = secondsSince(m_start); }, result);
    result.seconds = secondsSince(m_start);
    return {};
  }
  if (!row.writer.isFinished()) row.token = row.writer.next(logits);
  result.firstTokenSeconds = secondsSince(m_start);
  row.teller.tell(row.writer.settled());
  if (row.writer.isFinished()) {
    close(row);
  } else {
    m_capacity = std::max(m_capacity, limit);
    m_rows.push_back(std::move(row));
  }
  return {};
}

void BatchRun::close(Row& row) {
  row.teller.tell(row.writer.settled());
  Generation& result = m_results[row.prompt];
  result.finish = row.writer.finish();
  result.tokens.assign(row.writer.settled().begin(), row.writer.settled().end());
  const std::size_t held = std::min(row.held, result.tokens.size());
  if (m_options.keep == KeepAnswer::Yes && held > 0) {
    result.keptTokens = keepKeys(m_decoder, m_prompts[row.prompt].slot, 0, held);
  }
  result.seconds = secondsSince(m_start);
}

void BatchRun::step() {
  std::vector<TokenId> tokens;
  for (const Row& row : m_rows) tokens.push_back(*row.token);
  const auto logits = std::span(m_logits).first(m_rows.size() * m_vocabulary);
  m_decoder.step(tokens, m_parents, logits);
  std::vector<Row> open;
  m_parents.clear();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    Row& row = m_rows[i];
    ++row.held;
    row.token = row.writer.next(logits.subspan(i * m_vocabulary, m_vocabulary));
    if (row.writer.isFinished()) {
      close(row);
      continue;
    }
    row.teller.tell(row.writer.settled());
    m_parents.push_back(static_cast<int>(i));
    open.push_back(std::move(row));
  }
  m_rows = std::move(open);
}

Result<std::vector<Generation>> BatchRun::run() {
  if (const auto possible = checkOptions(m_decoder.config(), m_options); !possible) {
    return tl::unexpected(possible.error());
  }
  std::vector<int> limits;
  for (std::size_t i = 0; i < m_prompts.size(); ++i) {
    const Result<int> room = roomFor(m_decoder, m_prompts[i].slot, m_prompts[i].rows, m_options);
    if (!room) {
      return tl::unexpected(m_prompts.size() > 1
                                ? room.error().within(fmt::format("reading prompt {}", i + 1))
                                : room.error());
    }
    limits.push_back(*room);
  }
  for (std::size_t i = 0; i < m_prompts.size(); ++i) {
    if (const auto begun = begin(i, limits[i]); !begun) return tl::unexpected(begun.error());
  }
  if (!m_rows.empty()) {
    std::vector<int> slots;
    for (const Row& row : m_rows) {
      m_parents.push_back(static_cast<int>(slots.size()));
      slots.push_back(m_prompts[row.prompt].slot);
    }
    m_logits.resize(m_rows.size() * m_vocabulary);
    m_decoder.beginSequences(slots, m_capacity);
  }
  while (!m_rows.empty() && !m_stop.stop_requested()) step();
  for (Row& row : m_rows) {
    row.writer.stop();
    close(row);
  }
  return std::move(m_results);
}

}  // namespace

Result<std::vector<Generation>> generateBatch(InferenceDecoder& decoder,
                                              std::span<const BatchPrompt> prompts,
                                              const GenerateOptions& options,
                                              const OnBatchToken& onToken, std::stop_token stop) {
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (prompts[i].slot == prompts[j].slot) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("Prompts {} and {} share slot {}; each needs its own.", j + 1,
                                i + 1, prompts[i].slot));
      }
    }
  }
  GenerateOptions plain = options;
  plain.keep = KeepAnswer::No;
  return BatchRun(decoder, prompts, plain, onToken, std::move(stop)).run();
}

Result<Generation> generate(InferenceDecoder& decoder, int slot, std::span<const float> promptRows,
                            const GenerateOptions& options, const OnToken& onToken,
                            std::stop_token stop) {
  const BatchPrompt prompt{slot, promptRows};
  OnBatchToken listener;
  if (onToken) listener = [&onToken](std::size_t, TokenId token) { onToken(token); };
  auto written = BatchRun(decoder, std::span(&prompt, 1), options, listener, std::move(stop)).run();
  if (!written) return tl::unexpected(written.error());
  return std::move(written->front());
}

}  // namespace molloquy::generation
