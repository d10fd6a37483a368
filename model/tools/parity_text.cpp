// Tokenizers against the reference's: ids, names and texts of single strings, and whole batches.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/base/atomic_file.h"
#include "model/text/pair_encoding.h"
#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer.h"
#include "model/text/word_piece.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

using nlohmann::json;
using text::SpecialTokensInText;

constexpr const char* kLlamaTokens = "tokenizer/llama_slow_golden.json";
constexpr const char* kWordPieces = "tokenizer/bert_wordpiece_golden.json";
constexpr const char* kRealPrompt = "tokenizer/llama2_real_prompt_ids.json";

std::vector<std::int64_t> values(std::span<const TokenId> ids) {
  std::vector<std::int64_t> numbers;
  for (const TokenId id : ids) numbers.push_back(id.value);
  return numbers;
}

std::vector<TokenId> tokenIds(const json& list) {
  std::vector<TokenId> ids;
  for (const json& id : list) ids.emplace_back(id.get<std::int32_t>());
  return ids;
}

/// Counts the strings on which something differs and remembers the first.
class Tally {
 public:
  void compare(const std::string& what, const json& ours, const json& golden) {
    ++m_compared;
    if (ours != golden && m_different++ == 0) {
      m_first = fmt::format("{}: {} instead of {}", what, shortened(ours), shortened(golden));
    }
  }
  void print(Report& report, const std::string& name) const {
    report.compareMany(name, m_compared, m_different, m_first);
  }

 private:
  static std::string shortened(const json& value) {
    constexpr std::size_t kShown = 120;
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, kShown);
  }
  std::size_t m_compared = 0;
  std::size_t m_different = 0;
  std::string m_first;
};

/// Single strings: ids, ids behind the begin token, names, and the text again.
void compareSingles(Report& report, const text::Tokenizer& tokenizer, const json& cases,
                    const std::string& group) {
  Tally ids;
  Tally names;
  Tally texts;
  for (const json& want : cases) {
    const auto text = want.at("text").get<std::string>();
    const bool plain = group == "plain_llama_single";
    const bool hasAdded = text.find(text::kMoleculeToken) != std::string::npos ||
                          text.find(text::kPadToken) != std::string::npos;
    if (plain && hasAdded) continue;  // the plain tokenizer has no such tokens, ours always has
    const std::vector<TokenId> ours = tokenizer.encode(text);
    ids.compare(text, values(ours), want.at("ids"));
    ids.compare(text, values(tokenizer.encodeWithBegin(text)), want.at("ids_with_special"));
    json pieces = json::array();
    for (const TokenId id : ours) pieces.push_back(std::string(tokenizer.name(id)));
    names.compare(text, pieces, want.at("tokens"));
    texts.compare(text, tokenizer.decode(ours, SpecialTokensInText::Keep), want.at("decoded"));
    texts.compare(text, tokenizer.decode(ours, SpecialTokensInText::Skip),
                  want.at("decoded_skip_special"));
  }
  ids.print(report, "text " + group + " ids");
  names.print(report, "text " + group + " names");
  texts.print(report, "text " + group + " decoded");
}

/// The vocabulary alone, without added tokens.
void compareRaw(Report& report, const std::filesystem::path& file, const json& cases) {
  const Result<std::string> bytes = readFile(file);
  if (!bytes) return report.absent("text raw_sentencepiece");
  const auto pieces = text::SentencePieceModel::open(*bytes);
  if (!pieces) return report.failed("text raw_sentencepiece", pieces.error().toString());
  Tally tally;
  for (const json& want : cases) {
    const auto text = want.at("text").get<std::string>();
    tally.compare(text, (*pieces)->encode(text), want.at("ids"));
  }
  tally.print(report, "text raw_sentencepiece ids");
}

void compareDecoding(Report& report, const text::Tokenizer& tokenizer, const json& cases) {
  Tally tally;
  for (const json& want : cases) {
    const std::vector<TokenId> ids = tokenIds(want.at("ids"));
    const std::string what = want.at("ids").dump();
    tally.compare(what, tokenizer.decode(ids, SpecialTokensInText::Keep), want.at("decoded"));
    tally.compare(what, tokenizer.decode(ids, SpecialTokensInText::Skip),
                  want.at("decoded_skip_special"));
  }
  tally.print(report, "text decode");
}

void compareRows(Tally& tally, const json& batch, std::vector<text::EncodedPair>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string what = fmt::format("row {}", i);
    tally.compare(what + " ids", values(rows[i].ids), batch.at("input_ids")[i]);
    tally.compare(what + " mask", rows[i].mask, batch.at("attention_mask")[i]);
    if (batch.contains("token_type_ids")) {
      tally.compare(what + " types", rows[i].types, batch.at("token_type_ids")[i]);
    }
  }
}

