#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/weight_file_kind.h"

namespace molloquy::checkpoints {

/// A tensor of any weights file.
struct SourceTensor {
  std::string name;
  TensorType type = TensorType::F32;
  std::vector<std::int64_t> shape;

  /// Product of the shape.
  [[nodiscard]] std::int64_t count() const;
};

/// Bytes together with whatever they live in: a mapped file, or memory of their own.
struct TensorBytes {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
};

/// The tensors of a model in any of the known forms: one .safetensors file, shards with an index, a
/// PyTorch archive (.pt, .pth, .ckpt, .bin), PyTorch shards with an index. Thread: one at a time.
class TensorSource {
 public:
  /// fileOrFolder  a file of any of these forms, told by its bytes and not by its ending; an
  ///               index; or a folder, where model.safetensors, its index, pytorch_model.bin, its
  ///               index and a single .safetensors file are looked for in this order.
  /// Errors: those of WeightFiles::open and PytorchFile::open; a file that is neither is named for
  /// what it is.
  static Result<std::unique_ptr<TensorSource>> open(const std::filesystem::path& fileOrFolder);

  TensorSource() = default;
  TensorSource(const TensorSource&) = delete;
  TensorSource& operator=(const TensorSource&) = delete;
  virtual ~TensorSource() = default;

  /// All tensors, file by file.
  [[nodiscard]] const std::vector<SourceTensor>& tensors() const { return m_tensors; }
  /// The tensor of that name, or nullptr.
  [[nodiscard]] const SourceTensor* find(std::string_view name) const;
  /// Row-major numbers without gaps. Memory: for safetensors the file's own pages, given back when
  /// the last copy of the owner goes; otherwise the tensor.
  /// Precondition: `tensor` is one of tensors().
  virtual Result<TensorBytes> read(const SourceTensor& tensor) = 0;

  /// The files with the weights, without the index.
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return m_files; }
  [[nodiscard]] WeightFileKind kind() const { return m_kind; }
  /// Plain fields written beside the tensors.
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }

 protected:
  /// To be filled while opening.
  void addTensor(SourceTensor tensor);
  std::vector<std::filesystem::path> m_files;
  WeightFileKind m_kind = WeightFileKind::Unknown;
  std::map<std::string, std::string> m_metadata;

 private:
  std::vector<SourceTensor> m_tensors;
  std::unordered_map<std::string, std::size_t> m_byName;
};

}  // namespace molloquy::checkpoints
