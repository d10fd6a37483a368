#include <memory>

#include "app/cli/commands.h"
#include "app/cli/phrases.h"
#include "model/align/phrase_aligner.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  std::string text;
};

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const auto lexicon = openLexicon();
  if (!lexicon) return output.fail(lexicon.error(), ExitCode::Environment);
  const chem::Molecule& graph = *molecule->record.molecule;
  const auto records = align::alignText(graph, options.text, **lexicon);
  if (!output.isJson()) {
    output.write(phrasesTable(graph, records));
    if (records.empty()) note("no phrase of the text is in the phrase table.");
    return output.finish();
  }
  const auto head = moleculeJson(*molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  output.writeJson({{"command", "align"},
                    {"molecule", *head},
                    {"text", options.text},
                    {"phrases", phrasesJson(graph, records)}});
  return output.finish();
}

}  // namespace

void addAlign(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      program, "align", "The atoms that the phrases of a text mean, each checked on the structure",
      options->common);
  addMolecule(*command, options->molecule);
  command->add_option("TEXT", options->text, "A text about the molecule")->required();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
