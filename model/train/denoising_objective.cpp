#include "model/train/denoising_objective.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/nn/torch_compat.h"
#include "model/nn/weights.h"
#include "model/train/activations.h"

namespace molloquy::train {
namespace {

/// Different numbers for every example of a batch, from splitmix64.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (index + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

bool isHead(const std::string& parameter) {
  for (const char* head :
       {"lm_head.", "pair2coord_proj.", "dist_head.", "encoder.final_head_layer_norm."}) {
    if (parameter.starts_with(head)) return true;
  }
  return false;
}

/// [B, N, 3] from points one a token; 0 in padding.
at::Tensor paddedPoints(const std::vector<unimol::TokenizedMolecule>& molecules, int64_t N) {
  const at::Tensor padded = torch::zeros({static_cast<int64_t>(molecules.size()), N, 3});
  auto* to = padded.data_ptr<float>();
  for (std::size_t b = 0; b < molecules.size(); ++b) {
    float* row = to + static_cast<int64_t>(b) * N * 3;
    for (const std::array<double, 3>& point : molecules[b].coordinates) {
      for (const double axis : point) *row++ = static_cast<float>(axis);
    }
  }
  return padded;
}

/// float32, or double where the network computes in it.
at::Tensor wide(const at::Tensor& x) {
  return x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
}

at::Tensor smoothLosses(const at::Tensor& ours, const at::Tensor& wanted) {
  return at::smooth_l1_loss(wide(ours), wanted.to(wide(ours).scalar_type()), at::Reduction::None);
}

}  // namespace

void DenoisingBatch::pin() {
  for (at::Tensor* tensor :
       {&graphs.tokens, &graphs.distances, &graphs.edgeTypes, &graphs.paddingMask, &coordinates,
        &masked, &elements, &trueCoordinates, &trueDistances, &distanceCounts}) {
    if (tensor->defined()) *tensor = tensor->pin_memory();
  }
}

Result<std::unique_ptr<DenoisingObjective>> DenoisingObjective::create(
    unimol::PretrainingModel model, const recipes::Recipe& recipe,
    const recipes::PreparedDataset& data) {
  const Result<int> mask = unimol::maskId(model->config());
  if (!mask) return tl::unexpected(mask.error());
  std::size_t without = 0;
  for (std::size_t i = 0; i < data.exampleCount(); ++i) {
    if (data.structureOf(i) == recipes::PreparedDataset::kNoStructure) ++without;
  }
  if (without > 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} of {} examples have no structure, but learning by denoising is "
                            "about structures alone; prepare the data without them.",
                            without, data.exampleCount()));
  }
  model->setActivations(activationsOf(recipe));
  return std::unique_ptr<DenoisingObjective>(
      new DenoisingObjective(std::move(model), data, recipe, *mask));
}

DenoisingObjective::DenoisingObjective(unimol::PretrainingModel model,
                                       const recipes::PreparedDataset& data,
                                       const recipes::Recipe& recipe, int mask)
    : m_model(std::move(model)),
      m_settings(recipe.denoising),
      m_encoderLearning(recipe.parts.encoder),
      m_numbers(recipe.numbers),
      m_saved(recipe.saved),
      m_data(data),
      m_mask(mask) {}

recipes::Learning DenoisingObjective::learningOf(const std::string& parameter) const {
  return isHead(parameter) ? recipes::Learning::Full : m_encoderLearning;
}

void DenoisingObjective::setTraining(bool on) {
  m_model->train(on && m_encoderLearning != recipes::Learning::Frozen);
}

unimol::TokenizedMolecule DenoisingObjective::structureOf(std::size_t example,
                                                          std::uint64_t seed) const {
  const auto structure = static_cast<std::size_t>(m_data.structureOf(example));
  const std::size_t conformer = seed % m_data.conformerCount(structure);
  const auto molecule = unimol::tokenizeAtoms(
      m_data.symbols(structure), m_data.conformer(structure, conformer), m_model->config());
  TORCH_CHECK(molecule.has_value(), "example ", example, ": ", molecule.error().message);
  return *molecule;
}

std::unique_ptr<MicroBatch> DenoisingObjective::collate(const recipes::BatchIndices& examples,
                                                        std::uint64_t seed) const {
  const unimol::Config& config = m_model->config();
  const unimol::Masking masking{m_settings.maskedShare, m_settings.keptShare,
                                m_settings.randomShare, m_settings.noise};
  std::vector<unimol::TokenizedMolecule> clean;
  std::vector<unimol::TokenizedMolecule> spoilt;
  std::vector<unimol::MaskedMolecule> masks;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    clean.push_back(structureOf(examples[i], mixed(seed, 2 * i)));
    masks.push_back(
        unimol::maskAtoms(clean.back(), config, m_mask, masking, mixed(seed, 2 * i + 1)));
    spoilt.push_back(masks.back().spoilt);
  }
  auto batch = std::make_unique<DenoisingBatch>();
  batch->graphs = unimol::collateGraphs(spoilt, config, unimol::GraphPadding::ToMultiple);
  const int64_t B = batch->graphs.tokens.size(0);
  const int64_t N = batch->graphs.tokens.size(1);
  std::vector<int64_t> places;
  std::vector<int64_t> elements;
  for (std::size_t b = 0; b < masks.size(); ++b) {
    for (const std::size_t place : masks[b].masked) {
      places.push_back(static_cast<int64_t>(b) * N + static_cast<int64_t>(place));
    }
    elements.insert(elements.end(), masks[b].elements.begin(), masks[b].elements.end());
  }
  batch->masked = torch::tensor(places, torch::kInt64);
  batch->elements = torch::tensor(elements, torch::kInt64);
  batch->coordinates = paddedPoints(spoilt, N);
  batch->trueCoordinates = paddedPoints(clean, N).flatten(0, 1).index_select(0, batch->masked);
  const at::Tensor distances =
      unimol::collateGraphs(clean, config, unimol::GraphPadding::ToMultiple).distances;
  batch->trueDistances =
      (distances.flatten(0, 1).index_select(0, batch->masked) - unimol::kDistanceMean) /
      unimol::kDistanceDeviation;
  batch->distanceCounts = batch->graphs.tokens.ne(unimol::Config::kPad)
                              .to(at::kFloat)
                              .index_select(0, batch->masked.div(N, "floor"));
  batch->tokens = B * N;
  batch->molecules = B;
  batch->targets = static_cast<int64_t>(places.size());
  return batch;
}

