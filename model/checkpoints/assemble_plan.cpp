#include "model/checkpoints/assemble_plan.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/expected_tensors.h"
#include "model/checkpoints/hf_config.h"
#include "model/checkpoints/piece_count.h"
#include "model/checkpoints/published_sizes.h"
#include "model/checkpoints/stage1_plan.h"
#include "model/checkpoints/tensor_type.h"
#include "model/checkpoints/weight_names.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

Result<void> checkPaths(const AssembleInput& input) {
  std::error_code ignored;
  if (!fs::is_directory(input.llmFolder, ignored)) {
    return fail(ErrorCode::NotFound, fmt::format("There is no folder {} with a language model.",
                                                 input.llmFolder.string()));
  }
  if (input.uniMol.empty() || input.checkpoint.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} alone is a plain language model and can be opened as it is; to "
                            "assemble a molecule model, give a Uni-Mol file and a checkpoint too.",
                            input.llmFolder.string()));
  }
  if (input.stage1 && !input.vocabulary) {
    return fail(ErrorCode::InvalidInput,
                "A stage-1 checkpoint is of no use without the words of its text side; give their "
                "vocab.txt too.");
  }
  if (input.output.empty()) {
    return fail(ErrorCode::InvalidInput, "Name the folder to make.");
  }
  return {};
}

Result<std::unique_ptr<TensorSource>> openSource(const fs::path& path, const char* what) {
  auto source = TensorSource::open(path);
  if (!source) return tl::unexpected(source.error().within(fmt::format("opening {}", what)));
  return source;
}

/// Ids of the two added tokens follow the tokenizer's pieces; the rows of both matrices grow when
/// the language model has none for them yet.
Result<void> addTokens(const AssembleInput& input, const HfConfig& language, molm::Config& config) {
  const fs::path tokenizer = input.llmFolder / "tokenizer.model";
  const auto pieces = sentencePieceCount(tokenizer);
  if (!pieces) return tl::unexpected(pieces.error());
  if (*pieces > config.llama.vocab) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} has {} pieces, but the language model's embedding only {} rows; "
                            "choose the tokenizer of the same model.",
                            tokenizer.string(), *pieces, config.llama.vocab));
  }
  if (language.endTokens.empty()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} names no eos_token_id.",
                                                (input.llmFolder / "config.json").string()));
  }
  const auto first = static_cast<std::int32_t>(*pieces);
  config.special = {language.endTokens.front(), language.endTokens.front(), TokenId{first},
                    TokenId{first + 1}};
  config.llama.vocab = std::max(config.llama.vocab, first + 2);
  return {};
}

/// The conventions that the published weights were trained with.
void setConventions(const AssembleInput& input, molm::Config& config) {
  config.name = input.name.empty()
                    ? fs::absolute(input.output / "x").parent_path().filename().string()
                    : input.name;
  config.graphMask = qformer::GraphMaskPolicy::PadReadout;
  config.answerPrefixBos = true;
  config.generation = {128, 16, 1.2};
}

/// Puts tensors into files that stay below the limit, in the order in which they are used.
class FilePlanner {
 public:
  explicit FilePlanner(std::uintmax_t limit) : m_limit(limit) {}

  void add(AssembledTensor tensor) {
    const std::uintmax_t bytes = tensor.bytes();
    if (m_files.empty() || (m_bytes > 0 && m_bytes + bytes > m_limit)) {
      m_files.emplace_back();
      m_bytes = 0;
    }
    m_bytes += bytes;
    m_files.back().tensors.push_back(std::move(tensor));
  }

  std::vector<AssembledFile> take() {
    for (std::size_t i = 0; i < m_files.size(); ++i) {
      m_files[i].name = m_files.size() == 1 ? std::string("model.safetensors")
                                            : fmt::format("model-{:05}-of-{:05}.safetensors", i + 1,
                                                          m_files.size());
    }
    return std::move(m_files);
  }

 private:
  std::uintmax_t m_limit;
  std::uintmax_t m_bytes = 0;
  std::vector<AssembledFile> m_files;
};

Result<TensorType> languageType(const SourceTensor& tensor, LanguageModelType wanted) {
  const bool known = tensor.type == TensorType::F32 || tensor.type == TensorType::F16 ||
                     tensor.type == TensorType::BF16;
  if (!known) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The language model's tensor {} is of the type {}; F32, F16 and BF16 "
                            "can be used.",
                            tensor.name, tensorTypeName(tensor.type)));
  }
  return wanted == LanguageModelType::Bfloat16 ? TensorType::BF16 : tensor.type;
}

Result<void> planWeights(const AssembleInput& input, const ExpectedTensors& uniMol,
                         const ExpectedTensors& checkpoint, const ExpectedTensors& language,
                         AssemblePlan& plan) {
  FilePlanner planner(std::max<std::uintmax_t>(input.shardBytes, 1));
  const auto addAll = [&](TensorSource& source, const ExpectedTensors& expected) {
    for (const ExpectedTensor& tensor : expected) {
      const SourceTensor* from = source.find(tensor.name);
      const auto name = modelTensorName(tensor.name);
      if (from != nullptr && name) {
        planner.add({{*name, from->type, from->shape}, &source, from});
      }
    }
  };
  addAll(*plan.uniMol, uniMol);
  addAll(*plan.checkpoint, checkpoint);
  for (const ExpectedTensor& tensor : language) {
    const SourceTensor* from = plan.language->find(tensor.name);
    if (from == nullptr) continue;
    const auto type = languageType(*from, input.languageModelType);
    if (!type) return tl::unexpected(type.error());
    AssembledTensor assembled{
        {*modelTensorName(tensor.name), *type, from->shape}, plan.language.get(), from};
    if (tensor.name == "model.embed_tokens.weight" || tensor.name == "lm_head.weight") {
      assembled.planned.shape[0] = plan.config.llama.vocab;
    }
    planner.add(std::move(assembled));
  }
  plan.weights = planner.take();
  return {};
}

