#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QPolygonF>

#include "model/chem/layout.h"
#include "model/chem/molecule.h"

namespace molloquy::widgets {

/// What lies on the paper.
struct SketchScene {
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;  ///< may be null.
  chem::Layout2D layout;

  /// False when there is nothing to hit or to draw.
  [[nodiscard]] bool hasAtoms() const { return molecule != nullptr && !layout.places.empty(); }
  [[nodiscard]] std::optional<chem::Point2> placeOf(AtomIndex atom) const;
  /// Neighbours that are drawn.
  [[nodiscard]] std::vector<AtomIndex> drawnNeighbours(AtomIndex atom) const;
  [[nodiscard]] std::optional<BondIndex> bondBetween(AtomIndex first, AtomIndex second) const;
};

/// What is under the pointer: an atom before a bond before nothing.
struct SketchHit {
  std::optional<AtomIndex> atom;
  std::optional<BondIndex> bond;
  [[nodiscard]] bool isEmpty() const { return !atom && !bond; }
  friend bool operator==(const SketchHit&, const SketchHit&) = default;
};

/// The nearest atom within `reach`, else the nearest bond within `reach`, units of the paper.
SketchHit hitAt(const SketchScene& scene, const chem::Point2& place, double reach);
/// Drawn atoms inside a polygon of the paper.
std::vector<AtomIndex> atomsInside(const SketchScene& scene, const QPolygonF& paper);

/// End of a bond drawn from `from` towards `pointer`: the usual length, a direction of whole 30
/// degrees.
chem::Point2 snappedEnd(const chem::Point2& from, const chem::Point2& pointer);
/// Where a click on an atom grows the next one: 120 degrees on, on the side with more room.
chem::Point2 sproutPlace(const SketchScene& scene, AtomIndex atom);
/// Corners of a regular ring of `size` bonds of the usual length, starting with the given two, on
/// the side of the bond with more room.
std::vector<chem::Point2> ringOnBond(const SketchScene& scene, BondIndex bond, int size);
/// The same ring about a place of the empty paper.
std::vector<chem::Point2> ringAround(const chem::Point2& middle, int size);
/// And with its first corner at `corner`, lying in the direction of `towards`.
std::vector<chem::Point2> ringFrom(const chem::Point2& corner, const chem::Point2& towards,
                                   int size);

}  // namespace molloquy::widgets
