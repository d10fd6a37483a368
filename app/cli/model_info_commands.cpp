#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "app/cli/model_session.h"
#include "app/models/model_report.h"
#include "model/base/program_paths.h"
#include "model/session/memory_estimate.h"
#include "model/session/model_catalog.h"

namespace molloquy::cli {
namespace {

struct InfoOptions {
  CommonOptions common;
  std::string path;
};

struct ListOptions {
  CommonOptions common;
  std::vector<std::string> folders;
};

struct MemoryOptions {
  CommonOptions common;
  std::string folder;
  session::OpenOptions open;
};

std::string table(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [label, value] : rows) width = std::max(width, label.size());
  std::string text;
  for (const auto& [label, value] : rows) {
    text += fmt::format("{:<{}}  {}\n", label, width, value);
  }
  return text;
}

const char* subjectName(app::ReportSubject subject) {
  switch (subject) {
    case app::ReportSubject::MoleculeModel:
      return "molecule_model";
    case app::ReportSubject::LanguageModel:
      return "language_model";
    case app::ReportSubject::WeightFile:
      break;
  }
  return "weight_file";
}

nlohmann::ordered_json reportJson(const app::ModelReport& report) {
  nlohmann::ordered_json parts = nlohmann::ordered_json::object();
  for (const app::ReportPart& part : report.parts) parts[part.name] = part.parameters;
  return {{"name", report.name},
          {"kind", subjectName(report.subject)},
          {"family", report.family},
          {"path", report.path.string()},
          {"format", report.format},
          {"tensors", report.tensors},
          {"parameters", report.parameters},
          {"parameters_by_type", report.parametersByType},
          {"parts", parts},
          {"vocabulary", report.vocabulary},
          {"context_length", report.contextLength},
          {"bytes_on_disk", report.bytesOnDisk},
          {"provenance", report.provenance}};
}

ExitCode runInfo(const InfoOptions& options) {
  Output output = options.common.output();
  const auto path = modelFolder(options.path);
  if (!path) return output.fail(path.error(), ExitCode::Environment);
  const auto report = app::reportOn(*path);
  if (!report) return output.fail(report.error(), ExitCode::Model);
  if (output.isJson()) {
    output.writeJson({{"command", "model info"}, {"model", reportJson(*report)}});
  } else {
    auto rows = app::factsOf(*report);
    rows.insert(rows.begin(), {"Name", report->name});
    output.write(table(rows));
  }
  return output.finish();
}

nlohmann::ordered_json entryJson(const session::ModelEntry& entry) {
  nlohmann::ordered_json object = {{"name", entry.name},
                                   {"folder", entry.folder.string()},
                                   {"family", entry.family},
                                   {"parameters", entry.parameters},
                                   {"number_types", entry.numberTypes},
                                   {"quantised", entry.quantised},
                                   {"bytes_on_disk", entry.bytesOnDisk},
                                   {"problem", nullptr}};
  if (entry.problem) object["problem"] = entry.problem->toString();
  return object;
}

std::string listText(const std::vector<session::ModelEntry>& entries) {
  std::string text;
  for (const session::ModelEntry& entry : entries) {
    text += fmt::format("{}\n", entry.name);
    if (entry.problem) {
      text += fmt::format("  cannot be opened: {}\n", entry.problem->toString());
    } else {
      text += fmt::format("  {}, {} parameters, {}, {}\n", entry.family,
                          app::countText(entry.parameters), entry.numberTypes,
                          session::sizeText(entry.bytesOnDisk));
    }
    text += fmt::format("  {}\n", entry.folder.string());
  }
  return text;
}

ExitCode runList(const ListOptions& options) {
  Output output = options.common.output();
  std::vector<std::filesystem::path> folders(options.folders.begin(), options.folders.end());
  for (const std::filesystem::path& folder : folders) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) continue;
    return output.fail(
        Error(ErrorCode::NotFound, fmt::format("There is no folder {}.", folder.string())),
        ExitCode::Model);
  }
  if (folders.empty()) {
    const auto resources = resourceFolder();
    if (!resources) return output.fail(resources.error(), ExitCode::Environment);
    folders.push_back(*resources / "models");
  }
  const auto entries = session::listModels(folders);
  if (output.isJson()) {
    nlohmann::ordered_json models = nlohmann::ordered_json::array();
    for (const session::ModelEntry& entry : entries) models.push_back(entryJson(entry));
    output.writeJson({{"command", "model list"}, {"models", models}});
  } else {
    output.write(listText(entries));
    if (entries.empty()) note("no folder there holds a model.");
  }
  return output.finish();
}

