// Uni-Mol against the reference's numbers: inputs, layers, and its outputs under every padding.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/tools/parity_models.h"
#include "model/unimol/pretraining_heads.h"

namespace molloquy::parity {
namespace {

at::Tensor coordinates(const unimol::TokenizedMolecule& molecule) {
  const auto atoms = static_cast<int64_t>(molecule.coordinates.size());
  const at::Tensor flat = torch::empty({atoms, 3}, torch::kFloat64);
  for (int64_t i = 0; i < atoms; ++i) {
    const auto& point = molecule.coordinates[static_cast<std::size_t>(i)];
    std::copy(point.begin(), point.end(), flat.data_ptr<double>() + 3 * i);
  }
  return flat;
}

at::Tensor paddedCoordinates(const std::vector<unimol::TokenizedMolecule>& molecules,
                             int64_t width) {
  const auto B = static_cast<int64_t>(molecules.size());
  const at::Tensor padded = torch::zeros({B, width, 3}, torch::kFloat64);
  for (int64_t b = 0; b < B; ++b) {
    const at::Tensor own = coordinates(molecules[static_cast<std::size_t>(b)]);
    padded[b].narrow(0, 0, own.size(0)).copy_(own);
  }
  return padded;
}

/// Tokens, distances and edge types from the raw structures.
void compareInputs(GoldenFolder& golden, Report& report, const unimol::Config& config) {
  const nlohmann::json molecules = golden.json("molecules.json");
  if (molecules.is_null()) return report.absent("unimol input");
  const nlohmann::json& order = golden.config().at("molecules_in_dataset_order");
  std::map<std::string, nlohmann::json> byName;
  for (const nlohmann::json& record : molecules.at("molecules")) {
    byName[record.at("name").get<std::string>()] = record;
  }
  std::vector<unimol::TokenizedMolecule> tokenized;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const nlohmann::json& record = byName[order[i].get<std::string>()];
    const auto molecule = unimol::tokenizeAtoms(
        record.at("atoms").get<std::vector<std::string>>(),
        record.at("coordinates_f32").get<std::vector<std::array<float, 3>>>(), config);
    if (!molecule) return report.failed("unimol input", molecule.error().toString());
    const unimol::GraphBatch alone =
        unimol::collateGraphs(std::span(&*molecule, 1), config, unimol::GraphPadding::Tight);
    const std::string name = fmt::format("mol{}.", i);
    const auto stored = [&](const char* part) { return golden.tensor(kUnimolFile, name + part); };
    report.compare("unimol " + name + "tokens", alone.tokens[0], stored("tokens"), kExact);
    report.compare("unimol " + name + "edge_type", alone.edgeTypes[0], stored("edge_type"), kExact);
    report.compare("unimol " + name + "distance", alone.distances[0], stored("distance"),
                   kDistance);
    report.compare("unimol " + name + "coordinates_f64", coordinates(*molecule),
                   stored("coordinates_f64"), kDistance);
    tokenized.push_back(*molecule);
  }
  const unimol::GraphBatch batch =
      unimol::collateGraphs(tokenized, config, unimol::GraphPadding::ToMultiple);
  report.compare("unimol tokens", batch.tokens, golden.tensor(kUnimolFile, "tokens"), kExact);
  report.compare("unimol edge_type", batch.edgeTypes, golden.tensor(kUnimolFile, "edge_type"),
                 kExact);
  report.compare("unimol distance", batch.distances, golden.tensor(kUnimolFile, "distance"),
                 kDistance);
  report.compare("unimol coordinates_padded_f64",
                 paddedCoordinates(tokenized, batch.tokens.size(1)),
                 golden.tensor(kUnimolFile, "coordinates_padded_f64"), kDistance);
  report.compare("unimol batch.padding_mask", batch.paddingMask,
                 golden.tensor(kUnimolFile, "batch.padding_mask"), kExact);
}

/// The encoder's outputs beside its rows: pair logits, what the layers added to them, and both norm
/// losses; under `prefix` in the file.
void compareSideOutputs(GoldenFolder& golden, Report& report, const unimol::GraphBatch& batch,
                        const unimol::EncoderOutput& output, const std::string& prefix) {
  const auto compare = [&](const char* name, const at::Tensor& ours) {
    if (golden.contains(kUnimolFile, prefix + name)) {
      report.compare("unimol " + prefix + name, ours, golden.tensor(kUnimolFile, prefix + name),
                     kHidden);
    }
  };
  const at::Tensor real = batch.tokens.ne(unimol::Config::kPad).to(at::kFloat);  // [B, N]
  const auto [pairs, deltas] = unimol::pairRepresentation(output, batch.paddingMask);
  compare("pair_rep", pairs);
  compare("delta_pair_rep", deltas);
  compare("x_norm", unimol::normExcess(output.rawAtoms, real));
  compare("delta_pair_norm", unimol::normExcess(deltas, real.unsqueeze(1) * real.unsqueeze(2)));
}

void compareLayers(GoldenFolder& golden, Report& report, unimol::Encoder& encoder,
                   const unimol::GraphBatch& batch) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kUnimolFile, name); };
  unimol::EncoderTrace trace;
  const unimol::EncoderOutput output = encoder->encode(batch, &trace);
  if (output.atoms.size(0) > 2) {
    report.compare("unimol batch.gbf_mol2_row1", trace.gaussians[2][1],
                   stored("batch.gbf_mol2_row1"), kHidden);
  }
  report.compare("unimol batch.attn_bias", trace.pairBias.permute({0, 2, 3, 1}),
                 stored("batch.attn_bias"), kHidden);
  for (std::size_t layer = 0; layer < trace.layers.size(); ++layer) {
    const std::string name = fmt::format("batch.layer{}.x", layer);
    report.compare("unimol " + name, trace.layers[layer], stored(name), kHidden);
  }
  report.compare("unimol batch.encoder_rep", output.atoms, stored("batch.encoder_rep"), kHidden);
  compareSideOutputs(golden, report, batch, output, "batch.");
}

