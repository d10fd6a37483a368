#include "model/checkpoints/assemble.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/assemble_manifest.h"
#include "model/checkpoints/assemble_plan.h"
#include "model/checkpoints/assembled_numbers.h"
#include "model/checkpoints/sha256.h"
#include "model/checkpoints/shard_index.h"
#include "model/checkpoints/stage1_plan.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr const char* kIndexName = "model.safetensors.index.json";
/// File names need not be UTF-8.
constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
/// Room for headers, config.json, the tokenizer and the file system's own bookkeeping.
constexpr std::uintmax_t kSpareBytes = 64U << 20;

tl::unexpected<Error> stopped() {
  return fail(
      ErrorCode::InvalidInput,
      "Assembling was stopped; finished files are kept and the next run goes on from them.");
}

/// Carries out one plan.
class Assembly {
 public:
  Assembly(const AssembleInput& input, AssemblePlan plan,
           const std::function<void(const AssembleProgress&)>& progress,
           const std::stop_token& stop)
      : m_folder(input.output),
        m_input(input),
        m_plan(std::move(plan)),
        m_progress(progress),
        m_stop(stop) {
    for (auto* files : {&m_plan.weights, &m_plan.extra}) {
      for (const AssembledFile& file : *files) m_files.push_back(&file);
    }
  }

  Result<AssembleReport> run() {
    countTotal();
    Result<void> done = hashSources();
    if (done) done = prepareFolder();
    if (done) done = checkDisk();
    for (const AssembledFile* file : m_files) {
      if (done) done = finishFile(*file);
    }
    if (done) done = writeTexts();
    if (!done) return tl::unexpected(done.error());
    removeManifest(m_folder);
    return report();
  }

 private:
  void countTotal() {
    for (const AssembleSource& source : m_plan.sources) m_state.total += source.bytes;
    for (const AssembledFile* file : m_files) m_state.total += file->bytes();
  }

  void advance(std::uintmax_t bytes) {
    m_state.done += bytes;
    if (m_progress) m_progress(m_state);
  }

  Result<void> hashSources() {
    for (AssembleSource& source : m_plan.sources) {
      m_state.doing = fmt::format("checking {}", source.path.filename().string());
      const auto digest = sha256OfFile(
          source.path, [this](std::uintmax_t read) { advance(read); }, m_stop);
      if (m_stop.stop_requested()) return stopped();
      if (!digest) return tl::unexpected(digest.error());
      source.sha256 = *digest;
    }
    m_digest = sha256OfText(m_plan.fingerprint());
    return {};
  }