Result<void> recordSources(const AssembleInput& input, AssemblePlan& plan) {
  const auto add = [&](const char* part, const fs::path& path) {
    plan.sources.push_back({part, path, 0, {}});
  };
  for (const fs::path& path : plan.uniMol->files()) add("uni_mol", path);
  add("language_model", input.llmFolder / "config.json");
  for (const fs::path& path : plan.language->files()) add("language_model", path);
  add("tokenizer", input.llmFolder / "tokenizer.model");
  for (const fs::path& path : plan.checkpoint->files()) add("checkpoint", path);
  if (plan.stage1) {
    for (const fs::path& path : plan.stage1->files()) add("stage1", path);
  }
  if (input.vocabulary) add("vocabulary", vocabularyFile(*input.vocabulary));
  for (AssembleSource& source : plan.sources) {
    std::error_code error;
    source.bytes = fs::file_size(source.path, error);
    if (error) {
      return fail(ErrorCode::NotFound,
                  fmt::format("Cannot read {}: {}.", source.path.string(), error.message()));
    }
  }
  return {};
}

/// Opens the three sources every model needs and takes the sizes from them.
Result<HfConfig> openSources(const AssembleInput& input, AssemblePlan& plan) {
  const auto language = readHfConfig(input.llmFolder);
  if (!language) return tl::unexpected(language.error());
  auto llm = openSource(input.llmFolder, "the language model");
  if (!llm) return tl::unexpected(llm.error());
  auto uniMol = openSource(input.uniMol, "the Uni-Mol file");
  if (!uniMol) return tl::unexpected(uniMol.error());
  auto checkpoint = openSource(input.checkpoint, "the checkpoint");
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  plan.language = *std::move(llm);
  plan.uniMol = *std::move(uniMol);
  plan.checkpoint = *std::move(checkpoint);
  return language;
}

Result<void> readSizes(const AssembleInput& input, const HfConfig& language, AssemblePlan& plan) {
  const auto unimol = unimolSizes(*plan.uniMol);
  if (!unimol) return tl::unexpected(unimol.error().within("reading " + input.uniMol.string()));
  const auto qformer = qformerSizes(*plan.checkpoint, "blip2opt.", input.qformerHeads);
  if (!qformer) {
    return tl::unexpected(qformer.error().within("reading " + input.checkpoint.string()));
  }
  const auto lora = loraSizes(*plan.checkpoint);
  if (!lora) return tl::unexpected(lora.error().within("reading " + input.checkpoint.string()));
  plan.config.unimol = *unimol;
  plan.config.qformer = *qformer;
  plan.config.qformer.textPath = false;
  plan.config.llama = language.llama;
  plan.config.llama.lora = *lora;
  return {};
}

}  // namespace

std::uintmax_t AssembledTensor::bytes() const {
  return byteCount(planned.shape, planned.type).value_or(0);
}

std::uintmax_t AssembledFile::bytes() const {
  std::uintmax_t total = 0;
  for (const AssembledTensor& tensor : tensors) total += tensor.bytes();
  return total;
}

std::string AssemblePlan::fingerprint() const {
  std::string text =
      "molloquy assembly 1\n" +
      molm::toJson(config).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
      stage1Config + "\n";
  for (const AssembleSource& source : sources) {
    text += fmt::format("{} {}\n", source.part, source.sha256);
  }
  for (const auto* files : {&weights, &extra}) {
    for (const AssembledFile& file : *files) {
      text += file.name + "\n";
      for (const AssembledTensor& tensor : file.tensors) {
        text +=
            fmt::format("{} {} [{}]\n", tensor.planned.name, tensorTypeName(tensor.planned.type),
                        fmt::join(tensor.planned.shape, ","));
      }
    }
  }
  return text;
}

Result<AssemblePlan> planAssembly(const AssembleInput& input) {
  if (auto paths = checkPaths(input); !paths) return tl::unexpected(paths.error());
  AssemblePlan plan;
  const auto language = openSources(input, plan);
  if (!language) return tl::unexpected(language.error());
  if (auto sizes = readSizes(input, *language, plan); !sizes) {
    return tl::unexpected(sizes.error());
  }
  const ExpectedTensors uniMol = unimolTensors(plan.config.unimol);
  const ExpectedTensors checkpoint = stage2Tensors(plan.config.qformer, plan.config.llama);
  const ExpectedTensors llm = languageModelTensors(plan.config.llama);
  Result<void> done = checkTensors(uniMol, *plan.uniMol, input.uniMol.string());
  if (done) done = checkTensors(checkpoint, *plan.checkpoint, input.checkpoint.string());
  if (done) done = checkTensors(llm, *plan.language, input.llmFolder.string());
  if (done) done = addTokens(input, *language, plan.config);
  if (done) {
    setConventions(input, plan.config);
    done = plan.config.validate();
  }
  if (done) done = planWeights(input, uniMol, checkpoint, llm, plan);
  if (done && input.stage1) done = planStage1(input, plan);
  if (done) done = recordSources(input, plan);
  if (!done) return tl::unexpected(done.error());
  for (auto* files : {&plan.weights, &plan.extra}) {
    for (AssembledFile& file : *files) {
      std::stable_sort(file.tensors.begin(), file.tensors.end(), [](const auto& a, const auto& b) {
        return keptAlignment(a.planned) > keptAlignment(b.planned);
      });
    }
  }
  return plan;
}

}  // namespace molloquy::checkpoints
