#pragma once

#include <array>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/molecule_input.h"
#include "model/chem/energy/energy_method.h"
#include "model/chem/energy/torsion_scan.h"

namespace molloquy::cli {

/// --method mmff94s|mmff94|uff|gfn2.
void addMethod(CLI::App& command, energy::EnergyMethod& method);

/// Atoms as people count them: "1,3-5" (from 1). Errors: InvalidInput, naming the text and the
/// number of atoms.
Result<std::vector<AtomIndex>> atomsFrom(const std::string& text, const chem::Molecule& molecule);
/// "2-1-3=109.5": 2 to 4 atoms and a value. Errors: as atomsFrom.
Result<energy::Constraint> constraintFrom(const std::string& text, const chem::Molecule& molecule);
/// "1-2-3-4": four atoms. Errors: as atomsFrom.
Result<std::array<AtomIndex, 4>> torsionFrom(const std::string& text,
                                             const chem::Molecule& molecule);

/// Positions to a file whose ending tells the format; nothing when `path` is empty. Losses of the
/// format are said on standard error. Errors: as chem::writeStructureFile.
Result<void> writeShapes(const std::string& path, const LoadedMolecule& molecule,
                         const std::vector<chem::Conformer>& shapes);
/// A computed shape, with the method and the energy.
chem::Conformer computedShape(const chem::Positions& positions, double energyKcalPerMol,
                              energy::EnergyMethod method);

}  // namespace molloquy::cli