nlohmann::ordered_json estimateJson(const session::MemoryEstimate& estimate) {
  return {{"precision", session::precisionName(estimate.precision)},
          {"weights", estimate.weights},
          {"cache", estimate.cache},
          {"encoder", estimate.encoder},
          {"workspace", estimate.workspace},
          {"total", estimate.total()},
          {"available", estimate.available},
          {"fits", estimate.available == 0 || estimate.total() <= estimate.available}};
}

/// The chosen numbers alone, or all of them when nothing was chosen.
std::vector<session::Precision> precisionsOf(const session::OpenOptions& options) {
  using session::Precision;
  if (options.precision != Precision::Automatic) return {options.precision};
  return {Precision::Float32, Precision::Bfloat16, Precision::Int8, Precision::Int4};
}

ExitCode runMemory(const MemoryOptions& options) {
  Output output = options.common.output();
  const auto folder = modelFolder(options.folder);
  if (!folder) return output.fail(folder.error(), ExitCode::Environment);
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  std::string text = fmt::format("{:<6} {:>10} {:>10} {:>10} {:>10} {:>10}\n", "", "weights",
                                 "cache", "encoder", "work", "needed");
  std::uint64_t available = 0;
  for (const session::Precision precision : precisionsOf(options.open)) {
    session::OpenOptions open = options.open;
    open.precision = precision;
    const auto estimate = session::estimateMemory(*folder, open);
    if (!estimate) return output.fail(estimate.error(), ExitCode::Model);
    available = estimate->available;
    rows.push_back(estimateJson(*estimate));
    text +=
        fmt::format("{:<6} {:>10} {:>10} {:>10} {:>10} {:>10}{}\n",
                    session::precisionName(precision), session::sizeText(estimate->weights),
                    session::sizeText(estimate->cache), session::sizeText(estimate->encoder),
                    session::sizeText(estimate->workspace), session::sizeText(estimate->total()),
                    available != 0 && estimate->total() > available ? "  does not fit" : "");
  }
  if (output.isJson()) {
    output.writeJson(
        {{"command", "model memory"}, {"folder", folder->string()}, {"estimates", rows}});
  } else {
    output.write(text + fmt::format("Free: {}\n", session::sizeText(available)));
  }
  return output.finish();
}

}  // namespace

void addModelInfo(CLI::App& group, ChosenCommand& chosen) {
  auto info = std::make_shared<InfoOptions>();
  CLI::App* infoCommand = addCommand(
      group, "info", "What a model folder or a weight file holds; nothing is loaded", info->common);
  infoCommand->add_option("PATH", info->path,
                          "Model folder, .safetensors, .pt, .ckpt or .bin (default: the starter "
                          "model)");
  infoCommand->callback([info, &chosen] { chosen = [info] { return runInfo(*info); }; });

  auto list = std::make_shared<ListOptions>();
  CLI::App* listCommand = addCommand(group, "list", "Models in folders", list->common);
  listCommand->add_option("--folder", list->folders,
                          "A model, or a folder with models (default: those of the program)");
  listCommand->callback([list, &chosen] { chosen = [list] { return runList(*list); }; });

  auto memory = std::make_shared<MemoryOptions>();
  CLI::App* memoryCommand =
      addCommand(group, "memory", "How much memory a model will need", memory->common);
  memoryCommand->add_option("FOLDER", memory->folder, "Model folder (default: the starter model)");
  addOpenOptions(*memoryCommand, memory->open);
  memoryCommand->callback([memory, &chosen] { chosen = [memory] { return runMemory(*memory); }; });
}

}  // namespace molloquy::cli
