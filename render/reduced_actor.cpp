#include "render/reduced_actor.h"

#include <algorithm>

#include <vtkCellArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include "render/colour_maps.h"

namespace molloquy::render {

namespace {

/// A dot's width, angstrom, kept between these logical pixels.
constexpr double kDotAngstrom = 0.5;
constexpr double kLeastDotPixels = 1;
constexpr double kMostDotPixels = 7;
constexpr double kReducedLinePixels = 1;

using Cells = std::vector<int>;

vtkNew<vtkCellArray> cellArray(const Cells& places, int each) {
  const auto count = static_cast<vtkIdType>(places.size());
  vtkNew<vtkTypeInt32Array> offsets, connectivity;
  offsets->SetNumberOfValues(count / each + 1);
  connectivity->SetNumberOfValues(count);
  for (vtkIdType i = 0; i <= count / each; ++i) offsets->SetValue(i, static_cast<int>(i * each));
  std::copy(places.begin(), places.end(), connectivity->GetPointer(0));
  vtkNew<vtkCellArray> cells;
  cells->SetData(offsets, connectivity);
  return cells;
}

}  // namespace

ReducedActor::ReducedActor() {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(m_net);
  m_actor->SetMapper(mapper);
  m_actor->GetProperty()->LightingOff();
  m_actor->SetVisibility(0);
}

void ReducedActor::addTo(vtkRenderer& renderer) { renderer.AddActor(m_actor); }

void ReducedActor::show(const BallsAndSticks& shape, const StructureStyle& style,
                        double groundLuminance) {
  const auto count = static_cast<vtkIdType>(shape.balls.size());
  vtkNew<vtkPoints> points;
  points->SetDataTypeToFloat();
  points->SetNumberOfPoints(count);
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(3);
  colours->SetNumberOfTuples(count);
  Cells dots, lines;
  dots.reserve(shape.balls.size());
  lines.reserve(2 * shape.sticks.size());
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    const auto place = static_cast<vtkIdType>(i);
    points->SetPoint(place, shape.balls[i].centre.data());
    const Rgb colour = legible(style[i].colour, groundLuminance);
    const unsigned char channels[3] = {colour.red, colour.green, colour.blue};
    colours->SetTypedTuple(place, channels);
    if (shape.forms[i] == BallForm::Solid) dots.push_back(static_cast<int>(i));
  }
  BondIndex last(~std::uint32_t{0});
  for (const Stick& stick : shape.sticks) {
    if (stick.bond == last) continue;  // one line a bond
    last = stick.bond;
    lines.push_back(static_cast<int>(stick.begin.value));
    lines.push_back(static_cast<int>(stick.end.value));
  }
  m_net->SetPoints(points);
  m_net->GetPointData()->SetScalars(colours);
  m_net->SetVerts(cellArray(dots, 1));
  m_net->SetLines(cellArray(lines, 2));
  setShown(m_isShown);
}

void ReducedActor::setShown(Shown shown) {
  m_isShown = shown;
  m_actor->SetVisibility(shown == Shown::Yes && m_net->GetNumberOfPoints() > 0 ? 1 : 0);
}

void ReducedActor::setPixels(double angstromPerPixel, double pixelsPerUnit) {
  const double dot = std::clamp(kDotAngstrom / angstromPerPixel, kLeastDotPixels * pixelsPerUnit,
                                kMostDotPixels * pixelsPerUnit);
  m_actor->GetProperty()->SetPointSize(static_cast<float>(dot));
  m_actor->GetProperty()->SetLineWidth(static_cast<float>(kReducedLinePixels * pixelsPerUnit));
}

}  // namespace molloquy::render
