#pragma once

#include <array>
#include <cmath>
#include <string>

#include "model/session/retrieval_session.h"

namespace molloquy::library {

/// A "network" whose meaning is which elements a structure has and a text names: features are the
/// shares of carbon, nitrogen, oxygen and of everything else. Its matching head likes texts that
/// contain the number of heavy atoms. Counts what it was asked.
class ElementSession : public session::RetrievalSession {
 public:
  static constexpr std::size_t kQueries = 2;
  static constexpr std::size_t kWidth = 4;

  ElementSession() {
    m_info.folder = "elements";
    m_info.queries = kQueries;
    m_info.width = kWidth;
    m_info.textTokens = 64;
  }

  [[nodiscard]] const session::RetrievalInfo& info() const override { return m_info; }
  void setJudgesPairs(bool judges) { m_info.judgesPairs = judges; }

  [[nodiscard]] Result<void> check(const session::SeenStructure& structure) const override {
    for (const std::string& symbol : structure.symbols) {
      if (symbol == "Na") return fail(ErrorCode::InvalidInput, "It has sodium.");
    }
    return {};
  }
  [[nodiscard]] std::size_t unknownWords(std::string_view text) const override {
    return text.find("qwx") == std::string_view::npos ? 0 : 1;
  }

  Result<std::vector<float>> structureFeatures(std::span<const session::SeenStructure> structures,
                                               const session::OnRetrieved&,
                                               std::stop_token) override {
    std::vector<float> features;
    for (const session::SeenStructure& structure : structures) {
      std::array<float, kWidth> shares{};
      for (const std::string& symbol : structure.symbols) {
        if (symbol != "H") ++shares[placeOf(symbol)];
      }
      for (std::size_t query = 0; query < kQueries; ++query) append(shares, features);
    }
    structuresRead += structures.size();
    ++calls;
    return features;
  }

  Result<std::vector<float>> textFeatures(std::span<const std::string> texts,
                                          const session::OnRetrieved&, std::stop_token) override {
    std::vector<float> features;
    for (const std::string& text : texts) {
      std::array<float, kWidth> shares{};
      shares[0] = text.find("carbon") != std::string::npos ? 1.0F : 0.05F;
      shares[1] = text.find("nitrogen") != std::string::npos ? 1.0F : 0.0F;
      shares[2] = text.find("oxygen") != std::string::npos ? 1.0F : 0.0F;
      append(shares, features);
    }
    return features;
  }

  Result<std::vector<float>> matchScores(std::span<const session::SeenStructure> structures,
                                         std::span<const std::string> texts,
                                         std::span<const session::StructureTextPair> pairs,
                                         const session::OnRetrieved&, std::stop_token) override {
    std::vector<float> scores;
    for (const session::StructureTextPair& pair : pairs) {
      std::size_t heavy = 0;
      for (const std::string& symbol : structures[pair.structure].symbols) heavy += symbol != "H";
      const bool named = texts[pair.text].find(std::to_string(heavy)) != std::string::npos;
      scores.push_back(named ? 4.0F : -4.0F);
    }
    pairsJudged += pairs.size();
    return scores;
  }

  std::size_t calls = 0;
  std::size_t structuresRead = 0;
  std::size_t pairsJudged = 0;

 private:
  static std::size_t placeOf(const std::string& symbol) {
    return symbol == "C" ? 0 : symbol == "N" ? 1 : symbol == "O" ? 2 : 3;
  }
  static void append(std::array<float, kWidth> numbers, std::vector<float>& to) {
    float square = 0;
    for (const float number : numbers) square += number * number;
    for (const float number : numbers) to.push_back(number / std::sqrt(square));
  }

  session::RetrievalInfo m_info;
};

}  // namespace molloquy::library
