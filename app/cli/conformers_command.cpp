#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/conformer_search_report.h"
#include "app/cli/energy_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/base/atomic_file.h"
#include "model/chem/conformers.h"
#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

constexpr int kMostConformers = 10'000;

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  int count = 1;
  std::uint32_t seed = 7;
  bool search = false;
  energy::ConformerSearch searched;  ///< what --search keeps, and how.
  std::string outputFile;
};

nlohmann::ordered_json conformerJson(const chem::Conformer& conformer) {
  nlohmann::ordered_json object = {{"geometry", chem::geometryName(conformer.source)}};
  if (conformer.energyKcalPerMol) object["energy_kcal_per_mol"] = *conformer.energyKcalPerMol;
  if (!conformer.note.empty()) object["note"] = conformer.note;
  object["positions_angstrom"] = conformer.positions;
  return object;
}

std::string table(const std::vector<chem::Conformer>& conformers) {
  std::string text;
  for (std::size_t i = 0; i < conformers.size(); ++i) {
    const chem::Conformer& conformer = conformers[i];
    text += fmt::format("{:>4}  {}", i + 1, chem::geometryName(conformer.source));
    if (conformer.energyKcalPerMol)
      text += fmt::format("  {:.3f} kcal/mol", *conformer.energyKcalPerMol);
    if (!conformer.note.empty()) text += "  " + conformer.note;
    text += '\n';
  }
  return text;
}

Result<std::vector<chem::Conformer>> embed(const LoadedMolecule& molecule, const Options& options) {
  const InterruptScope interrupt;
  const Progress progress(fmt::format("Making {} conformers", options.count));
  auto made = chem::embedConformers(
      *molecule.record.molecule, {.seed = options.seed, .count = options.count}, interrupt.token());
  if (!made) return made;
  if (made->size() < static_cast<std::size_t>(options.count)) {
    note(fmt::format("{} of {} conformers were made.", made->size(), options.count));
  }
  return made;
}

ExitCode writeResult(Output& output, const LoadedMolecule& molecule, const Options& options,
                     const std::vector<chem::Conformer>& conformers) {
  const auto sdf = chem::toSdf(*molecule.record.molecule, conformers);
  if (!sdf) return output.fail(sdf.error(), exitCodeOf(sdf.error()));
  if (!options.outputFile.empty()) {
    if (auto written = writeFileAtomically(options.outputFile, *sdf); !written) {
      return output.fail(written.error(), ExitCode::Environment);
    }
  }
  if (!output.isJson()) {
    output.write(options.outputFile.empty() ? *sdf : table(conformers));
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const chem::Conformer& conformer : conformers) list.push_back(conformerJson(conformer));
  output.writeJson({{"command", "conformers"},
                    {"molecule", *head},
                    {"seed", options.seed},
                    {"output", options.outputFile},
                    {"conformers", list}});
  return output.finish();
}

/// --search: the different shapes of low energy, with their shares.
ExitCode runSearch(Output& output, const LoadedMolecule& molecule, const Options& options) {
  energy::ConformerSearch search = options.searched;
  search.attempts = options.count;
  search.seed = options.seed;
  const InterruptScope interrupt;
  Progress progress("Searching conformers with " + energy::methodName(search.method));
  const auto tell = [&](int done, int of) {
    progress.report(static_cast<std::uintmax_t>(done), static_cast<std::uintmax_t>(of));
  };
  const auto set =
      energy::searchConformers(*molecule.record.molecule, search, tell, interrupt.token());
  if (!set) return output.fail(set.error(), exitCodeOf(set.error()));
  if (interrupt.token().stop_requested()) note(fmt::format("stopped after {} tries.", set->tried));
  if (!set->note.empty()) note(set->note);
  std::vector<chem::Conformer> shapes;
  for (const energy::FoundConformer& found : set->conformers) {
    shapes.push_back(computedShape(found.positions, found.energyKcalPerMol, search.method));
  }
  if (!shapes.empty()) {
    const auto written = writeShapes(options.outputFile, molecule, shapes);
    if (!written) return output.fail(written.error(), ExitCode::Environment);
  }
  if (!output.isJson()) {
    output.write(conformerSetText(*set, search));
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  nlohmann::ordered_json object = {{"command", "conformers"},
                                   {"molecule", *head},
                                   {"seed", options.seed},
                                   {"output", options.outputFile}};
  object.update(conformerSetJson(*set, search));
  output.writeJson(object);
  return output.finish();
}

void addSearchOptions(CLI::App& command, Options& options) {
  energy::ConformerSearch& search = options.searched;
  CLI::Option* flag = command.add_flag("--search", options.search,
                                       "Keep the different shapes of low energy among COUNT tries");
  addMethod(command, search.method);
  command.add_option("--window", search.windowKcalPerMol, "Kept above the lowest, kcal/mol")
      ->check(CLI::NonNegativeNumber)
      ->needs(flag)
      ->capture_default_str();
  command.add_option("--rmsd", search.pruneRmsdAngstrom, "Nearer shapes are one, Å")
      ->check(CLI::NonNegativeNumber)
      ->needs(flag)
      ->capture_default_str();
  command.add_option("--keep", search.maximumKept, "Most shapes kept")
      ->check(CLI::Range(1, kMostConformers))
      ->needs(flag)
      ->capture_default_str();
  command.add_option("--temperature", search.temperatureKelvin, "Of the shares, K")
      ->check(CLI::PositiveNumber)
      ->needs(flag)
      ->capture_default_str();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  if (options.search) return runSearch(output, *molecule, options);
  const auto conformers = embed(*molecule, options);
  if (!conformers) return output.fail(conformers.error(), exitCodeOf(conformers.error()));
  return writeResult(output, *molecule, options, *conformers);
}

}  // namespace

void addConformers(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(program, "conformers",
                 "3D shapes by ETKDGv3 and MMFF94, lowest energy first, as SDF", options->common);
  addMolecule(*command, options->molecule);
  command->add_option("-n,--count", options->count, "How many, or how many tries of --search")
      ->check(CLI::Range(1, kMostConformers))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Same seed, same shapes")->capture_default_str();
  command->add_option("-o,--output", options->outputFile,
                      "SDF file (default: SDF on standard output); of --search, any format");
  addSearchOptions(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
