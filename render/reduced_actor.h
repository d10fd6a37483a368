#pragma once

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyData.h>

#include "render/bond_geometry.h"
#include "render/sphere_stick_actors.h"
#include "render/structure_style.h"

class vtkRenderer;

namespace molloquy::render {

/// A structure as dots and thin lines without light and shade: what stands in for a large one while
/// it moves. One vertex an atom, which the lines share.
class ReducedActor {
 public:
  ReducedActor();

  void addTo(vtkRenderer& renderer);
  void show(const BallsAndSticks& shape, const StructureStyle& style, double groundLuminance);
  void setShown(Shown shown);
  void setPixels(double angstromPerPixel, double pixelsPerUnit);

 private:
  vtkNew<vtkPolyData> m_net;
  vtkNew<vtkActor> m_actor;
  Shown m_isShown = Shown::No;
};

}  // namespace molloquy::render
