#pragma once

#include <vector>

#include "render/bond_geometry.h"
#include "render/line_actor.h"
#include "render/reduced_actor.h"
#include "render/scene_layer.h"
#include "render/sphere_stick_actors.h"
#include "render/structure_style.h"

class vtkRenderer;

namespace molloquy::render {

/// A structure's shape in its colours: balls, sticks and lines in one draw call each, or the
/// reduced picture, which is made when it is first asked for.
class StructureActors {
 public:
  StructureActors();

  void addTo(vtkRenderer& renderer);
  /// Replaces what is drawn. The same shape at other positions keeps its buffers.
  void show(const BallsAndSticks& shape, const StructureStyle& style);
  void setDetail(Detail detail, const BallsAndSticks& shape, const StructureStyle& style);
  /// From the next show() on for lines.
  void setBackgroundLuminance(double ground);
  /// Length of a pixel in the middle of the picture, and device pixels a logical one has.
  void setPixels(double angstromPerPixel, double pixelsPerUnit);

 private:
  void showReduced(const BallsAndSticks& shape, const StructureStyle& style);

  SphereStickActors m_solid;
  LineActor m_lines;
  ReducedActor m_reduced;
  double m_ground = 1;
  Detail m_detail = Detail::Full;
  bool m_reducedIsStale = true;
};

}  // namespace molloquy::render
