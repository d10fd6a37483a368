#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// What an index file says: which tensor is in which file of the same folder.
struct ShardIndex {
  std::filesystem::path path;                    ///< of the index itself.
  std::map<std::string, std::string> weightMap;  ///< tensor -> file name.
  std::set<std::string> shards;                  ///< the file names, each once.

  [[nodiscard]] std::filesystem::path shardPath(const std::string& shard) const {
    return path.parent_path() / shard;
  }
};

/// Reads model.safetensors.index.json or pytorch_model.bin.index.json.
/// Errors: NotFound (the index or, by name, every missing shard), Corrupt (not the layout, a file
/// name that leads out of the folder).
Result<ShardIndex> readShardIndex(const std::filesystem::path& path);

/// The text of an index: `weightMap` and the bytes of all tensors together.
std::string shardIndexText(const std::map<std::string, std::string>& weightMap,
                           std::uintmax_t totalBytes);

/// The end of an index file's name.
inline constexpr std::string_view kIndexEnding = ".index.json";

}  // namespace molloquy::checkpoints
