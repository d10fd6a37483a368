#pragma once

#include <cstdint>

#include "model/unimol/tokenize_atoms.h"

namespace molloquy::unimol {

/// How a structure is spoilt for the encoder to mend.
/// Source: Uni-Mol (Zhou et al., ICLR 2023), section 2.2; reference mask_points_dataset.py.
struct Masking {
  double maskedShare = 0.15;  ///< of the atoms; the fraction of an atom is rounded by chance.
  double keptShare = 0.05;    ///< of the masked atoms: element and place stay.
  double randomShare = 0.05;  ///< of the masked atoms: an element drawn evenly, perhaps the same.
  double noise = 1.0;         ///< angstrom; places move evenly within +- this along each axis.
};

/// A spoilt structure and what it was.
struct MaskedMolecule {
  TokenizedMolecule spoilt;  ///< what the encoder sees.
  std::vector<std::size_t>
      masked;  ///< places in the token row, rising; marks are never among them.
  std::vector<std::int64_t> elements;  ///< tokens that were there, one a masked place.
};

/// Id of [MASK] in a dictionary. Errors: InvalidInput, when it has none or no element.
Result<int> maskId(const Config& config);

/// Masks some atoms: most become [MASK], a few a random element, both moved; a few stay as they
/// are, and are asked for all the same.
///
/// molecule  as tokenizeAtoms makes it, marks included.
/// mask      from maskId.
/// seed      decides everything: the same on every standard library. Thread: any.
/// A structure with few atoms may be left without any masked one, as in the reference.
MaskedMolecule maskAtoms(const TokenizedMolecule& molecule, const Config& config, int mask,
                         const Masking& masking, std::uint64_t seed);

}  // namespace molloquy::unimol
