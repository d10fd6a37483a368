// One input: a .safetensors file, or JSON text, which is read as an index and as a configuration.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <numeric>

#include "input_file.h"
#include "model/checkpoints/hf_config.h"
#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/shard_index.h"
#include "model/checkpoints/weight_description.h"

using namespace molloquy::checkpoints;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const InputFile input(std::as_bytes(std::span(data, size)));
  if (size > 0 && data[0] == '{') {
    const auto index = readShardIndex(input.path());
    const auto object = nlohmann::json::parse(data, data + size, nullptr, false);
    if (!object.is_discarded()) const auto config = hfConfigFromJson(object);
    return 0;
  }
  const auto description = describeWeightFile(input.path());
  const auto file = SafetensorsFile::open(input.path());
  if (!file) return 0;
  volatile unsigned sum = 0;
  for (const TensorEntry& entry : file->entries()) {
    for (const std::byte byte : file->bytes(entry)) sum = sum + static_cast<unsigned>(byte);
    if (file->find(entry.name) == nullptr) std::abort();
  }
  return 0;
}
