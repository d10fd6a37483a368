#include "model/session/torch_chat_session.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include <algorithm>
#include <new>
#include <thread>

#include "model/checkpoints/model_folder.h"
#include "model/molm/generate.h"
#include "model/molm/model_folder.h"
#include "model/session/math_library.h"
#include "model/session/request_checks.h"
#include "model/text/prompt.h"
#include "model/text/streaming_decoder.h"
#include "model/text/tokenizer.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

/// Where a model runs and in which numbers; chosen once, when it is opened.
struct Placement {
  at::Device device;
  at::ScalarType type;

  [[nodiscard]] std::string deviceName() const {
    return device.is_cuda() ? fmt::format("CUDA {}", device.index()) : "CPU";
  }
  [[nodiscard]] std::string typeName() const { return type == at::kBFloat16 ? "bf16" : "f32"; }
};

/// f32 on the CPU, although bf16 writes 1.4 times as fast on processors that compute in it: 29
/// million parameters give 120 tokens a second on one core, more than anybody reads, and the same
/// answer on every machine.
Placement choosePlacement(DeviceChoice choice) {
  if (choice != DeviceChoice::Cpu && torch::cuda::is_available())
    return {at::Device(at::kCUDA, 0), at::kBFloat16};
  return {at::Device(at::kCPU), at::kFloat};
}

/// With 0 the interface keeps a core for itself.
void useThreads(int threads) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  at::set_num_threads(threads > 0 ? threads : std::max(1, cores - 1));
}

FinishReason reasonOf(molm::GenerationFinish finish) {
  switch (finish) {
    case molm::GenerationFinish::EndOfText:
      return FinishReason::EndOfText;
    case molm::GenerationFinish::MaxTokens:
      return FinishReason::MaxTokens;
    case molm::GenerationFinish::Stopped:
      break;
  }
  return FinishReason::Stopped;
}

/// Runs `work`, and turns what libtorch throws into an Error.
template <class T, class Work>
Result<T> guarded(const char* doing, Work work) {
  const auto outOfMemory = [&] {
    return fail(ErrorCode::OutOfMemory,
                fmt::format("The memory does not suffice for {}; close other programs or choose a "
                            "smaller model.",
                            doing));
  };
  try {
    return work();
  } catch (const c10::OutOfMemoryError&) {
    return outOfMemory();
  } catch (const std::bad_alloc&) {
    return outOfMemory();
  } catch (const c10::Error& error) {
    // The CPU allocator has no exception type of its own.
    const std::string what = error.what_without_backtrace();
    if (what.find("allocate memory") != std::string::npos ||
        what.find("not enough memory") != std::string::npos) {
      return outOfMemory();
    }
    return fail(ErrorCode::Internal, fmt::format("libtorch failed at {}: {}", doing, what));
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, fmt::format("Failed at {}: {}", doing, error.what()));
  }
}

class TorchChatSession : public ChatSession {
 public:
  TorchChatSession(molm::MoleculeLanguageModel model, text::Tokenizer tokenizer, ModelInfo info)
      : m_model(std::move(model)), m_tokenizer(std::move(tokenizer)), m_info(std::move(info)) {
    // Rows that only round the vocabulary up stand for no text.
    for (int id = m_tokenizer.size(); id < m_model->config().llama.vocab; ++id) {
      m_withoutText.emplace_back(id);
    }
  }

  [[nodiscard]] const ModelInfo& info() const override { return m_info; }

  Result<GenerationEnd> generate(const GenerateRequest& request,
                                 const std::function<void(std::string_view)>& onText,
                                 std::stop_token stop) override {
    if (const auto checked = checkRequest(request); !checked) {
      return tl::unexpected(checked.error());
    }
    return guarded<GenerationEnd>("writing an answer",
                                  [&] { return answer(request, onText, std::move(stop)); });
  }

 private:
  Result<GenerationEnd> answer(const GenerateRequest& request,
                               const std::function<void(std::string_view)>& onText,
                               std::stop_token stop);
  [[nodiscard]] molm::GenerateOptions optionsFor(const GenerateOptions& asked) const;
  [[nodiscard]] Result<unimol::GraphBatch> graphOf(const SeenStructure& structure) const;

  molm::MoleculeLanguageModel m_model;
  text::Tokenizer m_tokenizer;
  ModelInfo m_info;
  std::vector<TokenId> m_withoutText;
};

molm::GenerateOptions TorchChatSession::optionsFor(const GenerateOptions& asked) const {
  const molm::GenerationDefaults& preset = m_model->config().generation;
  molm::GenerateOptions options;
  options.maxNewTokens = asked.maxNewTokens > 0 ? asked.maxNewTokens : preset.maxNewTokens;
  options.minNewTokens = asked.minNewTokens >= 0 ? asked.minNewTokens : preset.minNewTokens;
  options.sampling.temperature = asked.temperature;
  options.sampling.topK = asked.topK;
  options.sampling.topP = asked.topP;
  options.sampling.repetitionPenalty =
      asked.repetitionPenalty > 0 ? asked.repetitionPenalty : preset.repetitionPenalty;
  options.sampling.seed = asked.seed;
  options.banned = m_withoutText;
  return options;
}

