#include "model/session/torch_retrieval_session.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <torch/cuda.h>
#include <torch/torch.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

#include "model/base/atomic_file.h"
#include "model/molm/molecule_batches.h"
#include "model/molm/stage1_folder.h"
#include "model/session/guarded.h"
#include "model/session/math_library.h"
#include "model/text/word_piece.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

/// Structures, texts and pairs side by side. Source: 3D-MoLM reference blip2_stage1.py (64).
constexpr std::size_t kTogether = 64;

tl::unexpected<Error> stopped() { return fail(ErrorCode::InvalidInput, "Measuring was stopped."); }

using TokenRow = std::vector<TokenId>;
using Places = std::vector<std::size_t>;

/// Places 0..count-1, shorter ones first.
template <class LengthOf>
Places byLength(std::size_t count, LengthOf lengthOf) {
  Places order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lengthOf(a) < lengthOf(b); });
  return order;
}

at::Tensor indexTensor(const Places& places, at::Device device) {
  return torch::tensor(std::vector<std::int64_t>(places.begin(), places.end()), torch::kInt64)
      .to(device);
}

class TorchRetrievalSession final : public RetrievalSession {
 public:
  TorchRetrievalSession(molm::Stage1Model model, text::WordPiece words, const fs::path& folder,
                        bool judgesPairs)
      : m_model(std::move(model)), m_words(std::move(words)) {
    m_info.judgesPairs = judgesPairs;
    const molm::Stage1Config& config = m_model->config();
    m_collate.unimol = config.unimol;
    m_collate.graphMask = config.graphMask;
    m_info.folder = folder;
    m_info.device = m_model->device().is_cuda() ? "CUDA 0" : "CPU";
    m_info.queries = static_cast<std::size_t>(config.qformer.queryTokens);
    m_info.width = static_cast<std::size_t>(config.pretraining.projectionDim);
    m_info.textTokens = static_cast<std::size_t>(config.pretraining.textMaxLength);
    for (const at::Tensor& parameter : m_model->parameters()) {
      m_info.parameters += parameter.numel();
    }
  }

  [[nodiscard]] const RetrievalInfo& info() const override { return m_info; }

  [[nodiscard]] Result<void> check(const SeenStructure& structure) const override {
    const auto molecule = tokenize(structure);
    if (!molecule) return tl::unexpected(molecule.error());
    return {};
  }

  [[nodiscard]] std::size_t unknownWords(std::string_view text) const override {
    const TokenRow row = m_words.encode(text);
    return static_cast<std::size_t>(std::count(row.begin(), row.end(), m_words.special().unknown));
  }

  Result<std::vector<float>> structureFeatures(std::span<const SeenStructure> structures,
                                               const OnRetrieved& progress,
                                               std::stop_token stop) override {
    using Features = std::vector<float>;
    return guarded<Features>("comparing structures", [&]() -> Result<Features> {
      const c10::InferenceMode inference;
      Places all(structures.size());
      std::iota(all.begin(), all.end(), std::size_t{0});
      const std::size_t each = m_info.queries * m_info.width;
      Features features(structures.size() * each);
      std::size_t done = 0;
      const auto read = forEachBatch(
          structures, all, stop, [&](const Places& places, const molm::GraphRows& graphs) {
            copyRows(m_model->graphFeatures(m_model->query(graphs).hidden), places, each, features);
            done += places.size();
            if (progress) progress(done, structures.size());
            return Result<void>();
          });
      if (!read) return tl::unexpected(read.error());
      return features;
    });
  }

  Result<std::vector<float>> textFeatures(std::span<const std::string> texts,
                                          const OnRetrieved& progress,
                                          std::stop_token stop) override {
    using Features = std::vector<float>;
    return guarded<Features>("comparing texts", [&]() -> Result<Features> {
      const c10::InferenceMode inference;
      const std::vector<TokenRow> rows = tokenize(texts);
      const Places order = byLength(rows.size(), [&](std::size_t i) { return rows[i].size(); });
      Features features(texts.size() * m_info.width);
      for (std::size_t begin = 0; begin < order.size(); begin += kTogether) {
        if (stop.stop_requested()) return stopped();
        const std::size_t end = std::min(begin + kTogether, order.size());
        const Places places(order.begin() + static_cast<std::ptrdiff_t>(begin),
                            order.begin() + static_cast<std::ptrdiff_t>(end));
        copyRows(m_model->textFeatures(sideBySide(rows, places)), places, m_info.width, features);
        if (progress) progress(end, order.size());
      }
      return features;
    });
  }

