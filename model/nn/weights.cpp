#include "model/nn/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>

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
      return at::kShort;  // widened by tensorView
    case TensorType::I8:
      return at::kChar;
    case TensorType::U8:
      return at::kByte;
    case TensorType::Bool:
      return at::kBool;
  }
  TORCH_CHECK(false, "unknown tensor type");
}

Result<void> copyInto(at::Tensor& parameter, const SafetensorsFile& file,
                      const TensorEntry& entry) {
  if (parameter.sizes() != at::IntArrayRef(entry.shape)) {
    return fail(
        ErrorCode::Corrupt,
        fmt::format("Tensor \"{}\" has the shape [{}], but the configuration asks for [{}].",
                    entry.name, fmt::join(entry.shape, ", "),
                    fmt::join(parameter.sizes().vec(), ", ")));
  }
  const torch::NoGradGuard noGrad;
  parameter.copy_(tensorView(file, entry));
  return {};
}

std::uintmax_t bytesOf(const std::vector<SafetensorsFile>& files) {
  std::uintmax_t total = 0;
  for (const SafetensorsFile& file : files) {
    for (const TensorEntry& entry : file.entries()) total += entry.end - entry.begin;
  }
  return total;
}

}  // namespace

at::Tensor tensorView(const SafetensorsFile& file, const TensorEntry& entry) {
  // from_blob takes a mutable pointer; nobody writes through a view of a read-only mapping.
  void* data = const_cast<std::byte*>(file.bytes(entry).data());
  const at::Tensor view = torch::from_blob(data, entry.shape, scalarType(entry.type));
  return entry.type == TensorType::U16 ? view.to(at::kInt).bitwise_and(0xFFFF) : view;
}

Result<at::Tensor> readTensor(const SafetensorsFile& file, const std::string& name) {
  const TensorEntry* entry = file.find(name);
  if (entry == nullptr) {
    return fail(ErrorCode::Corrupt, fmt::format("The file has no tensor \"{}\".", name));
  }
  return tensorView(file, *entry).clone();
}

Result<std::size_t> loadWeights(torch::nn::Module& module,
                                const std::vector<SafetensorsFile>& files,
                                const LoadOptions& options) {
  auto parameters = module.named_parameters();
  const std::uintmax_t total = bytesOf(files);
  std::uintmax_t read = 0;
  std::set<std::string> filled;
  for (const SafetensorsFile& file : files) {
    for (const TensorEntry& entry : file.entries()) {
      if (options.stop.stop_requested()) return 0;
      read += entry.end - entry.begin;
      at::Tensor* parameter = parameters.find(entry.name);
      const std::optional<std::string> name =
          parameter != nullptr ? entry.name : checkpoints::modelTensorName(entry.name);
      if (parameter == nullptr && name) parameter = parameters.find(*name);
      if (parameter == nullptr) continue;
      if (Result<void> copied = copyInto(*parameter, file, entry); !copied) {
        return tl::unexpected(copied.error());
      }
      filled.insert(*name);
      if (options.progress) options.progress(read, total);
    }
  }
  if (options.missing == LoadOptions::Missing::Refuse) {
    for (const auto& parameter : parameters) {
      if (!filled.contains(parameter.key())) {
        return fail(
            ErrorCode::Corrupt,
            fmt::format("The weights lack the tensor \"{}\" that the configuration asks for.",
                        parameter.key()));
      }
    }
  }
  return filled.size();
}

Result<void> saveWeights(const torch::nn::Module& module, const std::filesystem::path& path,
                         SavedType type, const std::map<std::string, std::string>& metadata) {
  const bool wide = type == SavedType::Float32;
  std::vector<at::Tensor> kept;
  std::vector<checkpoints::TensorToWrite> tensors;
  for (const auto& parameter : module.named_parameters()) {
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
