#pragma once

#include <functional>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/cli/molecule_input.h"
#include "app/cli/output.h"

namespace molloquy::cli {

/// The command that the person chose, ready to run; set by CLI11 when it has read the line.
using ChosenCommand = std::function<ExitCode()>;

/// What every command understands.
struct CommonOptions {
  bool json = false;
  [[nodiscard]] Output output() const { return Output(json ? OutputForm::Json : OutputForm::Text); }
};

/// A subcommand with --json and --version.
CLI::App* addCommand(CLI::App& program, const std::string& name, const std::string& description,
                     CommonOptions& common);
/// The MOLECULE argument and --record.
void addMolecule(CLI::App& command, MoleculeArgument& molecule);
/// --model FOLDER.
void addModel(CLI::App& command, std::string& folder);

/// One function per group: declares its commands, which fill `chosen`.
void addDescribe(CLI::App& program, ChosenCommand& chosen);
void addConversation(CLI::App& program, ChosenCommand& chosen);  ///< caption, ask
void addAlign(CLI::App& program, ChosenCommand& chosen);
void addConformers(CLI::App& program, ChosenCommand& chosen);
void addOptimize(CLI::App& program, ChosenCommand& chosen);
void addScan(CLI::App& program, ChosenCommand& chosen);
void addXtb(CLI::App& program, ChosenCommand& chosen);
void addConvert(CLI::App& program, ChosenCommand& chosen);
void addFormats(CLI::App& program, ChosenCommand& chosen);
void addRender(CLI::App& program, ChosenCommand& chosen);
void addModelCommands(CLI::App& program, ChosenCommand& chosen);
void addModelInfo(CLI::App& group, ChosenCommand& chosen);   ///< info, list, memory
void addModelFiles(CLI::App& group, ChosenCommand& chosen);  ///< assemble, quantize
void addModelAdapters(CLI::App& group, ChosenCommand& chosen);  ///< merge-adapter, export-adapter
void addBench(CLI::App& program, ChosenCommand& chosen);
void addTrain(CLI::App& program, ChosenCommand& chosen);
void addScore(CLI::App& program, ChosenCommand& chosen);
void addEvaluate(CLI::App& program, ChosenCommand& chosen);
void addRetrieve(CLI::App& program, ChosenCommand& chosen);
void addAlignments(CLI::App& program, ChosenCommand& chosen);  ///< extract, ..., tune-data
void addData(CLI::App& program, ChosenCommand& chosen);  ///< data import, check, label, questions
void addPubChem(CLI::App& program, ChosenCommand& chosen);  ///< pubchem find, open, ...
void addDataImport(CLI::App& group, ChosenCommand& chosen);
void addDataCheck(CLI::App& group, ChosenCommand& chosen);
void addDataLabel(CLI::App& group, ChosenCommand& chosen);
void addDataQuestions(CLI::App& group, ChosenCommand& chosen);
void addLibrary(CLI::App& program, ChosenCommand& chosen);  ///< create, info, show, tag, ...
void addLibraryTransfer(CLI::App& group, ChosenCommand& chosen);  ///< import, export
void addLibrarySearch(CLI::App& group, ChosenCommand& chosen);

}  // namespace molloquy::cli
