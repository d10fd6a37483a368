#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/energy_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/chem/energy/minimise.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  energy::MinimiseOptions minimise;
  std::string fixed;
  std::vector<std::string> constraints;
  std::uint32_t seed = 7;
  std::string outputFile;
};

const char* wordOf(energy::MinimiseEnd end) {
  switch (end) {
    case energy::MinimiseEnd::Converged:
      return "converged";
    case energy::MinimiseEnd::StepLimit:
      return "step_limit";
    case energy::MinimiseEnd::Stopped:
      return "stopped";
  }
  return "";
}

Result<energy::MinimiseOptions> minimiseOptions(const Options& options,
                                                const chem::Molecule& molecule) {
  energy::MinimiseOptions made = options.minimise;
  if (!options.fixed.empty()) {
    auto atoms = atomsFrom(options.fixed, molecule);
    if (!atoms) return tl::unexpected(atoms.error());
    made.fixedAtoms = *std::move(atoms);
  }
  for (const std::string& text : options.constraints) {
    auto constraint = constraintFrom(text, molecule);
    if (!constraint) return tl::unexpected(constraint.error());
    made.constraints.push_back(*std::move(constraint));
  }
  return made;
}

std::string report(const chem::Molecule& molecule, const energy::MinimiseOptions& options,
                   const energy::Minimised& made) {
  std::string text = fmt::format(
      "{}: {:.4f} to {:.4f} kcal/mol in {} steps, {}\n", energy::methodName(options.method),
      made.energyBefore, made.energyAfter, made.steps,
      made.end == energy::MinimiseEnd::StepLimit ? "the limit" : wordOf(made.end));
  for (const energy::Constraint& constraint : options.constraints) {
    const auto value = chem::measured(made.positions, constraint.atoms);
    text += fmt::format("  {} held at {}\n", chem::atomNames(molecule, constraint.atoms),
                        value ? chem::measurementText(*value, constraint.atoms.size()) : "?");
  }
  return text;
}

ExitCode write(Output& output, const LoadedMolecule& molecule, const Options& options,
               const energy::MinimiseOptions& used, const energy::Minimised& made) {
  const chem::Molecule& graph = *molecule.record.molecule;
  const auto written = writeShapes(options.outputFile, molecule,
                                   {computedShape(made.positions, made.energyAfter, used.method)});
  if (!written) return output.fail(written.error(), ExitCode::Environment);
  if (!made.note.empty()) note(made.note);
  if (!output.isJson()) {
    output.write(report(graph, used, made));
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  output.writeJson({{"command", "optimize"},
                    {"molecule", *head},
                    {"method", energy::methodName(used.method)},
                    {"energy_before", made.energyBefore},
                    {"energy_after", made.energyAfter},
                    {"steps", made.steps},
                    {"finish", wordOf(made.end)},
                    {"note", made.note},
                    {"output", options.outputFile},
                    {"positions_angstrom", made.positions}});
  return output.finish();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const chem::Molecule& graph = *molecule->record.molecule;
  const auto used = minimiseOptions(options, graph);
  if (!used) return output.fail(used.error(), ExitCode::Usage);
  const InterruptScope interrupt;
  Progress progress("Minimising with " + energy::methodName(used->method));
  const auto shape = shapeOf(*molecule, options.seed, interrupt.token());
  if (!shape) return output.fail(shape.error(), exitCodeOf(shape.error()));
  const auto made = energy::minimise(graph, shape->positions, *used, nullptr, interrupt.token());
  if (!made) return output.fail(made.error(), exitCodeOf(made.error()));
  return write(output, *molecule, options, *used, *made);
}

}  // namespace

void addOptimize(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(program, "optimize",
                                 "Relax a 3D shape with a force field or GFN2-xTB; atoms are "
                                 "numbered from 1",
                                 options->common);
  addMolecule(*command, options->molecule);
  addMethod(*command, options->minimise.method);
  command->add_option("--fix", options->fixed, "Atoms that do not move: 1,3-5");
  command->add_option("--constrain", options->constraints,
                      "Values to hold: 1-2=1.5, 2-1-3=109.5, 1-2-3-4=60");
  command->add_option("--steps", options->minimise.maxSteps, "Most steps")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--force", options->minimise.forceTolerance,
                   "Largest force at the end, kcal/mol/Å")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Of the first shape, when the input has none")
      ->capture_default_str();
  command->add_option("-o,--output", options->outputFile, "File, its ending tells the format");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
