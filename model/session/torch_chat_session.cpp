#include "model/session/torch_chat_session.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "model/checkpoints/model_folder.h"
#include "model/llama/torch_inference_decoder.h"
#include "model/molm/model_folder.h"
#include "model/native/llama_decoder.h"
#include "model/session/folder_config.h"
#include "model/session/guarded.h"
#include "model/session/language_session.h"
#include "model/session/math_library.h"
#include "model/session/native_rows.h"
#include "model/session/placement.h"
#include "model/session/torch_structure_encoder.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

/// What a plain language model is asked for when its request leaves the choice.
constexpr molm::GenerationDefaults kPlainDefaults{512, 0, 1.0};

/// With 0 the interface keeps a core for itself.
int threadsFor(int asked) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return asked > 0 ? asked : std::max(1, cores - 1);
}

/// A model folder on its way to a session.
struct Opening {
  checkpoints::ModelFolder files;
  FolderConfig config;
  ModelSizes sizes;
  Placement placement;
  int threads = 1;
  const LoadProgress& progress;
  std::stop_token stop;
};

/// Progress of a step that reads `step` of `all` bytes, behind `before` that were read already.
LoadProgress stepOf(const LoadProgress& progress, std::uintmax_t before, std::uintmax_t step,
                    std::uintmax_t all) {
  if (!progress) return {};
  return [&progress, before, step, all](std::uintmax_t read, std::uintmax_t /*total*/) {
    progress(before + std::min(read, step), all);
  };
}

nn::Placement torchPlacement(const Placement& placement) {
  return {placement.device, placement.torchType()};
}

Result<std::unique_ptr<generation::InferenceDecoder>> openNative(const Opening& opening,
                                                                 const LoadProgress& progress) {
  const auto files = checkpoints::WeightFiles::open(opening.files.folder);
  if (!files) return tl::unexpected(files.error());
  auto weights =
      native::loadLlamaWeights(*files, opening.config.language(), progress, opening.stop);
  if (!weights) return tl::unexpected(weights.error());
  native::LlamaDecoderOptions options;
  options.threads = opening.threads;
  return std::make_unique<native::LlamaDecoder>(opening.config.language(), *std::move(weights),
                                                options);
}

