#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::checkpoints {

/// What a weights file seems to hold, told by the names of its tensors.
enum class WeightContents {
  UniMol,              ///< a Uni-Mol encoder.
  Stage1,              ///< a stage-1 checkpoint of 3D-MoLM.
  MoleculeAdapter,     ///< a stage-2 or stage-3 checkpoint: Q-Former, projection, adapters.
  LanguageModelShard,  ///< a language model or a part of one.
  MoleculeModel,       ///< weights of a Molloquy folder or a part of them.
  Other,
};

/// In words for people: "Uni-Mol encoder".
std::string_view describe(WeightContents contents);

/// A weights file by itself, without the folder it belongs to.
struct WeightFileDescription {
  WeightFileKind kind = WeightFileKind::Unknown;
  WeightContents contents = WeightContents::Other;
  std::vector<SourceTensor> tensors;  ///< in the order of the file.
  std::int64_t parameters = 0;        ///< tied tensors of a PyTorch file count under each name.
  std::map<std::string, std::int64_t> parametersByType;
  std::uintmax_t bytesOnDisk = 0;
  std::map<std::string, std::string> metadata;  ///< plain fields beside the tensors.
};

/// Reads the headers of one .safetensors, .pt, .pth, .ckpt or .bin file, or of an index and its
/// shards. No code of the file is run. Errors: those of TensorSource::open.
Result<WeightFileDescription> describeWeightFile(const std::filesystem::path& path);

}  // namespace molloquy::checkpoints
