#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/chem/rdkit_errors.h"
#include "model/chem/structure_reader.h"

namespace molloquy::chem {

/// Which way a bond of a drawing points, from its first atom.
enum class Wedge { None, Up, Down };

/// A structure as a file gives it, before any chemistry.
struct RawStructure {
  struct Frame {
    std::vector<Point3> positions;  ///< by atom.
    std::optional<double> energyKcalPerMol = std::nullopt;
  };
  enum class Bonds { AsGiven, FromDistances };
  enum class Space { Three, Drawing };

  std::vector<Atom> atoms;
  /// Both ends in range; kekuleOrder is not read.
  std::vector<Bond> bonds;
  std::vector<Wedge> wedges;  ///< by bond; empty = none.
  Bonds bondSource = Bonds::AsGiven;
  std::vector<Frame> frames;  ///< empty = no positions.
  Space space = Space::Three;
  std::shared_ptr<Biopolymer> biopolymer;
  std::string name;
  std::string note;  ///< sentences about what was read, for the conformers.
};

/// The record of a raw structure: bonds perceived where asked for, stereo from the positions,
/// missing hydrogens added and told. Above kRdkitAtoms without RDKit: no hydrogens are added and no
/// bond orders are perceived, which the note says.
/// Errors: InvalidInput (no atoms, too many, an impossible structure; `places` name the atoms).
Result<StructureRecord> recordFrom(RawStructure raw, const AtomPlaces& places,
                                   const std::stop_token& stop = {});

/// Adds a sentence to a note.
void appendSentence(std::string& note, std::string_view sentence);

/// Refuses records without atoms, and above kReadableAtoms; names the count and the limit.
std::optional<Error> refuseAtomCount(std::size_t atoms);

}  // namespace molloquy::chem
