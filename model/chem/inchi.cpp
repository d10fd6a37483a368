#include "model/chem/inchi.h"

#include <array>
#include <cmath>
#include <mutex>
#include <string_view>
#include <vector>

#include <GraphMol/MolOps.h>
#include <GraphMol/PeriodicTable.h>
#include <fmt/format.h>
#include <inchi_api.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kMaximumAtoms = 1023;  // inchi_Input::num_atoms < 1024

/// inchi_Output freed by the library that filled it.
class Output {
 public:
  Output() = default;
  ~Output() { FreeStdINCHI(&m_output); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  inchi_Output* get() { return &m_output; }
  [[nodiscard]] std::string_view inchi() const { return text(m_output.szInChI); }
  [[nodiscard]] std::string_view message() const { return text(m_output.szMessage); }

 private:
  static std::string_view text(const char* chars) {
    return chars == nullptr ? std::string_view() : std::string_view(chars);
  }
  inchi_Output m_output{};
};

AT_NUM narrow(unsigned index) { return static_cast<AT_NUM>(index); }

S_CHAR inchiBondOf(RDKit::Bond::BondType type) {
  switch (type) {
    case RDKit::Bond::DOUBLE:
      return INCHI_BOND_TYPE_DOUBLE;
    case RDKit::Bond::TRIPLE:
      return INCHI_BOND_TYPE_TRIPLE;
    default:
      return INCHI_BOND_TYPE_SINGLE;  // dative bonds too, as InChI treats metals
  }
}

S_CHAR radicalOf(unsigned electrons) {
  if (electrons == 0) return INCHI_RADICAL_NONE;
  return electrons == 1 ? INCHI_RADICAL_DOUBLET : INCHI_RADICAL_TRIPLET;
}

/// InChI wants the difference to the rounded average mass.
AT_NUM isotopeOf(const RDKit::Atom& atom) {
  if (atom.getIsotope() == 0) return 0;
  const double average = RDKit::PeriodicTable::getTable()->getAtomicWeight(atom.getAtomicNum());
  const int shift = static_cast<int>(atom.getIsotope()) - static_cast<int>(std::lround(average));
  return static_cast<AT_NUM>(ISOTOPIC_SHIFT_FLAG + shift);
}

Result<std::vector<inchi_Atom>> atomsOf(const RDKit::ROMol& kekule) {
  std::vector<inchi_Atom> atoms(kekule.getNumAtoms());
  for (const RDKit::Atom* atom : kekule.atoms()) {
    inchi_Atom& target = atoms[atom->getIdx()];
    const std::string& symbol = elementSymbol(atom->getAtomicNum());
    if (atom->getAtomicNum() == 0) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("InChI has no dummy atoms; atom {} is one.", atom->getIdx() + 1));
    }
    symbol.copy(target.elname, sizeof target.elname - 1);
    target.charge = static_cast<S_CHAR>(atom->getFormalCharge());
    target.radical = radicalOf(atom->getNumRadicalElectrons());
    target.isotopic_mass = isotopeOf(*atom);
  }
  for (const RDKit::Bond* bond : kekule.bonds()) {
    inchi_Atom& from = atoms[bond->getBeginAtomIdx()];
    if (from.num_bonds == MAXVAL) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("InChI allows {} bonds at an atom; atom {} has more.", MAXVAL,
                              bond->getBeginAtomIdx() + 1));
    }
    from.neighbor[from.num_bonds] = narrow(bond->getEndAtomIdx());
    from.bond_type[from.num_bonds] = inchiBondOf(bond->getBondType());
    ++from.num_bonds;
  }
  return atoms;
}

/// RDKit: looking from the first neighbour, the others turn clockwise (CW). InChI: even parity when
/// they do. With three neighbours the centre stands in for the lone pair, which turns the sense.
void addTetrahedral(const RDKit::ROMol& mol, const RDKit::Atom& atom,
                    std::vector<inchi_Stereo0D>& stereo) {
  const auto tag = atom.getChiralTag();
  const bool clockwise = tag == RDKit::Atom::CHI_TETRAHEDRAL_CW;
  if (!clockwise && tag != RDKit::Atom::CHI_TETRAHEDRAL_CCW) return;
  const unsigned degree = atom.getDegree();
  if (degree != 3 && degree != 4) return;
  inchi_Stereo0D element{};
  element.type = INCHI_StereoType_Tetrahedral;
  element.central_atom = narrow(atom.getIdx());
  std::size_t next = 0;
  if (degree == 3) element.neighbor[next++] = element.central_atom;
  for (const RDKit::Bond* bond : mol.atomBonds(&atom)) {
    element.neighbor[next++] = narrow(bond->getOtherAtomIdx(atom.getIdx()));
  }
  const bool even = degree == 4 ? clockwise : !clockwise;
  element.parity = even ? INCHI_PARITY_EVEN : INCHI_PARITY_ODD;
  stereo.push_back(element);
}

