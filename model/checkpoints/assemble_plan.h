#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/assemble.h"
#include "model/checkpoints/safetensors_stream_writer.h"
#include "model/checkpoints/tensor_source.h"
#include "model/molm/config.h"

namespace molloquy::checkpoints {

/// A tensor to be written: its name, type and shape in the new folder, and where its numbers come
/// from. More rows than the source has are filled with zeros.
struct AssembledTensor {
  PlannedTensor planned;
  TensorSource* source = nullptr;
  const SourceTensor* from = nullptr;

  [[nodiscard]] std::uintmax_t bytes() const;
};

/// A weights file to be written.
struct AssembledFile {
  std::string name;
  std::vector<AssembledTensor> tensors;  ///< in file order.

  [[nodiscard]] std::uintmax_t bytes() const;
};

/// A source file, for the record.
struct AssembleSource {
  std::string part;  ///< "uni_mol", "language_model", "checkpoint", "stage1", "tokenizer", ...
  std::filesystem::path path;
  std::uintmax_t bytes = 0;
  std::string sha256;  ///< empty until it was computed.
};

/// Everything that assembling is going to do. Sources stay open.
struct AssemblePlan {
  std::unique_ptr<TensorSource> uniMol;
  std::unique_ptr<TensorSource> language;
  std::unique_ptr<TensorSource> checkpoint;
  std::unique_ptr<TensorSource> stage1;  ///< null without stage 1.
  molm::Config config;
  std::string stage1Config;  ///< text of stage1.json; empty without stage 1.
  std::vector<AssembledFile> weights;
  std::vector<AssembledFile> extra;  ///< stage1.safetensors, or nothing.
  std::vector<AssembleSource> sources;

  /// One text that differs whenever the written weights would.
  [[nodiscard]] std::string fingerprint() const;
};

/// Opens and checks all sources. Writes nothing. Errors: those of assembleModel about sources.
Result<AssemblePlan> planAssembly(const AssembleInput& input);

}  // namespace molloquy::checkpoints
