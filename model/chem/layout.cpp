#include "model/chem/layout.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <memory>

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/FileParsers/MolFileStereochem.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/layout_placing.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

using Places = std::vector<std::optional<Point2>>;

Result<void> checkDrawable(const Molecule& molecule) {
  const std::size_t heavy = molecule.heavyAtomCount();
  if (heavy > kDrawnAtoms) {
    return fail(ErrorCode::Unsupported,
                fmt::format("A 2D drawing of {} atoms could not be read; {} is the most that is "
                            "drawn. Look at this structure in 3D.",
                            heavy, kDrawnAtoms));
  }
  if (!molecule.rdkit()) {
    return tl::unexpected(withoutChemistry(molecule, "A 2D drawing"));
  }
  return {};
}

/// RDKit's places for the atoms of `drawable`, those of `fixed` (by Molecule index) taken as given.
Places depicted(RDKit::RWMol& drawable, const Places& fixed, std::size_t atomCount) {
  RDGeom::INT_POINT2D_MAP known;
  for (const RDKit::Atom* atom : drawable.atoms()) {
    if (const auto& place = fixed[moleculeIndex(*atom)]) {
      known[static_cast<int>(atom->getIdx())] = RDGeom::Point2D((*place)[0], (*place)[1]);
    }
  }
  RDDepict::compute2DCoords(drawable, known.empty() ? nullptr : &known, known.empty());
  Places places(atomCount);
  const RDKit::Conformer& paper = drawable.getConformer();
  for (const RDKit::Atom* atom : drawable.atoms()) {
    const RDGeom::Point3D& at = paper.getAtomPos(atom->getIdx());
    // A coincidence of atoms can end in a division by nothing; the centre is better than no place.
    places[moleculeIndex(*atom)] =
        std::isfinite(at.x) && std::isfinite(at.y) ? Point2{at.x, at.y} : Point2{0, 0};
  }
  return places;
}

void setPaper(RDKit::RWMol& drawable, const Places& places) {
  RDKit::Conformer& paper = drawable.getConformer();
  for (const RDKit::Atom* atom : drawable.atoms()) {
    const Point2 at = places[moleculeIndex(*atom)].value_or(Point2{0, 0});
    paper.setAtomPos(atom->getIdx(), RDGeom::Point3D(at[0], at[1], 0));
  }
}

/// Wedges as RDKit sets them for the places the drawing has now.
std::vector<MarkedBond> marksOf(RDKit::RWMol& drawable, const RDKit::ROMol& whole) {
  std::vector<MarkedBond> marks;
  RDKit::WedgeMolBonds(drawable, &drawable.getConformer());
  for (const RDKit::Bond* bond : drawable.bonds()) {
    const auto begin = static_cast<unsigned>(moleculeIndex(*bond->getBeginAtom()));
    const auto end = static_cast<unsigned>(moleculeIndex(*bond->getEndAtom()));
    const RDKit::Bond* original = whole.getBondBetweenAtoms(begin, end);
    if (original == nullptr) continue;
    MarkedBond marked{BondIndex(original->getIdx()), AtomIndex(begin), BondMark::Wedge};
    if (bond->getBondDir() == RDKit::Bond::BEGINWEDGE) {
      marks.push_back(marked);
    } else if (bond->getBondDir() == RDKit::Bond::BEGINDASH) {
      marked.mark = BondMark::Hash;
      marks.push_back(marked);
    } else if (original->getBondDir() == RDKit::Bond::UNKNOWN &&
               original->getBondType() == RDKit::Bond::SINGLE) {
      marked.mark = BondMark::Wavy;
      marks.push_back(marked);
    } else if (original->getBondType() == RDKit::Bond::DOUBLE &&
               (original->getBondDir() == RDKit::Bond::EITHERDOUBLE ||
                original->getStereo() == RDKit::Bond::STEREOANY)) {
      marked.mark = BondMark::Crossed;
      marks.push_back(marked);
    }
  }
  return marks;
}

std::vector<std::optional<AtomIndex>> ringSides(const RDKit::ROMol& whole) {
  std::vector<std::optional<AtomIndex>> sides(whole.getNumBonds());
  std::vector<int> score(whole.getNumBonds(), std::numeric_limits<int>::max());
  const RDKit::RingInfo& rings = *whole.getRingInfo();
  for (std::size_t ring = 0; ring < rings.bondRings().size(); ++ring) {
    const std::vector<int>& bonds = rings.bondRings()[ring];
    const std::vector<int>& atoms = rings.atomRings()[ring];
    const bool aromatic = std::all_of(bonds.begin(), bonds.end(), [&](int bond) {
      return whole.getBondWithIdx(static_cast<unsigned>(bond))->getIsAromatic();
    });
    // The second line goes into the aromatic ring, else into the one nearest to six atoms.
    const int cost = std::abs(static_cast<int>(bonds.size()) - 6) + (aromatic ? 0 : 100);
    for (const int index : bonds) {
      const auto at = static_cast<std::size_t>(index);
      if (cost >= score[at]) continue;
      const RDKit::Bond* bond = whole.getBondWithIdx(static_cast<unsigned>(index));
      const auto begin = static_cast<int>(bond->getBeginAtomIdx());
      const auto end = static_cast<int>(bond->getEndAtomIdx());
      const auto found = std::find(atoms.begin(), atoms.end(), begin);
      const auto place = static_cast<std::size_t>(found - atoms.begin());
      const int after = atoms[(place + 1) % atoms.size()];
      const int before = atoms[(place + atoms.size() - 1) % atoms.size()];
      score[at] = cost;
      sides[at] = AtomIndex(static_cast<std::uint32_t>(after == end ? before : after));
    }
  }
  return sides;
}

