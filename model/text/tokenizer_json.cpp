#include "model/text/tokenizer_json.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::text {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kUseTheOther = "use the model's tokenizer.model if it has one";

/// How GPT-2 cuts words; what the ByteLevel step does when it is not told to leave the cutting to
/// another. Source: GPT-2 (Radford et al., 2019), encoder.py.
constexpr std::string_view kWordPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

tl::unexpected<Error> corrupt(std::string_view what) {
  return fail(ErrorCode::Corrupt, fmt::format("The tokenizer has no usable {}.", what));
}

tl::unexpected<Error> notUnderstood(std::string_view what, std::string_view name) {
  return fail(ErrorCode::Unsupported, fmt::format("The tokenizer has the {} \"{}\", which Molloquy "
                                                  "does not know; {}.",
                                                  what, name, kUseTheOther));
}

const json& member(const json& object, const char* name) {
  static const json nothing;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : nothing;
}

std::string textAt(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool isTrue(const json& object, const char* name) { return member(object, name) == json(true); }

std::string typeOf(const json& step) { return textAt(step, "type"); }

/// The steps of a Sequence, or the one step; none for null.
std::vector<json> stepsOf(const json& step, const char* list) {
  if (step.is_null()) return {};
  if (typeOf(step) != "Sequence") return {step};
  const json& steps = member(step, list);
  return steps.is_array() ? steps.get<std::vector<json>>() : std::vector<json>{};
}

std::optional<std::int32_t> idOf(const json& value) {
  constexpr std::uint64_t kMostPieces = std::uint64_t{1} << 24;
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= kMostPieces) return std::nullopt;
  return value.get<std::int32_t>();
}

Result<std::vector<AddedToken>> readAdded(const json& file) {
  std::vector<AddedToken> added;
  const json& list = member(file, "added_tokens");
  if (list.is_null()) return added;
  if (!list.is_array()) return corrupt("list \"added_tokens\"");
  for (const json& entry : list) {
    const auto id = idOf(member(entry, "id"));
    const std::string name = textAt(entry, "content");
    if (!id || name.empty()) return corrupt("id and content in \"added_tokens\"");
    for (const char* rule : {"single_word", "lstrip", "rstrip"}) {
      if (isTrue(entry, rule)) return notUnderstood(fmt::format("rule of {}", name), rule);
    }
    added.push_back(
        {name, TokenId(*id), isTrue(entry, "special") ? AddedKind::Special : AddedKind::Word});
  }
  return added;
}

Result<std::vector<std::string>> readPieces(const json& model) {
  const json& list = member(model, "vocab");
  if (!list.is_object() || list.empty()) return corrupt("\"model.vocab\"");
  // Few ids are left out, so the table is about as long as the list.
  const std::size_t most = 2 * list.size() + 1024;
  std::vector<std::string> pieces(list.size());
  for (const auto& [name, value] : list.items()) {
    const auto id = idOf(value);
    if (!id || static_cast<std::size_t>(*id) >= most) {
      return corrupt(fmt::format("id of the piece \"{}\" in \"model.vocab\"", name));
    }
    const auto at = static_cast<std::size_t>(*id);
    if (at >= pieces.size()) pieces.resize(at + 1);
    pieces[at] = name;
  }
  return pieces;
}

/// A merge is written as "a b" or as a list of two.
Result<std::vector<std::pair<std::string, std::string>>> readMerges(const json& model) {
  const json& list = member(model, "merges");
  if (!list.is_array()) return corrupt("list \"model.merges\"");
  std::vector<std::pair<std::string, std::string>> merges;
  merges.reserve(list.size());
  for (const json& entry : list) {
    if (entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string()) {
      merges.emplace_back(entry[0].get<std::string>(), entry[1].get<std::string>());
      continue;
    }
    const std::string both = entry.is_string() ? entry.get<std::string>() : std::string();
    const std::size_t blank = both.find(' ');
    if (blank == std::string::npos || blank == 0 || blank + 1 == both.size()) {
      return corrupt(fmt::format("pair of pieces in merge {}", merges.size() + 1));
    }
    merges.emplace_back(both.substr(0, blank), both.substr(blank + 1));
  }
  return merges;
}

Result<Normalisation> readNormalisation(const json& file) {
  Normalisation normalisation = Normalisation::None;
  for (const json& step : stepsOf(member(file, "normalizer"), "normalizers")) {
    if (typeOf(step) != "NFC") return notUnderstood("normaliser", typeOf(step));
    normalisation = Normalisation::FormC;
  }
  return normalisation;
}

Result<void> addPattern(std::string_view pattern, ByteLevelParts& parts) {
  auto compiled = TextPattern::compile(pattern);
  if (!compiled) return tl::unexpected(compiled.error());
  parts.patterns.push_back(*std::move(compiled));
  return {};
}

