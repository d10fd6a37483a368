#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.h"
#include "model/base/strong_index.h"

namespace molloquy::chem {

/// A point in space, angstrom.
using Point3 = std::array<double, 3>;

enum class BondOrder { Single, Double, Triple, Quadruple, Aromatic, Dative, Other };

struct Atom {
  int atomicNumber = 0;  ///< 0 = dummy atom.
  int formalCharge = 0;  ///< elementary charges.
  int isotope = 0;       ///< mass number; 0 = natural abundance.
  int radicalElectrons = 0;
  bool aromatic = false;
};

struct Bond {
  AtomIndex begin;
  AtomIndex end;
  BondOrder order = BondOrder::Single;        ///< Aromatic for every bond of an aromatic ring.
  BondOrder kekuleOrder = BondOrder::Single;  ///< Single or double alternation, for drawing.
};

/// How a residue's backbone runs.
enum class Fold : std::uint8_t { Coil, Helix, Strand };

/// A residue of a chain, as a PDB or mmCIF file names it.
struct Residue {
  std::string name;  ///< "ALA", "HOH".
  int number = 0;    ///< in the file's own counting.
  char insertionCode = ' ';
  std::string chain;       ///< "A".
  bool hetero = false;     ///< ligand, water or ion rather than part of a chain.
  Fold fold = Fold::Coil;  ///< of the file, or found from the backbone's hydrogen bonds.
};

/// What belongs to the atoms of a protein or nucleic acid beyond chemistry.
struct Biopolymer {
  static constexpr std::uint32_t kNoResidue = ~std::uint32_t{0};
  std::vector<Residue> residues;         ///< in file order.
  std::vector<std::uint32_t> residueOf;  ///< by atom: place in `residues`, or kNoResidue.
  std::vector<std::string> atomNames;    ///< by atom: "CA", "OG1"; empty for atoms without one.
};

/// RDKit's own molecule, known only to the sources of model/chem, model/align and model/facts
/// (model/chem/rdkit_molecule.h). Empty in a build without RDKit.
struct RdkitMolecule;

/// A molecular graph with every hydrogen as an atom. Const after creation; shared between threads
/// as shared_ptr<const Molecule>. Atom order: the input's order, then the hydrogens that were
/// added, so the heavy-atom indices of a SMILES are its own.
class Molecule {
 public:
  Molecule(std::vector<Atom> atoms, std::vector<Bond> bonds, std::string name,
           std::shared_ptr<const RdkitMolecule> rdkit,
           std::shared_ptr<const Biopolymer> biopolymer = nullptr);

  [[nodiscard]] const std::vector<Atom>& atoms() const { return m_atoms; }
  [[nodiscard]] const std::vector<Bond>& bonds() const { return m_bonds; }
  /// Title of the record, or empty.
  [[nodiscard]] const std::string& name() const { return m_name; }
  [[nodiscard]] std::size_t heavyAtomCount() const;
  [[nodiscard]] int totalCharge() const;
  /// Null in a build without RDKit and for structures too large for it (kRdkitAtoms).
  [[nodiscard]] const std::shared_ptr<const RdkitMolecule>& rdkit() const { return m_rdkit; }
  /// Residues and chains; null for molecules that have none.
  [[nodiscard]] const std::shared_ptr<const Biopolymer>& biopolymer() const { return m_biopolymer; }

  /// The bonds of one atom; quick at any size. Valid as long as the molecule.
  [[nodiscard]] std::span<const BondIndex> bondsOf(AtomIndex atom) const;
  /// The atom at the other end of a bond of `atom`.
  [[nodiscard]] AtomIndex otherEnd(BondIndex bond, AtomIndex atom) const;
  /// Atoms bonded to `atom`.
  [[nodiscard]] std::vector<AtomIndex> neighbours(AtomIndex atom) const;
  /// The atoms given plus every hydrogen bonded to one of them, sorted, without repeats.
  [[nodiscard]] std::vector<AtomIndex> withHydrogens(std::vector<AtomIndex> atoms) const;

 private:
  std::vector<Atom> m_atoms;
  std::vector<Bond> m_bonds;
  std::string m_name;
  std::shared_ptr<const RdkitMolecule> m_rdkit;
  std::shared_ptr<const Biopolymer> m_biopolymer;
  std::vector<std::uint32_t> m_firstBond;  ///< by atom, and one past the last: into m_bondsByAtom.
  std::vector<BondIndex> m_bondsByAtom;
};

/// Most atoms whose chemistry RDKit computes; beyond it its recursions exhaust a thread's stack.
/// Larger structures can be looked at, measured and coloured, not computed.
inline constexpr std::size_t kRdkitAtoms = 20'000;
/// Most atoms that are read at all.
inline constexpr std::size_t kReadableAtoms = 1'000'000;

/// Where a set of positions came from; told to the person wherever the positions are shown.
enum class GeometrySource { File, EmbeddedMmff94, EmbeddedUff, EmbeddedOnly, Edited, Computed };

/// Positions for every atom of one Molecule.
struct Conformer {
  std::vector<Point3> positions;  ///< angstrom, Molecule::atoms() order.
  GeometrySource source = GeometrySource::File;
  std::optional<double> energyKcalPerMol;  ///< by energyMethod.
  std::string energyMethod;                ///< "MMFF94s", "GFN2-xTB"; empty without an energy.
  /// Sentence for the person when something notable happened ("MMFF94 has no parameters for Fe1, so
  /// UFF was used."), else empty.
  std::string note;
};

/// Why nothing is computed for a molecule whose rdkit() is null, to be given to the person: too
/// large, with the count and the limit, or a build without chemistry. Unsupported.
/// task  what was asked for, as the beginning of a sentence: "A 2D drawing".
Error withoutChemistry(const Molecule& molecule, std::string_view task);

/// Element symbol of an atomic number ("C"; "*" for 0).
const std::string& elementSymbol(int atomicNumber);
/// Atomic number of a symbol ("Cl" -> 17), case as written; nullopt when there is no such element.
std::optional<int> atomicNumberOf(std::string_view symbol);
/// Element and 1-based index in file order, as shown everywhere: "C10".
std::string atomName(const Molecule& molecule, AtomIndex atom);

}  // namespace molloquy::chem
