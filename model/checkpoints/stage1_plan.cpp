#include "model/checkpoints/stage1_plan.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/expected_tensors.h"
#include "model/checkpoints/published_sizes.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "blip2qformer.";
constexpr std::uintmax_t kMaxVocabularyBytes = 64U << 20;
constexpr int kTextMaxLength = 256;  // of the reference's stage 1

/// Words of a vocab.txt, one a line, by their numbers.
Result<std::map<std::string, int>> readWords(const fs::path& path) {
  const auto text = readFile(path, kMaxVocabularyBytes);
  if (!text) return tl::unexpected(text.error());
  std::map<std::string, int> words;
  int line = 0;
  for (std::size_t at = 0; at < text->size(); ++line) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    std::string word = text->substr(at, end - at);
    if (!word.empty() && word.back() == '\r') word.pop_back();
    words.emplace(std::move(word), line);
    at = end + 1;
  }
  return words;
}

/// Sizes of the heads and ids of the marks, as molm/stage1_config.h reads them.
Result<nlohmann::json> headFields(const fs::path& path, const qformer::Config& config, int width) {
  const auto words = readWords(path);
  if (!words) return tl::unexpected(words.error());
  if (static_cast<int>(words->size()) + 1 != config.vocab) {
    return fail(
        ErrorCode::Corrupt,
        fmt::format("{} has {} words, but the stage-1 checkpoint knows {} and [DEC]; choose "
                    "the vocabulary it was trained with.",
                    path.string(), words->size(), config.vocab - 1));
  }
  nlohmann::json fields = {{"projection_dim", width},
                           {"text_max_len", std::min(kTextMaxLength, config.maxPosition)},
                           {"dec_token_id", config.vocab - 1}};
  for (const auto& [field, mark] :
       {std::pair{"pad_id", "[PAD]"}, std::pair{"cls_id", "[CLS]"}, std::pair{"sep_id", "[SEP]"}}) {
    const auto found = words->find(mark);
    if (found == words->end()) {
      return fail(
          ErrorCode::Corrupt,
          fmt::format("{} has no {}; it is not a vocabulary of BERT's kind.", path.string(), mark));
    }
    fields[field] = found->second;
  }
  return fields;
}

}  // namespace

fs::path vocabularyFile(const fs::path& fileOrFolder) {
  std::error_code ignored;
  return fs::is_directory(fileOrFolder, ignored) ? fileOrFolder / "vocab.txt" : fileOrFolder;
}

Result<void> planStage1(const AssembleInput& input, AssemblePlan& plan) {
  auto source = TensorSource::open(*input.stage1);
  if (!source) return tl::unexpected(source.error().within("opening the stage-1 checkpoint"));
  plan.stage1 = *std::move(source);
  const std::string what = input.stage1->string();
  const auto config = qformerSizes(*plan.stage1, std::string(kPrefix), input.qformerHeads);
  if (!config) return tl::unexpected(config.error().within("reading " + what));
  const SourceTensor* projection = plan.stage1->find("blip2qformer.graph_proj.weight");
  if (!config->textPath || projection == nullptr || projection->shape.empty()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} lacks the text side or the tensor blip2qformer.graph_proj.weight; "
                            "it is not a stage-1 checkpoint.",
                            what));
  }
  const std::int64_t width = projection->shape.front();
  if (width < 1 || width > (1 << 20)) {
    return fail(ErrorCode::Corrupt, fmt::format("{} compares in {} dimensions.", what, width));
  }
  const ExpectedTensors expected = stage1Tensors(*config, static_cast<int>(width));
  if (auto fits = checkTensors(expected, *plan.stage1, what); !fits) return fits;
  if (config->encoderWidth != plan.config.unimol.embedDim) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} reads an encoder of width {}, but Uni-Mol's is {}; choose files "
                            "that belong together.",
                            what, config->encoderWidth, plan.config.unimol.embedDim));
  }
  const auto heads =
      headFields(vocabularyFile(*input.vocabulary), *config, static_cast<int>(width));
  if (!heads) return tl::unexpected(heads.error());
  nlohmann::json qformer = qformer::toJson(*config);
  qformer.update(*heads);
  const nlohmann::json object = {{"unimol", unimol::toJson(plan.config.unimol)},
                                 {"qformer", qformer},
                                 {"graph_mask", qformer::toString(plan.config.graphMask)}};
  plan.stage1Config = object.dump(2) + "\n";

  AssembledFile file{"stage1.safetensors", {}};
  for (const ExpectedTensor& tensor : expected) {
    if (tensor.presence == ExpectedTensor::Presence::Tied) continue;
    const SourceTensor* from = plan.stage1->find(tensor.name);
    file.tensors.push_back(
        {{tensor.name.substr(kPrefix.size()), from->type, from->shape}, plan.stage1.get(), from});
  }
  plan.extra.push_back(std::move(file));
  return {};
}

}  // namespace molloquy::checkpoints
