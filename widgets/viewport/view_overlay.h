#pragma once

#include <optional>
#include <vector>

#include "model/chem/geometry.h"
#include "model/chem/molecule.h"
#include "render/molecule_scene.h"
#include "widgets/selection/pin_model.h"
#include "widgets/viewport/overlay_painter.h"

namespace molloquy::widgets {

/// What is painted over a frame, in logical pixels.
struct OverlayContent {
  const chem::Molecule* molecule = nullptr;  ///< nullptr: the empty state.
  const chem::Positions* positions = nullptr;
  const render::BallsAndSticks* shape = nullptr;
  const render::ViewStyle* style = nullptr;
  const render::AtomValues* values = nullptr;
  render::CameraPose pose;
  render::ViewSize size;
  std::optional<AtomIndex> named;   ///< the atom whose name is shown.
  std::optional<AtomIndex> walked;  ///< has the keyboard's ring.
  std::vector<Pin> pins;            ///< those whose letter is shown.
  std::vector<AtomIndex> fixed;
  std::vector<chem::Measurement> measurements;
};

/// An atom's ball as it lies in the view.
struct SeenAtom {
  render::Projected place;
  double radius = 0;
};
/// nullopt for an atom that is not there or behind the eye.
std::optional<SeenAtom> seenAtom(const OverlayContent& content, AtomIndex atom);

/// Paints measurements, labels, letters of pins and the walked atom's ring, or the words of the
/// empty state.
void paintOverlay(OverlayPainter& painter, const OverlayContent& content);

/// Where the letters of pins stand: right of the group's rightmost atom, never on one another.
std::vector<QPointF> pinTagPlaces(const OverlayContent& content);

}  // namespace molloquy::widgets
