// molloquy-prepare: tokenises a corpus of structures, questions and answers for molloquy-train.
// Exit codes: 0 ok, 2 usage, 3 bad input.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/text/prompt.h"
#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer.h"
#include "model/train/prepared_dataset.h"

namespace {

using namespace molloquy;

struct Arguments {
  std::string corpus;
  std::string tokenizer;
  std::string output;
  int begin = 1;
  int end = 2;
  int moleculeTokens = 8;
};

/// A tokenizer whose [PAD] and <mol> follow the last piece.
Result<text::Tokenizer> openTokenizer(const Arguments& arguments) {
  const Result<std::string> bytes = readFile(arguments.tokenizer);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto pieces = text::SentencePieceModel::open(*bytes);
  if (!pieces) return tl::unexpected(pieces.error());
  const std::int32_t count = (*pieces)->pieceCount();
  return text::Tokenizer::load(arguments.tokenizer,
                               {TokenId(arguments.begin), TokenId(arguments.end), TokenId(count),
                                TokenId(count + 1), std::nullopt});
}

/// Tokens at the end that do not depend on the instruction: those that the prompt shares with the
/// same prompt under another instruction.
std::size_t sharedTail(const std::vector<TokenId>& a, const std::vector<TokenId>& b) {
  std::size_t length = 0;
  while (length < a.size() && length < b.size() &&
         a[a.size() - 1 - length] == b[b.size() - 1 - length]) {
    ++length;
  }
  return length;
}

/// Turns corpus lines into records of the data set.
class CorpusReader {
 public:
  CorpusReader(const text::Tokenizer& tokenizer, int moleculeTokens, train::PreparedDataset& data)
      : m_tokenizer(tokenizer), m_data(data) {
    m_prompt.moleculeTokens = moleculeTokens;
  }

  /// Errors: InvalidInput, Corrupt. Throws what nlohmann::json throws about missing fields.
  Result<void> add(const nlohmann::json& line) {
    const auto smiles = line.at("smiles").get<std::string>();
    train::StructureRecord structure{line.at("symbols").get<std::vector<std::string>>(),
                                     line.at("positions").get<std::vector<std::array<float, 3>>>()};
    // Two instructions that share no ending: what their prompts share depends on the SMILES alone.
    const std::vector<TokenId> probe = prompt("a", smiles);
    const std::size_t tail = sharedTail(probe, prompt("?", smiles));
    const std::span<const TokenId> tailTokens = std::span(probe).last(tail);
    const auto added = m_data.addStructure(structure, tailTokens);
    if (!added) return tl::unexpected(added.error());
    for (const nlohmann::json& pair : line.at("pairs")) {
      const auto instruction = pair.at("instruction").get<std::string>();
      if (const auto clean = text::checkInstruction(instruction); !clean) return clean;
      const std::vector<TokenId> tokens = prompt(instruction, smiles);
      if (sharedTail(tokens, probe) < tail) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("The tokens of {} depend on the instruction before it.", smiles));
      }
      m_data.addPair(std::span(tokens).first(tokens.size() - tail),
                     m_tokenizer.encode(pair.at("answer").get<std::string>()));
    }
    return {};
  }

 private:
  std::vector<TokenId> prompt(std::string_view instruction, std::string_view smiles) const {
    return m_tokenizer.encodeWithBegin(text::buildPrompt(instruction, smiles, m_prompt));
  }

  const text::Tokenizer& m_tokenizer;
  train::PreparedDataset& m_data;
  text::PromptOptions m_prompt;
};

Result<void> prepare(const Arguments& arguments) {
  const Result<text::Tokenizer> tokenizer = openTokenizer(arguments);
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  const text::SpecialTokens& special = tokenizer->special();
  train::PreparedDataset data(
      {tokenizer->size(), special.begin, special.end, special.pad, special.molecule});
  CorpusReader reader(*tokenizer, arguments.moleculeTokens, data);
  std::ifstream corpus(arguments.corpus);
  std::string line;
  std::size_t number = 0;
  std::size_t skipped = 0;
  while (std::getline(corpus, line)) {
    ++number;
    if (line.empty()) continue;
    Result<void> added;
    try {
      added = reader.add(nlohmann::json::parse(line));
    } catch (const nlohmann::json::exception& error) {
      added = fail(ErrorCode::Corrupt, error.what());
    }
    if (!added) {
      ++skipped;
      fmt::print(stderr, "{} line {} is left out: {}\n", arguments.corpus, number,
                 added.error().message);
    }
  }
  if (data.pairCount() == 0) {
    return fail(ErrorCode::InvalidInput, fmt::format("{} has no usable line.", arguments.corpus));
  }
  std::size_t tokens = 0;
  std::size_t longest = 0;
  for (std::size_t pair = 0; pair < data.pairCount(); ++pair) {
    tokens += data.length(pair);
    longest = std::max(longest, data.length(pair));
  }
  fmt::print(
      "{} structures, {} questions, {:.1f} tokens each on average, at most {}; {} left out\n",
      data.structureCount(), data.pairCount(),
      static_cast<double>(tokens) / static_cast<double>(data.pairCount()), longest, skipped);
  return data.write(arguments.output);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Tokenises a corpus for molloquy-train");
  Arguments arguments;
  app.add_option("corpus", arguments.corpus,
                 "JSON lines: smiles, symbols, positions, pairs of instruction and answer")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--tokenizer", arguments.tokenizer, "SentencePiece model")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--out", arguments.output, "Prepared data to write (.safetensors)")->required();
  app.add_option("--begin", arguments.begin, "Id of the piece in front of every prompt");
  app.add_option("--end", arguments.end, "Id of the piece that ends an answer");
  app.add_option("--molecule-tokens", arguments.moleculeTokens, "Places for the structure");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const Result<void> done = prepare(arguments); !done) {
    fmt::print(stderr, "{}\n", done.error().toString());
    return 3;
  }
  return 0;
}
