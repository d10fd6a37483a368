#include "render/surface_mesh.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>

#include "render/cell_list.h"
#include "render/surface_field.h"

namespace molloquy::render {

namespace {

/// Share of the work that is the field.
constexpr double kFieldShare = 0.8;

tl::unexpected<Error> stopped() {
  return fail(ErrorCode::InvalidInput, "The surface was stopped before it was finished.");
}

/// Triangles of the field's zero.
Mesh triangulated(SurfaceField& field) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(field.counts.data());
  image->SetOrigin(field.origin.data());
  image->SetSpacing(field.spacing, field.spacing, field.spacing);
  vtkNew<vtkFloatArray> scalars;
  scalars->SetArray(field.values.data(), static_cast<vtkIdType>(field.values.size()), 1);
  image->GetPointData()->SetScalars(scalars);
  vtkNew<vtkFlyingEdges3D> edges;
  edges->SetInputData(image);
  edges->SetValue(0, 0.0);
  edges->ComputeNormalsOn();
  edges->ComputeScalarsOff();
  edges->Update();

  vtkPolyData* output = edges->GetOutput();
  Mesh mesh;
  const vtkIdType vertices = output->GetNumberOfPoints();
  mesh.positions.resize(static_cast<std::size_t>(vertices));
  mesh.normals.resize(mesh.positions.size());
  vtkDataArray* normals = output->GetPointData()->GetNormals();
  for (vtkIdType i = 0; i < vertices; ++i) {
    double point[3];
    output->GetPoint(i, point);
    double normal[3];
    normals->GetTuple(i, normal);
    for (std::size_t k = 0; k < 3; ++k) {
      mesh.positions[static_cast<std::size_t>(i)][k] = static_cast<float>(point[k]);
      mesh.normals[static_cast<std::size_t>(i)][k] = static_cast<float>(normal[k]);
    }
  }
  mesh.triangles.reserve(static_cast<std::size_t>(output->GetNumberOfPolys()));
  vtkCellArray* cells = output->GetPolys();
  cells->InitTraversal();
  vtkIdType size = 0;
  const vtkIdType* corners = nullptr;
  while (cells->GetNextCell(size, corners) != 0) {
    if (size != 3) continue;
    mesh.triangles.push_back({static_cast<std::uint32_t>(corners[0]),
                              static_cast<std::uint32_t>(corners[1]),
                              static_cast<std::uint32_t>(corners[2])});
  }
  return mesh;
}

/// Normals and corners point outwards, whichever way the filter turned them.
void turnOutwards(Mesh& mesh) {
  if (volumeOf(mesh) < 0) {
    for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
  }
  double agreement = 0;
  for (const auto& [a, b, c] : mesh.triangles) {
    const auto at = [&](std::uint32_t i) {
      const Mesh::Point& p = mesh.positions[i];
      return Vec3{p[0], p[1], p[2]};
    };
    const Vec3 face = cross(at(b) - at(a), at(c) - at(a));
    const Mesh::Point& n = mesh.normals[a];
    agreement += dot(face, {n[0], n[1], n[2]});
  }
  if (agreement >= 0) return;
  for (Mesh::Point& normal : mesh.normals) normal = {-normal[0], -normal[1], -normal[2]};
}

/// The ball whose surface is nearest, for every vertex.
std::vector<std::uint32_t> nearestBalls(const Mesh& mesh, const std::vector<Ball>& balls,
                                        double reach) {
  std::vector<Vec3> centres;
  double largest = 0;
  for (const Ball& ball : balls) {
    centres.push_back(ball.centre);
    largest = std::max(largest, ball.radius);
  }
  const CellList cells(centres, largest + reach);
  std::vector<std::uint32_t> nearest;
  nearest.reserve(mesh.positions.size());
  for (const Mesh::Point& vertex : mesh.positions) {
    const Vec3 place{vertex[0], vertex[1], vertex[2]};
    std::uint32_t best = 0;
    double least = 1e300;
    cells.eachNear(place, largest + reach, [&](std::uint32_t i) {
      const double gap = length(centres[i] - place) - balls[i].radius;
      if (gap < least) {
        least = gap;
        best = i;
      }
    });
    nearest.push_back(best);
  }
  return nearest;
}

}  // namespace

Result<Surface> surfaceMesh(const std::vector<Ball>& balls, SurfaceKind kind, std::stop_token stop,
                            const std::function<void(double done)>& progress) {
  if (balls.empty() || kind == SurfaceKind::None) {
    return fail(ErrorCode::InvalidInput,
                "There are no atoms that a surface could be drawn around.");
  }
  for (const Ball& ball : balls) {
    const double sum = ball.centre[0] + ball.centre[1] + ball.centre[2] + ball.radius;
    if (!std::isfinite(sum) || ball.radius <= 0) {
      return fail(
          ErrorCode::InvalidInput,
          "A surface needs positions and radii that are numbers; the structure has others.");
    }
  }
  const double margin = kind == SurfaceKind::SolventExcluded ? kProbeRadius + 1 : 1;
  const double spacing = spacingFor(balls, margin);
  if (spacing > kCoarsestSpacing) {
    return fail(ErrorCode::Unsupported,
                "The structure fills so much space that its surface would be coarser than its "
                "atoms. Hide the parts that are not needed.");
  }
  const auto ofField = [&](double done) {
    if (progress) progress(kFieldShare * done);
  };
  SurfaceField field = kind == SurfaceKind::VanDerWaals
                           ? unionField(balls, spacing, stop, ofField)
                           : solventExcludedField(balls, spacing, stop, ofField);
  if (stop.stop_requested()) return stopped();
  Surface surface{triangulated(field), spacing};
  field.values = {};
  if (surface.mesh.isEmpty()) {
    return fail(ErrorCode::Internal, "The surface of this structure came out empty.");
  }
  turnOutwards(surface.mesh);
  if (stop.stop_requested()) return stopped();
  surface.mesh.atoms = nearestBalls(surface.mesh, balls, 2 * kProbeRadius);
  surface.mesh.colours.resize(surface.mesh.positions.size());
  if (progress) progress(1);
  return surface;
}

}  // namespace molloquy::render
