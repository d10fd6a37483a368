#pragma once

#include <optional>
#include <vector>

#include <QRectF>

#include "model/chem/molecule.h"
#include "render/molecule_scene.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/tokens.h"

class QPainter;

namespace molloquy::widgets {

/// What is painted over a frame, in logical pixels.
struct OverlayContent {
  const chem::Molecule* molecule = nullptr;  ///< nullptr: the empty state.
  const render::BallsAndSticks* shape = nullptr;
  render::CameraPose pose;
  render::ViewSize size;
  std::optional<AtomIndex> named;  ///< the atom whose name is shown.
  std::vector<Pin> pins;           ///< those whose letter is shown.
  bool allNames = false;
  std::optional<QRectF> box;  ///< the box of a selection in progress.
};

/// Paints names, letters of pins, the selection box, or the words of the empty state. Texts and
/// rounded shapes are rasterised at the device's resolution first, because the OpenGL painter draws
/// smooth edges only with multisampling.
void paintOverlay(QPainter& painter, const OverlayContent& content, const theme::Tokens& tokens);

/// Where the letters of pins stand: right of the group's rightmost atom, never on one another.
std::vector<QPointF> pinTagPlaces(const OverlayContent& content);

}  // namespace molloquy::widgets