  Result<std::vector<float>> matchScores(std::span<const SeenStructure> structures,
                                         std::span<const std::string> texts,
                                         std::span<const StructureTextPair> pairs,
                                         const OnRetrieved& progress,
                                         std::stop_token stop) override {
    using Scores = std::vector<float>;
    return guarded<Scores>("judging pairs", [&]() -> Result<Scores> {
      const c10::InferenceMode inference;
      std::vector<Places> pairsOf(structures.size());
      for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        if (pairs[pair].structure >= structures.size() || pairs[pair].text >= texts.size()) {
          return fail(ErrorCode::InvalidInput,
                      fmt::format("Pair {} names structure {} of {} and text {} of {}.", pair,
                                  pairs[pair].structure, structures.size(), pairs[pair].text,
                                  texts.size()));
        }
        pairsOf[pairs[pair].structure].push_back(pair);
      }
      Places used;
      for (std::size_t i = 0; i < structures.size(); ++i) {
        if (!pairsOf[i].empty()) used.push_back(i);
      }
      const std::vector<TokenRow> rows = tokenize(texts);
      Scores scores(pairs.size());
      std::size_t done = 0;
      const auto read = forEachBatch(
          structures, used, stop, [&](const Places& places, const molm::GraphRows& graphs) {
            return judge(places, graphs, pairsOf, pairs, rows, stop, scores, [&](std::size_t some) {
              done += some;
              if (progress) progress(done, pairs.size());
            });
          });
      if (!read) return tl::unexpected(read.error());
      return scores;
    });
  }

 private:
  [[nodiscard]] Result<unimol::TokenizedMolecule> tokenize(const SeenStructure& structure) const {
    return unimol::tokenizeAtoms(structure.symbols, structure.positions, m_collate.unimol);
  }

  [[nodiscard]] std::vector<TokenRow> tokenize(std::span<const std::string> texts) const {
    std::vector<TokenRow> rows;
    rows.reserve(texts.size());
    for (const std::string& text : texts) {
      rows.push_back(m_words.encodeFramed(text, m_info.textTokens));
    }
    return rows;
  }

  /// Rows padded to the longest of them; padding has no influence.
  [[nodiscard]] molm::TextRows sideBySide(const std::vector<TokenRow>& rows,
                                          const Places& places) const {
    std::size_t length = 0;
    for (const std::size_t place : places) length = std::max(length, rows[place].size());
    const auto B = static_cast<std::int64_t>(places.size());
    const auto L = static_cast<std::int64_t>(length);
    at::Tensor ids = at::full({B, L}, m_words.special().pad.value, at::kLong);
    at::Tensor attend = at::zeros({B, L}, at::kLong);
    for (std::int64_t b = 0; b < B; ++b) {
      const TokenRow& row = rows[places[static_cast<std::size_t>(b)]];
      std::int64_t* id = ids.data_ptr<std::int64_t>() + b * L;
      std::int64_t* seen = attend.data_ptr<std::int64_t>() + b * L;
      for (const TokenId token : row) {
        *id++ = token.value;
        *seen++ = 1;
      }
    }
    return {ids.to(m_model->device()), attend.to(m_model->device())};
  }

  /// Encodes the chosen structures batch by batch; `use` gets their places and rows.
  template <class Use>
  Result<void> forEachBatch(std::span<const SeenStructure> structures, const Places& chosen,
                            const std::stop_token& stop, Use use) {
    std::vector<unimol::TokenizedMolecule> molecules;
    std::vector<std::size_t> rowCounts;
    for (const std::size_t place : chosen) {
      auto molecule = tokenize(structures[place]);
      if (!molecule) {
        return tl::unexpected(molecule.error().within(fmt::format("structure {}", place + 1)));
      }
      rowCounts.push_back(molecule->tokens.size());
      molecules.push_back(*std::move(molecule));
    }
    for (const Places& batch :
         molm::planMoleculeBatches(rowCounts, m_collate.graphMask, kTogether)) {
      if (stop.stop_requested()) return stopped();
      std::vector<unimol::TokenizedMolecule> together;
      Places places;
      for (const std::size_t i : batch) {
        together.push_back(molecules[i]);
        places.push_back(chosen[i]);
      }
      const auto graphs = molm::collateForPolicy(together, m_collate).to(m_model->device());
      if (const auto used = use(places, m_model->readGraphs(graphs)); !used) return used;
    }
    return {};
  }

  /// The pairs of the structures of one encoded batch, texts of similar length together.
  template <class Told>
  Result<void> judge(const Places& places, const molm::GraphRows& graphs,
                     const std::vector<Places>& pairsOf, std::span<const StructureTextPair> pairs,
                     const std::vector<TokenRow>& rows, const std::stop_token& stop,
                     std::vector<float>& scores, Told told) {
    Places all;      // pairs
    Places graphOf;  // their rows in `graphs`
    for (std::size_t row = 0; row < places.size(); ++row) {
      for (const std::size_t pair : pairsOf[places[row]]) {
        all.push_back(pair);
        graphOf.push_back(row);
      }
    }
    const Places order =
        byLength(all.size(), [&](std::size_t i) { return rows[pairs[all[i]].text].size(); });
    for (std::size_t begin = 0; begin < order.size(); begin += kTogether) {
      if (stop.stop_requested()) return stopped();
      const std::size_t end = std::min(begin + kTogether, order.size());
      Places targets;
      Places ofGraphs;
      Places ofTexts;
      for (std::size_t i = begin; i < end; ++i) {
        targets.push_back(all[order[i]]);
        ofGraphs.push_back(graphOf[order[i]]);
        ofTexts.push_back(pairs[all[order[i]]].text);
      }
      const at::Tensor index = indexTensor(ofGraphs, m_model->device());
      copyRows(m_model->matchScores(graphs.select(index), sideBySide(rows, ofTexts)), targets, 1,
               scores);
      told(end - begin);
    }
    return {};
  }

  /// Rows of `each` numbers to their places in `target`.
  static void copyRows(const at::Tensor& computed, const Places& places, std::size_t each,
                       std::vector<float>& target) {
    const at::Tensor numbers = computed.to(at::kCPU, at::kFloat).contiguous();
    const float* from = numbers.data_ptr<float>();
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::copy_n(from + i * each, each,
                  target.begin() + static_cast<std::ptrdiff_t>(places[i] * each));
    }
  }

  molm::Stage1Model m_model;
  text::WordPiece m_words;
  molm::Config m_collate;  ///< encoder and mask policy: what batches are padded for.
  RetrievalInfo m_info;
};

