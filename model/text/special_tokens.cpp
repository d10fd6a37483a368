#include "model/text/special_tokens.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::text {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

tl::unexpected<Error> corrupt(const fs::path& file, std::string_view what) {
  return fail(ErrorCode::Corrupt, fmt::format("{} {}.", file.string(), what));
}

/// The object in a file; an empty one when there is no such file.
Result<json> readObject(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return json::object();
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  json object = json::parse(*text, nullptr, false);
  if (!object.is_object()) return corrupt(file, "is not a JSON object");
  return object;
}

std::optional<TokenId> idOf(const json& value) {
  if (!value.is_number_unsigned() ||
      value.get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()) {
    return std::nullopt;
  }
  return TokenId(value.get<std::int32_t>());
}

Result<SpecialTokens> readMoleculeTokens(const json& config, const fs::path& file) {
  const auto ids = config.find("special_tokens");
  if (!ids->is_object()) return corrupt(file, "has no object \"special_tokens\"");
  SpecialTokens special;
  for (const auto& [field, target] : {std::pair{"begin", &special.begin},
                                      {"end", &special.end},
                                      {"pad", &special.pad},
                                      {"molecule", &special.molecule}}) {
    const auto value = ids->find(field);
    const auto id = value == ids->end() ? std::nullopt : idOf(*value);
    if (!id) return corrupt(file, fmt::format("has no token id \"special_tokens.{}\"", field));
    *target = *id;
  }
  if (const auto value = ids->find("unknown"); value != ids->end()) {
    special.unknown = idOf(*value);
    if (!special.unknown) return corrupt(file, "has no token id \"special_tokens.unknown\"");
  }
  return special;
}

/// "eos_token_id" is a number, a list of numbers, or null.
Result<void> addEnds(const json& config, const fs::path& file, std::vector<TokenId>& ends) {
  const auto value = config.find("eos_token_id");
  if (value == config.end() || value->is_null()) return {};
  for (const json& entry : value->is_array() ? *value : json::array({*value})) {
    const auto id = idOf(entry);
    if (!id) return corrupt(file, "has no token id \"eos_token_id\"");
    if (std::find(ends.begin(), ends.end(), *id) == ends.end()) ends.push_back(*id);
  }
  return {};
}

/// Names in added_tokens.json (name -> id) and in tokenizer_config.json (id -> description).
Result<void> addNames(const json& added, const json& tokenizer, const fs::path& folder,
                      FolderTokens& tokens) {
  for (const auto& [name, value] : added.items()) {
    const auto id = idOf(value);
    if (!id) return corrupt(folder / "added_tokens.json", fmt::format("has no id for {}", name));
    tokens.added.emplace_back(name, *id);
  }
  const auto list = tokenizer.find("added_tokens_decoder");
  if (list == tokenizer.end() || !list->is_object()) return {};
  for (const auto& [digits, entry] : list->items()) {
    std::int32_t id = -1;
    const char* end = digits.data() + digits.size();
    const auto content = entry.is_object() ? entry.find("content") : entry.end();
    if (std::from_chars(digits.data(), end, id).ptr != end || id < 0 || content == entry.end() ||
        !content->is_string()) {
      return corrupt(folder / "tokenizer_config.json",
                     fmt::format("has no usable \"added_tokens_decoder.{}\"", digits));
    }
    tokens.added.emplace_back(content->get<std::string>(), TokenId(id));
  }
  return {};
}

Result<FolderTokens> readPlain(const json& config, const fs::path& folder) {
  FolderTokens tokens;
  const fs::path generationFile = folder / "generation_config.json";
  const auto generation = readObject(generationFile);
  const auto tokenizer = readObject(folder / "tokenizer_config.json");
  const auto added = readObject(folder / "added_tokens.json");
  for (const auto* object : {&generation, &tokenizer, &added}) {
    if (!*object) return tl::unexpected(object->error());
  }
  if (const auto value = config.find("bos_token_id"); value != config.end() && !value->is_null()) {
    tokens.begin = idOf(*value);
    if (!tokens.begin) return corrupt(folder / "config.json", "has no token id \"bos_token_id\"");
  }
  if (auto read = addEnds(*generation, generationFile, tokens.ends); !read) {
    return tl::unexpected(read.error());
  }
  if (auto read = addEnds(config, folder / "config.json", tokens.ends); !read) {
    return tl::unexpected(read.error());
  }
  if (const auto writes = tokenizer->find("add_bos_token");
      writes != tokenizer->end() && writes->is_boolean()) {
    tokens.writesBegin = writes->get<bool>();
  }
  if (auto read = addNames(*added, *tokenizer, folder, tokens); !read) {
    return tl::unexpected(read.error());
  }
  return tokens;
}

}  // namespace

Result<FolderTokens> readFolderTokens(const fs::path& folder) {
  const fs::path file = folder / "config.json";
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  const json config = json::parse(*text, nullptr, false);
  if (!config.is_object()) return corrupt(file, "is not a JSON object");
  if (!config.contains("special_tokens") && !config.contains("model_type") &&
      !config.contains("eos_token_id")) {
    return corrupt(file, "has no object \"special_tokens\"");
  }
  if (!config.contains("special_tokens")) return readPlain(config, folder);
  const auto special = readMoleculeTokens(config, file);
  if (!special) return tl::unexpected(special.error());
  FolderTokens tokens;
  tokens.molecule = *special;
  return tokens;
}

}  // namespace molloquy::text
