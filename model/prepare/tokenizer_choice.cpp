#include "model/prepare/tokenizer_choice.h"

#include <fmt/format.h>

#include <array>

#include "model/base/atomic_file.h"
#include "model/checkpoints/sha256.h"
#include "model/text/sentencepiece_model.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

/// What a tokenizer of a folder may consist of; all that is there travels with the model.
constexpr std::array kTokenizerFiles = {"tokenizer.model",       "tokenizer.json",
                                        "tokenizer_config.json", "special_tokens_map.json",
                                        "added_tokens.json",     "chat_template.jinja"};

constexpr std::size_t kShortSum = 16;

bool isThere(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::vector<fs::path> filesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const char* name : kTokenizerFiles) {
    if (isThere(folder / name)) files.push_back(folder / name);
  }
  return files;
}

Result<std::shared_ptr<const text::SentencePieceModel>> openPieces(const fs::path& file) {
  const Result<std::string> bytes = readFile(file);
  if (!bytes) return tl::unexpected(bytes.error());
  auto pieces = text::SentencePieceModel::open(*bytes);
  if (!pieces) return tl::unexpected(pieces.error().within("reading " + file.string()));
  return pieces;
}

/// <s> and </s> of a vocabulary that stands alone, with [PAD] and <mol> behind its pieces, so that
/// the language model can become a molecule model's.
Result<text::SpecialTokens> ownTokens(const fs::path& file) {
  const auto pieces = openPieces(file);
  if (!pieces) return tl::unexpected(pieces.error());
  const std::int32_t count = (*pieces)->pieceCount();
  text::SpecialTokens special{text::kNoToken, text::kNoToken, TokenId(count), TokenId(count + 1),
                              std::nullopt};
  for (std::int32_t id = 0; id < count; ++id) {
    if ((*pieces)->kind(id) != text::PieceKind::Control) continue;
    if ((*pieces)->piece(id) == "<s>") special.begin = TokenId(id);
    if ((*pieces)->piece(id) == "</s>") special.end = TokenId(id);
  }
  if (special.begin == text::kNoToken || special.end == text::kNoToken) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no pieces <s> and </s>; train the vocabulary with them.",
                            file.string()));
  }
  return special;
}

/// A plain model has no padding of its own: a token that texts do not contain fills its rows.
TokenId fillerOf(const text::Tokenizer& tokenizer) {
  const text::SpecialTokens& special = tokenizer.special();
  if (special.unknown && *special.unknown != special.end && *special.unknown != special.begin) {
    return *special.unknown;
  }
  for (const TokenId end : tokenizer.endTokens()) {
    if (end != special.end) return end;
  }
  return special.end;
}

}  // namespace

bool isFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

Error noFolder(const fs::path& folder) {
  return Error(ErrorCode::NotFound,
               fmt::format("There is no model folder {}, which the recipe starts from; give yours "
                           "with --from FOLDER.",
                           folder.string()));
}

Result<text::Tokenizer> loadTokenizer(const recipes::Recipe& recipe,
                                      const std::optional<text::SpecialTokens>& special,
                                      Plan& plan) {
  const fs::path chosen = recipe.preparation.tokenizer;
  const fs::path folder = !chosen.empty() ? chosen : fs::path(recipe.start.folder);
  if (folder.empty()) {
    return fail(ErrorCode::NotFound,
                "The recipe names no tokenizer; give one with --tokenizer FILE.");
  }
  if (chosen.empty() && !isFolder(folder)) return tl::unexpected(noFolder(folder));
  if (isFolder(folder) || chosen.extension() == ".json") {
    const fs::path place = isFolder(folder) ? folder : folder.parent_path();
    plan.tokenFiles = filesOf(place);
    for (const fs::path& file : plan.tokenFiles) {
      plan.companions.push_back({file, file.filename().string()});
    }
    plan.tokenFiles.push_back(place / "config.json");
    return text::Tokenizer::loadFromModelFolder(place);
  }
  plan.tokenFiles = {chosen};
  plan.companions = {{chosen, kTokenizerFiles.front()}};
  if (special) return text::Tokenizer::load(chosen, *special);
  const auto own = ownTokens(chosen);
  if (!own) return tl::unexpected(own.error());
  return text::Tokenizer::load(chosen, *own);
}

recipes::PreparedVocabulary vocabularyOf(const text::Tokenizer& tokenizer) {
  const text::SpecialTokens& special = tokenizer.special();
  recipes::PreparedVocabulary vocabulary{tokenizer.size(), special.begin, special.end, special.pad,
                                         special.molecule};
  if (vocabulary.pad == text::kNoToken) vocabulary.pad = fillerOf(tokenizer);
  return vocabulary;
}

Result<std::vector<fs::path>> namedCompanions(const Plan& plan, const fs::path& folder) {
  std::vector<fs::path> files;
  for (const Plan::Companion& companion : plan.companions) {
    if (companion.file.filename() == companion.name) {
      files.push_back(companion.file);
      continue;
    }
    const Result<std::string> bytes = readFile(companion.file);
    if (!bytes) return tl::unexpected(bytes.error());
    const fs::path place =
        folder / "companions" / checkpoints::sha256OfText(*bytes).substr(0, kShortSum);
    std::error_code error;
    fs::create_directories(place, error);
    if (const auto written = writeFileAtomically(place / companion.name, *bytes); !written) {
      return tl::unexpected(written.error());
    }
    files.push_back(place / companion.name);
  }
  return files;
}

}  // namespace molloquy::prepare
