#include "model/nn/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>

#include <algorithm>
#include <set>

#include "model/checkpoints/weight_names.h"

namespace molloquy::nn {
namespace {

using checkpoints::SafetensorsFile;
using checkpoints::TensorEntry;
using checkpoints::TensorType;

at::ScalarType scalarType(TensorType type) {
  switch (type) {
    case TensorType::F64:
      return at::kDouble;
    case TensorType::F32:
      return at::kFloat;
    case TensorType::F16:
      return at::kHalf;
    case TensorType::BF16:
      return at::kBFloat16;
    case TensorType::I64:
      return at::kLong;
    case TensorType::I32:
      return at::kInt;
    case TensorType::I16:
      return at::kShort;
    case TensorType::U16:
      return at::kShort;  // see widened
    case TensorType::I8:
      return at::kChar;
    case TensorType::U8:
      return at::kByte;
    case TensorType::Bool:
      return at::kBool;
  }
  TORCH_CHECK(false, "unknown tensor type");
}

/// U16 read as a signed number -> its value as int32.
at::Tensor widened(const at::Tensor& tensor, TensorType type) {
  return type == TensorType::U16 ? tensor.to(at::kInt).bitwise_and(0xFFFF) : tensor;
}

/// A tensor that looks into the bytes and keeps their owner.
at::Tensor tensorIn(const checkpoints::TensorBytes& bytes, const std::vector<std::int64_t>& shape,
                    TensorType type) {
  // from_blob takes a mutable pointer; nobody writes through a view of a read-only mapping.
  void* data = const_cast<std::byte*>(bytes.bytes.data());
  const auto keep = [owner = bytes.owner](void*) {};
  return widened(torch::from_blob(data, shape, keep, scalarType(type)), type);
}

std::string shapeText(at::IntArrayRef shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

Result<void> copyInto(at::Tensor& parameter, const StoredTensor& stored,
                      const std::optional<Placement>& placement) {
  if (parameter.sizes() != at::IntArrayRef(stored.shape)) {
    return fail(ErrorCode::Corrupt,
                fmt::format("Tensor \"{}\" has the shape {}, but the configuration asks for {}.",
                            stored.name, shapeText(stored.shape), shapeText(parameter.sizes())));
  }
  const Result<at::Tensor> source = stored.read();
  if (!source) return tl::unexpected(source.error());
  const torch::NoGradGuard noGrad;
  if (placement) {
    parameter.set_data(
        at::empty(parameter.sizes(), at::TensorOptions(placement->device).dtype(placement->type)));
  }
  parameter.copy_(*source);
  return {};
}

/// What a stored tensor fills; null for one that nothing claims.
struct Claim {
  const StoredTensor* stored = nullptr;
  at::Tensor* parameter = nullptr;
  std::string name;
};

std::vector<Claim> claimsOf(const StoredTensors& stored,
                            torch::OrderedDict<std::string, at::Tensor>& parameters) {
  std::vector<Claim> claims;
  for (const StoredTensor& tensor : stored) {
    at::Tensor* parameter = parameters.find(tensor.name);
    std::optional<std::string> name = tensor.name;
    if (parameter == nullptr) {
      name = parameterName(tensor.name);
      if (name) parameter = parameters.find(*name);
    }
    if (parameter != nullptr) claims.push_back({&tensor, parameter, *name});
  }
  return claims;
}

Error missingError(const std::vector<std::pair<std::string, at::Tensor>>& missing) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> named;
  for (std::size_t i = 0; i < std::min(kNamed, missing.size()); ++i) {
    named.push_back(
        fmt::format("\"{}\" of shape {}", missing[i].first, shapeText(missing[i].second.sizes())));
  }
  const std::string more = missing.size() > kNamed
                               ? fmt::format(" and {} more", missing.size() - kNamed)
                               : std::string();
  return {ErrorCode::Corrupt,
          fmt::format("The weights lack the tensor{} {}{} that the configuration asks for.",
                      missing.size() > 1 ? "s" : "", fmt::join(named, ", "), more)};
}

/// A Uni-Mol file calls the scores of its pretraining head lm_head.weight, as language models call
/// theirs; here it gets a name that only that head claims, see parameterName.
constexpr const char* kMaskedTokenScores = "masked_token_head.weight";

StoredTensors withOwnTokenHead(StoredTensors stored) {
  const auto named = [&](const char* name) {
    return std::find_if(stored.begin(), stored.end(),
                        [&](const StoredTensor& tensor) { return tensor.name == name; });
  };
  const auto scores = named("lm_head.weight");
  if (scores != stored.end() && named("lm_head.dense.weight") != stored.end()) {
    scores->name = kMaskedTokenScores;
  }
  return stored;
}

}  // namespace

at::Tensor tensorView(const SafetensorsFile& file, const TensorEntry& entry) {
  return tensorIn({file.bytes(entry), nullptr}, entry.shape, entry.type);
}

Result<at::Tensor> readTensor(const SafetensorsFile& file, const std::string& name) {
  const TensorEntry* entry = file.find(name);
  if (entry == nullptr) {
    return fail(ErrorCode::Corrupt, fmt::format("The file has no tensor \"{}\".", name));
  }
  return tensorView(file, *entry).clone();
}

StoredTensors storedTensors(const SafetensorsFile& file) {
  StoredTensors stored;
  for (const TensorEntry& entry : file.entries()) {
    stored.push_back({entry.name, entry.shape, entry.end - entry.begin,
                      [file, &entry]() -> Result<at::Tensor> { return tensorView(file, entry); }});
  }
  return withOwnTokenHead(std::move(stored));
}

StoredTensors storedTensors(std::shared_ptr<checkpoints::TensorSource> source) {
  StoredTensors stored;
  for (const checkpoints::SourceTensor& tensor : source->tensors()) {
    const auto bytes = static_cast<std::uintmax_t>(tensor.count()) * bytesPerNumber(tensor.type);
    stored.push_back({tensor.name, tensor.shape, bytes, [source, &tensor]() -> Result<at::Tensor> {
                        const Result<checkpoints::TensorBytes> read = source->read(tensor);
                        if (!read) return tl::unexpected(read.error());
                        return tensorIn(*read, tensor.shape, tensor.type);
                      }});
  }
  return withOwnTokenHead(std::move(stored));
}

Result<std::size_t> loadWeights(torch::nn::Module& module, const StoredTensors& stored,
                                const LoadOptions& options) {
  auto parameters = module.named_parameters();
  const std::vector<Claim> claims = claimsOf(stored, parameters);
  std::set<std::string> filled;
  for (const Claim& claim : claims) filled.insert(claim.name);
  if (options.missing == LoadOptions::Missing::Refuse && filled.size() < parameters.size()) {
    std::vector<std::pair<std::string, at::Tensor>> missing;
    for (const auto& parameter : parameters) {
      if (!filled.contains(parameter.key())) missing.push_back(parameter.pair());
    }
    return tl::unexpected(missingError(missing));
  }
  std::uintmax_t total = 0;
  for (const Claim& claim : claims) total += claim.stored->bytes;
  std::uintmax_t read = 0;
  for (const Claim& claim : claims) {
    if (options.stop.stop_requested()) return 0;
    if (Result<void> copied = copyInto(*claim.parameter, *claim.stored, options.placement);
        !copied) {
      return tl::unexpected(copied.error());
    }
    read += claim.stored->bytes;
    if (options.progress) options.progress(read, total);
  }
  return filled.size();
}

Result<std::size_t> loadWeights(torch::nn::Module& module,
                                const std::vector<SafetensorsFile>& files,
                                const LoadOptions& options) {
  StoredTensors stored;
  for (const SafetensorsFile& file : files) {
    for (StoredTensor& tensor : storedTensors(file)) stored.push_back(std::move(tensor));
  }
  return loadWeights(module, stored, options);
}

std::optional<std::string> parameterName(std::string_view published) {
  if (published == kMaskedTokenScores) return "lm_head.weight";
  if (std::optional<std::string> name = checkpoints::modelTensorName(published)) return name;
  // Stage 1 alone has these; its language head shares the word embeddings and one bias.
  constexpr std::string_view kStage1 = "blip2qformer.";
  if (published.starts_with(kStage1)) published.remove_prefix(kStage1.size());
  if (published == "Qformer.cls.predictions.decoder.weight") {
    return "Qformer.bert.embeddings.word_embeddings.weight";
  }
  if (published == "Qformer.cls.predictions.decoder.bias") return "Qformer.cls.predictions.bias";
  for (const std::string_view head : {"Qformer.cls.", "graph_proj.", "text_proj.", "gtm_head."}) {
    if (published.starts_with(head)) return std::string(published);
  }
  return std::nullopt;
}

Result<void> saveWeights(const torch::nn::Module& module, const std::filesystem::path& path,
                         SavedType type, const std::map<std::string, std::string>& metadata,
                         const std::function<bool(const std::string& name)>& wanted) {
  const bool wide = type == SavedType::Float32;
  std::vector<at::Tensor> kept;
  std::vector<checkpoints::TensorToWrite> tensors;
  for (const auto& parameter : module.named_parameters()) {
    if (wanted && !wanted(parameter.key())) continue;
    const at::Tensor plain =
        parameter.value().detach().to(at::kCPU, wide ? at::kFloat : at::kBFloat16).contiguous();
    kept.push_back(plain);
    const auto* data = static_cast<const std::byte*>(plain.data_ptr());
    tensors.push_back({parameter.key(), wide ? TensorType::F32 : TensorType::BF16,
                       plain.sizes().vec(), std::span(data, plain.nbytes())});
  }
  return checkpoints::writeSafetensors(path, tensors, metadata);
}

std::int64_t parameterCount(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

}  // namespace molloquy::nn
