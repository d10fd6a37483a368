// Training checkpoints against the plain files of the same weights: bit by bit, then as the source
// of a network whose outputs are compared.
#include <fmt/format.h>
#include <torch/torch.h>

#include <map>
#include <set>

#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

constexpr const char* kStage1Checkpoint = "stage1.ckpt";
constexpr const char* kStage2Checkpoint = "stage2.ckpt";

/// Same number type, shape and bits.
bool areIdentical(const at::Tensor& a, const at::Tensor& b) {
  return a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
         at::equal(a.contiguous().view({-1}).view(at::kByte),
                   b.contiguous().view({-1}).view(at::kByte));
}

/// A checkpoint holds what is trained: everything but the encoder and the position numbers.
bool isTrained(const std::string& name) {
  return name.find("graph_encoder.") == std::string::npos && !name.ends_with("position_ids");
}

/// Every tensor of the checkpoint equals the plain file's of that name, or, for the second name of
/// a tied one, of its first name; and none that is trained is missing.
void compareBits(Report& report, const char* file, const nn::StoredTensors& checkpoint,
                 const nn::StoredTensors& plain) {
  std::map<std::string, const nn::StoredTensor*> byName;
  std::map<std::string, std::string> plainNames;  // ours -> as published
  for (const nn::StoredTensor& tensor : plain) {
    byName[tensor.name] = &tensor;
    if (const auto name = nn::parameterName(tensor.name)) plainNames[*name] = tensor.name;
  }
  std::size_t different = 0;
  std::string first;
  const auto note = [&](std::string what) {
    if (different++ == 0) first = std::move(what);
  };
  std::set<std::string> met;
  for (const nn::StoredTensor& tensor : checkpoint) {
    auto found = byName.find(tensor.name);
    if (found == byName.end()) {
      const auto name = nn::parameterName(tensor.name);
      if (name && plainNames.contains(*name)) found = byName.find(plainNames[*name]);
    }
    if (found == byName.end()) {
      note(fmt::format("only the checkpoint has {}", tensor.name));
      continue;
    }
    met.insert(found->first);
    const Result<at::Tensor> ours = tensor.read();
    const Result<at::Tensor> wanted = found->second->read();
    if (!ours || !wanted) {
      note((!ours ? ours : wanted).error().toString());
    } else if (!areIdentical(*ours, *wanted)) {
      note(fmt::format("{} differs", tensor.name));
    }
  }
  for (const auto& [name, tensor] : byName) {
    if (isTrained(name) && !met.contains(name)) note("the checkpoint lacks " + name);
  }
  report.compareMany(fmt::format("{} bits", file), checkpoint.size(), different, first);
}

/// The encoder's tensors alone, which no checkpoint holds.
nn::StoredTensors encoderOnly(const nn::StoredTensors& all) {
  nn::StoredTensors encoder;
  for (const nn::StoredTensor& tensor : all) {
    if (tensor.name.find("graph_encoder.") != std::string::npos) encoder.push_back(tensor);
  }
  return encoder;
}

nn::StoredTensors joined(nn::StoredTensors first, const nn::StoredTensors& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

void runStage1(GoldenFolder& golden, Report& report) {
  const auto checkpoint = golden.stored({kStage1Checkpoint});
  const auto plain = golden.stored({kStage1Weights});
  if (!checkpoint || !plain) return report.absent(kStage1Checkpoint);
  compareBits(report, kStage1Checkpoint, *checkpoint, *plain);
  auto model = stage1Model(golden, report, joined(encoderOnly(*plain), *checkpoint));
  const auto graphs = storedGraphs(golden, kUnimolFile, "");
  const auto ids = golden.tensor(kQFormerFile, "b.input_ids");
  const auto attend = golden.tensor(kQFormerFile, "b.attention_mask");
  if (!model || !graphs || !ids || !attend) return report.absent("stage1.ckpt forward");
  const molm::GraphRows rows = (*model)->readGraphs(*graphs);
  const molm::TextRows text{*ids, *attend};
  const qformer::QFormerOutput queries = (*model)->query(rows);
  report.compare("stage1.ckpt b.graph_feats", (*model)->graphFeatures(queries.hidden),
                 golden.tensor(kQFormerFile, "b.graph_feats"), kHidden);
  report.compare("stage1.ckpt b.text_feats", (*model)->textFeatures(text),
                 golden.tensor(kQFormerFile, "b.text_feats"), kHidden);
  report.compare("stage1.ckpt c.gtm_logits", (*model)->matchLogits(rows, text),
                 golden.tensor(kQFormerFile, "c.gtm_logits"), kHidden);
  const at::Tensor caption = (*model)->captionInput(*ids);
  report.compare("stage1.ckpt d.loss", (*model)->captioningLoss(queries.cache, caption, *attend),
                 golden.tensor(kQFormerFile, "d.loss"), kLoss);
}

void runStage2(GoldenFolder& golden, Report& report) {
  const auto checkpoint = golden.stored({kStage2Checkpoint});
  const auto plain = golden.stored({kTrainableWeights});
  const auto stage1 = golden.stored({kStage1Weights});
  const auto frozen = golden.stored({kFrozenWeights});
  if (!checkpoint || !plain) return report.absent(kStage2Checkpoint);
  compareBits(report, kStage2Checkpoint, *checkpoint, *plain);
  if (!stage1 || !frozen) return report.absent("stage2.ckpt forward");
  auto model =
      stage2Model(golden, report, joined(joined(encoderOnly(*stage1), *frozen), *checkpoint));
  const auto graphs = storedGraphs(golden, kStage2File, "infer.");
  const auto ids = golden.tensor(kStage2File, "infer.input_ids");
  const auto attend = golden.tensor(kStage2File, "infer.attention_mask");
  const auto positions = golden.tensor(kStage2File, "infer.logits_positions");
  if (!model || !graphs || !ids || !attend || !positions) {
    return report.absent("stage2.ckpt forward");
  }
  const at::Tensor soft = (*model)->encodeMolecules(*graphs);
  report.compare("stage2.ckpt infer.llm_proj", soft, golden.tensor(kStage2File, "infer.llm_proj"),
                 kHidden);
  llama::DecoderInput input;
  input.embeddings = (*model)->embedPrompt(*ids, moleculeRows(*ids, (*model)->config()), soft);
  input.attend = *attend;
  const at::Tensor logits = (*model)->decoder()->logits((*model)->decoder()->forward(input));
  report.compare("stage2.ckpt infer.logits_at", logits.index_select(1, *positions),
                 golden.tensor(kStage2File, "infer.logits_at"), kLogit);
}

}  // namespace

void runCheckpointCases(GoldenFolder& golden, Report& report) {
  runStage1(golden, report);
  runStage2(golden, report);
}

}  // namespace molloquy::parity
