#include "render/mesh.h"

#include "render/vector_math.h"

namespace molloquy::render {

namespace {

Vec3 at(const Mesh& mesh, std::uint32_t vertex) {
  const Mesh::Point& point = mesh.positions[vertex];
  return {point[0], point[1], point[2]};
}

}  // namespace

double areaOf(const Mesh& mesh) {
  double area = 0;
  for (const auto& [a, b, c] : mesh.triangles) {
    area += length(cross(at(mesh, b) - at(mesh, a), at(mesh, c) - at(mesh, a))) / 2;
  }
  return area;
}

double volumeOf(const Mesh& mesh) {
  double volume = 0;
  for (const auto& [a, b, c] : mesh.triangles) {
    volume += dot(at(mesh, a), cross(at(mesh, b), at(mesh, c))) / 6;
  }
  return volume;
}

void append(Mesh& mesh, const Mesh& more) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  const auto add = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  add(mesh.positions, more.positions);
  add(mesh.normals, more.normals);
  add(mesh.colours, more.colours);
  add(mesh.atoms, more.atoms);
  mesh.triangles.reserve(mesh.triangles.size() + more.triangles.size());
  for (const auto& [a, b, c] : more.triangles) {
    mesh.triangles.push_back({a + first, b + first, c + first});
  }
}

}  // namespace molloquy::render
