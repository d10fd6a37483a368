#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/tensor_type.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDataAlignment = 64;

/// Wider number types first, so that every tensor is aligned for its type.
std::vector<const TensorToWrite*> inFileOrder(const std::vector<TensorToWrite>& tensors) {
  std::vector<const TensorToWrite*> order;
  for (const TensorToWrite& tensor : tensors) order.push_back(&tensor);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return bytesPerNumber(a->type) > bytesPerNumber(b->type);
  });
  return order;
}

/// The JSON header; an InvalidInput sentence without the file's name when a tensor does not fit.
Result<std::string> headerOf(const std::vector<const TensorToWrite*>& order,
                             const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const TensorToWrite* tensor : order) {
    if (tensor->name == "__metadata__" || header.contains(tensor->name)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("the tensor name {} is taken; give every tensor a name of its own",
                              tensor->name));
    }
    if (byteCount(tensor->shape, tensor->type) != tensor->bytes.size()) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("tensor {} has {} bytes, which is not its shape times its number type",
                      tensor->name, tensor->bytes.size()));
    }
    header[tensor->name] = {{"dtype", tensorTypeName(tensor->type)},
                            {"shape", tensor->shape},
                            {"data_offsets", {offset, offset + tensor->bytes.size()}}};
    offset += tensor->bytes.size();
  }
  try {
    return header.dump();
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorCode::InvalidInput, "a tensor name or metadata field is not UTF-8 text");
  }
}

}  // namespace

Result<void> writeSafetensors(const fs::path& path, const std::vector<TensorToWrite>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  const auto order = inFileOrder(tensors);
  auto header = headerOf(order, metadata);
  if (!header) {
    return fail(header.error().code,
                fmt::format("Cannot write {}: {}.", path.string(), header.error().message));
  }
  std::string length(sizeof(std::uint64_t), '\0');
  const std::size_t unpadded = length.size() + header->size();
  header->append((kDataAlignment - unpadded % kDataAlignment) % kDataAlignment, ' ');
  const std::uint64_t headerBytes = header->size();
  std::memcpy(length.data(), &headerBytes, length.size());

  std::vector<std::string_view> parts{length, *header};
  for (const TensorToWrite* tensor : order) {
    parts.emplace_back(reinterpret_cast<const char*>(tensor->bytes.data()), tensor->bytes.size());
  }
  return writeFileAtomically(path, parts);
}

}  // namespace molloquy::checkpoints
