#include "render/line_actor.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkIdTypeArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

namespace molloquy::render {

namespace {

/// Cells over points that follow one another in pairs.
vtkNew<vtkCellArray> pairsOf(vtkIdType points) {
  vtkNew<vtkIdTypeArray> offsets, places;
  offsets->SetNumberOfValues(points / 2 + 1);
  places->SetNumberOfValues(points);
  for (vtkIdType i = 0; i <= points / 2; ++i) offsets->SetValue(i, i * 2);
  for (vtkIdType i = 0; i < points; ++i) places->SetValue(i, i);
  vtkNew<vtkCellArray> cells;
  cells->SetData(offsets, places);
  return cells;
}

/// Makes room for `count` coloured points, keeping what is there when it fits.
void resize(vtkPolyData& shape, std::size_t count) {
  const auto wanted = static_cast<vtkIdType>(count);
  if (shape.GetPoints() != nullptr && shape.GetNumberOfPoints() == wanted) {
    shape.GetPoints()->Modified();
    shape.GetPointData()->GetScalars()->Modified();
    return;
  }
  vtkNew<vtkPoints> points;
  points->SetDataTypeToFloat();
  points->SetNumberOfPoints(wanted);
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(3);
  colours->SetNumberOfTuples(wanted);
  shape.SetPoints(points);
  shape.GetPointData()->SetScalars(colours);
  shape.SetLines(pairsOf(wanted));
}

class PointWriter {
 public:
  explicit PointWriter(vtkPolyData& shape)
      : m_place(static_cast<float*>(shape.GetPoints()->GetVoidPointer(0))),
        m_colour(
            static_cast<unsigned char*>(shape.GetPointData()->GetScalars()->GetVoidPointer(0))) {}

  void add(const Vec3& place, const Rgb& colour) {
    for (const double coordinate : place) *m_place++ = static_cast<float>(coordinate);
    *m_colour++ = colour.red;
    *m_colour++ = colour.green;
    *m_colour++ = colour.blue;
  }

 private:
  float* m_place;
  unsigned char* m_colour;
};

}  // namespace

LineActor::LineActor() {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(m_lines);
  m_actor->SetMapper(mapper);
  m_actor->GetProperty()->LightingOff();
  setLines({});
}

void LineActor::addTo(vtkRenderer& renderer) { renderer.AddActor(m_actor); }

void LineActor::setLines(const std::vector<DrawnLine>& lines) {
  resize(*m_lines, 2 * lines.size());
  PointWriter writer(*m_lines);
  for (const DrawnLine& line : lines) {
    writer.add(line.from, line.colour);
    writer.add(line.to, line.colour);
  }
  m_lines->Modified();
  setShown(m_isShown);
}

void LineActor::setShown(Shown shown) {
  m_isShown = shown;
  m_actor->SetVisibility(shown == Shown::Yes && m_lines->GetNumberOfPoints() > 0 ? 1 : 0);
}

void LineActor::setWidth(double pixels) {
  m_actor->GetProperty()->SetLineWidth(static_cast<float>(pixels));
}

}  // namespace molloquy::render
