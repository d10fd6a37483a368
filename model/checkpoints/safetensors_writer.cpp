#include <map>

#include <fmt/format.h>

#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/safetensors_stream_writer.h"
#include "model/checkpoints/tensor_type.h"

namespace molloquy::checkpoints {

Result<void> writeSafetensors(const std::filesystem::path& path,
                              const std::vector<TensorToWrite>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  std::vector<PlannedTensor> plan;
  std::map<std::string_view, std::span<const std::byte>> bytes;
  for (const TensorToWrite& tensor : tensors) {
    if (byteCount(tensor.shape, tensor.type) != tensor.bytes.size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Cannot write {}: tensor {} has {} bytes, which is not its shape "
                              "times its number type.",
                              path.string(), tensor.name, tensor.bytes.size()));
    }
    plan.push_back({tensor.name, tensor.type, tensor.shape});
    bytes.emplace(tensor.name, tensor.bytes);
  }
  sortForAlignment(plan);
  auto writer = SafetensorsStreamWriter::create(path, plan, metadata);
  if (!writer) return tl::unexpected(writer.error());
  for (const PlannedTensor& tensor : plan) {
    if (const auto written = writer->write(bytes.at(tensor.name)); !written) return written;
  }
  return writer->finish();
}

}  // namespace molloquy::checkpoints
