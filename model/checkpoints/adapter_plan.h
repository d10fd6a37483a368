#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/checkpoints/adapter.h"
#include "model/checkpoints/adapter_merge.h"
#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/safetensors_stream_writer.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::checkpoints {

/// A tensor of the merged model.
struct MergedTensor {
  PlannedTensor planned;
  const SourceTensor* from = nullptr;
  const AdapterPair* pair = nullptr;  ///< null when the tensor stays as it is.

  [[nodiscard]] std::uintmax_t bytes() const;
};

/// A weights file of the merged model.
struct MergedFile {
  std::string name;
  std::vector<MergedTensor> tensors;  ///< in file order.

  [[nodiscard]] std::uintmax_t bytes() const;
};

/// Everything that merging is going to do.
struct MergePlan {
  ModelFolder base;
  std::unique_ptr<TensorSource> weights;
  std::unique_ptr<Adapter> adapter;
  bool sheds = false;  ///< the base's own adapters become part of its weights.
  std::vector<MergedFile> files;
};

/// Opens and checks both. Writes nothing. Errors: those of mergeAdapter about base and adapter.
Result<MergePlan> planMerge(const MergeInput& input);

}  // namespace molloquy::checkpoints
