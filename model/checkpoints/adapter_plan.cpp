#include "model/checkpoints/adapter_plan.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kWeight = ".weight";

bool isFloating(TensorType type) {
  return type == TensorType::F32 || type == TensorType::BF16 || type == TensorType::F16;
}

TensorType mergedType(TensorType stored, MergedType wanted) {
  if (!isFloating(stored)) return stored;
  if (wanted == MergedType::Float32) return TensorType::F32;
  if (wanted == MergedType::Bfloat16) return TensorType::BF16;
  return stored == TensorType::F16 ? TensorType::BF16 : stored;
}

/// "llm_model.model.layers.0.mlp.up_proj.weight" -> "model.layers.0.mlp.up_proj"; empty for a
/// tensor outside the language model's linear layers.
std::string moduleOf(const std::string& tensor, std::string_view prefix) {
  if (!tensor.starts_with(prefix) || !tensor.ends_with(kWeight)) return {};
  const std::size_t size = tensor.size() - prefix.size() - kWeight.size();
  return tensor.substr(prefix.size(), size);
}

bool isQuantised(const TensorSource& weights) {
  return std::any_of(weights.tensors().begin(), weights.tensors().end(), [](const auto& tensor) {
    return tensor.name.ends_with(".weight.int8") || tensor.name.ends_with(".weight.int4");
  });
}

class Planner {
 public:
  Planner(const MergeInput& input, MergePlan& plan) : m_input(input), m_plan(plan) {}

  Result<void> run() {
    Result<void> done = checkBase();
    if (done) done = matchPairs();
    if (done) split();
    return done;
  }

 private:
  Result<void> checkBase() {
    const std::string base = m_plan.base.folder.string();
    if (isQuantised(*m_plan.weights)) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("The model in {} is quantised; merge the adapter into the model as it "
                      "was trained and quantise the result.",
                      base));
    }
    m_prefix = m_plan.base.kind == ModelKind::Molecule ? "llm_model." : "";
    const auto& tensors = m_plan.weights->tensors();
    const bool adapted = std::any_of(tensors.begin(), tensors.end(), [](const auto& tensor) {
      return isAdapterTensor(tensor.name);
    });
    if (!adapted) return {};
    std::error_code ignored;
    m_plan.sheds = fs::equivalent(m_input.base, m_input.adapter, ignored);
    if (m_plan.sheds) return {};
    return fail(ErrorCode::InvalidInput,
                fmt::format("The model in {} has adapters of its own; merge those first, naming {} "
                            "both as the base and as the adapter.",
                            base, base));
  }

  /// Every adapted module is in the base and fits; every named module of the base is adapted.
  Result<void> matchPairs() {
    std::set<std::string> left;
    for (const AdapterPair& pair : m_plan.adapter->pairs()) left.insert(pair.module);
    for (const SourceTensor& tensor : m_plan.weights->tensors()) {
      if (isAdapterTensor(tensor.name)) continue;
      const std::string module = moduleOf(tensor.name, m_prefix);
      const AdapterPair* pair = module.empty() ? nullptr : m_plan.adapter->find(module);
      if (pair != nullptr) {
        if (const auto fits = checkFit(tensor, *pair); !fits) return fits;
        left.erase(module);
      } else if (const auto& config = m_plan.adapter->config();
                 config.targetsByName && tensor.shape.size() == 2 && config.names(module)) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("The adapter's \"target_modules\" name {}, but its weights have no "
                                "A and B for it; get the adapter again.",
                                module));
      }
      m_tensors.push_back(
          {{tensor.name, mergedType(tensor.type, m_input.type), tensor.shape}, &tensor, pair});
    }
    if (left.empty()) return {};
    return fail(ErrorCode::Corrupt,
                fmt::format("The adapter changes {}, which the model in {} does not have; it "
                            "belongs to another base{}.",
                            *left.begin(), m_plan.base.folder.string(), baseHint()));
  }

  [[nodiscard]] std::string baseHint() const {
    const std::string& name = m_plan.adapter->config().baseModel;
    return name.empty() ? std::string() : fmt::format(": {}", name);
  }

  Result<void> checkFit(const SourceTensor& tensor, const AdapterPair& pair) const {
    const std::vector<std::int64_t> expected{pair.up->shape[0], pair.down->shape[1]};
    if (tensor.shape == expected && isFloating(tensor.type)) return {};
    return fail(
        ErrorCode::Corrupt,
        fmt::format("The adapter's B A for {} has the shape [{}], the base's {} the shape "
                    "[{}] ({}); it belongs to another base{}.",
                    pair.module, fmt::join(expected, ", "), tensor.name,
                    fmt::join(tensor.shape, ", "), tensorTypeName(tensor.type), baseHint()));
  }

  /// Files of at most shardBytes, or of one tensor.
  void split() {
    std::vector<MergedFile>& files = m_plan.files;
    for (MergedTensor& tensor : m_tensors) {
      const bool full =
          !files.empty() && files.back().bytes() + tensor.bytes() > m_input.shardBytes;
      if (files.empty() || full) files.emplace_back();
      files.back().tensors.push_back(std::move(tensor));
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
      files[i].name = files.size() == 1
                          ? std::string("model.safetensors")
                          : fmt::format("model-{:05}-of-{:05}.safetensors", i + 1, files.size());
      std::stable_sort(files[i].tensors.begin(), files[i].tensors.end(),
                       [](const MergedTensor& a, const MergedTensor& b) {
                         return keptAlignment(a.planned) > keptAlignment(b.planned);
                       });
    }
  }

  const MergeInput& m_input;
  MergePlan& m_plan;
  std::string m_prefix;
  std::vector<MergedTensor> m_tensors;
};

}  // namespace

std::uintmax_t MergedTensor::bytes() const {
  return static_cast<std::uintmax_t>(from->count()) * bytesPerNumber(planned.type);
}

std::uintmax_t MergedFile::bytes() const {
  std::uintmax_t sum = 0;
  for (const MergedTensor& tensor : tensors) sum += tensor.bytes();
  return sum;
}

Result<MergePlan> planMerge(const MergeInput& input) {
  MergePlan plan;
  auto base = openModelFolder(input.base);
  if (!base) return tl::unexpected(base.error());
  plan.base = *std::move(base);
  auto adapter = Adapter::open(input.adapter);
  if (!adapter) return tl::unexpected(adapter.error());
  plan.adapter = std::make_unique<Adapter>(*std::move(adapter));
  auto weights = TensorSource::open(plan.base.weights);
  if (!weights) return tl::unexpected(weights.error());
  plan.weights = *std::move(weights);
  if (const auto planned = Planner(input, plan).run(); !planned) {
    return tl::unexpected(planned.error());
  }
  return plan;
}

}  // namespace molloquy::checkpoints
