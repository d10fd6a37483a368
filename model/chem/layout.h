#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

/// Where the atoms of a structure lie on paper, as numbers: what an editor or a thumbnail draws.
/// depiction.h makes a finished SVG instead.
namespace molloquy::chem {

/// A point on paper: x to the right, y up, a usual bond is kLayoutBond long.
using Point2 = std::array<double, 2>;
inline constexpr double kLayoutBond = 1.5;
/// Most drawn atoms; a drawing of more could not be read.
inline constexpr std::size_t kDrawnAtoms = 500;

/// How a bond is drawn for the sake of stereo.
enum class BondMark : std::uint8_t {
  Wedge,    ///< towards the reader, widening from the narrow end.
  Hash,     ///< away from the reader.
  Wavy,     ///< the centre's configuration is not known.
  Crossed,  ///< a double bond whose configuration is not known.
};

struct MarkedBond {
  BondIndex bond;
  AtomIndex narrowEnd;
  BondMark mark = BondMark::Wedge;
  friend bool operator==(const MarkedBond&, const MarkedBond&) = default;
};

/// Where an atom that does not exist yet was drawn: the next layout puts it there.
struct ExpectedAtom {
  std::optional<AtomIndex> from;  ///< the atom it is to be bonded to; nullopt = it stands alone.
  Point2 place{};
};

/// A drawing as numbers. Every vector but `marks` and `expected` is by atom or by bond.
struct Layout2D {
  std::vector<std::optional<Point2>> places;  ///< by atom; nullopt: a hydrogen that is not drawn.
  std::vector<std::uint8_t> hydrogens;        ///< by atom: hydrogens that are written beside it.
  /// By bond: an atom of the ring the bond belongs to; the second line of a double bond lies on its
  /// side. nullopt outside rings.
  std::vector<std::optional<AtomIndex>> ringSide;
  std::vector<std::string> atomLabels;  ///< by atom: "R", "S", "r", "s" or empty.
  std::vector<std::string> bondLabels;  ///< by bond: "E", "Z" or empty.
  std::vector<MarkedBond> marks;
  /// Only in the `previous` of an edit.
  std::vector<ExpectedAtom> expected;
};

/// Lays a structure out. With `previous`, the drawing of the structure before an edit, atoms keep
/// their places (`newIndexOf` of edit::Outcome tells where they went) and only new ones are placed:
/// as `expected` says, else where RDKit finds room. An empty structure has an empty layout.
/// Errors: Unsupported (no RDKit; more than kDrawnAtoms heavy atoms), Internal (no layout found).
/// Thread: any; no state.
Result<Layout2D> layout(const Molecule& molecule, const Layout2D* previous = nullptr,
                        const std::vector<std::optional<AtomIndex>>& newIndexOf = {});

/// Evens out lengths and angles of `atoms` (all of them when empty), turned so that the drawing
/// stays as near as it can to what it was.
Result<Layout2D> cleanedUp(const Molecule& molecule, const Layout2D& previous,
                           const std::vector<AtomIndex>& atoms = {});

/// The place in space for an atom drawn at `place`, bonded to `from`: a hydrogen of `from` that
/// lies in the drawn direction, else a free direction near it. Arithmetic only.
Point3 positionBeside(const Molecule& molecule, const std::vector<Point3>& positions,
                      const Layout2D& layout, AtomIndex from, const Point2& place);

}  // namespace molloquy::chem
