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

enum class Cells { Lines, Dots };

/// Cells over points that follow one another: pairs of them, or each for itself.
vtkNew<vtkCellArray> cellsOver(vtkIdType points, Cells kind) {
  const vtkIdType each = kind == Cells::Lines ? 2 : 1;
  vtkNew<vtkIdTypeArray> offsets;
  vtkNew<vtkIdTypeArray> places;
  offsets->SetNumberOfValues(points / each + 1);
  places->SetNumberOfValues(points);
  for (vtkIdType i = 0; i <= points / each; ++i) offsets->SetValue(i, i * each);
  for (vtkIdType i = 0; i < points; ++i) places->SetValue(i, i);
  vtkNew<vtkCellArray> cells;
  cells->SetData(offsets, places);
  return cells;
}

/// Makes room for `count` coloured points, keeping what is there when it fits.
void resize(vtkPolyData& shape, std::size_t count, Cells kind) {
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
  const auto cells = cellsOver(wanted, kind);
  kind == Cells::Lines ? shape.SetLines(cells) : shape.SetVerts(cells);
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

void prepare(vtkActor& actor, vtkPolyData& shape) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(&shape);
  actor.SetMapper(mapper);
  actor.GetProperty()->LightingOff();
}

}  // namespace

LineActor::LineActor() {
  prepare(*m_lineActor, *m_lines);
  prepare(*m_dotActor, *m_dots);
  setLines({});
  setDots({});
}

void LineActor::addTo(vtkRenderer& renderer) {
  renderer.AddActor(m_lineActor);
  renderer.AddActor(m_dotActor);
}

void LineActor::setLines(const std::vector<DrawnLine>& lines) {
  resize(*m_lines, 2 * lines.size(), Cells::Lines);
  PointWriter writer(*m_lines);
  for (const DrawnLine& line : lines) {
    writer.add(line.from, line.colour);
    writer.add(line.to, line.colour);
  }
  m_lines->Modified();
  setShown(m_isShown);
}

void LineActor::setDots(const std::vector<DrawnDot>& dots) {
  resize(*m_dots, dots.size(), Cells::Dots);
  PointWriter writer(*m_dots);
  for (const DrawnDot& dot : dots) writer.add(dot.place, dot.colour);
  m_dots->Modified();
  setShown(m_isShown);
}

void LineActor::setShown(Shown shown) {
  m_isShown = shown;
  const bool wanted = shown == Shown::Yes;
  m_lineActor->SetVisibility(wanted && m_lines->GetNumberOfPoints() > 0 ? 1 : 0);
  m_dotActor->SetVisibility(wanted && m_dots->GetNumberOfPoints() > 0 ? 1 : 0);
}

void LineActor::setWidth(double linePixels, double dotPixels) {
  m_lineActor->GetProperty()->SetLineWidth(static_cast<float>(linePixels));
  m_dotActor->GetProperty()->SetPointSize(static_cast<float>(dotPixels));
}

void LineActor::setOpacity(double opacity) {
  m_lineActor->GetProperty()->SetOpacity(opacity);
  m_dotActor->GetProperty()->SetOpacity(opacity);
}

}  // namespace molloquy::render
