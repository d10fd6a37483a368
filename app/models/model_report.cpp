#include "app/models/model_report.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/models/weights_role.h"
#include "model/checkpoints/expected_tensors.h"
#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/tensor_source.h"
#include "model/session/folder_config.h"
#include "model/session/memory_estimate.h"

namespace molloquy::app {
namespace fs = std::filesystem;
using checkpoints::TensorSource;

namespace {

std::uintmax_t bytesOf(const std::vector<fs::path>& files) {
  std::uintmax_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (!error) bytes += size;
  }
  return bytes;
}

std::string formatOf(const TensorSource& source) {
  const bool safetensors = source.kind() == checkpoints::WeightFileKind::Safetensors;
  const std::string name = safetensors ? "safetensors" : "PyTorch archive";
  const std::size_t files = source.files().size();
  return files > 1 ? fmt::format("{}, {} files", name, files) : name;
}

void countTensors(const TensorSource& source, ModelReport& report) {
  for (const checkpoints::SourceTensor& tensor : source.tensors()) {
    report.parameters += tensor.count();
    report.parametersByType[std::string(checkpoints::tensorTypeName(tensor.type))] +=
        tensor.count();
  }
  report.tensors = static_cast<std::int64_t>(source.tensors().size());
  report.format = formatOf(source);
  report.provenance = source.metadata();
}

Result<ModelReport> reportOnFile(const fs::path& path) {
  const auto source = TensorSource::open(path);
  if (!source) return tl::unexpected(source.error());
  ModelReport report;
  report.path = path;
  report.name = path.filename().string();
  report.family = roleName(roleOf(**source));
  countTensors(**source, report);
  report.bytesOnDisk = bytesOf((*source)->files());
  return report;
}

Result<ModelReport> reportOnMoleculeModel(const fs::path& folder) {
  const auto files = checkpoints::openModelFolder(folder);
  if (!files) return tl::unexpected(files.error());
  const auto description = checkpoints::describeModelFolder(*files);
  if (!description) return tl::unexpected(description.error());
  ModelReport report;
  report.subject = ReportSubject::MoleculeModel;
  report.path = folder;
  report.name = description->name;
  report.family = "3D-MoLM";
  report.card = files->card;
  report.parameters = description->parameters;
  report.parametersByType = description->parametersByType;
  for (const checkpoints::PartSize& part : description->parts) {
    report.parts.push_back({part.name, part.parameters});
    report.tensors += part.tensors;
  }
  report.vocabulary = description->vocabulary;
  report.contextLength = description->contextLength;
  report.bytesOnDisk = description->bytesOnDisk;
  report.provenance = description->provenance;
  report.format = "safetensors";
  return report;
}

Result<ModelReport> reportOnLanguageModel(const fs::path& folder,
                                          const session::FolderConfig& config) {
  const auto source = TensorSource::open(folder);
  if (!source) return tl::unexpected(source.error());
  const auto complete = checkpoints::checkTensors(
      checkpoints::languageModelTensors(config.language()), **source, config.name);
  if (!complete) return tl::unexpected(complete.error());
  ModelReport report;
  report.subject = ReportSubject::LanguageModel;
  report.path = folder;
  report.name = config.name;
  report.family = config.family;
  countTensors(**source, report);
  report.vocabulary = config.language().vocab;
  report.contextLength = config.language().maxPosition;
  report.bytesOnDisk = bytesOf((*source)->files());
  for (const char* card : {"MODEL_CARD.md", "README.md"}) {
    std::error_code ignored;
    if (report.card.empty() && fs::is_regular_file(folder / card, ignored)) {
      report.card = folder / card;
    }
  }
  return report;
}

}  // namespace

Result<ModelReport> reportOn(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return reportOnFile(path);
  const auto config = session::readFolderConfig(path);
  // A folder without a readable configuration is described by what is missing in it.
  if (!config) {
    const auto files = checkpoints::openModelFolder(path);
    return tl::unexpected(files ? config.error() : files.error());
  }
  return config->plain ? reportOnLanguageModel(path, *config) : reportOnMoleculeModel(path);
}

std::string countText(std::int64_t count) {
  const auto value = static_cast<double>(count);
  if (value >= 1e9) return fmt::format("{:.2f} B", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.1f} M", value / 1e6);
  if (value >= 1e3) return fmt::format("{:.0f} k", value / 1e3);
  return fmt::format("{}", count);
}

std::vector<std::pair<std::string, std::string>> factsOf(const ModelReport& report) {
  std::vector<std::pair<std::string, std::string>> rows;
  const auto row = [&](std::string label, std::string value) {
    if (!value.empty()) rows.emplace_back(std::move(label), std::move(value));
  };
  row("Family", report.family);
  row("Parameters", countText(report.parameters));
  for (const ReportPart& part : report.parts) row("  " + part.name, countText(part.parameters));
  std::vector<std::string> types;
  for (const auto& [type, count] : report.parametersByType) {
    types.push_back(
        report.parametersByType.size() > 1 ? fmt::format("{} ({})", type, countText(count)) : type);
  }
  row("Numbers", fmt::format("{}", fmt::join(types, ", ")));
  row("Tensors", fmt::format("{}", report.tensors));
  row("Format", report.format);
  row("On disk", session::sizeText(report.bytesOnDisk));
  if (report.contextLength > 0) row("Context", fmt::format("{} tokens", report.contextLength));
  if (report.vocabulary > 0) row("Vocabulary", fmt::format("{} tokens", report.vocabulary));
  row("Place", report.path.string());
  for (const auto& [field, value] : report.provenance) row(field, value);
  return rows;
}

}  // namespace molloquy::app
