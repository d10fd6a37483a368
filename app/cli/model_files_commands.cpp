#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_session.h"
#include "app/cli/progress.h"
#include "app/models/assemble_checks.h"
#include "model/checkpoints/assemble.h"
#include "model/native/quantize_folder.h"
#include "model/session/memory_estimate.h"

namespace molloquy::cli {
namespace {

using app::AssembleField;

struct AssembleOptions {
  CommonOptions common;
  std::string uniMol;
  std::string languageModel;
  std::string checkpoint;
  std::string stage1;
  std::string vocabulary;
  std::string output;
  std::string name;
  bool asStored = false;
};

struct QuantizeOptions {
  CommonOptions common;
  std::string folder;
  std::string output;
  native::Storage storage = native::Storage::Int8;
};

std::optional<std::filesystem::path> given(const std::string& path) {
  if (path.empty()) return std::nullopt;
  return std::filesystem::path(path);
}

checkpoints::AssembleInput inputOf(const AssembleOptions& options) {
  checkpoints::AssembleInput input;
  input.uniMol = options.uniMol;
  input.llmFolder = options.languageModel;
  input.checkpoint = options.checkpoint;
  input.stage1 = given(options.stage1);
  input.vocabulary = given(options.vocabulary);
  input.output = options.output;
  input.name = options.name;
  if (options.asStored) input.languageModelType = checkpoints::LanguageModelType::AsStored;
  return input;
}

/// Every choice is looked at before anything long begins.
Result<void> checkChoices(const AssembleOptions& options) {
  const std::pair<AssembleField, const std::string&> choices[] = {
      {AssembleField::UniMol, options.uniMol},
      {AssembleField::LanguageModel, options.languageModel},
      {AssembleField::Checkpoint, options.checkpoint},
      {AssembleField::Stage1, options.stage1},
      {AssembleField::Vocabulary, options.vocabulary},
      {AssembleField::Output, options.output}};
  for (const auto& [field, path] : choices) {
    if (path.empty()) continue;
    if (const auto found = app::checkAssembleField(field, path); !found) {
      return tl::unexpected(found.error());
    }
  }
  return {};
}

/// Ctrl+C is no failure: what was done stays, or nothing was written.
ExitCode stopped(Output& output, const char* command, const std::string& sentence) {
  note(sentence);
  if (output.isJson()) output.writeJson({{"command", command}, {"finish", "stopped"}});
  return output.finish();
}

ExitCode runAssemble(const AssembleOptions& options) {
  Output output = options.common.output();
  if (const auto checked = checkChoices(options); !checked) {
    return output.fail(checked.error(), ExitCode::Model);
  }
  const InterruptScope interrupt;
  const auto report = [&] {
    Progress progress("Assembling the model");
    return checkpoints::assembleModel(
        inputOf(options),
        [&](const checkpoints::AssembleProgress& at) { progress.report(at.done, at.total); },
        interrupt.token());
  }();
  if (!report && interrupt.token().stop_requested()) {
    return stopped(output, "model assemble", report.error().message);
  }
  if (!report) return output.fail(report.error(), ExitCode::Model);
  if (output.isJson()) {
    output.writeJson({{"command", "model assemble"},
                      {"folder", report->folder.string()},
                      {"files", report->files},
                      {"reused", report->reused},
                      {"tensors", report->tensors},
                      {"bytes", report->bytes}});
  } else {
    output.write(fmt::format("{}: {} tensors, {} in {} file{}\n", report->folder.string(),
                             report->tensors, session::sizeText(report->bytes),
                             report->files.size(), report->files.size() == 1 ? "" : "s"));
  }
  return output.finish();
}

ExitCode runQuantize(const QuantizeOptions& options) {
  Output output = options.common.output();
  const InterruptScope interrupt;
  const auto report = [&] {
    Progress progress("Quantising the model");
    return native::quantizeFolder(
        options.folder, options.output, options.storage,
        [&](std::uintmax_t read, std::uintmax_t total) { progress.report(read, total); },
        interrupt.token());
  }();
  if (!report && interrupt.token().stop_requested()) {
    return stopped(output, "model quantize", report.error().message);
  }
  if (!report) return output.fail(report.error(), ExitCode::Model);
  if (output.isJson()) {
    output.writeJson({{"command", "model quantize"},
                      {"folder", options.output},
                      {"type", native::toString(options.storage)},
                      {"quantized", report->quantized},
                      {"kept", report->kept},
                      {"bytes_before", report->bytesBefore},
                      {"bytes_after", report->bytesAfter},
                      {"relative_error", report->relativeError}});
  } else {
    output.write(
        fmt::format("{}: {} matrices in {}, {} tensors kept, {} -> {}, relative error "
                    "{:.4f}\n",
                    options.output, report->quantized, native::toString(options.storage),
                    report->kept, session::sizeText(report->bytesBefore),
                    session::sizeText(report->bytesAfter), report->relativeError));
  }
  return output.finish();
}

void addAssemble(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<AssembleOptions>();
  CLI::App* command = addCommand(
      group, "assemble", "One model folder of the published 3D-MoLM files", options->common);
  command->add_option("--uni-mol", options->uniMol, "mol_pre_no_h_220816.pt")->required();
  command->add_option("--llm", options->languageModel, "Folder llama-2-7b-hf")->required();
  command->add_option("--checkpoint", options->checkpoint, "generalist.ckpt or stage2.ckpt")
      ->required();
  CLI::Option* stage1 = command->add_option("--stage1", options->stage1, "stage1.ckpt");
  CLI::Option* vocabulary =
      command->add_option("--vocab", options->vocabulary, "vocab.txt of SciBERT, or its folder");
  stage1->needs(vocabulary);
  command->add_option("-o,--output", options->output, "The new model folder")->required();
  command->add_option("--name", options->name, "Name of the model (default: the folder's)");
  command->add_flag("--as-stored", options->asStored,
                    "Keep the language model's numbers as they are (default: bf16)");
  command->callback([options, &chosen] { chosen = [options] { return runAssemble(*options); }; });
}

void addQuantize(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<QuantizeOptions>();
  CLI::App* command =
      addCommand(group, "quantize", "A smaller copy of a model folder", options->common);
  command->add_option("FOLDER", options->folder, "Model folder")->required();
  command->add_option("-o,--output", options->output, "The new model folder")->required();
  command
      ->add_option_function<std::string>(
          "--type",
          [options](const std::string& name) {
            options->storage = name == "int8" ? native::Storage::Int8 : native::Storage::Int4;
          },
          "int8 or int4")
      ->required()
      ->check(CLI::IsMember({"int8", "int4"}).description(""));
  command->callback([options, &chosen] { chosen = [options] { return runQuantize(*options); }; });
}

}  // namespace

void addModelFiles(CLI::App& group, ChosenCommand& chosen) {
  addAssemble(group, chosen);
  addQuantize(group, chosen);
}

}  // namespace molloquy::cli