/// Every molecule without padding ("single"), padded by the collater, and with its hydrogens.
void compareOthers(GoldenFolder& golden, Report& report, unimol::Encoder& encoder,
                   const unimol::GraphBatch& batch, const unimol::Config& config) {
  const auto run = [&](const unimol::GraphBatch& graphs, const std::string& prefix) {
    const unimol::EncoderOutput output = encoder->encode(graphs);
    const std::string name = prefix + "encoder_rep";
    report.compare("unimol " + name, output.atoms, golden.tensor(kUnimolFile, name), kHidden);
    compareSideOutputs(golden, report, graphs, output, prefix);
    const std::string mask = prefix + "padding_mask";
    if (graphs.paddingMask.defined() && golden.contains(kUnimolFile, mask)) {
      report.compare("unimol " + mask, graphs.paddingMask, golden.tensor(kUnimolFile, mask),
                     kExact);
    }
  };
  for (int64_t row = 0; row < batch.tokens.size(0); ++row) {
    const std::string single = fmt::format("single{}.", row);
    run(oneGraph(batch, row), single);
    if (golden.contains(kUnimolFile, "collated_" + single + "encoder_rep")) {
      run(oneGraph(batch, row, collatedWidth(batch, row, config)), "collated_" + single);
    }
  }
  if (const auto withHydrogens = storedGraphs(golden, kUnimolFile, "withH.")) {
    run(*withHydrogens, "withH.");
  }
}

}  // namespace

void runUnimolCases(GoldenFolder& golden, Report& report) {
  const auto stored = golden.stored({kStage1Weights});
  if (!stored || golden.config().is_null()) return report.absent("unimol");
  const Result<unimol::Config> config = unimol::configFromJson(golden.config().at("unimol"));
  if (!config) return report.failed("config.json", config.error().toString());
  compareInputs(golden, report, *config);
  unimol::Encoder encoder(*config);
  torch::nn::Module root;
  root.register_module("graph_encoder", encoder);
  nn::LoadOptions options;
  options.placement = {golden.device(), at::kFloat};
  if (const auto loaded = nn::loadWeights(root, *stored, options); !loaded) {
    return report.failed("unimol weights", loaded.error().toString());
  }
  encoder->eval();
  const auto batch = storedGraphs(golden, kUnimolFile, "");
  if (!batch) return report.absent("unimol batch");
  compareLayers(golden, report, encoder, *batch);
  compareOthers(golden, report, encoder, *batch, *config);
}

}  // namespace molloquy::parity
