#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// One tensor of a PyTorch file: a view into a storage, which several may share.
struct PytorchEntry {
  std::string name;  ///< dictionary keys joined by dots, without the outer "state_dict" or "model".
  TensorType type = TensorType::F32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in numbers; none is negative.
  std::int64_t offset = 0;            ///< in numbers.
  std::string storage;                ///< key of the storage; equal keys share their bytes.
  std::int64_t count = 0;             ///< product of the shape.
};

/// A file written by torch.save since PyTorch 1.6 (.pt, .pth, .ckpt, .bin): a zip archive with a
/// pickle that describes the tensors and one member of plain bytes per storage.
///
/// Opening reads the description only. No code that the file asks for is run (pickle_reader.h);
/// what is neither a tensor nor plain data is refused by name.
/// Thread: one at a time. Source: torch/serialization.py and caffe2/serialize of PyTorch.
class PytorchFile {
 public:
  /// Errors: NotFound, Corrupt and Unsupported (an old file, a TorchScript program, code to run,
  /// big endian numbers), naming the file and the tensor.
  static Result<PytorchFile> open(const std::filesystem::path& path);
  PytorchFile(PytorchFile&&) noexcept;
  PytorchFile& operator=(PytorchFile&&) noexcept;
  ~PytorchFile();

  /// All tensors in the order of the file's dictionary, tied ones under each of their names.
  [[nodiscard]] const std::vector<PytorchEntry>& entries() const;
  [[nodiscard]] const PytorchEntry* find(std::string_view name) const;
  /// Numbers and texts that stand beside the weights ("epoch" -> "3").
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const;

  /// The tensor's numbers, row-major and without gaps; checksums are verified on the way.
  /// Memory: the tensor, and for one that is not row-major the span of its storage.
  /// Errors: Corrupt (damaged), OutOfMemory, naming file and tensor.
  Result<std::vector<std::byte>> read(const PytorchEntry& entry);

 private:
  struct Contents;
  explicit PytorchFile(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> m_contents;
};

}  // namespace molloquy::checkpoints
