#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/energy_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/chem/energy/electronic_structure.h"
#include "model/chem/energy/gfn2_forces.h"
#include "model/chem/energy/minimise.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  bool modes = false;
  bool optimize = false;
  std::uint32_t seed = 7;
  std::string outputFile;
};

/// A shape and what was computed of it.
struct Computed {
  chem::Positions positions;
  energy::ElectronicStructure structure;
};

double lengthOf(const chem::Point3& vector) { return std::hypot(vector[0], vector[1], vector[2]); }

nlohmann::ordered_json modesJson(const std::vector<energy::NormalMode>& modes) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const energy::NormalMode& mode : modes) {
    list.push_back({{"wavenumber_per_cm", mode.wavenumber},
                    {"ir_km_per_mol", mode.irIntensity},
                    {"reduced_mass_dalton", mode.reducedMass},
                    {"displacements", mode.displacements}});
  }
  return list;
}

nlohmann::ordered_json bondsJson(const chem::Molecule& molecule,
                                 const energy::ElectronicStructure& structure) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const std::size_t atoms = molecule.atoms().size();
  for (std::size_t i = 0; i < atoms; ++i) {
    for (std::size_t j = i + 1; j < atoms; ++j) {
      const double order = structure.bondOrders[i * atoms + j];
      if (order > 0) list.push_back({i + 1, j + 1, order});
    }
  }
  return list;
}

nlohmann::ordered_json jsonOf(const chem::Molecule& molecule, const Computed& computed) {
  const energy::ElectronicStructure& structure = computed.structure;
  nlohmann::ordered_json orbitals = nlohmann::ordered_json::array();
  for (const energy::Orbital& orbital : structure.orbitals) {
    orbitals.push_back({{"energy_ev", orbital.energyEv}, {"occupation", orbital.occupation}});
  }
  return {{"energy_hartree", structure.energyHartree},
          {"homo", structure.homo},
          {"orbitals", std::move(orbitals)},
          {"charges", structure.charges},
          {"bond_orders", bondsJson(molecule, structure)},
          {"dipole_debye", structure.dipoleDebye},
          {"positions_angstrom", computed.positions},
          {"modes", modesJson(structure.modes)}};
}

std::string textOf(const chem::Molecule& molecule, const energy::ElectronicStructure& structure) {
  std::string text = fmt::format("GFN2-xTB energy  {:.8f} hartree\n", structure.energyHartree);
  if (structure.homo >= 0) {
    const auto homo = static_cast<std::size_t>(structure.homo);
    text += fmt::format("HOMO             {:.3f} eV\n", structure.orbitals[homo].energyEv);
    if (homo + 1 < structure.orbitals.size()) {
      const double lumo = structure.orbitals[homo + 1].energyEv;
      text += fmt::format("LUMO             {:.3f} eV, gap {:.3f} eV\n", lumo,
                          lumo - structure.orbitals[homo].energyEv);
    }
  }
  const chem::Point3& dipole = structure.dipoleDebye;
  text += fmt::format("dipole           {:.3f} D ({:.3f} {:.3f} {:.3f})\n", lengthOf(dipole),
                      dipole[0], dipole[1], dipole[2]);
  text += "charges\n";
  for (std::uint32_t i = 0; i < structure.charges.size(); ++i) {
    text += fmt::format("  {:<6} {:+.3f}\n", chem::atomName(molecule, AtomIndex(i)),
                        structure.charges[i]);
  }
  if (structure.modes.empty()) return text;
  text += "modes      1/cm    IR km/mol\n";
  for (std::size_t i = 0; i < structure.modes.size(); ++i) {
    text += fmt::format("  {:>4} {:>9.1f} {:>9.1f}\n", i + 1, structure.modes[i].wavenumber,
                        structure.modes[i].irIntensity);
  }
  return text;
}

Result<Computed> compute(const LoadedMolecule& molecule, const Options& options,
                         const std::stop_token& stop) {
  const chem::Molecule& graph = *molecule.record.molecule;
  const auto shape = shapeOf(molecule, options.seed, stop);
  if (!shape) return tl::unexpected(shape.error());
  Computed computed{shape->positions, {}};
  if (options.optimize) {
    const auto made = energy::minimise(graph, computed.positions,
                                       {.method = energy::EnergyMethod::Gfn2}, nullptr, stop);
    if (!made) return tl::unexpected(made.error());
    computed.positions = made->positions;
  }
  Progress progress("Computing with GFN2-xTB");
  const auto tell = [&](int done, int of) {
    progress.report(static_cast<std::uintmax_t>(done), static_cast<std::uintmax_t>(of));
  };
  auto structure = energy::electronicStructure(
      graph, computed.positions, options.modes ? energy::Modes::Compute : energy::Modes::Skip, tell,
      stop);
  if (!structure) return tl::unexpected(structure.error());
  computed.structure = *std::move(structure);
  return computed;
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const chem::Molecule& graph = *molecule->record.molecule;
  const InterruptScope interrupt;
  const auto computed = compute(*molecule, options, interrupt.token());
  if (!computed && interrupt.token().stop_requested()) {
    note("stopped.");
    if (output.isJson()) output.writeJson({{"command", "xtb"}, {"finish", "stopped"}});
    return output.finish();
  }
  if (!computed) return output.fail(computed.error(), exitCodeOf(computed.error()));
  const double kcalPerMol = computed->structure.energyHartree * energy::kKcalPerHartree;
  const auto written =
      writeShapes(options.outputFile, *molecule,
                  {computedShape(computed->positions, kcalPerMol, energy::EnergyMethod::Gfn2)});
  if (!written) return output.fail(written.error(), ExitCode::Environment);
  if (!output.isJson()) {
    output.write(textOf(graph, computed->structure));
    return output.finish();
  }
  const auto head = moleculeJson(*molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  nlohmann::ordered_json object = {
      {"command", "xtb"}, {"molecule", *head}, {"method", "GFN2-xTB"}, {"finish", "complete"}};
  object.update(jsonOf(graph, *computed));
  output.writeJson(object);
  return output.finish();
}

}  // namespace

void addXtb(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      program, "xtb", "Orbitals, charges, bond orders, dipole and vibrations by GFN2-xTB",
      options->common);
  addMolecule(*command, options->molecule);
  command->add_flag("--optimize", options->optimize, "Relax the shape with GFN2-xTB first");
  command->add_flag("--modes", options->modes,
                    "Vibrations and infrared intensities, of a relaxed shape");
  command->add_option("--seed", options->seed, "Of the first shape, when the input has none")
      ->capture_default_str();
  command->add_option("-o,--output", options->outputFile, "The shape, its ending tells the format");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
