#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/nn/weights.h"

namespace molloquy::parity {

/// The files of a folder of reference numbers; what is missing makes its cases "absent". A damaged
/// file is thrown as std::runtime_error that names it.
class GoldenFolder {
 public:
  /// device  where tensors are handed out and networks are to run.
  GoldenFolder(std::filesystem::path path, at::Device device)
      : m_path(std::move(path)), m_device(device) {}

  /// The named tensor as a copy on the device, integers as int64; nullopt when file or tensor is
  /// missing.
  std::optional<at::Tensor> tensor(const std::string& file, const std::string& name);
  /// Whether the file holds a tensor of that name.
  bool contains(const std::string& file, const std::string& name);
  /// All tensors of the files, in the order given; nullopt when a file is missing.
  std::optional<nn::StoredTensors> stored(const std::vector<std::string>& names);
  /// A JSON file; null when missing.
  [[nodiscard]] nlohmann::json json(const std::string& file) const;
  /// Rows of a table without its heading, split at tabs; nullopt when missing.
  [[nodiscard]] std::optional<std::vector<std::vector<std::string>>> table(
      const std::string& file) const;
  /// Where the file is; nullopt when missing.
  [[nodiscard]] std::optional<std::filesystem::path> path(const std::string& file) const;

  [[nodiscard]] at::Device device() const { return m_device; }
  /// Sizes, ids and names of this set: its config.json.
  [[nodiscard]] const nlohmann::json& config();

 private:
  /// The weights in `file`, or in the shards that `file`.index.json names; null when missing.
  std::shared_ptr<checkpoints::TensorSource> open(const std::string& file);

  std::filesystem::path m_path;
  at::Device m_device;
  std::map<std::string, std::shared_ptr<checkpoints::TensorSource>> m_files;
  std::optional<nlohmann::json> m_config;
};

}  // namespace molloquy::parity
