#include "app/models/assemble_checks.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "app/models/model_report.h"
#include "app/models/weights_role.h"
#include "model/checkpoints/expected_tensors.h"
#include "model/checkpoints/hf_config.h"
#include "model/checkpoints/published_sizes.h"
#include "model/checkpoints/tensor_source.h"
#include "model/session/memory_estimate.h"

namespace molloquy::app {
namespace fs = std::filesystem;
using checkpoints::TensorSource;

namespace {

using Source = std::unique_ptr<TensorSource>;

/// Opens weights that have to be of one role.
Result<Source> openAs(WeightsRole wanted, const fs::path& path) {
  auto source = TensorSource::open(path);
  if (!source) return source;
  const WeightsRole found = roleOf(**source);
  if (found == wanted) return source;
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} holds a {}; a {} belongs here.", path.filename().string(),
                          roleName(found), roleName(wanted)));
}

Result<std::string> checkUniMol(const fs::path& path) {
  const auto source = openAs(WeightsRole::UniMol, path);
  if (!source) return tl::unexpected(source.error());
  const auto sizes = checkpoints::unimolSizes(**source);
  if (!sizes) return tl::unexpected(sizes.error());
  const auto complete = checkpoints::checkTensors(checkpoints::unimolTensors(*sizes), **source,
                                                  path.filename().string());
  if (!complete) return tl::unexpected(complete.error());
  return fmt::format("Uni-Mol encoder, {} layers, width {}.", sizes->layers, sizes->embedDim);
}

Result<std::string> checkLanguageModel(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is no folder; choose the folder with config.json, the weights and "
                            "tokenizer.model.",
                            folder.string()));
  }
  const auto report = reportOn(folder);
  if (!report) return tl::unexpected(report.error());
  if (report->subject != ReportSubject::LanguageModel) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is a model of Molloquy already; a language model's folder belongs "
                            "here.",
                            folder.string()));
  }
  if (!fs::is_regular_file(folder / "tokenizer.model", ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} has no tokenizer.model; copy it from the model's own folder.",
                            folder.string()));
  }
  return fmt::format("{} with {} parameters, {}.", report->family, countText(report->parameters),
                     report->format);
}

Result<std::string> checkCheckpoint(WeightsRole role, const std::string& prefix,
                                    const fs::path& path) {
  const auto source = openAs(role, path);
  if (!source) return tl::unexpected(source.error());
  std::optional<int> noHeads;
  const auto sizes = checkpoints::qformerSizes(**source, prefix, noHeads);
  // Small Q-Formers need the number of heads; their sizes are checked when they are assembled.
  std::string found = fmt::format("{}, {} tensors", roleName(role), (*source)->tensors().size());
  if (sizes) found += fmt::format(", {} queries of width {}", sizes->queryTokens, sizes->hidden);
  return found + ".";
}

Result<std::string> checkVocabulary(const fs::path& path) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(path, ignored) ? path / "vocab.txt" : path;
  std::ifstream stream(file);
  if (!stream || !fs::is_regular_file(file, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} cannot be read; choose the vocab.txt of SciBERT.", file.string()));
  }
  constexpr std::int64_t kMostLines = 1'000'000;
  std::int64_t lines = 0;
  bool hasMarks = false;
  for (std::string line; lines < kMostLines && std::getline(stream, line); ++lines) {
    hasMarks = hasMarks || line == "[CLS]" || line == "[CLS]\r";
  }
  if (!hasMarks) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} has no entry [CLS]; choose the vocab.txt of SciBERT.", file.string()));
  }
  return fmt::format("{} entries.", lines);
}

Result<std::string> checkOutput(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path / "config.json", error)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} holds a model already; choose another folder.", path.string()));
  }
  fs::path place = fs::absolute(path, error);
  while (!place.empty() && !fs::exists(place, error) && place != place.parent_path()) {
    place = place.parent_path();
  }
  if (!fs::is_directory(place, error)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is no folder; choose another place.", place.string()));
  }
  const fs::space_info space = fs::space(place, error);
  if (error) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} cannot be read: {}.", place.string(), error.message()));
  }
  const bool goesOn = fs::exists(path / "assemble.partial.json", error);
  return fmt::format("{} free there{}.", session::sizeText(space.available),
                     goesOn ? "; an unfinished run goes on from where it was" : "");
}

}  // namespace

Result<std::string> checkAssembleField(AssembleField field, const fs::path& path) {
  switch (field) {
    case AssembleField::UniMol:
      return checkUniMol(path);
    case AssembleField::LanguageModel:
      return checkLanguageModel(path);
    case AssembleField::Checkpoint:
      return checkCheckpoint(WeightsRole::Stage2, "blip2opt.", path);
    case AssembleField::Stage1:
      return checkCheckpoint(WeightsRole::Stage1, "blip2qformer.", path);
    case AssembleField::Vocabulary:
      return checkVocabulary(path);
    case AssembleField::Output:
      break;
  }
  return checkOutput(path);
}

}  // namespace molloquy::app
