#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <vtkActor.h>
#include <vtkNew.h>

#include "render/bond_geometry.h"
#include "render/sphere_stick_actors.h"
#include "render/style.h"

class vtkRenderer;

namespace molloquy::render {

/// A structure laid over the one on the bench.
struct Overlay {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<chem::Point3> positions;
  Rgb colour;
  double stickRadius = kOverlayStickRadius;  ///< angstrom.
};

/// What stands beside a structure for comparison: where it was, other structures, its dipole.
class GuideActors {
 public:
  GuideActors();

  void addTo(vtkRenderer& renderer);
  /// The atoms that moved and their bonds, where they were. `before` empty: none.
  void setGhost(const BallsAndSticks& before, const BallsAndSticks& now, const Rgb& accent);
  void setOverlays(const std::vector<Overlay>& overlays);
  /// An arrow with its middle in the structure's, from negative to positive, its length by the
  /// dipole's (debye).
  void setDipole(const std::optional<Vec3>& debye, const Ball& structure, const Rgb& colour);

 private:
  SphereStickActors m_ghost;
  SphereStickActors m_overlays;
  SphereStickActors m_arrowShaft;
  vtkNew<vtkActor> m_arrowHead;
};

}  // namespace molloquy::render
