#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// One tensor of a memory-mapped file; it keeps the mapping alive, so the bytes stay valid as long
/// as the view or a copy of it lives.
class WeightView {
 public:
  WeightView(SafetensorsFile file, const TensorEntry& entry)
      : m_file(std::move(file)), m_entry(&entry) {}
  [[nodiscard]] const TensorEntry& entry() const { return *m_entry; }
  /// Row-major, little endian; pages are read from disk when they are touched.
  [[nodiscard]] std::span<const std::byte> bytes() const { return m_file.bytes(*m_entry); }
  /// The file that the tensor is in.
  [[nodiscard]] const SafetensorsFile& file() const { return m_file; }

 private:
  SafetensorsFile m_file;
  const TensorEntry* m_entry;
};

/// The tensors of one .safetensors file, or of the shards that a *.safetensors.index.json names,
/// memory-mapped: nothing but the headers is read on opening. Copies share the mappings.
///
/// Source: the index layout of the transformers library ("weight_map": tensor -> file name).
/// Thread: const after opening.
class WeightFiles {
 public:
  /// fileOrFolder  a .safetensors file, an index, or a folder with model.safetensors, an index, or
  ///               one single .safetensors file (looked for in this order).
  /// Errors: NotFound (nothing there; a shard is missing, by name), InvalidInput (several
  /// candidates), Corrupt (an index that points outside its folder or names a tensor its shard
  /// lacks), and those of SafetensorsFile::open.
  static Result<WeightFiles> open(const std::filesystem::path& fileOrFolder);

  /// All tensors, file by file, in the order of their bytes.
  [[nodiscard]] const std::vector<WeightView>& tensors() const;
  /// The tensor of that name, or nullptr.
  [[nodiscard]] const WeightView* find(std::string_view name) const;
  /// The files themselves, in alphabetical order of their names.
  [[nodiscard]] const std::vector<SafetensorsFile>& files() const;
  [[nodiscard]] const std::vector<std::filesystem::path>& paths() const;
  /// Text fields of all files; where two differ, the first file's.
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
  /// Bytes of all tensors together.
  [[nodiscard]] std::uintmax_t totalBytes() const;

 private:
  struct Contents;
  explicit WeightFiles(std::shared_ptr<const Contents> contents);
  std::shared_ptr<const Contents> m_contents;
};

}  // namespace molloquy::checkpoints
