#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/error.h"
#include "model/library/atom_mapping.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/library_types.h"

namespace molloquy::library {

using ShapeNumbers = std::array<float, kUsrcatNumbers>;

/// What is computed of a molecule before it is written, whatever keeps it.
struct PreparedMolecule {
  std::optional<Error> refusal;
  MoleculeKeys keys;
  std::optional<ShapeNumbers> shape;  ///< of the first conformer.
};
/// Computes keys and shapes on several threads, one answer each.
std::vector<PreparedMolecule> prepareMolecules(std::span<const NewMolecule> molecules);

/// What stands for a molecule in lists: its first Title, else its first name.
std::string titleOf(const NewMolecule& molecule);
/// A record's conformers with their atoms in the order of another record of the molecule; those
/// whose atoms cannot be told apart are left out.
std::vector<MoleculeConformer> conformersInOrderOf(const PlacedMolecule& kept,
                                                   const NewMolecule& molecule);
/// "the same InChIKey"
const char* identityInWords(const MoleculeKeys& keys);

/// How many things joined a molecule that it did not have.
struct Joined {
  std::size_t names = 0, texts = 0, conformers = 0, properties = 0, tags = 0, sources = 0;
  bool notes = false;

  [[nodiscard]] bool anything() const {
    return names + texts + conformers + properties + tags + sources > 0 || notes;
  }
  /// "2 names and 1 text are new"; empty when nothing is.
  [[nodiscard]] std::string inWords() const;
};
/// What is told of a record that met a molecule of the library.
/// leftOut  a sentence about what could not be taken, or empty.
std::string mergedRemark(const std::string& called, const MoleculeKeys& keys, const Joined& joined,
                         const std::string& leftOut);
inline constexpr const char* kShapeLeftOut =
    "Its 3D shape was left out, since its atoms could not be told apart.";

/// The number that a record's value is, when it is one.
std::optional<double> numberOf(std::string_view text);

}  // namespace molloquy::library
