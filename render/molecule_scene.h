#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/chem/molecule.h"
#include "render/atom_highlight.h"
#include "render/bond_geometry.h"
#include "render/guide_actors.h"
#include "render/scene_layer.h"
#include "render/style.h"
#include "render/trackball_camera.h"
#include "render/view_style.h"

class vtkRenderer;

namespace molloquy::render {

/// One structure as a VTK scene: its balls and sticks, its halos, its layers (scene_layer.h), what
/// is laid beside it (guide_actors.h), light and background. Owns the renderer; the caller puts
/// that into a window of its choice. Not thread-safe: one GL thread.
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
  /// Same molecule, other positions: a step of a drag, a minimisation, a player. Quicker than
  /// setStructure(); halos, labels and surfaces follow (surfaces only once settled() is called).
  void setPositions(const std::vector<chem::Point3>& positions);
  /// The positions will not change for a while: what is slow to follow is made anew.
  void settled();
  void setViewStyle(const ViewStyle& style);
  [[nodiscard]] const ViewStyle& viewStyle() const;
  void setAtomValues(AtomValues values);
  /// Ribbons, surface and contacts, made elsewhere by structureShapes(); null: none. They stay
  /// until the next ones, or until the structure has another number of atoms.
  void setShapes(std::shared_ptr<const StructureShapes> shapes);
  /// Where the structure was: drawn for the atoms that moved only, accent at 22 %. Empty: none.
  void setGhost(const std::vector<chem::Point3>& positions);
  /// Other conformers or molecules beside the structure, as thin sticks in one colour each.
  void setOverlays(std::vector<Overlay> overlays);
  /// The dipole's arrow from the centre of the structure, debye; nullopt: none.
  void setDipole(std::optional<chem::Point3> debye);
  /// While the view moves, frames are plain (no quality passes) and large structures are drawn in
  /// this detail.
  void setMotion(Motion motion, Detail large = Detail::Reduced);
  /// Whether setMotion() reduces this structure's detail.
  [[nodiscard]] bool isLarge() const;
  void setHighlights(Highlights highlights);
  void setSmoothing(Smoothing smoothing);
  /// Moves the camera. `pixels` is the size of the picture in device pixels; `pixelsPerUnit` is how
  /// many of them one logical pixel has, so that rims keep their width on dense screens.
  void setCamera(const CameraPose& pose, const ViewSize& pixels, double pixelsPerUnit);

  /// What is drawn, for picking and for fitting the camera.
  [[nodiscard]] const BallsAndSticks& shape() const;

 private:
  struct Parts;
  void restyle(SceneChange change);
  void updateLayers(SceneChange change);
  void updateGuides();
  void updateGround();
  void choosePasses();
  std::unique_ptr<Parts> m;
};

}  // namespace molloquy::render
