#pragma once

#include <array>
#include <vector>

#include "render/bond_geometry.h"
#include "render/sphere_stick_actors.h"
#include "render/style.h"

class vtkRenderer;

namespace molloquy::render {

/// A pinned phrase's atoms; hydrogens only where they are listed.
struct PinnedAtoms {
  int slot = 0;  ///< 0..7, the colour SceneColours::pins[slot].
  std::vector<AtomIndex> atoms;
};

/// Everything that is marked on the structure. Indices past the last atom are ignored.
struct Highlights {
  std::vector<PinnedAtoms> pins;
  std::vector<AtomIndex> selected;
  std::vector<AtomIndex> hovered;
};

/// The halos: the structure's own shape, grown, flat and set back, so that a rim of even width
/// shows around the marked atoms and the bonds between them, hidden by whatever is in front. From
/// the inside out: hover, the selection's thin line, the selection, the pins. Each lies behind the
/// one inside it, so that every rim shows as one outline of the whole group.
class AtomHighlight {
 public:
  AtomHighlight();

  void addTo(vtkRenderer& renderer);
  void update(const BallsAndSticks& shape, const Highlights& highlights,
              const SceneColours& colours);
  void setShown(Shown shown);
  /// Keeps every rim at its least width on the screen. Call before each frame.
  void setPixelLength(double angstromPerPixel);

 private:
  /// One ring per further pin on the same atoms; a fourth pin shares the last ring.
  std::array<SphereStickActors, 3> m_pinRings;
  SphereStickActors m_selection;
  SphereStickActors m_selectionLine;
  SphereStickActors m_hover;
  bool m_hasSelection = false;
};

}  // namespace molloquy::render