Result<at::Device> chooseDevice(DeviceChoice choice) {
  if (choice != DeviceChoice::Cpu && torch::cuda::is_available()) return at::Device(at::kCUDA, 0);
  if (choice != DeviceChoice::Cuda) return at::Device(at::kCPU);
  return fail(ErrorCode::Unsupported,
              "A CUDA device was asked for, but libtorch finds none. Choose the processor.");
}

Result<void> checkWords(const text::WordPiece& words, const molm::Stage1Config& config,
                        const fs::path& file) {
  const auto& special = words.special();
  const auto& known = config.pretraining;
  if (words.size() <= config.qformer.vocab && special.pad.value == known.padId &&
      special.begin.value == known.clsId && special.end.value == known.sepId) {
    return {};
  }
  return fail(
      ErrorCode::Unsupported,
      fmt::format("{} does not fit the network: it has {} pieces with [PAD] {}, [CLS] {} "
                  "and [SEP] {}, but the network reads {} with {}, {} and {}. Copy the "
                  "vocabulary that it was trained with.",
                  file.string(), words.size(), special.pad.value, special.begin.value,
                  special.end.value, config.qformer.vocab, known.padId, known.clsId, known.sepId));
}

/// Whether stage1.json says that the matching head was not trained.
bool judgesPairs(const fs::path& folder) {
  const auto text = readFile(folder / molm::kStage1ConfigFile);
  if (!text) return true;
  const auto object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  const auto field = object.find("judges_pairs");
  return field == object.end() || !field->is_boolean() || field->get<bool>();
}

Result<std::unique_ptr<RetrievalSession>> openFolder(const fs::path& folder,
                                                     const OpenOptions& options,
                                                     const LoadProgress& progress,
                                                     std::stop_token stop) {
  if (!molm::hasStage1(folder)) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} holds no stage-1 network ({} and {}): retrieval needs a model that "
                            "was trained or assembled with its first stage.",
                            folder.string(), molm::kStage1ConfigFile, molm::kStage1WeightsFile));
  }
  const auto device = chooseDevice(options.device);
  if (!device) return tl::unexpected(device.error());
  const fs::path vocabulary = folder / "vocab.txt";
  auto words = text::WordPiece::load(vocabulary);
  if (!words) return tl::unexpected(words.error());
  auto model = molm::loadStage1(folder, {*device, at::kFloat}, progress, std::move(stop));
  if (!model) return tl::unexpected(model.error());
  if (const auto fits = checkWords(*words, (*model)->config(), vocabulary); !fits) {
    return tl::unexpected(fits.error());
  }
  return std::make_unique<TorchRetrievalSession>(*std::move(model), *std::move(words), folder,
                                                 judgesPairs(folder));
}

}  // namespace

Result<std::unique_ptr<RetrievalSession>> openTorchRetrievalSession(const fs::path& modelFolder,
                                                                    const OpenOptions& options,
                                                                    const LoadProgress& progress,
                                                                    std::stop_token stop) {
  return guarded<std::unique_ptr<RetrievalSession>>("opening the model", [&] {
    warnOfSlowMathLibrary();
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    at::set_num_threads(options.threads > 0 ? options.threads : std::max(1, cores - 1));
    return openFolder(modelFolder, options, progress, std::move(stop));
  });
}

}  // namespace molloquy::session
