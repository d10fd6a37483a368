#include "model/checkpoints/shard_index.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uintmax_t kMaxIndexBytes = 64U << 20;

bool isPlainFileName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string("/\\\0", 3)) == std::string::npos;
}

}  // namespace

Result<ShardIndex> readShardIndex(const fs::path& path) {
  const auto text = readFile(path, kMaxIndexBytes);
  if (!text) return tl::unexpected(text.error());
  const auto corrupt = [&](const std::string& what) {
    return fail(ErrorCode::Corrupt, fmt::format("The index {} {}.", path.string(), what));
  };
  const json object = json::parse(*text, nullptr, false);
  const auto map = object.is_object() ? object.find("weight_map") : object.end();
  if (!object.is_object() || map == object.end() || !map->is_object() || map->empty()) {
    return corrupt("has no \"weight_map\" that says which tensor is in which file");
  }
  ShardIndex index;
  index.path = path;
  for (const auto& [tensor, file] : map->items()) {
    if (!file.is_string()) return corrupt(fmt::format("names no file for tensor {}", tensor));
    const auto name = file.get<std::string>();
    if (!isPlainFileName(name)) {
      return corrupt(fmt::format(
          "puts tensor {} into \"{}\", which is not a file of the same folder; get it again",
          tensor, name));
    }
    index.weightMap.emplace(tensor, name);
    index.shards.insert(name);
  }
  std::vector<std::string> missing;
  std::error_code ignored;
  for (const std::string& shard : index.shards) {
    if (!fs::is_regular_file(index.shardPath(shard), ignored)) missing.push_back(shard);
  }
  if (!missing.empty()) {
    return fail(ErrorCode::NotFound,
                fmt::format("The index {} names files that are not there: {}; get them as well.",
                            path.string(), fmt::join(missing, ", ")));
  }
  return index;
}

std::string shardIndexText(const std::map<std::string, std::string>& weightMap,
                           std::uintmax_t totalBytes) {
  const json object = {{"metadata", {{"total_size", totalBytes}}}, {"weight_map", weightMap}};
  return object.dump(2) + "\n";
}

}  // namespace molloquy::checkpoints