Result<unimol::GraphBatch> TorchChatSession::graphOf(const SeenStructure& structure) const {
  const molm::Config& config = m_model->config();
  const auto molecule =
      unimol::tokenizeAtoms(structure.symbols, structure.positions, config.unimol);
  if (!molecule) return tl::unexpected(molecule.error());
  const auto padding = config.graphMask == qformer::GraphMaskPolicy::PadReadout
                           ? unimol::GraphPadding::AtLeastOnePad
                           : unimol::GraphPadding::Tight;
  return unimol::collateGraphs({&*molecule, 1}, config.unimol, padding);
}

Result<GenerationEnd> TorchChatSession::answer(const GenerateRequest& request,
                                               const std::function<void(std::string_view)>& onText,
                                               std::stop_token stop) {
  const auto graph = graphOf(request.structure);
  if (!graph) return tl::unexpected(graph.error());
  text::PromptOptions places;
  places.moleculeTokens = m_model->config().qformer.queryTokens;
  const auto prompt = m_tokenizer.encodeWithBegin(
      text::buildPrompt(request.instruction, request.structure.smiles, places));

  text::StreamingDecoder decoder(m_tokenizer);
  const auto emit = [&](const std::string& text) {
    if (!text.empty()) onText(text);
  };
  const auto written = molm::generate(
      m_model, *graph, prompt, optionsFor(request.options),
      [&](TokenId token) { emit(decoder.push(token)); }, std::move(stop));
  if (!written) return tl::unexpected(written.error());
  // Half a character is worth a mark at the end of an answer, but not where a person stopped it.
  if (written->finish != molm::GenerationFinish::Stopped) emit(decoder.finish());

  GenerationEnd end;
  end.reason = reasonOf(written->finish);
  end.stats.promptTokens = static_cast<int>(prompt.size());
  end.stats.newTokens = static_cast<int>(written->tokens.size());
  end.stats.firstTokenSeconds = written->firstTokenSeconds;
  end.stats.seed = request.options.seed;
  const double afterFirst = written->seconds - written->firstTokenSeconds;
  if (end.stats.newTokens > 1 && afterFirst > 0) {
    end.stats.tokensPerSecond = (end.stats.newTokens - 1) / afterFirst;
  }
  return end;
}

Result<void> checkVocabulary(const text::Tokenizer& tokenizer, const molm::Config& config,
                             const fs::path& folder) {
  if (tokenizer.size() <= config.llama.vocab) return {};
  return fail(ErrorCode::Corrupt,
              fmt::format("The tokenizer in {} has {} tokens but the network only {}; they do not "
                          "belong together.",
                          folder.string(), tokenizer.size(), config.llama.vocab));
}

Result<std::unique_ptr<ChatSession>> openFolder(const fs::path& modelFolder,
                                                const OpenOptions& options,
                                                const LoadProgress& progress,
                                                std::stop_token stop) {
  const auto files = checkpoints::openModelFolder(modelFolder);
  if (!files) return tl::unexpected(files.error());
  auto tokenizer = text::Tokenizer::loadFromModelFolder(files->folder);
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  const auto config = molm::loadConfig(files->folder);
  if (!config) return tl::unexpected(config.error());
  if (const auto fits = checkVocabulary(*tokenizer, *config, modelFolder); !fits) {
    return tl::unexpected(fits.error());
  }
  auto model = molm::loadModel(files->folder, progress, std::move(stop));
  if (!model) return tl::unexpected(model.error());
  const Placement placement = choosePlacement(options.device);
  (*model)->to(placement.device, placement.type);

  ModelInfo info;
  info.name = config->name;
  info.device = placement.deviceName();
  info.numberType = placement.typeName();
  info.precision = placement.type == at::kFloat ? Precision::Float32 : Precision::Bfloat16;
  info.family = "3D-MoLM";
  info.parameters = nn::parameterCount(**model);
  info.bytesOnDisk = files->bytesOnDisk();
  info.contextLength = config->llama.maxPosition;
  info.folder = files->folder;
  info.card = files->card;
  return std::make_unique<TorchChatSession>(std::move(*model), std::move(*tokenizer),
                                            std::move(info));
}

}  // namespace

Result<std::unique_ptr<ChatSession>> openTorchChatSession(const fs::path& modelFolder,
                                                          const OpenOptions& options,
                                                          const LoadProgress& progress,
                                                          std::stop_token stop) {
  return guarded<std::unique_ptr<ChatSession>>("opening the model", [&] {
    warnOfSlowMathLibrary();
    useThreads(options.threads);
    return openFolder(modelFolder, options, progress, std::move(stop));
  });
}

}  // namespace molloquy::session
