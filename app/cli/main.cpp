#include <csignal>
#include <exception>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {
namespace {

constexpr const char* kExitCodes =
    "MOLECULE is a structure file (see molloquy-cli formats), a SMILES, or - for standard input.\n"
    "After -- everything is an argument, no option.\n"
    "Exit codes: 0 ok, 2 usage, 3 bad input, 4 model, 5 environment.";

/// CLI11 only says that a command is missing; name the word that is none.
bool namesUnknownCommand(const CLI::App& program, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  const auto sameName = [&](const CLI::App* command) { return command->check_name(argv[1]); };
  if (!program.get_subcommands(sameName).empty()) return false;
  note(fmt::format("\"{}\" is no command. Run molloquy-cli --help for the list.", argv[1]));
  return true;
}

/// Reads the command line into `chosen`; an exit code when there is nothing to run.
std::optional<ExitCode> parse(CLI::App& program, int argc, char** argv) {
  try {
    program.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::Success& answered) {  // --help, --version
    program.exit(answered);
    return ExitCode::Ok;
  } catch (const CLI::ParseError& problem) {
    program.exit(problem);
    return ExitCode::Usage;
  }
}

ExitCode run(int argc, char** argv) {
  // A reader that goes away ends the output, not the program.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App program("Facts, 3D shapes and descriptions of molecules.", "molloquy-cli");
  program.set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  program.require_subcommand(1);
  program.footer(kExitCodes);
  ChosenCommand chosen;
  addDescribe(program, chosen);
  addConversation(program, chosen);
  addAlign(program, chosen);
  addConformers(program, chosen);
  addOptimize(program, chosen);
  addScan(program, chosen);
  addXtb(program, chosen);
  addConvert(program, chosen);
  addFormats(program, chosen);
  addRender(program, chosen);
  addModelCommands(program, chosen);
  addBench(program, chosen);
  addTrain(program, chosen);
  addScore(program, chosen);
  addEvaluate(program, chosen);
  addRetrieve(program, chosen);
  addAlignments(program, chosen);
  addData(program, chosen);
  addLibrary(program, chosen);
  addPubChem(program, chosen);
  if (namesUnknownCommand(program, argc, argv)) return ExitCode::Usage;
  if (const auto ended = parse(program, argc, argv)) return *ended;
  return chosen();
}

}  // namespace

CLI::App* addCommand(CLI::App& program, const std::string& name, const std::string& description,
                     CommonOptions& common) {
  CLI::App* command = program.add_subcommand(name, description);
  command->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  command->add_flag("--json", common.json, "Answer with one JSON object");
  return command;
}

void addMolecule(CLI::App& command, MoleculeArgument& molecule) {
  command.add_option("MOLECULE", molecule.text, "File, SMILES, or - for standard input")
      ->required();
  command.add_option("--record", molecule.record, "Which record of a file, from 1")
      ->check(CLI::PositiveNumber);
}

void addModel(CLI::App& command, std::string& folder) {
  command.add_option("--model", folder, "Model folder (default: the starter model)");
}

}  // namespace molloquy::cli

int main(int argc, char** argv) {
  molloquy::session::letMathThreadsSleep();
  try {
    return static_cast<int>(molloquy::cli::run(argc, argv));
  } catch (const std::exception& problem) {
    molloquy::cli::note(fmt::format("unexpected failure: {}.", problem.what()));
    return static_cast<int>(molloquy::cli::ExitCode::Environment);
  }
}
