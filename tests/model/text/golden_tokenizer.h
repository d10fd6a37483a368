#pragma once

#include <QByteArray>
#include <filesystem>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/text/tokenizer.h"

/// The 600-piece vocabulary and the numbers that transformers 4.35.0 computed with it.
namespace golden {

inline std::filesystem::path folder() {
  return std::filesystem::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer";
}

inline std::filesystem::path vocabularyFile() { return folder() / "sp_bpe600.model"; }

/// 3D-MoLM's set-up: bos = eos = unk = </s>.
inline molloquy::text::SpecialTokens publishedTokens() {
  using molloquy::TokenId;
  return {TokenId(2), TokenId(2), TokenId(600), TokenId(601), TokenId(2)};
}

/// Llama's own three and the two added tokens, as models of our own have them.
inline molloquy::text::SpecialTokens ownTokens() {
  using molloquy::TokenId;
  return {TokenId(1), TokenId(2), TokenId(600), TokenId(601), std::nullopt};
}

inline nlohmann::json read(const char* name) {
  return nlohmann::json::parse(molloquy::readFile(folder() / name).value());
}

inline const nlohmann::json& llama() {
  static const nlohmann::json values = read("llama_slow_golden.json");
  return values;
}

inline std::vector<molloquy::TokenId> tokenIds(const nlohmann::json& list) {
  std::vector<molloquy::TokenId> ids;
  for (const auto& id : list) ids.emplace_back(id.get<std::int32_t>());
  return ids;
}

inline std::vector<int> numbers(const std::vector<molloquy::TokenId>& ids) {
  std::vector<int> values;
  for (const auto id : ids) values.push_back(id.value);
  return values;
}

/// A name for a test's row that shows the beginning of its text.
inline QByteArray rowName(const nlohmann::json& row, std::size_t index) {
  return QByteArray::number(qulonglong(index)) + ": " +
         QByteArray::fromStdString(row.at("text").get<std::string>())
             .left(30)
             .toPercentEncoding(" <>[]()=.,");
}

}  // namespace golden
