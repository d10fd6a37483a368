#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem::edit {

/// Something that can be put onto a structure in one click.
struct Fragment {
  std::string id;        ///< "ring/benzene".
  std::string name;      ///< "Benzene".
  std::string category;  ///< "Rings", "Functional groups", "Amino acids", "Ligands", ...
  std::string smiles;    ///< with [*:1] where it is attached, if it can be.
};

/// The fragments of one file: four columns between tabs, the first line their names, lines with #
/// are remarks. resources/fragments/fragments.tsv comes with the program.
/// Errors: NotFound; Corrupt, with the line (columns, an id twice, a SMILES without atoms).
Result<std::vector<Fragment>> loadFragments(const std::filesystem::path& file);

/// The person's own file, the same columns: $XDG_DATA_HOME/molloquy/fragments.tsv, which need not
/// exist.
std::filesystem::path ownFragmentsFile();

/// The program's fragments, then the person's own; an own one with the same id takes its place.
/// Errors: those of loadFragments.
Result<std::vector<Fragment>> allFragments();

/// A fragment in three dimensions, as AddFragment puts it: ETKDG with a fixed seed, then a force
/// field, kept for the thread's next use.
struct FragmentShape {
  Fragment fragment;
  std::shared_ptr<const Molecule> molecule;  ///< a carbon or zinc stands at the attachment.
  std::vector<Point3> positions;             ///< angstrom.
  std::optional<AtomIndex> attachment;       ///< that atom; nullopt = the fragment stands alone.
};
/// id  of a fragment, or "smiles:" and a SMILES with or without [*:1].
/// Errors: NotFound (no such id), InvalidInput (the SMILES, or no shape).
Result<std::shared_ptr<const FragmentShape>> fragmentShape(const std::string& id);

}  // namespace molloquy::chem::edit
