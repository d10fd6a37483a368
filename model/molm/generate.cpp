#include "model/molm/generate.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>

namespace molloquy::molm {
namespace {

/// A stop request is seen at latest after this many prompt tokens.
constexpr std::int64_t kPrefillChunk = 64;

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Runs the prompt through the decoder in chunks; the hidden state of the last position [1, 1, D],
/// undefined after a stop request.
at::Tensor prefill(llama::Decoder& decoder, const at::Tensor& embeddings, nn::KvCache& cache,
                   const std::stop_token& stop) {
  const std::int64_t L = embeddings.size(1);
  at::Tensor hidden;
  for (std::int64_t begin = 0; begin < L; begin += kPrefillChunk) {
    if (stop.stop_requested()) return {};
    llama::DecoderInput input;
    input.embeddings = embeddings.narrow(1, begin, std::min(kPrefillChunk, L - begin));
    input.cache = &cache;
    hidden = decoder->forward(input);
  }
  return hidden.narrow(1, hidden.size(1) - 1, 1);
}

/// Logits of one position as float32 on the CPU, [V], contiguous.
at::Tensor cpuLogits(llama::Decoder& decoder, const at::Tensor& hidden) {
  return decoder->logits(hidden).view({-1}).to(at::kCPU, at::kFloat).contiguous();
}

Result<void> checkPrompt(const Config& config, std::span<const TokenId> prompt) {
  const auto room = static_cast<std::size_t>(config.llama.maxPosition);
  if (prompt.empty()) return fail(ErrorCode::InvalidInput, "The prompt is empty.");
  if (prompt.size() + 1 > room) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The question takes {} tokens, but the model reads {} together with its "
                    "answer; shorten the question or the conversation.",
                    prompt.size(), room));
  }
  for (const TokenId id : prompt) {
    if (id.value < 0 || id.value >= config.llama.vocab) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Token {} is outside the model's vocabulary of {}; tokenizer and "
                              "weights do not belong together.",
                              id.value, config.llama.vocab));
    }
  }
  const auto marks = std::count(prompt.begin(), prompt.end(), config.special.molecule);
  if (marks != config.qformer.queryTokens) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The prompt has {} places for the structure, but the model fills {}.",
                            marks, config.qformer.queryTokens));
  }
  return {};
}

}  // namespace

Generation generateFromEmbeddings(llama::Decoder& decoder, const at::Tensor& embeddings,
                                  TokenId end, const GenerateOptions& options,
                                  const OnToken& onToken, std::stop_token stop) {
  const Clock::time_point start = Clock::now();
  const std::int64_t L = embeddings.size(1);
  const std::int64_t room = decoder->config().maxPosition - L;
  TORCH_CHECK(room >= 1, "generate: no room behind ", L, " prompt tokens");
  const auto limit = static_cast<std::size_t>(std::min<std::int64_t>(options.maxNewTokens, room));
  Generation result;
  result.promptTokens = static_cast<int>(L);
  result.finish = GenerationFinish::MaxTokens;

  nn::KvCache cache = decoder->makeCache(1, L + static_cast<std::int64_t>(limit));
  Sampler sampler(options.sampling);
  std::vector<TokenId> history = options.penalised;
  at::Tensor hidden = prefill(decoder, embeddings, cache, stop);
  while (result.tokens.size() < limit) {
    if (stop.stop_requested() || !hidden.defined()) {
      result.finish = GenerationFinish::Stopped;
      break;
    }
    at::Tensor logits = cpuLogits(decoder, hidden);
    std::vector<TokenId> banned = options.banned;
    if (result.tokens.size() < static_cast<std::size_t>(options.minNewTokens))
      banned.push_back(end);
    const TokenId token = sampler.next(
        {logits.data_ptr<float>(), static_cast<std::size_t>(logits.numel())}, history, banned);
    if (result.tokens.empty()) result.firstTokenSeconds = secondsSince(start);
    if (token == end) {
      result.finish = GenerationFinish::EndOfText;
      break;
    }
    result.tokens.push_back(token);
    history.push_back(token);
    if (onToken) onToken(token);
    if (result.tokens.size() == limit) break;
    llama::DecoderInput input;
    input.embeddings = decoder->embed(torch::tensor({std::int64_t{token.value}}, torch::kInt64)
                                          .view({1, 1})
                                          .to(embeddings.device()));
    input.cache = &cache;
    hidden = decoder->forward(input);
  }
  result.seconds = secondsSince(start);
  return result;
}

Result<Generation> generate(MoleculeLanguageModel& model, const unimol::GraphBatch& graph,
                            std::span<const TokenId> prompt, const GenerateOptions& options,
                            const OnToken& onToken, std::stop_token stop) {
  const Config& config = model->config();
  if (const Result<void> fits = checkPrompt(config, prompt); !fits) {
    return tl::unexpected(fits.error());
  }
  const c10::InferenceMode inference;
  const at::Device device = model->device();
  if (stop.stop_requested()) {
    Generation stopped;
    stopped.finish = GenerationFinish::Stopped;
    return stopped;
  }
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < prompt.size(); ++i) {
    if (prompt[i] == config.special.molecule) rows.push_back(static_cast<std::int64_t>(i));
    ids.push_back(prompt[i].value);
  }
  const at::Tensor soft = model->encodeMolecules(graph.to(device));
  const at::Tensor embeddings =
      model->embedPrompt(torch::tensor(ids, torch::kInt64).unsqueeze(0).to(device),
                         torch::tensor(rows, torch::kInt64).to(device), soft);
  GenerateOptions bounded = options;
  bounded.banned.push_back(config.special.pad);
  bounded.banned.push_back(config.special.molecule);
  return generateFromEmbeddings(model->decoder(), embeddings, config.special.end, bounded, onToken,
                                std::move(stop));
}

}  // namespace molloquy::molm
