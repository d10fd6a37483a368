#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "model/checkpoints/sha256.h"
#include "model/checkpoints/tensor_source.h"
#include "model/library/neighbours/neighbours.h"

namespace molloquy::library {
namespace fs = std::filesystem;

namespace {

/// What a stage-1 network consists of beside the encoder, which is kept with the model.
constexpr std::array<const char*, 3> kFiles = {"stage1.json", "stage1.safetensors", "vocab.txt"};
constexpr std::string_view kEncoder = "graph_encoder.";

}  // namespace

Result<std::string> modelStamp(const fs::path& modelFolder) {
  std::string lines;
  for (const char* file : kFiles) {
    const auto hash = checkpoints::sha256OfFile(modelFolder / file);
    if (!hash) return tl::unexpected(hash.error());
    lines += fmt::format("{}  {}\n", *hash, file);
  }
  const auto source = checkpoints::TensorSource::open(modelFolder);
  if (!source) return tl::unexpected(source.error());
  for (const checkpoints::SourceTensor& tensor : (*source)->tensors()) {
    if (!std::string_view(tensor.name).starts_with(kEncoder)) continue;
    const auto read = (*source)->read(tensor);
    if (!read) return tl::unexpected(read.error());
    const std::string_view bytes(reinterpret_cast<const char*>(read->bytes.data()),
                                 read->bytes.size());
    lines += fmt::format("{}  {}\n", checkpoints::sha256OfText(bytes), tensor.name);
  }
  return checkpoints::sha256OfText(lines);
}

}  // namespace molloquy::library
