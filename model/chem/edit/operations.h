#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/chem/geometry.h"
#include "model/chem/molecule.h"

/// Everything that can be done to a structure, as values: a tool makes one, apply() carries it out,
/// the document keeps what came of it. Atoms are those of the structure before the operation.
namespace molloquy::chem::edit {

/// What happens to hydrogens around the atoms an operation touches.
enum class Hydrogens {
  Adjust,  ///< added and taken away so that the normal valence is filled.
  Keep,
};

/// A new atom at a place, bonded to nothing; with Adjust it gets its hydrogens.
struct AddAtom {
  int atomicNumber = 6;
  Point3 position{};
  Hydrogens hydrogens = Hydrogens::Adjust;
};
/// A new atom bonded to `from`, at the place (the length of the bond is corrected to the
/// elements'). With Adjust it takes the place of a hydrogen of `from` where one is free.
struct GrowAtom {
  AtomIndex from;
  int atomicNumber = 6;
  BondOrder order = BondOrder::Single;
  Point3 position{};
  Hydrogens hydrogens = Hydrogens::Adjust;
};
/// A bond between two existing atoms; an existing one gets the order.
struct SetBond {
  AtomIndex begin;
  AtomIndex end;
  BondOrder order = BondOrder::Single;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
struct RemoveBonds {
  std::vector<BondIndex> bonds;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
/// With Adjust, hydrogens of a deleted atom go too and its neighbours get theirs back.
struct RemoveAtoms {
  std::vector<AtomIndex> atoms;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
struct SetElement {
  std::vector<AtomIndex> atoms;
  int atomicNumber = 6;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
struct SetCharge {
  std::vector<AtomIndex> atoms;
  int formalCharge = 0;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
/// Adds to the charge each atom has.
struct ChangeCharge {
  std::vector<AtomIndex> atoms;
  int by = 1;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
struct SetIsotope {
  std::vector<AtomIndex> atoms;
  int massNumber = 0;  ///< 0 = natural abundance.
};
struct SetRadical {
  std::vector<AtomIndex> atoms;
  int electrons = 0;
  Hydrogens hydrogens = Hydrogens::Adjust;
};
/// Hydrogens by the normal valence; empty = all atoms.
struct AdjustHydrogens {
  std::vector<AtomIndex> atoms;
};
struct RemoveHydrogens {
  enum class Which { All, NonPolar } which = Which::All;
};
/// Bonds, orders and charges from the positions alone, as for XYZ files.
struct PerceiveBonds {};
struct RemoveAllBonds {};
/// The four neighbours of a centre, mirrored: R becomes S. Atoms without four different
/// substituents are an error.
struct InvertCentre {
  AtomIndex centre;
};
/// The two substituents of one end of a double bond change places: E becomes Z.
struct FlipDoubleBond {
  BondIndex bond;
};
/// A fragment of the library (fragments.h). With `at`, it takes the place of that atom (a hydrogen,
/// or any atom whose place is to be taken) or grows from that heavy atom; else it stands alone at
/// `position`.
struct AddFragment {
  std::string id;
  std::optional<AtomIndex> at{};
  Point3 position{};
};
/// Another structure put beside or at a place (paste): positions as given.
struct Insert {
  std::shared_ptr<const Molecule> molecule;
  Positions positions;
};
/// Joins two fragments: one hydrogen of each atom goes, they are bonded, the second fragment moves
/// to a bond's distance.
struct Join {
  AtomIndex first;
  AtomIndex second;
  BondOrder order = BondOrder::Single;
};
/// New positions of all atoms: a finished drag, a minimisation.
struct SetPositions {
  Positions positions;
  std::string title{};  ///< of the step: "Move 3 atoms", "Optimise, MMFF94s".
  std::string note{};   ///< goes into the conformer's note.
  std::optional<double> energyKcalPerMol{};
  std::string energyMethod{};
  GeometrySource source = GeometrySource::Edited;
};
/// A typed value; see withMeasurement(). The side of the last atom moves unless `moveFirstSide`.
enum class MovedSide { Last, First };
struct SetInternal {
  std::vector<AtomIndex> atoms;  ///< 2, 3 or 4.
  double value = 0;              ///< angstrom or degrees.
  MovedSide moved = MovedSide::Last;
};
/// Principal axes along x (longest), y, z; centre at the origin. With two or three atoms: the first
/// at the origin, the second on +x, the third in the xy plane.
struct AlignToAxes {
  std::vector<AtomIndex> atoms;
};
/// Exact positions of the point group that is found within the tolerance.
struct Symmetrise {
  double toleranceAngstrom = 0.1;
};
/// All atoms mirrored.
struct MirrorAll {};
/// The atoms' order as RDKit's canonical ranking has it.
struct CanonicalOrder {};

using Operation = std::variant<AddAtom, GrowAtom, SetBond, RemoveBonds, RemoveAtoms, SetElement,
                               SetCharge, ChangeCharge, SetIsotope, SetRadical, AdjustHydrogens,
                               RemoveHydrogens, PerceiveBonds, RemoveAllBonds, InvertCentre,
                               FlipDoubleBond, AddFragment, Insert, Join, SetPositions, SetInternal,
                               AlignToAxes, Symmetrise, MirrorAll, CanonicalOrder>;

}  // namespace molloquy::chem::edit
