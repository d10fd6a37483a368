#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/chem/formats/raw_structure.h"

namespace molloquy::chem {

/// One atom as PDB and mmCIF files list it.
struct AtomSite {
  std::string_view atomName;
  std::string_view residueName;
  std::string_view chain;
  int residueNumber = 0;
  char insertionCode = ' ';
  char alternative = ' ';  ///< of several places of one atom: the first one is kept.
  bool hetero = false;
  int atomicNumber = 0;
  int charge = 0;
  Point3 at{};
};

/// Atoms of one model, with their residues, and how they are bonded.
class PolymerModel {
 public:
  PolymerModel();

  /// returns  the atom's index; nullopt for a further place of an atom that has one.
  std::optional<std::uint32_t> add(const AtomSite& site);

  [[nodiscard]] const std::vector<Atom>& atoms() const { return m_atoms; }
  [[nodiscard]] const std::vector<Point3>& positions() const { return m_positions; }
  [[nodiscard]] Biopolymer& biopolymer() { return *m_biopolymer; }
  [[nodiscard]] const Biopolymer& biopolymer() const { return *m_biopolymer; }
  [[nodiscard]] std::size_t skippedPlaces() const { return m_skipped; }
  /// Sets a formal charge that the bonds tell.
  void setCharge(std::uint32_t atom, int charge) { m_atoms[atom].formalCharge = charge; }
  /// Same elements and names in the same order: a further model of the same molecule.
  [[nodiscard]] bool isSameMolecule(const PolymerModel& other) const;
  /// The positions, given away.
  std::vector<Point3> takePositions() { return std::move(m_positions); }
  /// Everything, given away, without bonds.
  RawStructure takeStructure();

 private:
  /// Whether the residue being read has an atom of this name.
  [[nodiscard]] bool isKnown(std::string_view atomName) const;

  std::vector<Atom> m_atoms;
  std::vector<Point3> m_positions;
  std::shared_ptr<Biopolymer> m_biopolymer;
  std::size_t m_residueBegin = 0;  ///< first atom of the residue being read.
  std::size_t m_skipped = 0;
};

/// The run of residues of one chain that a file calls a helix or a strand.
struct FoldRange {
  std::string chain;
  int first = 0;
  char firstInsertion = ' ';
  int last = 0;
  char lastInsertion = ' ';
  Fold fold = Fold::Helix;
};
/// Sets the fold of every residue within a range, in file order.
void applyFolds(Biopolymer& biopolymer, const std::vector<FoldRange>& ranges);

/// Bonds between two named atoms of a residue, as a component table gives them.
struct ComponentBond {
  std::string a;
  std::string b;
  BondOrder order = BondOrder::Single;
};
/// What a file says about bonds; everything else follows from distances and standard residues.
struct KnownBonds {
  std::vector<Bond> explicitBonds;  ///< CONECT, struct_conn: orders as told.
  /// By residue name (chem_comp_bond). Residues of such a name have these bonds within them.
  std::map<std::string, std::vector<ComponentBond>, std::less<>> components;
};

/// A structure with the model's bonds: explicit ones, component tables, else near atoms of one
/// residue or of neighbouring ones; double bonds and charges of the standard amino acids and
/// nucleotides. Whole small molecules with all their hydrogens and no known order are left to bond
/// perception. The note tells which was done.
RawStructure withBonds(PolymerModel model, const KnownBonds& known, const std::stop_token& stop);

}  // namespace molloquy::chem
