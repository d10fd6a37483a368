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

/// The array of that name and size: the one that is there when it fits, so that its buffer stays.
template <class Array>
Array* arrayFor(vtkPolyData& shape, const char* name, int components, std::size_t count) {
  const auto tuples = static_cast<vtkIdType>(count);
  auto* present = Array::SafeDownCast(shape.GetPointData()->GetAbstractArray(name));
  if (present != nullptr && present->GetNumberOfTuples() == tuples) {
    present->Modified();
    return present;
  }
  vtkNew<Array> array;
  array->SetName(name);
  array->SetNumberOfComponents(components);
  array->SetNumberOfTuples(tuples);
  shape.GetPointData()->AddArray(array);
  return array;  // held by the shape
}

vtkUnsignedCharArray* coloursFor(vtkPolyData& shape, std::size_t count) {
  auto* colours = arrayFor<vtkUnsignedCharArray>(shape, "colours", 3, count);
  shape.GetPointData()->SetActiveScalars("colours");
  return colours;
}

vtkPoints* pointsFor(vtkPolyData& shape, std::size_t count) {
  const auto wanted = static_cast<vtkIdType>(count);
  if (shape.GetPoints() != nullptr && shape.GetNumberOfPoints() == wanted) {
    shape.GetPoints()->Modified();
    return shape.GetPoints();
  }
  vtkNew<vtkPoints> points;
  points->SetDataTypeToFloat();
  points->SetNumberOfPoints(wanted);
  shape.SetPoints(points);
  return points;  // held by the shape
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
  setBalls(balls);
  setSticks(sticks);
}

void SphereStickActors::setBalls(const std::vector<DrawnBall>& balls) {
  vtkPoints* centres = pointsFor(*m_balls, balls.size());
  auto* radii = arrayFor<vtkFloatArray>(*m_balls, kSizes, 1, balls.size());
  vtkUnsignedCharArray* colours = coloursFor(*m_balls, balls.size());
  for (std::size_t i = 0; i < balls.size(); ++i) {
    centres->SetPoint(static_cast<vtkIdType>(i), balls[i].ball.centre.data());
    radii->SetValue(static_cast<vtkIdType>(i), static_cast<float>(balls[i].ball.radius));
    setColour(*colours, i, balls[i].colour);
  }
  m_balls->Modified();
  m_hasBalls = !balls.empty();
  setShown(m_isShown);
}

void SphereStickActors::setSticks(const std::vector<DrawnStick>& sticks) {
  vtkPoints* middles = pointsFor(*m_sticks, sticks.size());
  auto* sizes = arrayFor<vtkFloatArray>(*m_sticks, kSizes, 3, sticks.size());
  auto* directions = arrayFor<vtkFloatArray>(*m_sticks, kDirections, 3, sticks.size());
  auto* identifiers = arrayFor<vtkIdTypeArray>(*m_sticks, kIdentifiers, 1, sticks.size());
  vtkUnsignedCharArray* colours = coloursFor(*m_sticks, sticks.size());
  for (std::size_t i = 0; i < sticks.size(); ++i) {
    const DrawnStick& stick = sticks[i];
    const Vec3 axis = stick.to - stick.from;
    const Vec3 middle = (stick.from + stick.to) * 0.5;
    middles->SetPoint(static_cast<vtkIdType>(i), middle.data());
    setVector(*sizes, i, {length(axis), stick.radius, 0});
    setVector(*directions, i, normalized(axis));
    identifiers->SetValue(static_cast<vtkIdType>(i), static_cast<vtkIdType>(i));
    setColour(*colours, i, stick.colour);
  }
  m_sticks->Modified();
  m_hasSticks = !sticks.empty();
  setShown(m_isShown);
}

void SphereStickActors::setShown(Shown shown) {
  m_isShown = shown;
  m_ballActor->SetVisibility(m_hasBalls && shown == Shown::Yes ? 1 : 0);
  m_stickActor->SetVisibility(m_hasSticks && shown == Shown::Yes ? 1 : 0);
}

void SphereStickActors::setOpacity(double opacity) {
  m_ballActor->GetProperty()->SetOpacity(opacity);
  m_stickActor->GetProperty()->SetOpacity(opacity);
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
