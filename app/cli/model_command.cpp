#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_session.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  std::string folder;
};

std::string table(const session::ModelInfo& info) {
  return fmt::format(
      "Name        {}\nFolder      {}\nParameters  {}\nOn disk     {} bytes\nNumbers     {}\n"
      "Device      {}\nContext     {} tokens\n",
      info.name, info.folder.string(), info.parameters, info.bytesOnDisk, info.numberType,
      info.device, info.contextLength);
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto folder = modelFolder(options.folder);
  if (!folder) return output.fail(folder.error(), ExitCode::Environment);
  const InterruptScope interrupt;
  const auto model = openModel(*folder, interrupt.token());
  if (!model) return output.fail(model.error(), ExitCode::Model);
  const session::ModelInfo& info = (*model)->info();
  if (output.isJson()) {
    output.writeJson({{"command", "model info"}, {"model", modelJson(info)}});
  } else {
    output.write(table(info));
  }
  return output.finish();
}

}  // namespace

void addModelCommands(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand("model", "Models on this machine");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(*group, "info", "What a model folder holds", options->common);
  command->add_option("FOLDER", options->folder, "Model folder (default: the starter model)");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
