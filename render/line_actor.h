#pragma once

#include <vector>

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyData.h>

#include "render/sphere_stick_actors.h"
#include "render/style.h"
#include "render/vector_math.h"

class vtkRenderer;

namespace molloquy::render {

/// A straight piece of one colour.
struct DrawnLine {
  Vec3 from{};
  Vec3 to{};
  Rgb colour;
};

/// Lines without light and shade: wireframes.
class LineActor {
 public:
  LineActor();

  void addTo(vtkRenderer& renderer);
  /// Replaces what is drawn; as many as before keep their buffers.
  void setLines(const std::vector<DrawnLine>& lines);
  void setShown(Shown shown);
  /// Device pixels.
  void setWidth(double pixels);

 private:
  vtkNew<vtkPolyData> m_lines;
  vtkNew<vtkActor> m_actor;
  Shown m_isShown = Shown::Yes;
};

}  // namespace molloquy::render
