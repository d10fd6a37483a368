// The whole network of stage 2 against the reference's numbers: training batch, inference batch,
// single structures, and lists that are encoded in batches.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/molm/molecule_batches.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {

molm::TextBatch textBatchOf(const at::Tensor& ids, const at::Tensor& types,
                            const molm::Config& config) {
  std::vector<molm::TextSample> samples;
  for (int64_t b = 0; b < ids.size(0); ++b) {
    molm::TextSample sample;
    for (int64_t t = 0; t < ids.size(1); ++t) {
      const TokenId id(ids[b][t].item<std::int32_t>());
      if (id == config.special.pad) continue;
      (types[b][t].item<int64_t>() == 0 ? sample.prompt : sample.answer).push_back(id);
    }
    sample.answer.erase(sample.answer.begin());  // the second begin token: the collater adds it
    samples.push_back(std::move(sample));
  }
  return molm::collateText(samples, molm::layoutOf(config), molm::PaddingSide::Left, ids.size(1));
}

namespace {

/// The training batch: examples rebuilt from the stored rows, collated, and the loss.
void compareTraining(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  const auto ids = stored("train.input_ids");
  const auto types = stored("train.token_type_ids");
  if (!ids || !types || !stored("infer.tokens")) return report.absent("stage2 train");
  const molm::Config& config = model->config();
  const molm::TextBatch text = textBatchOf(*ids, *types, config).to(golden.device());
  report.compare("stage2 train.input_ids", text.tokens, ids, kExact);
  report.compare("stage2 train.attention_mask", text.attend, stored("train.attention_mask"),
                 kExact);
  report.compare("stage2 train.labels", text.labels, stored("train.labels"), kExact);
  report.compare("stage2 train.is_mol_token", text.tokens.eq(config.special.molecule.value),
                 stored("train.is_mol_token"), kExact);
  const unimol::GraphBatch graphs = *storedGraphs(golden, kStage2File, "infer.");
  report.compare("stage2 train.loss", model->loss(graphs, text), stored("train.loss"), kLoss);
  const at::Tensor soft = model->encodeMolecules(graphs);
  report.compare("stage2 train.projected_query_tokens", soft,
                 stored("train.projected_query_tokens"), kHidden);
  if (const auto positions = stored("train.logits_positions")) {
    llama::DecoderInput input;
    input.embeddings = model->embedPrompt(text.tokens, text.moleculeRows, soft);
    input.attend = text.attend;
    const at::Tensor logits = model->decoder()->logits(model->decoder()->forward(input));
    report.compare("stage2 train.logits_at", logits.index_select(1, *positions),
                   stored("train.logits_at"), kLogit);
  }
}

void compareInference(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  const auto ids = stored("infer.input_ids");
  if (!ids || !stored("infer.tokens")) return report.absent("stage2 infer");
  const unimol::GraphBatch graphs = *storedGraphs(golden, kStage2File, "infer.");
  molm::MoleculeTrace trace;
  const at::Tensor soft = model->encodeMolecules(graphs, &trace);
  report.compare("stage2 infer.is_mol_token", ids->eq(model->config().special.molecule.value),
                 stored("infer.is_mol_token"), kExact);
  report.compare("stage2 infer.padding_mask", graphs.paddingMask, stored("infer.padding_mask"),
                 kExact);
  report.compare("stage2 infer.unimol_rep", trace.encoded, stored("infer.unimol_rep"), kHidden);
  report.compare("stage2 infer.ln_graph", trace.normed, stored("infer.ln_graph"), kHidden);
  report.compare("stage2 infer.qformer_out", trace.queried, stored("infer.qformer_out"), kHidden);
  report.compare("stage2 infer.llm_proj", soft, stored("infer.llm_proj"), kHidden);
  const auto positions = stored("infer.logits_positions");
  const auto attend = stored("infer.attention_mask");
  if (!positions || !attend) return report.absent("stage2 infer.logits_at");
  llama::DecoderInput input;
  input.embeddings = model->embedPrompt(*ids, moleculeRows(*ids, model->config()), soft);
  input.attend = *attend;
  const at::Tensor logits = model->decoder()->logits(model->decoder()->forward(input));
  const at::Tensor chosen = logits.index_select(1, *positions);
  report.compare("stage2 infer.logits_at", chosen, stored("infer.logits_at"), kLogit);
  report.compare("stage2 infer.logits_at_f64", chosen, stored("infer.logits_at_f64"), kLogit);
}

/// Single structures, as they are or padded as the collater does: soft tokens, logits of the last
/// prompt token.
void compareSingles(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  const auto graphs = storedGraphs(golden, kStage2File, "infer.");
  if (!graphs) return report.absent("stage2 single");
  for (int64_t row = 0; row < graphs->tokens.size(0); ++row) {
    const std::string single = fmt::format("single{}", row);
    const auto ids = stored(single + ".input_ids");
    if (!ids) continue;
    for (const std::string kind : {"nopad", "collated"}) {
      const int64_t width =
          kind == "nopad" ? 0 : collatedWidth(*graphs, row, model->config().unimol);
      const at::Tensor soft = model->encodeMolecules(oneGraph(*graphs, row, width));
      const std::string name = single + "." + kind;
      report.compare("stage2 " + name + ".llm_proj", soft, stored(name + ".llm_proj"), kHidden);
      llama::DecoderInput input;
      input.embeddings = model->embedPrompt(*ids, moleculeRows(*ids, model->config()), soft);
      const at::Tensor hidden = model->decoder()->forward(input);
      report.compare("stage2 " + name + ".last_logits",
                     model->decoder()->logits(hidden.select(1, hidden.size(1) - 1)),
                     stored(name + ".last_logits"), kLogit);
    }
  }
}

/// The set's structures from their raw form.
std::vector<unimol::TokenizedMolecule> rawStructures(GoldenFolder& golden,
                                                     const unimol::Config& config) {
  std::vector<unimol::TokenizedMolecule> molecules;
  const nlohmann::json raw = golden.json("molecules.json");
  for (const nlohmann::json& name : golden.config().at("molecules_in_dataset_order")) {
    for (const nlohmann::json& record : raw.is_null() ? raw : raw.at("molecules")) {
      if (record.at("name") != name) continue;
      const auto molecule = unimol::tokenizeAtoms(
          record.at("atoms").get<std::vector<std::string>>(),
          record.at("coordinates_f32").get<std::vector<std::array<float, 3>>>(), config);
      if (molecule) molecules.push_back(*molecule);
    }
  }
  return molecules;
}

/// Lists encoded in batches: the reference's batch, and one by one under the other policies.
void compareLists(GoldenFolder& golden, Report& report) {
  const auto weights = stage2Weights(golden);
  using qformer::GraphMaskPolicy;
  for (const GraphMaskPolicy policy :
       {GraphMaskPolicy::ReferenceBatch, GraphMaskPolicy::AllTokens, GraphMaskPolicy::PadReadout}) {
    auto model = stage2Model(golden, report, weights, policy);
    if (!model) return report.absent("stage2 list");
    const auto molecules = rawStructures(golden, (*model)->config().unimol);
    if (molecules.empty()) return report.absent("stage2 list");
    const at::Tensor together = molm::encodeMoleculeList(*model, molecules);
    const std::string label = "stage2 list " + qformer::toString(policy);
    if (policy == GraphMaskPolicy::ReferenceBatch) {
      report.compare(label, together, golden.tensor(kStage2File, "infer.llm_proj"), kHidden);
      continue;
    }
    std::vector<at::Tensor> alone;
    for (const auto& molecule : molecules) {
      alone.push_back(molm::encodeMoleculeList(*model, {&molecule, 1}));
    }
    report.compare(label + " = one by one", together, at::cat(alone), kDistance);
  }
}

}  // namespace

void runMoleculeLanguageCases(GoldenFolder& golden, Report& report) {
  auto model = stage2Model(golden, report, stage2Weights(golden));
  if (!model) return report.absent("stage2");
  compareTraining(golden, report, *model);
  compareInference(golden, report, *model);
  compareSingles(golden, report, *model);
  compareLists(golden, report);
}

}  // namespace molloquy::parity
