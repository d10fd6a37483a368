#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// A tetrahedral atom that can have two configurations.
struct StereoCentre {
  AtomIndex atom;
  bool set = false;   ///< the structure says which it has.
  std::string label;  ///< "R", "S", "r" or "s" where set and known; else empty.
};

/// A double bond that can have two configurations.
struct StereoDoubleBond {
  BondIndex bond;
  std::string label;  ///< "E" or "Z"; empty where the structure says nothing.
};

/// Side of the hydroxyl at a sugar's anomeric centre. Unnamed: set, but its ring closes in a way
/// in which comparing two sides of the ring does not tell alpha from beta.
enum class Anomer { Alpha, Beta, NotSet, Unnamed };

/// The carbon that closes a sugar's ring: in a ring of five or six with one ring oxygen, bonded to
/// that oxygen and to one more oxygen.
struct AnomericCentre {
  AtomIndex atom;
  Anomer anomer = Anomer::NotSet;
  int ringSize = 6;  ///< 5 furanose, 6 pyranose.
  bool free = true;  ///< a hydroxyl; false for glycosides and esters.
};

struct StereoElements {
  std::vector<StereoCentre> centres;
  std::vector<StereoDoubleBond> doubleBonds;
  std::vector<AnomericCentre> anomericCentres;
};

/// What of a structure can have two configurations, and which it has. Alpha: the oxygen at the
/// anomeric centre and the carbon chain at the other neighbour of the ring oxygen lie on opposite
/// sides of the ring (IUPAC, Nomenclature of carbohydrates 1996, 2-Carb-6, for rings closed at the
/// reference atom, as in aldohexopyranoses, aldopentofuranoses and 2-ketohexofuranoses).
/// Errors: Unsupported (no RDKit side), Internal.
Result<StereoElements> stereoElements(const Molecule& molecule);

}  // namespace molloquy::chem
