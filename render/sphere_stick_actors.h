#pragma once

#include <vector>

#include <vtkNew.h>

#include "render/bond_geometry.h"
#include "render/impostor_mappers.h"
#include "render/style.h"

class vtkActor;
class vtkPolyData;
class vtkRenderer;

namespace molloquy::render {

/// A ball to draw.
struct DrawnBall {
  Ball ball;
  Rgb colour;
};

/// A cylinder of one colour to draw; a bond between two elements is two of these.
struct DrawnStick {
  Vec3 from{};
  Vec3 to{};
  double radius = 0;
  Rgb colour;
};

enum class Shown { Yes, No };

/// One pair of actors: all balls in one draw call, all sticks in another. As Surface they are the
/// structure itself, as Halo a rim around a part of it.
class SphereStickActors {
 public:
  explicit SphereStickActors(Shell shell);
  ~SphereStickActors();
  SphereStickActors(const SphereStickActors&) = delete;
  SphereStickActors& operator=(const SphereStickActors&) = delete;

  void addTo(vtkRenderer& renderer);
  /// Replaces what is drawn; two empty lists draw nothing. As many as before keep their buffers.
  void setShapes(const std::vector<DrawnBall>& balls, const std::vector<DrawnStick>& sticks);
  void setBalls(const std::vector<DrawnBall>& balls);
  void setSticks(const std::vector<DrawnStick>& sticks);
  void setShown(Shown shown);
  /// 0..1.
  void setOpacity(double opacity);
  /// Angstrom added to every radius, and by which a halo lies behind its shape, from the next frame
  /// on.
  void setGrowth(double growth, double setback);
  void setBackgroundLuminance(double luminance);

 private:
  vtkNew<BallMapper> m_ballMapper;
  vtkNew<StickMapper> m_stickMapper;
  vtkNew<vtkPolyData> m_balls;
  vtkNew<vtkPolyData> m_sticks;
  vtkNew<vtkActor> m_ballActor;
  vtkNew<vtkActor> m_stickActor;
  bool m_hasBalls = false;
  bool m_hasSticks = false;
  Shown m_isShown = Shown::Yes;
};

}  // namespace molloquy::render
