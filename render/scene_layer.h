#pragma once

#include <memory>
#include <vector>

#include "model/chem/molecule.h"
#include "render/bond_geometry.h"
#include "render/structure_style.h"
#include "render/style.h"
#include "render/view_style.h"

class vtkRenderer;

namespace molloquy::render {

struct StructureShapes;

/// Whether the camera or the structure is moving.
enum class Motion { Still, Moving };

/// How much of a structure is drawn.
enum class Detail {
  Full,
  Reduced,  ///< lines and dots.
};

/// How the edges of a frame are smoothed.
enum class Smoothing {
  Off,   ///< while the view moves.
  Fxaa,  ///< when it stands still.
};

/// What a scene shows, as its layers see it.
struct SceneContent {
  std::shared_ptr<const chem::Molecule> molecule;  ///< null: nothing.
  std::vector<chem::Point3> positions;             ///< a position for every atom.
  ViewStyle style;
  AtomValues values;
  StructureStyle looks;  ///< what style and values mean, by atom.
  SceneColours colours;  ///< those of the ground.
  BallsAndSticks shape;
  std::shared_ptr<const StructureShapes> shapes;  ///< ribbons and the like; null until they arrive.
};

/// Which part of the content is new; each includes the ones after it.
enum class SceneChange {
  Structure,  ///< another molecule, or none.
  Style,      ///< style, values or colours.
  Positions,  ///< a step of a movement; quick layers follow, slow ones wait for Settled.
  Settled,    ///< the positions stay for a while.
};

/// Something drawn beside balls, sticks and halos: ribbons, a surface, contacts. Made by
/// scene_layers.cpp, owned by the scene. Does nothing in frames.
class SceneLayer {
 public:
  virtual ~SceneLayer() = default;
  virtual void addTo(vtkRenderer& renderer) = 0;
  virtual void update(const SceneContent& content, SceneChange change) = 0;
  /// Atoms that this layer stands in for, which balls and sticks then leave out (a ribbon's
  /// backbone). Default: none.
  virtual void stylise(const SceneContent& /*content*/, StructureStyle& /*looks*/) const {}
  /// Layers too slow to be drawn while the view moves hide themselves.
  virtual void setMotion(Motion /*motion*/) {}
  /// Device pixels that a logical one has.
  virtual void setPixelRatio(double /*ratio*/) {}
};

/// All layers of a scene, in drawing order.
std::vector<std::unique_ptr<SceneLayer>> makeSceneLayers();

}  // namespace molloquy::render