/// Everything of a layout but the places.
void describe(const Molecule& molecule, RDKit::RWMol& drawable, Layout2D& made) {
  const RDKit::ROMol& whole = *molecule.rdkit()->mol;
  setPaper(drawable, made.places);
  made.marks = marksOf(drawable, whole);
  made.ringSide = ringSides(whole);
  made.hydrogens.assign(molecule.atoms().size(), 0);
  for (const Bond& bond : molecule.bonds()) {
    if (!made.places[bond.begin.value]) ++made.hydrogens[bond.end.value];
    if (!made.places[bond.end.value]) ++made.hydrogens[bond.begin.value];
  }
  made.atomLabels.resize(molecule.atoms().size());
  made.bondLabels.resize(molecule.bonds().size());
  for (const RDKit::Atom* atom : whole.atoms()) {
    atom->getPropIfPresent("_CIPCode", made.atomLabels[atom->getIdx()]);
  }
  for (const RDKit::Bond* bond : whole.bonds()) {
    if (bond->getBondType() == RDKit::Bond::DOUBLE)
      bond->getPropIfPresent("_CIPCode", made.bondLabels[bond->getIdx()]);
  }
}

/// Places of the structure now that are taken over from the drawing before.
Places keptPlaces(const Molecule& molecule, const Layout2D& previous,
                  const std::vector<std::optional<AtomIndex>>& newIndexOf) {
  Places kept(molecule.atoms().size());
  for (std::size_t old = 0; old < previous.places.size(); ++old) {
    const std::optional<AtomIndex> now = newIndexOf.empty()
                                             ? AtomIndex(static_cast<std::uint32_t>(old))
                                         : old < newIndexOf.size() ? newIndexOf[old]
                                                                   : std::nullopt;
    if (!now || now->value >= kept.size() || !previous.places[old]) continue;
    // A hydrogen that was drawn is drawn again only if RDKit draws it.
    kept[now->value] = previous.places[old];
  }
  return kept;
}

void takeExpected(const Molecule& molecule, const Layout2D& previous,
                  const std::vector<std::optional<AtomIndex>>& newIndexOf, Places& kept) {
  std::vector<std::vector<AtomIndex>> bonded(molecule.atoms().size());
  for (const Bond& bond : molecule.bonds()) {
    bonded[bond.begin.value].push_back(bond.end);
    bonded[bond.end.value].push_back(bond.begin);
  }
  const auto unplaced = [&](AtomIndex atom) {
    return molecule.atoms()[atom.value].atomicNumber != 1 && !kept[atom.value];
  };
  for (const ExpectedAtom& expected : previous.expected) {
    std::optional<AtomIndex> found;
    if (expected.from) {
      const std::uint32_t old = expected.from->value;
      const auto now = newIndexOf.empty()        ? expected.from
                       : old < newIndexOf.size() ? newIndexOf[old]
                                                 : std::nullopt;
      if (!now || now->value >= bonded.size()) continue;
      for (const AtomIndex other : bonded[now->value])
        if (unplaced(other)) found = other;
    } else {
      for (std::uint32_t index = 0; index < bonded.size() && !found; ++index)
        if (unplaced(AtomIndex(index))) found = AtomIndex(index);
    }
    if (found) kept[found->value] = expected.place;
  }
}

Result<Layout2D> made(const Molecule& molecule, const Places& fixed) {
  try {
    const auto drawable = withoutPlainHydrogens(*molecule.rdkit()->mol);
    Layout2D layout;
    layout.places = depicted(*drawable, fixed, molecule.atoms().size());
    settle(molecule, fixed, layout.places);
    describe(molecule, *drawable, layout);
    return layout;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("No 2D drawing could be made of this structure: {}.", problem.what()));
  }
}

}  // namespace

Result<Layout2D> layout(const Molecule& molecule, const Layout2D* previous,
                        const std::vector<std::optional<AtomIndex>>& newIndexOf) {
  if (molecule.atoms().empty()) return Layout2D{};
  if (const auto drawable = checkDrawable(molecule); !drawable)
    return tl::unexpected(drawable.error());
  silenceRdkitLog();
  Places fixed(molecule.atoms().size());
  if (previous != nullptr) {
    fixed = keptPlaces(molecule, *previous, newIndexOf);
    takeExpected(molecule, *previous, newIndexOf, fixed);
  }
  return made(molecule, fixed);
}

Result<Layout2D> cleanedUp(const Molecule& molecule, const Layout2D& previous,
                           const std::vector<AtomIndex>& atoms) {
  if (molecule.atoms().empty()) return Layout2D{};
  if (const auto drawable = checkDrawable(molecule); !drawable)
    return tl::unexpected(drawable.error());
  if (previous.places.size() != molecule.atoms().size()) return layout(molecule);
  silenceRdkitLog();
  Places fixed(molecule.atoms().size());
  if (!atoms.empty()) {
    fixed = previous.places;
    for (const AtomIndex atom : atoms)
      if (atom.value < fixed.size()) fixed[atom.value].reset();
    return made(molecule, fixed);
  }
  Result<Layout2D> clean = made(molecule, fixed);
  if (!clean) return clean;
  layOver(molecule, previous.places, clean->places);
  try {
    const auto drawable = withoutPlainHydrogens(*molecule.rdkit()->mol);
    drawable->addConformer(new RDKit::Conformer(drawable->getNumAtoms()), true);
    describe(molecule, *drawable, *clean);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("No 2D drawing could be made of this structure: {}.", problem.what()));
  }
  return clean;
}

}  // namespace molloquy::chem
