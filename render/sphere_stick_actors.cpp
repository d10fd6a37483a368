#include "render/sphere_stick_actors.h"

#include <vtkActor.h>
#include <vtkFloatArray.h>
#include <vtkIdTypeArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

namespace molloquy::render {

namespace {

constexpr const char* kSizes = "sizes";
constexpr const char* kDirections = "directions";
constexpr const char* kIdentifiers = "identifiers";

template <class Array>
vtkNew<Array> makeArray(const char* name, int components, std::size_t count) {
  vtkNew<Array> array;
  array->SetName(name);
  array->SetNumberOfComponents(components);
  array->SetNumberOfTuples(static_cast<vtkIdType>(count));
  return array;
}

vtkNew<vtkPoints> makePoints(std::size_t count) {
  vtkNew<vtkPoints> points;
  points->SetDataTypeToFloat();
  points->SetNumberOfPoints(static_cast<vtkIdType>(count));
  return points;
}

void setColour(vtkUnsignedCharArray& colours, std::size_t index, const Rgb& colour) {
  const unsigned char channels[3] = {colour.red, colour.green, colour.blue};
  colours.SetTypedTuple(static_cast<vtkIdType>(index), channels);
}

void setVector(vtkFloatArray& array, std::size_t index, const Vec3& value) {
  const float channels[3] = {static_cast<float>(value[0]), static_cast<float>(value[1]),
                             static_cast<float>(value[2])};
  array.SetTypedTuple(static_cast<vtkIdType>(index), channels);
}

void shade(vtkProperty& property, Shell shell) {
  if (shell == Shell::Halo) {
    property.LightingOff();
    property.SetAmbient(1);
    property.SetDiffuse(0);
    return;
  }
  property.SetAmbient(kAmbient);
  property.SetDiffuse(kDiffuse);
  property.SetSpecular(kSpecular);
  property.SetSpecularPower(kSpecularPower);
}

}  // namespace

SphereStickActors::SphereStickActors(Shell shell) {
  m_ballMapper->setShell(shell);
  m_ballMapper->SetScaleArray(kSizes);
  m_ballMapper->SetInputData(m_balls);
  m_stickMapper->setShell(shell);
  m_stickMapper->SetScaleArray(kSizes);
  m_stickMapper->SetOrientationArray(kDirections);
  // Without this array the stick mapper reads a null pointer in a selection pass.
  m_stickMapper->SetSelectionIdArray(kIdentifiers);
  m_stickMapper->SetInputData(m_sticks);
  m_ballActor->SetMapper(m_ballMapper);
  m_stickActor->SetMapper(m_stickMapper);
  shade(*m_ballActor->GetProperty(), shell);
  shade(*m_stickActor->GetProperty(), shell);
  setShapes({}, {});
}

SphereStickActors::~SphereStickActors() = default;

void SphereStickActors::addTo(vtkRenderer& renderer) {
  renderer.AddActor(m_ballActor);
  renderer.AddActor(m_stickActor);
}

void SphereStickActors::setShapes(const std::vector<DrawnBall>& balls,
                                  const std::vector<DrawnStick>& sticks) {
  const auto centres = makePoints(balls.size());
  const auto radii = makeArray<vtkFloatArray>(kSizes, 1, balls.size());
  const auto ballColours = makeArray<vtkUnsignedCharArray>("colours", 3, balls.size());
  for (std::size_t i = 0; i < balls.size(); ++i) {
    centres->SetPoint(static_cast<vtkIdType>(i), balls[i].ball.centre.data());
    radii->SetValue(static_cast<vtkIdType>(i), static_cast<float>(balls[i].ball.radius));
    setColour(*ballColours, i, balls[i].colour);
  }
  m_balls->SetPoints(centres);
  m_balls->GetPointData()->AddArray(radii);
  m_balls->GetPointData()->SetScalars(ballColours);

  const auto middles = makePoints(sticks.size());
  const auto sizes = makeArray<vtkFloatArray>(kSizes, 3, sticks.size());
  const auto directions = makeArray<vtkFloatArray>(kDirections, 3, sticks.size());
  const auto identifiers = makeArray<vtkIdTypeArray>(kIdentifiers, 1, sticks.size());
  const auto stickColours = makeArray<vtkUnsignedCharArray>("colours", 3, sticks.size());
  for (std::size_t i = 0; i < sticks.size(); ++i) {
    const DrawnStick& stick = sticks[i];
    const Vec3 axis = stick.to - stick.from;
    const Vec3 middle = (stick.from + stick.to) * 0.5;
    middles->SetPoint(static_cast<vtkIdType>(i), middle.data());
    setVector(*sizes, i, {length(axis), stick.radius, 0});
    setVector(*directions, i, normalized(axis));
    identifiers->SetValue(static_cast<vtkIdType>(i), static_cast<vtkIdType>(i));
    setColour(*stickColours, i, stick.colour);
  }
  m_sticks->SetPoints(middles);
  m_sticks->GetPointData()->AddArray(sizes);
  m_sticks->GetPointData()->AddArray(directions);
  m_sticks->GetPointData()->AddArray(identifiers);
  m_sticks->GetPointData()->SetScalars(stickColours);

  m_ballActor->SetVisibility(balls.empty() ? 0 : 1);
  m_stickActor->SetVisibility(sticks.empty() ? 0 : 1);
}

void SphereStickActors::setGrowth(double growth, double setback) {
  m_ballMapper->setGrowth(growth);
  m_stickMapper->setGrowth(growth);
  m_ballMapper->setSetback(setback);
  m_stickMapper->setSetback(setback);
}

void SphereStickActors::setBackgroundLuminance(double luminance) {
  m_ballMapper->setBackgroundLuminance(luminance);
}

}  // namespace molloquy::render