Result<void> readSplit(const json& step, ByteLevelParts& parts) {
  const std::string behavior = textAt(step, "behavior");
  if (behavior != "Isolated") return notUnderstood("cutting behaviour", behavior);
  if (isTrue(step, "invert")) return notUnderstood("cutting behaviour", "invert");
  const std::string pattern = textAt(member(step, "pattern"), "Regex");
  if (pattern.empty()) return corrupt("pattern in \"pre_tokenizer\"");
  return addPattern(pattern, parts);
}

Result<void> readPreTokenizer(const json& file, ByteLevelParts& parts) {
  bool byteLevel = false;
  for (const json& step : stepsOf(member(file, "pre_tokenizer"), "pretokenizers")) {
    if (byteLevel) return notUnderstood("pre-tokenizer after ByteLevel", typeOf(step));
    if (typeOf(step) == "Split") {
      if (auto read = readSplit(step, parts); !read) return read;
    } else if (typeOf(step) == "ByteLevel") {
      byteLevel = true;
      if (isTrue(step, "add_prefix_space")) {
        if (!parts.patterns.empty()) return notUnderstood("rule of ByteLevel", "add_prefix_space");
        parts.blank = BlankInFront::WhenMissing;
      }
      const bool cuts = member(step, "use_regex").is_null() || isTrue(step, "use_regex");
      if (cuts) {
        if (auto added = addPattern(kWordPattern, parts); !added) return added;
      }
    } else {
      return notUnderstood("pre-tokenizer", typeOf(step));
    }
  }
  if (!byteLevel) return notUnderstood("pre-tokenizer without the step", "ByteLevel");
  return {};
}

Result<void> checkModel(const json& model) {
  const std::string type = typeOf(model);
  if (!type.empty() && type != "BPE") return notUnderstood("model type", type);
  if (isTrue(model, "byte_fallback")) return notUnderstood("model rule", "byte_fallback");
  for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!textAt(model, affix).empty()) return notUnderstood("model rule", affix);
  }
  return {};
}

Result<void> checkDecoder(const json& file) {
  const auto steps = stepsOf(member(file, "decoder"), "decoders");
  for (const json& step : steps) {
    if (typeOf(step) != "ByteLevel") return notUnderstood("decoder", typeOf(step));
  }
  return {};
}

/// The special token in front of "A" in the template for one text.
std::optional<std::string> nameOfBegin(const json& file) {
  for (const json& step : stepsOf(member(file, "post_processor"), "processors")) {
    if (typeOf(step) != "TemplateProcessing") continue;
    const json& single = member(step, "single");
    if (!single.is_array() || single.empty()) continue;
    const std::string name = textAt(member(single.front(), "SpecialToken"), "id");
    if (!name.empty()) return name;
  }
  return std::nullopt;
}

Result<TokenizerJson> readObject(const json& file) {
  if (!file.is_object()) return corrupt("JSON object");
  const json& model = member(file, "model");
  if (!model.is_object()) return corrupt("object \"model\"");
  if (const auto known = checkModel(model); !known) return tl::unexpected(known.error());
  ByteLevelParts parts;
  if (const auto read = readPreTokenizer(file, parts); !read) return tl::unexpected(read.error());
  if (const auto known = checkDecoder(file); !known) return tl::unexpected(known.error());
  const auto normalisation = readNormalisation(file);
  if (!normalisation) return tl::unexpected(normalisation.error());
  parts.normalisation = *normalisation;
  if (isTrue(model, "ignore_merges")) parts.wholeWords = WholeWords::TakenAsTheyAre;
  auto pieces = readPieces(model);
  if (!pieces) return tl::unexpected(pieces.error());
  auto merges = readMerges(model);
  if (!merges) return tl::unexpected(merges.error());
  auto added = readAdded(file);
  if (!added) return tl::unexpected(added.error());
  parts.pieces = *std::move(pieces);
  parts.merges = *std::move(merges);
  TokenizerJson read;
  auto made = ByteLevelModel::make(std::move(parts));
  if (!made) return tl::unexpected(made.error());
  read.model = *std::move(made);
  read.added = *std::move(added);
  if (const auto name = nameOfBegin(file)) {
    const auto token = std::find_if(read.added.begin(), read.added.end(),
                                    [&](const AddedToken& each) { return each.name == *name; });
    if (token == read.added.end()) return corrupt(fmt::format("id of {}", *name));
    read.begin = token->id;
  }
  return read;
}

}  // namespace

Result<TokenizerJson> readTokenizerJson(const fs::path& file) {
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  auto read = readObject(json::parse(*text, nullptr, false));
  if (!read) return tl::unexpected(read.error().within("reading " + file.string()));
  return read;
}

}  // namespace molloquy::text
