// Names and shapes of networks of the published size against the reference's state dicts. The
// language model alone has 7 billion parameters: networks are built, but nothing is ever written
// into their memory.
#include <fmt/format.h>
#include <torch/torch.h>

#include <map>
#include <set>

#include "model/checkpoints/expected_tensors.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

constexpr const char* kStage1Table = "shapes_real_size_stage1.tsv";
constexpr const char* kStage2Table = "shapes_real_size_stage2.tsv";

std::string shapeText(const at::Tensor& tensor) {
  return fmt::format("{}", fmt::join(tensor.sizes(), "x"));
}

/// Rows that are no parameter of any network: position numbers and rotation frequencies.
bool isComputed(const std::string& name) {
  return name.ends_with("position_ids") || name.ends_with("rotary_emb.inv_freq");
}

void compareShapes(GoldenFolder& golden, Report& report, const std::string& file,
                   const torch::nn::Module& network) {
  const auto rows = golden.table(file);
  if (!rows) return report.absent(file);
  auto parameters = network.named_parameters();
  std::set<std::string> met;
  std::size_t different = 0;
  std::size_t compared = 0;
  std::string first;
  const auto note = [&](std::string what) {
    if (different++ == 0) first = std::move(what);
  };
  for (const std::vector<std::string>& row : *rows) {
    if (row.size() < 2 || isComputed(row[0])) continue;
    ++compared;
    const auto name = nn::parameterName(row[0]);
    const at::Tensor* parameter = name ? parameters.find(*name) : nullptr;
    if (parameter == nullptr) {
      note("we have no " + row[0]);
    } else if (shapeText(*parameter) != row[1]) {
      note(fmt::format("{} is {} here, {} there", row[0], shapeText(*parameter), row[1]));
    } else {
      met.insert(*name);
    }
  }
  for (const auto& parameter : parameters) {
    if (!met.contains(parameter.key())) note("the reference has no " + parameter.key());
  }
  report.compareMany(file, compared, different, first);
}

/// Numbers of parameters below a module of the network.
void compareCount(GoldenFolder& golden, Report& report, const torch::nn::Module& network,
                  const std::string& module, const char* field) {
  const nlohmann::json sizes = golden.json("shapes_real_size.json");
  if (!sizes.contains("forward_shapes") || !sizes.at("forward_shapes").contains(field)) {
    return report.absent(std::string("shapes ") + field);
  }
  std::int64_t count = 0;
  for (const auto& parameter : network.named_parameters()) {
    if (parameter.key().starts_with(module + ".")) count += parameter.value().numel();
  }
  report.compareIds(std::string("shapes ") + field, {count},
                    {sizes.at("forward_shapes")[field].get<std::int64_t>()});
}

/// Rows of a table by name, with their shape; `select` gives the name to compare or nothing.
using Shapes = std::map<std::string, std::string>;
template <class Select>
Shapes selected(const std::vector<std::vector<std::string>>& rows, Select select) {
  Shapes shapes;
  for (const std::vector<std::string>& row : rows) {
    if (row.size() < 3 || isComputed(row[0])) continue;
    if (const std::optional<std::string> name = select(row[0], row[2] == "1")) {
      shapes[*name] = row[1];
    }
  }
  return shapes;
}

/// What assembling a model folder demands of a file, against what the reference keeps there.
void compareList(Report& report, const std::string& label,
                 const checkpoints::ExpectedTensors& expected, const Shapes& reference) {
  Shapes ours;
  for (const checkpoints::ExpectedTensor& tensor : expected) {
    ours[tensor.name] = fmt::format("{}", fmt::join(tensor.shape, "x"));
  }
  std::size_t different = 0;
  std::string first;
  for (const auto& [name, shape] : reference) {
    const auto found = ours.find(name);
    const std::string own = found == ours.end() ? "absent" : found->second;
    if (own == shape) continue;
    if (different++ == 0) first = fmt::format("{} is {} here, {} there", name, own, shape);
  }
  for (const auto& [name, shape] : ours) {
    if (reference.contains(name)) continue;
    if (different++ == 0) first = fmt::format("the reference has no {}", name);
  }
  report.compareMany("shapes list of " + label, reference.size(), different, first);
}

/// `name` behind a prefix; nullopt for another.
std::optional<std::string> behind(const std::string& name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return std::nullopt;
  return name.substr(prefix.size());
}

void compareLists(GoldenFolder& golden, Report& report, const molm::Stage1Config& stage1,
                  const molm::Config& whole) {
  const auto kept = [](const std::string& name, bool inCheckpoint) {
    return inCheckpoint ? std::optional(name) : std::nullopt;
  };
  if (const auto rows = golden.table(kStage1Table)) {
    compareList(report, "a stage-1 checkpoint",
                checkpoints::stage1Tensors(stage1.qformer, stage1.pretraining.projectionDim),
                selected(*rows, kept));
    compareList(report, "a Uni-Mol file", checkpoints::unimolTensors(stage1.unimol),
                selected(*rows, [](const std::string& name, bool) {
                  return behind(name, "blip2qformer.graph_encoder.");
                }));
  }
  if (const auto rows = golden.table(kStage2Table)) {
    compareList(report, "a stage-2 checkpoint",
                checkpoints::stage2Tensors(whole.qformer, whole.llama), selected(*rows, kept));
    compareList(report, "a Llama folder", checkpoints::languageModelTensors(whole.llama),
                selected(*rows, [](const std::string& name, bool inCheckpoint) {
                  return inCheckpoint ? std::nullopt
                                      : behind(name, "blip2opt.llm_model.base_model.model.");
                }));
  }
}

}  // namespace

void runShapeCases(GoldenFolder& golden, Report& report) {
  molm::Stage1Config stage1;
  stage1.qformer.textPath = true;
  if (golden.path(kStage1Table)) {
    const molm::Stage1Model network(stage1);
    compareShapes(golden, report, kStage1Table, *network);
    compareCount(golden, report, *network, "graph_encoder", "unimol_params");
  } else {
    report.absent(kStage1Table);
  }
  molm::Config whole;
  whole.llama.lora.emplace();
  if (golden.path(kStage2Table)) {
    const molm::MoleculeLanguageModel network(whole);
    compareShapes(golden, report, kStage2Table, *network);
  } else {
    report.absent(kStage2Table);
  }
  compareLists(golden, report, stage1, whole);
}

}  // namespace molloquy::parity
