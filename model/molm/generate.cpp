#include "model/molm/generate.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

#include "model/llama/torch_inference_decoder.h"

namespace molloquy::molm {
namespace {

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

std::vector<float> softTokens(MoleculeLanguageModel& model, const unimol::GraphBatch& graphs) {
  const c10::InferenceMode inference;
  const at::Tensor soft = model->encodeMolecules(graphs.to(model->device()))
                              .to(at::kCPU, at::kFloat)
                              .contiguous();  // [B, Q, D]
  const auto* numbers = soft.data_ptr<float>();
  return {numbers, numbers + soft.numel()};
}

Result<std::vector<float>> promptRows(generation::InferenceDecoder& decoder, const Config& config,
                                      std::span<const TokenId> prompt,
                                      std::span<const float> soft) {
  if (const Result<void> fits = checkPrompt(config, prompt); !fits) {
    return tl::unexpected(fits.error());
  }
  const auto D = static_cast<std::size_t>(decoder.config().hidden);
  if (soft.size() != static_cast<std::size_t>(config.qformer.queryTokens) * D) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure came as {} numbers; {} rows of {} are needed.",
                            soft.size(), config.qformer.queryTokens, D));
  }
  std::vector<float> rows(prompt.size() * D);
  decoder.embed(prompt, rows);
  auto next = soft.begin();
  for (std::size_t i = 0; i < prompt.size(); ++i) {
    if (prompt[i] != config.special.molecule) continue;
    std::copy_n(next, D, rows.begin() + static_cast<std::ptrdiff_t>(i * D));
    next += static_cast<std::ptrdiff_t>(D);
  }
  return rows;
}

generation::GenerateOptions bounded(const Config& config, generation::GenerateOptions options) {
  options.banned.push_back(config.special.pad);
  options.banned.push_back(config.special.molecule);
  options.ends.push_back(config.special.end);
  return options;
}

Result<generation::Generation> generate(MoleculeLanguageModel& model,
                                        const unimol::GraphBatch& graph,
                                        std::span<const TokenId> prompt,
                                        const generation::GenerateOptions& options,
                                        const generation::OnToken& onToken, std::stop_token stop) {
  const Config& config = model->config();
  if (const Result<void> fits = checkPrompt(config, prompt); !fits) {
    return tl::unexpected(fits.error());
  }
  if (stop.stop_requested()) {
    generation::Generation stopped;
    stopped.finish = generation::Finish::Stopped;
    return stopped;
  }
  llama::TorchInferenceDecoder decoder(model->decoder());
  const auto rows = promptRows(decoder, config, prompt, softTokens(model, graph));
  if (!rows) return tl::unexpected(rows.error());
  return generation::generate(decoder, 0, *rows, bounded(config, options), onToken,
                              std::move(stop));
}

}  // namespace molloquy::molm
