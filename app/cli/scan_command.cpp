#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/energy_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/base/atomic_file.h"
#include "model/chem/energy/torsion_scan.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  energy::EnergyMethod method = energy::EnergyMethod::Mmff94s;
  std::string torsion;
  std::string second;
  double begin = -180;
  double range = 360;
  int points = 37;
  bool rigid = false;
  std::uint32_t seed = 7;
  std::string csvFile;
  std::string outputFile;
};

Result<energy::TorsionScan> scanOf(const Options& options, const chem::Molecule& molecule) {
  energy::TorsionScan scan;
  scan.method = options.method;
  scan.kind = options.rigid ? energy::ScanKind::Rigid : energy::ScanKind::Relaxed;
  const auto first = torsionFrom(options.torsion, molecule);
  if (!first) return tl::unexpected(first.error());
  scan.first = {*first, options.begin, options.range, options.points};
  if (options.second.empty()) return scan;
  const auto second = torsionFrom(options.second, molecule);
  if (!second) return tl::unexpected(second.error());
  scan.second = energy::ScannedTorsion{*second, options.begin, options.range, options.points};
  return scan;
}

std::string csvOf(const chem::Molecule& molecule, const energy::ScanResult& result) {
  const bool map = result.scan.second.has_value();
  std::string text = chem::atomNames(molecule, result.scan.first.atoms) + " (degrees),";
  if (map) text += chem::atomNames(molecule, result.scan.second->atoms) + " (degrees),";
  text += fmt::format("{} (kcal/mol),above the lowest (kcal/mol)\n",
                      energy::methodName(result.scan.method));
  const double lowest = result.lowestEnergy();
  for (const energy::ScanPoint& point : result.points) {
    text += map ? fmt::format("{:g},{:g},", point.first, point.second)
                : fmt::format("{:g},", point.first);
    text += fmt::format("{:.4f},{:.4f}\n", point.energyKcalPerMol, point.energyKcalPerMol - lowest);
  }
  return text;
}

nlohmann::ordered_json pointsJson(const energy::ScanResult& result) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const double lowest = result.lowestEnergy();
  for (const energy::ScanPoint& point : result.points) {
    nlohmann::ordered_json object = {{"torsion", point.first}};
    if (result.scan.second) object["second"] = point.second;
    object["energy_kcal_per_mol"] = point.energyKcalPerMol;
    object["relative_kcal_per_mol"] = point.energyKcalPerMol - lowest;
    object["positions_angstrom"] = point.positions;
    list.push_back(std::move(object));
  }
  return list;
}

Result<void> writeFiles(const LoadedMolecule& molecule, const Options& options,
                        const energy::ScanResult& result) {
  if (!options.csvFile.empty()) {
    const auto written =
        writeFileAtomically(options.csvFile, csvOf(*molecule.record.molecule, result));
    if (!written) return written;
  }
  std::vector<chem::Conformer> shapes;
  for (const energy::ScanPoint& point : result.points) {
    shapes.push_back(computedShape(point.positions, point.energyKcalPerMol, options.method));
  }
  return writeShapes(shapes.empty() ? std::string() : options.outputFile, molecule, shapes);
}

ExitCode write(Output& output, const LoadedMolecule& molecule, const Options& options,
               const energy::ScanResult& result, bool stopped) {
  if (const auto written = writeFiles(molecule, options, result); !written) {
    return output.fail(written.error(), ExitCode::Environment);
  }
  if (!output.isJson()) {
    output.write(csvOf(*molecule.record.molecule, result));
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  output.writeJson({{"command", "scan"},
                    {"molecule", *head},
                    {"method", energy::methodName(options.method)},
                    {"kind", options.rigid ? "rigid" : "relaxed"},
                    {"finish", stopped ? "stopped" : "complete"},
                    {"output", options.outputFile},
                    {"points", pointsJson(result)}});
  return output.finish();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const chem::Molecule& graph = *molecule->record.molecule;
  const auto scan = scanOf(options, graph);
  if (!scan) return output.fail(scan.error(), ExitCode::Usage);
  const InterruptScope interrupt;
  Progress progress("Scanning with " + energy::methodName(options.method));
  const auto shape = shapeOf(*molecule, options.seed, interrupt.token());
  if (!shape) return output.fail(shape.error(), exitCodeOf(shape.error()));
  const auto tell = [&](const energy::ScanPoint&, int done, int of) {
    progress.report(static_cast<std::uintmax_t>(done), static_cast<std::uintmax_t>(of));
  };
  const auto result = energy::scanTorsions(graph, shape->positions, *scan, tell, interrupt.token());
  if (!result) return output.fail(result.error(), exitCodeOf(result.error()));
  const bool stopped = interrupt.token().stop_requested();
  if (stopped) note(fmt::format("stopped; {} points were reached.", result->points.size()));
  return write(output, *molecule, options, *result, stopped);
}

}  // namespace

void addScan(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      program, "scan", "Energy over the turning of one bond or two, as CSV", options->common);
  addMolecule(*command, options->molecule);
  command->add_option("--torsion", options->torsion, "Four atoms, from 1: 1-2-3-4")->required();
  command->add_option("--second", options->second, "Another torsion, for a map");
  addMethod(*command, options->method);
  command->add_option("--points", options->points, "Of each torsion")
      ->check(CLI::Range(2, 721))
      ->capture_default_str();
  command->add_option("--begin", options->begin, "First angle, degrees")->capture_default_str();
  command->add_option("--range", options->range, "Degrees to the last angle")
      ->capture_default_str();
  command->add_flag("--rigid", options->rigid, "Turn only; do not relax the rest");
  command->add_option("--seed", options->seed, "Of the first shape, when the input has none")
      ->capture_default_str();
  command->add_option("--csv", options->csvFile, "The table as a file, too");
  command->add_option("-o,--output", options->outputFile, "The shapes, one a point");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