Losses DenoisingObjective::losses(const MicroBatch& batch, LossContext& context) {
  const auto& own = dynamic_cast<const DenoisingBatch&>(batch);
  const auto there = [&](const at::Tensor& x) {
    return x.to(context.device, /*non_blocking=*/true);
  };
  const nn::Bfloat16Autocast autocast(context.device.type(),
                                      m_numbers == recipes::NumberType::Bfloat16);
  const at::Tensor masked = there(own.masked);
  const unimol::Denoised denoised =
      m_model->denoise(own.graphs.to(context.device, true), there(own.coordinates), masked);
  const auto rows = [&](const at::Tensor& x) { return x.flatten(0, 1).index_select(0, masked); };
  const auto count = static_cast<double>(std::max<int64_t>(own.targets, 1));
  const at::Tensor counts = there(own.distanceCounts);
  Losses losses;
  losses.parts = {
      {"element", at::cross_entropy_loss(wide(denoised.tokenScores), there(own.elements), {},
                                         at::Reduction::Sum) /
                      count},
      {"coordinates",
       smoothLosses(rows(denoised.coordinates), there(own.trueCoordinates)).sum() / (3.0 * count)},
      {"distances",
       (smoothLosses(rows(denoised.distances), there(own.trueDistances)) * counts).sum() /
           counts.sum().clamp_min(1.0)},
      {"atom_norm", denoised.atomNorm},
      {"pair_norm", denoised.pairNorm}};
  const std::array<double, 5> weights = {m_settings.tokenWeight, m_settings.coordinateWeight,
                                         m_settings.distanceWeight, m_settings.normWeight,
                                         m_settings.normWeight};
  losses.total = losses.parts[0].second * weights[0];
  for (std::size_t i = 1; i < weights.size(); ++i) {
    losses.total = losses.total + losses.parts[i].second * weights[i];
  }
  return losses;
}

std::vector<recipes::FedExample> DenoisingObjective::describe(
    const recipes::BatchIndices& examples) const {
  constexpr int64_t kNotLearnt = -100;
  const std::unique_ptr<MicroBatch> made = collate(examples, 0);
  const auto& batch = dynamic_cast<const DenoisingBatch&>(*made);
  const at::Tensor labels = at::full_like(batch.graphs.tokens, kNotLearnt);
  labels.flatten().index_copy_(0, batch.masked, batch.elements);
  std::vector<recipes::FedExample> fed;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    const at::Tensor tokens = batch.graphs.tokens[row];
    recipes::FedExample example;
    example.source = m_data.sources()[m_data.sourceOf(examples[i])];
    example.task = m_data.tasks()[m_data.taskOf(examples[i])];
    const auto* from = tokens.data_ptr<int64_t>();
    const at::Tensor wanted = labels[row].contiguous();
    const auto* label = wanted.data_ptr<int64_t>();
    example.tokens.assign(from, from + tokens.numel());
    example.labels.assign(label, label + wanted.numel());
    for (const int64_t token : example.tokens) {
      example.attend.push_back(token == unimol::Config::kPad ? 0 : 1);
    }
    constexpr int64_t kMarks = 2;
    example.atoms =
        static_cast<std::size_t>(tokens.ne(unimol::Config::kPad).sum().item<int64_t>() - kMarks);
    fed.push_back(std::move(example));
  }
  return fed;
}

double DenoisingObjective::flops(const MicroBatch& batch) const {
  const auto& own = dynamic_cast<const DenoisingBatch&>(batch);
  const unimol::Config& config = m_model->config();
  const double D = config.embedDim;
  const double H = config.heads;
  const auto B = static_cast<double>(own.graphs.tokens.size(0));
  const auto N = static_cast<double>(own.graphs.tokens.size(1));
  const auto M = static_cast<double>(own.targets);
  // Two dense layers of width H a pair, each with one output beside it.
  const double heads = M * 2.0 * D * (D + static_cast<double>(config.dictionary.size())) +
                       B * N * N * 4.0 * (H * H + H);
  // The gradient takes as much again for the inputs and once more for the weights.
  return 3.0 * (B * unimol::encoderFlops(config, N) + heads);
}

Result<void> DenoisingObjective::save(const std::filesystem::path& folder) const {
  const auto type =
      m_saved == recipes::NumberType::Bfloat16 ? nn::SavedType::Bfloat16 : nn::SavedType::Float32;
  if (Result<void> saved =
          nn::saveWeights(*m_model, folder / "model.safetensors", type, {{"format", "unimol"}});
      !saved) {
    return saved;
  }
  const nlohmann::json config = {{"unimol", unimol::toJson(m_model->config())}};
  return writeFileAtomically(folder / "config.json", config.dump(2) + "\n");
}

}  // namespace molloquy::train