/// Pairs as the training collater cuts and pads them, prompts as the inference collater does.
void compareBatches(Report& report, const text::Tokenizer& tokenizer, const json& batches) {
  for (const json& batch : batches) {
    std::vector<text::EncodedPair> rows;
    Tally tally;
    if (batch.contains("pairs")) {
      const auto width = batch.at("max_length").get<std::size_t>();
      for (const json& pair : batch.at("pairs")) {
        rows.push_back(text::encodePair(tokenizer, pair[0].get<std::string>(),
                                        pair[1].get<std::string>(), width));
      }
      text::padRows(rows, tokenizer.special().pad, text::PaddingSide::Left, width);
      compareRows(tally, batch, rows);
      tally.print(report, fmt::format("text training pairs cut to {}", width));
    } else {
      for (const json& prompt : batch.at("prompts")) {
        rows.push_back(text::encodeSingle(tokenizer, prompt.get<std::string>()));
      }
      text::padRows(rows, tokenizer.special().pad, text::PaddingSide::Right);
      compareRows(tally, batch, rows);
      tally.print(report, "text inference prompts");
    }
  }
}

/// The published notebook's prompt, where the set holds the real vocabulary.
void compareRealPrompt(GoldenFolder& golden, Report& report, const text::Tokenizer& tokenizer) {
  const json real = golden.json(kRealPrompt);
  const bool fits =
      !real.is_null() && std::ranges::all_of(tokenIds(real.at("input_ids")),
                                             [&](TokenId id) { return tokenizer.contains(id); });
  if (!fits) return report.absent("text real Llama 2 prompt");
  report.compareIds("text real Llama 2 prompt",
                    values(tokenizer.encodeWithBegin(real.at("text").get<std::string>())),
                    real.at("input_ids").get<std::vector<std::int64_t>>());
}

/// The Q-Former's own tokenizer: strings, and a batch filled to its length.
void compareWordPieces(GoldenFolder& golden, Report& report) {
  const json want = golden.json(kWordPieces);
  const json& config = golden.config();
  const auto file = config.contains("tokenizer")
                        ? golden.path(config.at("tokenizer").value("wordpiece", std::string()))
                        : std::nullopt;
  if (want.is_null() || !file) return report.absent("text wordpiece");
  const auto pieces = text::WordPiece::load(*file);
  if (!pieces) return report.failed("text wordpiece", pieces.error().toString());
  Tally single;
  single.compare("size", pieces->size(), want.at("info").at("len"));
  single.compare("[DEC]", pieces->special().decoder.value, want.at("info").at("dec_id"));
  for (const json& string : want.at("single")) {
    const auto text = string.at("text").get<std::string>();
    constexpr std::size_t kNoLimit = 1 << 20;
    single.compare(text, values(pieces->encodeFramed(text, kNoLimit)), string.at("ids"));
    json names = json::array();
    for (const TokenId id : pieces->encode(text)) names.push_back(std::string(pieces->name(id)));
    single.compare(text, names, string.at("tokens"));
  }
  single.print(report, "text wordpiece single");
  const json& batch = want.at("batch");
  Tally rows;
  for (std::size_t i = 0; i < batch.at("texts").size(); ++i) {
    const text::WordPieceRow row = pieces->encodeRow(batch.at("texts")[i].get<std::string>(),
                                                     batch.at("max_length").get<std::size_t>());
    rows.compare(fmt::format("row {} ids", i), values(row.ids), batch.at("input_ids")[i]);
    rows.compare(fmt::format("row {} mask", i), row.mask, batch.at("attention_mask")[i]);
  }
  rows.print(report, "text wordpiece batch");
}

/// Llama's tokenizer with the reference's additions, and before them.
void compareLlamaTokens(GoldenFolder& golden, Report& report) {
  const json want = golden.json(kLlamaTokens);
  const json& config = golden.config();
  if (want.is_null() || !config.contains("tokenizer")) return report.absent("text");
  const auto file = golden.path(config.at("tokenizer").value("sentencepiece", std::string()));
  if (!file) return report.absent("text");
  const auto id = [&](const char* name) {
    return TokenId(want.at("info")[name].get<std::int32_t>());
  };
  const auto tokenizer = text::Tokenizer::load(
      *file, {id("bos_id"), id("eos_id"), id("pad_id"), id("mol_id"), id("unk_id")});
  const auto plain = text::Tokenizer::load(
      *file, {TokenId(config.at("llama").at("bos_in_config").get<std::int32_t>()), id("eos_id"),
              id("pad_id"), id("mol_id"), std::nullopt});
  if (!tokenizer || !plain) {
    return report.failed("text", (!tokenizer ? tokenizer : plain).error().toString());
  }
  compareSingles(report, *tokenizer, want.at("single"), "single");
  compareSingles(report, *plain, want.at("plain_llama_single"), "plain_llama_single");
  compareRaw(report, *file, want.at("raw_sentencepiece"));
  compareDecoding(report, *tokenizer, want.at("decode"));
  compareBatches(report, *tokenizer, want.at("batches"));
  compareRealPrompt(golden, report, *tokenizer);
}

}  // namespace

void runTextCases(GoldenFolder& golden, Report& report) {
  compareLlamaTokens(golden, report);
  compareWordPieces(golden, report);
}

}  // namespace molloquy::parity
