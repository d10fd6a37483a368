#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/text_offsets.h"
#include "model/session/model_info.h"

/// The facade the app includes: no torch, no chemistry library, values only.
namespace molloquy::session {

/// The exact structure an answer is about: what the encoder is given.
struct SeenStructure {
  std::string smiles;                           ///< the form written into the prompt.
  std::vector<std::string> symbols;             ///< element symbols, hydrogens included.
  std::vector<std::array<float, 3>> positions;  ///< angstrom, same order.
  std::string name;                             ///< if it is known; told to plain language models.
};

/// One earlier exchange of the conversation.
struct Exchange {
  std::string question;
  std::string answer;
};

/// A molecule like the asked one, with a text that is known of it.
struct ContextExample {
  std::string name;  ///< may be empty.
  std::string smiles;
  std::string text;         ///< examples without a text are left out.
  double similarity = 0.0;  ///< larger is nearer; told to the model with two decimals.
  std::string measure{};    ///< what `similarity` is: "Morgan Tanimoto"; empty = "similarity".
};

struct GenerateOptions {
  int maxNewTokens = 0;      ///< 0 = the model folder's preset.
  int minNewTokens = -1;     ///< -1 = the model folder's preset.
  double temperature = 0.0;  ///< 0 = greedy.
  int topK = 0;              ///< 0 = all.
  double topP = 1.0;
  double minP = 0.0;               ///< tokens below this share of the likeliest are left out.
  double repetitionPenalty = 0.0;  ///< 1 = none; 0 = the model folder's preset.
  int beams = 1;                   ///< texts written side by side; 0 = the preset of the task.
  double lengthPenalty = 1.0;  ///< of beams: above 1 favours long answers; not read at beams = 0.
  std::uint64_t seed = 7;

  friend bool operator==(const GenerateOptions&, const GenerateOptions&) = default;
};

struct GenerateRequest {
  SeenStructure structure;
  std::string instruction;        ///< "Describe the input molecule." or the person's question.
  std::vector<Exchange> history;  ///< oldest first; used by models trained on conversations.
  /// Computed facts, a line each; read by models without a molecule part.
  std::vector<std::string> facts;
  /// What a model without a molecule part is told first, instead of the session's own words with
  /// the SMILES and the facts; empty = those.
  std::string system{};
  /// In any order; the nearest are told to models that read examples (ModelInfo::contextExamples),
  /// as many as leave room for the answer. GenerationStats says how many that were.
  std::vector<ContextExample> context{};
  GenerateOptions options;
};

/// Stopped is a normal end, not an error.
enum class FinishReason { EndOfText, MaxTokens, Stopped };

struct GenerationStats {
  int promptTokens = 0;
  int cachedPromptTokens = 0;  ///< of these, known from earlier requests and not computed again.
  int newTokens = 0;
  int contextExamples = 0;  ///< of the request's examples, that were in the prompt.
  double firstTokenSeconds = 0;
  double tokensPerSecond = 0;  ///< new tokens after the first, per second.
  std::uint64_t seed = 0;
};

struct GenerationEnd {
  FinishReason reason = FinishReason::EndOfText;
  GenerationStats stats;
};

/// One answer of a batch.
struct BatchAnswer {
  std::string text;
  Result<GenerationEnd> end;  ///< a bad request fails alone.
};
/// Called once for every request of a batch, in the order in which they end.
using OnAnswer = std::function<void(std::size_t index, const BatchAnswer& answer)>;

/// How likely a model finds one token of an answer that it is shown.
struct TokenScore {
  TextSpan span;  ///< in AnswerScores::text; empty inside a character of several tokens.
  double logProbability = 0.0;  ///< natural logarithm.
};

struct AnswerScores {
  std::string text;  ///< the answer as its tokens say it; the same unless the vocabulary rewrites.
  std::vector<TokenScore> tokens;
  int promptTokens = 0;
  int cachedPromptTokens = 0;  ///< of these, known from earlier requests and not computed again.

  /// exp(-(1/n) sum log p); 0 without tokens. Source: molreflect.md 7.4.
  [[nodiscard]] double perplexity() const;
};

/// A model that answers about structures. Owned and called by one thread; only the stop token may
/// be touched from another.
class ChatSession {
 public:
  virtual ~ChatSession() = default;

  [[nodiscard]] virtual const ModelInfo& info() const = 0;

  /// Writes an answer. `onText` gets whole UTF-8 characters as they come, on the caller's thread.
  /// Stops before the next token once `stop` is requested. Errors: InvalidInput (structure empty,
  /// prompt longer than the context, naming both sizes), OutOfMemory, Internal.
  virtual Result<GenerationEnd> generate(const GenerateRequest& request,
                                         const std::function<void(std::string_view)>& onText,
                                         std::stop_token stop) = 0;

  /// Answers many requests, several at a time where the session can. One answer per request, in
  /// their order; after a stop request the rest end as Stopped, without text.
  /// Errors: what concerns the whole batch; a single request's are in its answer.
  virtual Result<std::vector<BatchAnswer>> generateBatch(std::span<const GenerateRequest> requests,
                                                         const OnAnswer& onDone,
                                                         std::stop_token stop);

  /// How likely the model finds an answer to the request, token by token; nothing is drawn, the
  /// options are not read. What the prompt shares with the last one is not computed again.
  /// returns nothing after a stop request.
  /// Errors: those of generate; InvalidInput (the answer is empty); Unsupported (this kind of
  /// session cannot tell).
  virtual Result<std::optional<AnswerScores>> scoreAnswer(const GenerateRequest& request,
                                                          std::string_view answer,
                                                          std::stop_token stop);
};

/// Bytes read so far and bytes in all.
using LoadProgress = std::function<void(std::uintmax_t read, std::uintmax_t total)>;

}  // namespace molloquy::session
