#include "model/prepare/plan.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "model/base/atomic_file.h"
#include "model/prepare/tokenizer_choice.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

constexpr const char* kVocabularyFile = "vocab.txt";
/// The molecule model's sizes: the start folder's, else the recipe's.
Result<molm::Config> moleculeConfig(const recipes::Recipe& recipe) {
  if (recipe.start.folder.empty()) {
    if (const auto* config = std::get_if<molm::Config>(&recipe.model)) return *config;
    return fail(ErrorCode::InvalidInput,
                "The recipe has no sizes of a molecule model; give \"model\" or --from FOLDER.");
  }
  if (!isFolder(recipe.start.folder)) return tl::unexpected(noFolder(recipe.start.folder));
  const fs::path file = fs::path(recipe.start.folder) / "config.json";
  const Result<std::string> text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  const auto object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not JSON.", file.string()));
  }
  if (object.is_object() && object.contains("model_type")) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is a plain language model, which sees no structures; use a recipe "
                            "with \"objective\": \"text\".",
                            recipe.start.folder));
  }
  Result<molm::Config> config = molm::configFromJson(object);
  if (!config) return tl::unexpected(config.error().within("reading " + file.string()));
  return config;
}

Result<void> checkSize(const char* field, int size, std::int32_t vocabulary) {
  if (size >= vocabulary) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("The tokenizer has {} tokens, but the recipe's {} is {}; raise it with "
                          "--set {}={}.",
                          vocabulary, field, size, field, vocabulary));
}

Result<void> planAnswers(const recipes::Recipe& recipe, Plan& plan) {
  const Result<molm::Config> config = moleculeConfig(recipe);
  if (!config) return tl::unexpected(config.error());
  const molm::SpecialTokens& s = config->special;
  text::SpecialTokens special{s.begin, s.end, s.pad, s.molecule, std::nullopt};
  if (s.begin == s.end) special.unknown = s.end;  // as published: bos = eos = unk
  auto tokenizer = loadTokenizer(recipe, special, plan);
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  if (tokenizer->special().molecule != s.molecule) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The tokenizer's <mol> is {}, but the model's special_tokens.molecule "
                            "is {}; use the tokenizer that belongs to the model.",
                            tokenizer->special().molecule.value, s.molecule.value));
  }
  plan.places = config->qformer.queryTokens;
  plan.endsAnswers = !config->answerPrefixBos;
  plan.vocabulary = vocabularyOf(*tokenizer);
  plan.tokenizer = *std::move(tokenizer);
  return checkSize("model.llama.vocab", config->llama.vocab, plan.vocabulary.size);
}

Result<void> planText(const recipes::Recipe& recipe, Plan& plan) {
  auto tokenizer = loadTokenizer(recipe, std::nullopt, plan);
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  const fs::path chosen = recipe.preparation.tokenizer;
  const fs::path folder = isFolder(chosen) ? chosen : fs::path(recipe.start.folder);
  if (!folder.empty()) {
    const Result<text::ChatFormat> format = text::readChatFormat(folder);
    if (!format) return tl::unexpected(format.error());
    plan.chat = *format;
  }
  plan.vocabulary = vocabularyOf(*tokenizer);
  if (const auto ends = text::turnEnds(*tokenizer, plan.chat); !ends.empty()) {
    plan.vocabulary.end = ends.front();
  }
  if (plan.vocabulary.pad == plan.vocabulary.end) plan.vocabulary.pad = tokenizer->special().end;
  plan.tokenizer = *std::move(tokenizer);
  const auto* fresh = std::get_if<llama::Config>(&recipe.model);
  if (fresh == nullptr || !recipe.start.folder.empty()) return {};
  return checkSize("model.vocab", fresh->vocab, plan.vocabulary.size);
}

Result<void> planRepresentation(const recipes::Recipe& recipe, Plan& plan) {
  fs::path file = recipe.preparation.vocabulary;
  if (file.empty() && !recipe.start.folder.empty()) {
    if (!isFolder(recipe.start.folder)) return tl::unexpected(noFolder(recipe.start.folder));
    file = fs::path(recipe.start.folder) / kVocabularyFile;
  }
  if (file.empty()) {
    return fail(ErrorCode::NotFound,
                "The recipe names no WordPiece vocabulary; give one with --vocabulary FILE.");
  }
  auto words = text::WordPiece::load(file);
  if (!words) return tl::unexpected(words.error());
  plan.tokenFiles = {file};
  plan.companions = {{file, kVocabularyFile}};
  const text::WordPiece::Special& special = words->special();
  plan.vocabulary = {words->size(), special.begin, special.end, special.pad, text::kNoToken};
  plan.wordPiece = *std::move(words);
  const auto* fresh = std::get_if<molm::Stage1Config>(&recipe.model);
  if (fresh == nullptr || !recipe.start.folder.empty()) return {};
  if (const Result<void> fits =
          checkSize("model.qformer.vocab", fresh->qformer.vocab, plan.vocabulary.size);
      !fits) {
    return fits;
  }
  for (const auto& [field, given, meant] :
       {std::tuple{"pad_id", fresh->pretraining.padId, special.pad},
        {"cls_id", fresh->pretraining.clsId, special.begin},
        {"sep_id", fresh->pretraining.sepId, special.end},
        {"dec_token_id", fresh->pretraining.decoderStartId, special.decoder}}) {
    if (given == meant.value) continue;
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The recipe's model.qformer.{0} is {1}, but in {2} it is {3}; use --set "
                    "model.qformer.{0}={3}.",
                    field, given, file.string(), meant.value));
  }
  return {};
}

}  // namespace

recipes::Recipe withAbsolutePaths(recipes::Recipe recipe, const fs::path& folder) {
  std::error_code ignored;
  const fs::path base = fs::absolute(folder.empty() ? fs::path(".") : folder, ignored);
  const auto settle = [&](std::string& path) {
    if (!path.empty()) path = (base / path).lexically_normal().string();
  };
  settle(recipe.start.folder);
  settle(recipe.preparation.tokenizer);
  settle(recipe.preparation.vocabulary);
  for (std::string& file : recipe.start.files) settle(file);
  for (std::string& file : recipe.preparation.data) settle(file);
  return recipe;
}

Result<Plan> planPreparation(const recipes::Recipe& recipe) {
  Plan plan;
  plan.objective = recipe.objective;
  plan.settings = recipe.preparation;
  plan.seed = recipe.seed;
  plan.vocabulary = {0, text::kNoToken, text::kNoToken, text::kNoToken, text::kNoToken};
  Result<void> done;
  switch (recipe.objective) {
    case recipes::Objective::Answers:
      done = planAnswers(recipe, plan);
      break;
    case recipes::Objective::Text:
      done = planText(recipe, plan);
      break;
    case recipes::Objective::Representation:
      done = planRepresentation(recipe, plan);
      break;
    case recipes::Objective::Denoising:
      break;
  }
  if (!done) return tl::unexpected(done.error());
  return plan;
}

}  // namespace molloquy::prepare
