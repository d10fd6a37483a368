#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// Number type of the language model's base weights in the new folder. The published models were
/// trained and are run in bfloat16.
enum class LanguageModelType { Bfloat16, AsStored };

/// What the published 3D-MoLM consists of, and where it goes.
struct AssembleInput {
  std::filesystem::path uniMol;      ///< mol_pre_no_h_220816.pt
  std::filesystem::path llmFolder;   ///< llama-2-7b-hf: config.json, weights, tokenizer.model
  std::filesystem::path checkpoint;  ///< generalist.ckpt or stage2.ckpt
  std::optional<std::filesystem::path> stage1;  ///< stage1.ckpt: retrieval and captioning heads
  /// vocab.txt of the stage-1 text side, or the folder it is in; needed with stage1.
  std::optional<std::filesystem::path> vocabulary;
  std::filesystem::path output;  ///< the new model folder; made when it is not there.
  std::string name;              ///< shown to people; empty: the output folder's own name.
  std::uintmax_t shardBytes = 4'000'000'000;
  LanguageModelType languageModelType = LanguageModelType::Bfloat16;
  std::optional<int> qformerHeads;  ///< when its width is no multiple of 64.
};

/// Where the work is: bytes read for checksums plus bytes written.
struct AssembleProgress {
  std::string doing;  ///< "checking llama-2-7b-hf/model-00001.safetensors"
  std::uintmax_t done = 0;
  std::uintmax_t total = 0;
};

struct AssembleReport {
  std::filesystem::path folder;
  std::vector<std::string> files;   ///< weights files, in order.
  std::vector<std::string> reused;  ///< those of them that an earlier run had finished.
  std::int64_t tensors = 0;
  std::uintmax_t bytes = 0;  ///< of the weights.
};

/// Makes one Molloquy model folder of the published files: weights under our names in
/// model.safetensors or shards with an index, config.json with sizes, conventions and the
/// checksums of every source file, tokenizer.model, and for stage 1 stage1.safetensors, stage1.json
/// and vocab.txt.
///
/// Every tensor is checked by name and shape before anything is written. The embedding and the
/// output head get two rows of zeros for [PAD] and <mol>, which no published file holds.
/// Memory: the largest tensor. A run that was stopped or failed leaves finished files and
/// assemble.partial.json; the next run with the same sources goes on from there.
/// Errors: NotFound, Corrupt and Unsupported of the sources, naming file, tensor and both shapes;
/// InvalidInput (a plain language model, an output that holds another model, not enough disk, with
/// the numbers; "Assembling was stopped; ..." after a stop); Internal (disk).
Result<AssembleReport> assembleModel(
    const AssembleInput& input, const std::function<void(const AssembleProgress&)>& progress = {},
    const std::stop_token& stop = {});

}  // namespace molloquy::checkpoints