void addDoubleBond(const RDKit::ROMol& mol, const RDKit::Bond& bond,
                   std::vector<inchi_Stereo0D>& stereo) {
  const auto kind = bond.getStereo();
  const bool cis = kind == RDKit::Bond::STEREOZ || kind == RDKit::Bond::STEREOCIS;
  const bool trans = kind == RDKit::Bond::STEREOE || kind == RDKit::Bond::STEREOTRANS;
  if ((!cis && !trans) || bond.getStereoAtoms().size() < 2) return;
  const auto first = static_cast<unsigned>(bond.getStereoAtoms()[0]);
  const auto last = static_cast<unsigned>(bond.getStereoAtoms()[1]);
  unsigned a = bond.getBeginAtomIdx();
  unsigned b = bond.getEndAtomIdx();
  if (mol.getBondBetweenAtoms(first, a) == nullptr) std::swap(a, b);
  inchi_Stereo0D element{};
  element.type = INCHI_StereoType_DoubleBond;
  element.central_atom = NO_ATOM;
  element.neighbor[0] = narrow(first);
  element.neighbor[1] = narrow(a);
  element.neighbor[2] = narrow(b);
  element.neighbor[3] = narrow(last);
  element.parity = cis ? INCHI_PARITY_ODD : INCHI_PARITY_EVEN;
  stereo.push_back(element);
}

std::vector<inchi_Stereo0D> stereoOf(const RDKit::ROMol& mol) {
  std::vector<inchi_Stereo0D> stereo;
  for (const RDKit::Atom* atom : mol.atoms()) addTetrahedral(mol, *atom, stereo);
  for (const RDKit::Bond* bond : mol.bonds()) addDoubleBond(mol, *bond, stereo);
  return stereo;
}

Result<InchiNames> callLibrary(std::vector<inchi_Atom>& atoms,
                               std::vector<inchi_Stereo0D>& stereo) {
  // The library keeps its state in globals and answers "busy" to a second caller.
  const std::scoped_lock lock(inchiLibraryMutex());
  std::string options = "-AuxNone";
  inchi_Input input{};
  input.atom = atoms.data();
  input.num_atoms = static_cast<AT_NUM>(atoms.size());
  input.stereo0D = stereo.empty() ? nullptr : stereo.data();
  input.num_stereo0D = static_cast<AT_NUM>(stereo.size());
  input.szOptions = options.data();
  Output output;
  const int status = GetStdINCHI(&input, output.get());
  if (status != inchi_Ret_OKAY && status != inchi_Ret_WARNING) {
    return fail(ErrorCode::Internal,
                fmt::format("The InChI library refuses this structure: {}.", output.message()));
  }
  InchiNames names;
  names.inchi = std::string(output.inchi());
  std::array<char, 32> key{};
  if (GetStdINCHIKeyFromStdINCHI(names.inchi.c_str(), key.data()) != INCHIKEY_OK) {
    return fail(ErrorCode::Internal, "The InChI library made no InChIKey for this structure.");
  }
  names.key = key.data();
  return names;
}

}  // namespace

std::mutex& inchiLibraryMutex() {
  static std::mutex mutex;
  return mutex;
}

Result<InchiNames> inchiOf(const Molecule& molecule) {
  if (molecule.atoms().size() > kMaximumAtoms) {
    return fail(
        ErrorCode::Unsupported,
        fmt::format("Standard InChI is defined for at most {} atoms; this structure has {}.",
                    kMaximumAtoms, molecule.atoms().size()));
  }
  if (!molecule.rdkit()) return tl::unexpected(withoutChemistry(molecule, "An InChI"));
  try {
    RDKit::RWMol kekule(*molecule.rdkit()->mol);
    RDKit::MolOps::KekulizeIfPossible(kekule, false);
    Result<std::vector<inchi_Atom>> atoms = atomsOf(kekule);
    if (!atoms) return tl::unexpected(atoms.error());
    std::vector<inchi_Stereo0D> stereo = stereoOf(kekule);
    return callLibrary(*atoms, stereo);
  } catch (const std::exception& problem) {
    return fail(
        ErrorCode::Internal,
        fmt::format("The structure cannot be given to the InChI library: {}.", problem.what()));
  }
}

}  // namespace molloquy::chem
