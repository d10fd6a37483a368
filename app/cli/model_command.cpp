#include "app/cli/commands.h"

namespace molloquy::cli {

void addModelCommands(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand("model", "Models on this machine");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  addModelInfo(*group, chosen);
  addModelFiles(*group, chosen);
  addModelAdapters(*group, chosen);
}

}  // namespace molloquy::cli