/// A plain language model on libtorch.
Result<std::unique_ptr<generation::InferenceDecoder>> openTorch(const Opening& opening) {
  auto source = checkpoints::TensorSource::open(opening.files.folder);
  if (!source) return tl::unexpected(source.error());
  llama::Decoder decoder(opening.config.language());
  nn::LoadOptions loading;
  loading.placement = torchPlacement(opening.placement);
  loading.progress = opening.progress;
  loading.stop = opening.stop;
  const auto loaded = nn::loadWeights(*decoder, nn::storedTensors(*std::move(source)), loading);
  if (!loaded) {
    return tl::unexpected(
        loaded.error().within("reading the weights in " + opening.files.folder.string()));
  }
  if (opening.stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Loading was stopped.");
  decoder->eval();
  for (at::Tensor& parameter : decoder->parameters()) parameter.set_requires_grad(false);
  return std::make_unique<llama::TorchInferenceDecoder>(decoder);
}

/// The networks of a molecule model; the language model with them, or by our own kernels.
Result<void> openMolecule(const Opening& opening, LanguageParts& parts) {
  const bool native = opening.placement.engine == LanguageEngine::Native;
  molm::ModelLoadOptions options;
  options.language = native ? molm::LanguageModel::None : molm::LanguageModel::Torch;
  options.placement = torchPlacement(opening.placement);
  const std::uintmax_t language = native ? opening.sizes.languageBytes : 0;
  const std::uintmax_t encoder = opening.sizes.totalBytes - language;
  options.progress = stepOf(opening.progress, 0, encoder, encoder + language);
  options.stop = opening.stop;
  auto model = molm::loadModel(opening.files.folder, options);
  if (!model) return tl::unexpected(model.error());
  if (native) {
    auto decoder =
        openNative(opening, stepOf(opening.progress, encoder, language, encoder + language));
    if (!decoder) return tl::unexpected(decoder.error());
    parts.decoder = *std::move(decoder);
  } else {
    parts.decoder = std::make_unique<llama::TorchInferenceDecoder>((*model)->decoder());
  }
  molm::RowSource rows = native ? nativeRows(*model, opening.threads) : molm::RowSource{};
  parts.encoder = std::make_unique<TorchStructureEncoder>(*std::move(model), std::move(rows));
  parts.defaults = opening.config.molecule->generation;
  // The published checkpoints are those with a second begin token in front of the answer.
  parts.ending =
      opening.config.molecule->answerPrefixBos ? AnswerEnding::Published : AnswerEnding::Taught;
  return {};
}

Result<void> openPlain(const Opening& opening, LanguageParts& parts) {
  auto decoder = opening.placement.engine == LanguageEngine::Native
                     ? openNative(opening, opening.progress)
                     : openTorch(opening);
  if (!decoder) return tl::unexpected(decoder.error());
  parts.decoder = *std::move(decoder);
  const auto format = text::readChatFormat(opening.files.folder);
  if (!format) return tl::unexpected(format.error());
  parts.format = *format;
  parts.defaults = kPlainDefaults;
  parts.ending =
      *format == text::ChatFormat::Completion ? AnswerEnding::GoesOn : AnswerEnding::Taught;
  return {};
}

Result<void> checkVocabulary(const text::Tokenizer& tokenizer, const llama::Config& config,
                             const fs::path& folder) {
  if (tokenizer.size() <= config.vocab) return {};
  return fail(ErrorCode::Corrupt,
              fmt::format("The tokenizer in {} has {} tokens but the network only {}; they do not "
                          "belong together.",
                          folder.string(), tokenizer.size(), config.vocab));
}

ModelInfo describe(const Opening& opening, const MemoryEstimate& estimate) {
  ModelInfo info;
  info.name = opening.config.name;
  info.family = opening.config.family;
  info.device = opening.placement.deviceName();
  info.deviceNote = opening.placement.note;
  info.precision = opening.placement.precision;
  info.numberType = std::string(precisionName(info.precision));
  info.parameters = static_cast<std::int64_t>(opening.sizes.parameters());
  info.bytesOnDisk = opening.files.bytesOnDisk();
  info.memoryBytes = estimate.weights + estimate.encoder + estimate.cache;
  info.contextExamples = opening.config.contextExamples;
  info.folder = opening.files.folder;
  info.card = opening.files.card;
  return info;
}

Result<std::unique_ptr<ChatSession>> openFolder(const fs::path& modelFolder,
                                                const OpenOptions& options,
                                                const LoadProgress& progress,
                                                std::stop_token stop) {
  auto files = checkpoints::openModelFolder(modelFolder);
  if (!files) return tl::unexpected(files.error());
  auto config = readFolderConfig(modelFolder);
  if (!config) return tl::unexpected(config.error());
  auto tokenizer = text::Tokenizer::loadFromModelFolder(modelFolder);
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  if (const auto fits = checkVocabulary(*tokenizer, config->language(), modelFolder); !fits) {
    return tl::unexpected(fits.error());
  }
  auto sizes = readModelSizes(modelFolder);
  if (!sizes) return tl::unexpected(sizes.error());
  const auto estimate = estimateMemory(modelFolder, options);
  if (!estimate) return tl::unexpected(estimate.error());
  auto placement = choosePlacement(options, *sizes, *estimate);
  if (!placement) return tl::unexpected(placement.error());
  // What a GPU holds, choosePlacement has looked at.
  if (placement->device.is_cpu()) {
    if (const auto fits = checkMemory(modelFolder, options); !fits) {
      return tl::unexpected(fits.error());
    }
  }

  const Opening opening{*std::move(files),
                        *std::move(config),
                        *std::move(sizes),
                        *std::move(placement),
                        threadsFor(options.threads),
                        progress,
                        stop};
  LanguageParts parts(*std::move(tokenizer));
  const std::uintmax_t bytes = opening.sizes.totalBytes;
  const auto opened =
      opening.config.molecule ? openMolecule(opening, parts) : openPlain(opening, parts);
  if (!opened) return tl::unexpected(opened.error());
  if (progress) progress(bytes, bytes);
  parts.contextLength = options.contextLength;
  parts.info = describe(opening, *estimate);
  return std::make_unique<LanguageSession>(std::move(parts));
}

}  // namespace

Result<std::unique_ptr<ChatSession>> openTorchChatSession(const fs::path& modelFolder,
                                                          const OpenOptions& options,
                                                          const LoadProgress& progress,
                                                          std::stop_token stop) {
  return guarded<std::unique_ptr<ChatSession>>("opening the model", [&] {
    warnOfSlowMathLibrary();
    at::set_num_threads(threadsFor(options.threads));
    return openFolder(modelFolder, options, progress, stop);
  });
}

}  // namespace molloquy::session
