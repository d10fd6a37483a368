#pragma once

#include <optional>
#include <variant>
#include <vector>

#include <QString>

#include "model/chem/edit/operations.h"
#include "widgets/sketch/sketch_pen.h"
#include "widgets/sketch/sketch_scene.h"

namespace molloquy::widgets {

/// An operation and where its atoms are expected on paper.
struct SketchEdit {
  chem::edit::Operation operation;
  std::vector<chem::ExpectedAtom> expected;
};

/// A line to be drawn, in places of the paper: what lies at its ends is found when its turn comes,
/// so later strokes of a plan can begin at atoms that earlier ones make.
struct SketchStroke {
  std::optional<chem::Point2> from;  ///< nullopt: a lone atom at `to`.
  chem::Point2 to{};
  int element = 6;
  chem::BondOrder order = chem::BondOrder::Single;
};

/// What a gesture leads to: one edit, or a plan of several strokes, or only words.
struct SketchAnswer {
  std::vector<SketchEdit> edits;
  std::vector<SketchStroke> plan;
  QString title;  ///< of the plan: "Fuse a ring".
  QString words;  ///< why nothing is done.
  [[nodiscard]] bool isEmpty() const { return edits.empty() && plan.empty(); }
};

/// A click with a pen that draws (not Select, Lasso).
SketchAnswer clicked(const SketchScene& scene, const SketchPen& pen, const SketchHit& hit,
                     const chem::Point2& place);
/// A drag from an atom or from empty paper to an atom or a place (already snapped).
SketchAnswer dragged(const SketchScene& scene, const SketchPen& pen, std::optional<AtomIndex> from,
                     const chem::Point2& fromPlace, std::optional<AtomIndex> to,
                     const chem::Point2& toPlace);
/// Carries out one stroke of a plan on the paper as it is now; nullopt when its beginning is gone.
std::optional<SketchEdit> edited(const SketchScene& scene, const SketchStroke& stroke);
/// The bond's order after a click with a stroke: single, double, triple, single ...
chem::BondOrder nextOrder(const chem::Bond& bond, BondStroke stroke);
/// A new order for the bond.
SketchEdit withOrder(const SketchScene& scene, BondIndex bond, chem::BondOrder order);

}  // namespace molloquy::widgets
