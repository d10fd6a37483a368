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

/// A dot of one colour, square, of even size on the screen.
struct DrawnDot {
  Vec3 place{};
  Rgb colour;
};

/// Lines and dots without light and shade, the quickest that can be drawn: wireframes, and what
/// stands in for large structures while the view moves.
class LineActor {
 public:
  LineActor();

  void addTo(vtkRenderer& renderer);
  /// Replaces what is drawn; as many as before keep their buffers.
  void setLines(const std::vector<DrawnLine>& lines);
  void setDots(const std::vector<DrawnDot>& dots);
  void setShown(Shown shown);
  /// Device pixels.
  void setWidth(double linePixels, double dotPixels);
  void setOpacity(double opacity);

 private:
  vtkNew<vtkPolyData> m_lines;
  vtkNew<vtkPolyData> m_dots;
  vtkNew<vtkActor> m_lineActor;
  vtkNew<vtkActor> m_dotActor;
  Shown m_isShown = Shown::Yes;
};

}  // namespace molloquy::render
