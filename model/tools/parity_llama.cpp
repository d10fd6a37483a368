// The language model alone against the reference's numbers: plain, adapted, with shared key heads.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

at::Tensor logitsOf(llama::Decoder& decoder, const at::Tensor& ids, const at::Tensor& attend = {}) {
  llama::DecoderInput input;
  input.embeddings = decoder->embed(ids);
  input.attend = attend;
  return decoder->logits(decoder->forward(input));
}

/// Mean cross-entropy with the causal shift; -100 is ignored.
at::Tensor shiftedLoss(const at::Tensor& logits, const at::Tensor& labels) {
  const int64_t L = labels.size(1);
  return at::cross_entropy_loss(logits.narrow(1, 0, L - 1).reshape({-1, logits.size(2)}),
                                labels.narrow(1, 1, L - 1).reshape({-1}));
}

void compareBase(GoldenFolder& golden, Report& report, const llama::Config& config) {
  auto decoder = languageModel(golden, report, config, {kFrozenWeights});
  const auto stored = [&](const std::string& name) { return golden.tensor(kLlamaFile, name); };
  const auto ids = stored("ids");
  if (!decoder || !ids) return report.absent("llama base");
  llama::DecoderInput input;
  input.embeddings = (*decoder)->embed(*ids);
  std::vector<at::Tensor> hidden;
  const at::Tensor logits = (*decoder)->logits((*decoder)->forward(input, &hidden));
  report.compare("llama base.logits", logits, stored("base.logits"), kLogit);
  // The reference stores the last layer's output after the final norm only.
  hidden.erase(hidden.end() - 2);
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    const std::string name = fmt::format("base.hidden{}", i);
    report.compare("llama " + name, hidden[i], stored(name), kHidden);
  }
  if (const auto labels = stored("base.labels")) {
    report.compare("llama base.loss", shiftedLoss(logits, *labels), stored("base.loss"), kLoss);
  }
  const auto padded = [&](const std::string& maskName, const std::string& logitsName,
                          int64_t from) {
    const auto mask = stored(maskName);
    const auto expected = stored(logitsName);
    if (!mask || !expected) return report.absent("llama " + logitsName);
    const at::Tensor ours = logitsOf(*decoder, *ids, *mask)[1];
    const int64_t L = ours.size(0) - from;
    report.compare("llama " + logitsName, ours.narrow(0, from, L), expected->narrow(0, from, L),
                   kLogit);
  };
  const auto leftMask = stored("mask_left");
  const int64_t firstReal = leftMask ? (*leftMask)[1].eq(0).sum().item<int64_t>() : 0;
  padded("mask_left", "base.logits_left_pad_arange_positions", firstReal);
  padded("mask_right", "base.logits_right_pad", 0);
}

void compareLora(GoldenFolder& golden, Report& report, const llama::Config& config) {
  auto decoder = languageModel(golden, report, config, {kFrozenWeights, kTrainableWeights});
  const auto stored = [&](const std::string& name) { return golden.tensor(kLlamaFile, name); };
  const auto ids = stored("ids");
  if (!decoder || !ids) return report.absent("llama lora");
  report.compare("llama lora.logits_unmerged", logitsOf(*decoder, *ids),
                 stored("lora.logits_unmerged"), kLogit);
  nn::mergeAdapters(**decoder);
  report.compare("llama lora.logits_merged", logitsOf(*decoder, *ids), stored("lora.logits_merged"),
                 kLogit);
  report.compare("llama lora.layer0_q_proj_merged_weight",
                 (*decoder)->named_parameters()["model.layers.0.self_attn.q_proj.weight"],
                 stored("lora.layer0_q_proj_merged_weight"), kLoss);
}

}  // namespace

void runLlamaCases(GoldenFolder& golden, Report& report) {
  const auto base = languageConfig(golden, Adapters::Without);
  const auto adapted = languageConfig(golden, Adapters::With);
  if (!base || !adapted) return report.absent("llama");
  compareBase(golden, report, *base);
  compareLora(golden, report, *adapted);

  if (!golden.config().contains("llama_gqa")) return report.absent("llama gqa");
  const Result<llama::Config> grouped = llama::configFromJson(golden.config().at("llama_gqa"));
  if (!grouped) return report.absent("llama gqa");
  auto decoder = languageModel(golden, report, *grouped, {kGroupedWeights});
  const auto ids = golden.tensor(kLlamaFile, "gqa.ids");
  if (!decoder || !ids) return report.absent("llama gqa");
  report.compare("llama gqa.logits", logitsOf(*decoder, *ids),
                 golden.tensor(kLlamaFile, "gqa.logits"), kLogit);
}

}  // namespace molloquy::parity
