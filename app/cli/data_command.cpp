#include "app/cli/commands.h"

namespace molloquy::cli {

void addData(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand("data", "What models learn from");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  addDataImport(*group, chosen);
  addDataCheck(*group, chosen);
  addDataQuestions(*group, chosen);
  addDataLabel(*group, chosen);
}

}  // namespace molloquy::cli
