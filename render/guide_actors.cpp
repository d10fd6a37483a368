#include "render/guide_actors.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <vtkCellArray.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

namespace molloquy::render {

namespace {

constexpr double kGhostOpacity = 0.22;
constexpr double kArrowPerDebye = 0.8;
constexpr double kArrowRadius = 0.09;
constexpr double kHeadRadius = 0.24;
constexpr double kHeadLength = 0.6;
constexpr int kHeadSides = 32;
/// Movements shorter than this have no ghost.
constexpr double kMovedAngstrom = 1e-3;

/// A closed cone without bottom vertices shared, so that its edge is sharp.
vtkNew<vtkPolyData> cone(const Vec3& foot, const Vec3& tip, double radius) {
  const Vec3 axis = normalized(tip - foot);
  const Vec3 helper = std::abs(axis[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
  const Vec3 u = normalized(cross(axis, helper));
  const Vec3 v = cross(axis, u);
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> triangles;
  const auto ring = [&](int side) {
    const double angle = 2 * std::numbers::pi * side / kHeadSides;
    return foot + u * (radius * std::cos(angle)) + v * (radius * std::sin(angle));
  };
  const auto add = [&](const Vec3& a, const Vec3& b, const Vec3& c) {
    vtkIdType corners[3];
    int corner = 0;
    for (const Vec3* point : {&a, &b, &c})
      corners[corner++] = points->InsertNextPoint(point->data());
    triangles->InsertNextCell(3, corners);
  };
  for (int side = 0; side < kHeadSides; ++side) {
    add(ring(side), ring(side + 1), tip);
    add(ring(side + 1), ring(side), foot);
  }
  vtkNew<vtkPolyData> mesh;
  mesh->SetPoints(points);
  mesh->SetPolys(triangles);
  return mesh;
}

void appendGhost(const BallsAndSticks& before, const std::vector<bool>& moved, const Rgb& colour,
                 std::vector<DrawnBall>& balls, std::vector<DrawnStick>& sticks) {
  for (std::size_t i = 0; i < before.balls.size(); ++i) {
    if (!moved[i] || before.forms[i] == BallForm::Hidden) continue;
    balls.push_back({before.balls[i], colour});
  }
  for (const Stick& stick : before.sticks) {
    if (!moved[stick.begin.value] && !moved[stick.end.value]) continue;
    sticks.push_back({stick.from, stick.to, stick.radius, colour});
  }
}

}  // namespace

GuideActors::GuideActors()
    : m_ghost(Shell::Surface), m_overlays(Shell::Surface), m_arrowShaft(Shell::Surface) {
  m_ghost.setOpacity(kGhostOpacity);
  vtkNew<vtkPolyDataMapper> mapper;
  m_arrowHead->SetMapper(mapper);
  m_arrowHead->GetProperty()->SetAmbient(kAmbient);
  m_arrowHead->GetProperty()->SetDiffuse(kDiffuse);
  m_arrowHead->GetProperty()->SetInterpolationToFlat();
  m_arrowHead->SetVisibility(0);
}

void GuideActors::addTo(vtkRenderer& renderer) {
  m_ghost.addTo(renderer);
  m_overlays.addTo(renderer);
  m_arrowShaft.addTo(renderer);
  renderer.AddActor(m_arrowHead);
}

void GuideActors::setGhost(const BallsAndSticks& before, const BallsAndSticks& now,
                           const Rgb& accent) {
  std::vector<DrawnBall> balls;
  std::vector<DrawnStick> sticks;
  if (before.balls.size() == now.balls.size()) {
    std::vector<bool> moved(now.balls.size());
    for (std::size_t i = 0; i < moved.size(); ++i) {
      moved[i] = length(before.balls[i].centre - now.balls[i].centre) > kMovedAngstrom;
    }
    appendGhost(before, moved, accent, balls, sticks);
  }
  m_ghost.setShapes(balls, sticks);
}

void GuideActors::setOverlays(const std::vector<Overlay>& overlays) {
  std::vector<DrawnBall> balls;
  std::vector<DrawnStick> sticks;
  for (const Overlay& overlay : overlays) {
    if (!overlay.molecule || overlay.positions.size() != overlay.molecule->atoms().size()) continue;
    for (const chem::Point3& place : overlay.positions) {
      balls.push_back({{place, overlay.stickRadius}, overlay.colour});
    }
    for (const chem::Bond& bond : overlay.molecule->bonds()) {
      sticks.push_back({overlay.positions[bond.begin.value], overlay.positions[bond.end.value],
                        overlay.stickRadius, overlay.colour});
    }
  }
  m_overlays.setShapes(balls, sticks);
}

void GuideActors::setDipole(const std::optional<Vec3>& debye, const Ball& structure,
                            const Rgb& colour) {
  const double strength = debye ? length(*debye) : 0;
  const bool shown = std::isfinite(strength) && strength > 1e-3;
  m_arrowHead->SetVisibility(shown ? 1 : 0);
  if (!shown) {
    m_arrowShaft.setShapes({}, {});
    return;
  }
  const Vec3 direction = normalized(*debye);
  const double reach = std::max(strength * kArrowPerDebye, 1.5 * kHeadLength);
  const Vec3 tail = structure.centre - direction * (reach / 2);
  const Vec3 tip = structure.centre + direction * (reach / 2);
  const Vec3 neck = tip - direction * kHeadLength;
  m_arrowShaft.setShapes({{{tail, kArrowRadius}, colour}}, {{tail, neck, kArrowRadius, colour}});
  vtkPolyDataMapper::SafeDownCast(m_arrowHead->GetMapper())
      ->SetInputData(cone(neck, tip, kHeadRadius));
  m_arrowHead->GetProperty()->SetColor(colour.red / 255.0, colour.green / 255.0,
                                       colour.blue / 255.0);
}

}  // namespace molloquy::render
