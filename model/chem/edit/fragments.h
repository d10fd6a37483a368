#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::chem::edit {

/// Something that can be put onto a structure in one click.
struct Fragment {
  std::string id;        ///< "ring/benzene".
  std::string name;      ///< "Benzene".
  std::string category;  ///< "Rings", "Functional groups", "Amino acids", "Ligands", ...
  std::string smiles;    ///< with [*:1] where it is attached, if it can be.
};

/// The fragments that come with the program (resources/fragments/fragments.tsv; over 150), then the
/// person's own (<data folder>/molloquy/fragments.tsv, the same columns).
/// Errors: Corrupt, with the line.
Result<std::vector<Fragment>> loadFragments(const std::filesystem::path& file);

}  // namespace molloquy::chem::edit
