#pragma once

#include <memory>

#include "model/chem/molecule.h"
#include "render/atom_highlight.h"
#include "render/bond_geometry.h"
#include "render/style.h"
#include "render/trackball_camera.h"

class vtkRenderer;

namespace molloquy::render {

/// How the edges of a frame are smoothed.
enum class Smoothing {
  Off,   ///< while the view moves.
  Fxaa,  ///< when it stands still.
};

/// One structure as a VTK scene: its balls and sticks, its halos, light and background. Owns the
/// renderer; the caller puts that into a window of its choice. Not thread-safe: one GL thread.
class MoleculeScene {
 public:
  MoleculeScene();
  ~MoleculeScene();
  MoleculeScene(const MoleculeScene&) = delete;
  MoleculeScene& operator=(const MoleculeScene&) = delete;

  [[nodiscard]] vtkRenderer& renderer();

  void setColours(const SceneColours& colours);
  /// Precondition: the conformer has a position for every atom.
  void setStructure(const chem::Molecule& molecule, const chem::Conformer& conformer);
  void clear();
  void setHighlights(Highlights highlights);
  void setSmoothing(Smoothing smoothing);
  /// Moves the camera. `pixels` is the size of the picture in device pixels; `pixelsPerUnit` is how
  /// many of them one logical pixel has, so that rims keep their width on dense screens.
  void setCamera(const CameraPose& pose, const ViewSize& pixels, double pixelsPerUnit);

  /// What is drawn, for picking and for fitting the camera.
  [[nodiscard]] const BallsAndSticks& shape() const;

 private:
  struct Parts;
  void drawStructure();
  std::unique_ptr<Parts> m;
};

}  // namespace molloquy::render