  /// Makes the folder, or takes over what an earlier run of the same plan left there.
  Result<void> prepareFolder() {
    std::error_code error;
    if (fs::exists(m_folder / "config.json", error)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} already holds a model; name another folder or remove that one.",
                              m_folder.string()));
    }
    fs::create_directories(m_folder, error);
    if (error) {
      return fail(ErrorCode::Internal, fmt::format("Cannot make the folder {}: {}.",
                                                   m_folder.string(), error.message()));
    }
    AssembleManifest old = readManifest(m_folder);
    for (const AssembledFile* file : m_files) {
      const auto& names = old.finished;
      const bool kept = old.plan == m_digest &&
                        std::find(names.begin(), names.end(), file->name) != names.end() &&
                        holdsPlannedFile(m_folder, *file);
      if (kept) m_manifest.finished.push_back(file->name);
    }
    m_reused = m_manifest.finished;
    m_manifest.plan = m_digest;
    removeStale(old);
    return writeManifest(m_folder, m_manifest);
  }

  /// Files of another plan and pieces of a run that was killed.
  void removeStale(const AssembleManifest& old) const {
    std::error_code ignored;
    for (const std::string& name : old.finished) {
      if (!isFinished(name) && fs::path(name).filename() == name &&
          name.ends_with(".safetensors")) {
        fs::remove(m_folder / name, ignored);
      }
    }
    std::vector<fs::path> pieces;
    for (const auto& entry : fs::directory_iterator(m_folder, ignored)) {
      const std::string name = entry.path().filename().string();
      const bool ours = name.starts_with(".model-") || name.starts_with(".model.safetensors") ||
                        name.starts_with(".stage1.safetensors");
      if (ours && entry.is_regular_file(ignored)) pieces.push_back(entry.path());
    }
    for (const fs::path& piece : pieces) fs::remove(piece, ignored);
  }

  [[nodiscard]] bool isFinished(const std::string& name) const {
    const auto& names = m_manifest.finished;
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  Result<void> checkDisk() {
    std::uintmax_t needed = kSpareBytes;
    for (const AssembledFile* file : m_files) {
      if (!isFinished(file->name)) needed += file->bytes();
    }
    std::error_code error;
    const fs::space_info space = fs::space(m_folder, error);
    if (error || space.available >= needed) return {};
    constexpr double kMegabyte = 1e6;
    return fail(ErrorCode::InvalidInput,
                fmt::format("The model needs {:.0f} MB, but only {:.0f} MB are free where {} is; "
                            "make room or name another folder.",
                            static_cast<double>(needed) / kMegabyte,
                            static_cast<double>(space.available) / kMegabyte, m_folder.string()));
  }

  Result<void> finishFile(const AssembledFile& file) {
    m_state.doing = fmt::format("writing {}", file.name);
    if (isFinished(file.name)) {
      advance(file.bytes());
      return {};
    }
    if (auto written = writeWeights(file); !written) return written;
    m_manifest.finished.push_back(file.name);
    return writeManifest(m_folder, m_manifest);
  }

  Result<void> writeWeights(const AssembledFile& file) {
    std::vector<PlannedTensor> planned;
    for (const AssembledTensor& tensor : file.tensors) planned.push_back(tensor.planned);
    auto writer = SafetensorsStreamWriter::create(m_folder / file.name, planned, metadata());
    if (!writer) return tl::unexpected(writer.error());
    const TakePiece take = [&](std::span<const std::byte> piece) -> Result<void> {
      if (m_stop.stop_requested()) return stopped();
      auto written = writer->write(piece);
      advance(piece.size());
      return written;
    };
    for (const AssembledTensor& tensor : file.tensors) {
      const auto read = tensor.source->read(*tensor.from);
      if (!read) return tl::unexpected(read.error());
      if (auto done = convertNumbers(read->bytes, tensor.from->type, tensor.planned.type, take);
          !done) {
        return done;
      }
      const std::uintmax_t given = read->bytes.size() / bytesPerNumber(tensor.from->type) *
                                   bytesPerNumber(tensor.planned.type);
      if (auto done = giveZeros(tensor.bytes() - given, take); !done) return done;
    }
    return writer->finish();
  }

  /// Where the weights come from, for every file by itself.
  [[nodiscard]] std::map<std::string, std::string> metadata() const {
    std::map<std::string, std::string> fields{{"format", "molloquy-model"},
                                              {"plan_sha256", m_digest}};
    for (const AssembleSource& source : m_plan.sources) {
      fields[fmt::format("source.{}.{}", source.part, source.path.filename().string())] =
          "sha256:" + source.sha256;
    }
    return fields;
  }

  /// The small files; config.json last, because it makes the folder a model.
  Result<void> writeTexts() {
    Result<void> done = copy(m_input.llmFolder / "tokenizer.model", "tokenizer.model");
    if (done && m_input.vocabulary) done = copy(vocabularyFile(*m_input.vocabulary), "vocab.txt");
    if (done && !m_plan.stage1Config.empty()) {
      done = writeFileAtomically(m_folder / "stage1.json", m_plan.stage1Config);
    }
    if (done && m_plan.weights.size() > 1) {
      std::map<std::string, std::string> weightMap;
      std::uintmax_t bytes = 0;
      for (const AssembledFile& file : m_plan.weights) {
        for (const AssembledTensor& tensor : file.tensors) {
          weightMap[tensor.planned.name] = file.name;
        }
        bytes += file.bytes();
      }
      done = writeFileAtomically(m_folder / kIndexName, shardIndexText(weightMap, bytes));
    }
    if (!done) return done;
    nlohmann::json config = molm::toJson(m_plan.config);
    nlohmann::json sources = nlohmann::json::array();
    for (const AssembleSource& source : m_plan.sources) {
      sources.push_back({{"part", source.part},
                         {"file", source.path.filename().string()},
                         {"bytes", source.bytes},
                         {"sha256", source.sha256}});
    }
    config["provenance"] = {{"made_by", "molloquy model assemble"}, {"sources", sources}};
    return writeFileAtomically(m_folder / "config.json",
                               config.dump(2, ' ', false, kReplace) + "\n");
  }

  [[nodiscard]] Result<void> copy(const fs::path& from, const char* name) const {
    const auto bytes = readFile(from);
    if (!bytes) return tl::unexpected(bytes.error());
    return writeFileAtomically(m_folder / name, *bytes);
  }

  [[nodiscard]] AssembleReport report() const {
    AssembleReport report{m_folder, {}, m_reused, 0, 0};
    for (const AssembledFile* file : m_files) {
      report.files.push_back(file->name);
      report.tensors += static_cast<std::int64_t>(file->tensors.size());
      report.bytes += file->bytes();
    }
    return report;
  }

  fs::path m_folder;
  const AssembleInput& m_input;
  AssemblePlan m_plan;
  const std::function<void(const AssembleProgress&)>& m_progress;
  const std::stop_token& m_stop;
  std::vector<const AssembledFile*> m_files;  // into the plan
  std::string m_digest;
  AssembleManifest m_manifest;
  std::vector<std::string> m_reused;
  AssembleProgress m_state;
};

}  // namespace

Result<AssembleReport> assembleModel(const AssembleInput& input,
                                     const std::function<void(const AssembleProgress&)>& progress,
                                     const std::stop_token& stop) {
  auto plan = planAssembly(input);
  if (!plan) return tl::unexpected(plan.error());
  return Assembly(input, *std::move(plan), progress, stop).run();
}

}  // namespace molloquy::checkpoints
