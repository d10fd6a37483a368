#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/checkpoints/adapter_export.h"
#include "model/checkpoints/adapter_merge.h"
#include "model/session/memory_estimate.h"

namespace molloquy::cli {
namespace {

namespace fs = std::filesystem;

struct MergeOptions {
  CommonOptions common;
  std::string base;
  std::string adapter;
  std::string output;
  checkpoints::MergedType type = checkpoints::MergedType::AsStored;
};

struct ExportOptions {
  CommonOptions common;
  std::string folder;
  std::string output;
  std::string base;
  checkpoints::AdapterCard card;
};

ExitCode runMerge(const MergeOptions& options) {
  Output output = options.common.output();
  const InterruptScope interrupt;
  const auto report = [&] {
    Progress progress("Merging the adapter");
    return checkpoints::mergeAdapter(
        {.base = options.base,
         .adapter = options.adapter,
         .output = options.output,
         .type = options.type},
        [&](std::uintmax_t done, std::uintmax_t total) { progress.report(done, total); },
        interrupt.token());
  }();
  if (!report && interrupt.token().stop_requested()) {
    note(report.error().message);
    if (output.isJson()) {
      output.writeJson({{"command", "model merge-adapter"}, {"finish", "stopped"}});
    }
    return output.finish();
  }
  if (!report) return output.fail(report.error(), ExitCode::Model);
  if (output.isJson()) {
    output.writeJson({{"command", "model merge-adapter"},
                      {"folder", report->folder.string()},
                      {"files", report->files},
                      {"tensors", report->tensors},
                      {"merged", report->merged},
                      {"bytes", report->bytes}});
  } else {
    output.write(fmt::format("{}: {} of {} tensors changed, {} in {} file{}\n",
                             report->folder.string(), report->merged, report->tensors,
                             session::sizeText(report->bytes), report->files.size(),
                             report->files.size() == 1 ? "" : "s"));
  }
  return output.finish();
}

/// A training folder keeps what it made in folders of its own: the adapter alone, else the model
/// with it inside.
fs::path adaptedOf(const fs::path& folder) {
  std::error_code ignored;
  const auto holds = [&](const fs::path& place, const char* file) {
    return fs::exists(place / file, ignored);
  };
  if (holds(folder, "config.json") || holds(folder, checkpoints::kAdapterConfigFile)) return folder;
  if (holds(folder / "adapter", checkpoints::kAdapterConfigFile)) return folder / "adapter";
  return holds(folder / "model", "config.json") ? folder / "model" : folder;
}

/// The log of the training that made a model.
fs::path logOf(const fs::path& model) {
  std::error_code ignored;
  const fs::path beside = model / "train.jsonl";
  return fs::exists(beside, ignored)
             ? beside
             : fs::absolute(model / "x").parent_path().parent_path() / "train.jsonl";
}

ExitCode runExport(const ExportOptions& options) {
  Output output = options.common.output();
  const fs::path model = adaptedOf(options.folder);
  checkpoints::AdapterCard card = options.card;
  card.figures = checkpoints::trainingFigures(logOf(model));
  const auto written = checkpoints::exportAdapter(model, options.output, options.base, card);
  if (!written) return output.fail(written.error(), ExitCode::Model);
  const auto adapter = checkpoints::Adapter::open(options.output);
  if (!adapter) return output.fail(adapter.error(), ExitCode::Model);
  const llama::LoraConfig& lora = adapter->config().lora;
  if (output.isJson()) {
    output.writeJson({{"command", "model export-adapter"},
                      {"folder", options.output},
                      {"rank", lora.rank},
                      {"alpha", lora.alpha},
                      {"targets", lora.targets},
                      {"modules", adapter->pairs().size()},
                      {"parameters", adapter->parameters()}});
  } else {
    output.write(fmt::format("{}: rank {}, {} matrices adapted with {} numbers\n", options.output,
                             lora.rank, adapter->pairs().size(), adapter->parameters()));
  }
  return output.finish();
}

void addMerge(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<MergeOptions>();
  CLI::App* command = addCommand(group, "merge-adapter",
                                 "One model of a base and a low-rank adapter", options->common);
  command->add_option("BASE", options->base, "Model folder")->required();
  command
      ->add_option("ADAPTER", options->adapter,
                   "Adapter folder as peft writes it; BASE again for a model with adapters inside")
      ->required();
  command->add_option("-o,--output", options->output, "The new model folder")->required();
  command
      ->add_option_function<std::string>(
          "--type",
          [options](const std::string& name) {
            options->type = name == "f32" ? checkpoints::MergedType::Float32
                                          : checkpoints::MergedType::Bfloat16;
          },
          "bf16 or f32 (default: as BASE; half precision becomes bf16)")
      ->check(CLI::IsMember({"bf16", "f32"}).description(""));
  command->callback([options, &chosen] { chosen = [options] { return runMerge(*options); }; });
}

void addExport(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command =
      addCommand(group, "export-adapter", "The adapters inside a model, as a folder for peft",
                 options->common);
  command->add_option("FOLDER", options->folder, "Model folder or training folder")->required();
  command->add_option("-o,--output", options->output, "The new adapter folder")->required();
  command->add_option("--base", options->base, "Name or folder of the base language model");
  command->add_option("--name", options->card.name, "Name on the card");
  command->add_option("--license", options->card.license, "Licence on the card, such as mit");
  command->callback([options, &chosen] { chosen = [options] { return runExport(*options); }; });
}

}  // namespace

void addModelAdapters(CLI::App& group, ChosenCommand& chosen) {
  addMerge(group, chosen);
  addExport(group, chosen);
}

}  // namespace molloquy::cli
