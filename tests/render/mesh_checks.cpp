#include "tests/render/mesh_checks.h"

#include <cmath>
#include <map>
#include <utility>

#include "render/vector_math.h"

namespace molloquy::test {

using render::Mesh;
using render::Vec3;

namespace {

Vec3 toVec3(const Mesh::Point& point) { return {point[0], point[1], point[2]}; }

Vec3 faceOf(const Mesh& mesh, const std::array<std::uint32_t, 3>& triangle) {
  const Vec3 a = toVec3(mesh.positions[triangle[0]]);
  using render::operator-;
  return render::cross(toVec3(mesh.positions[triangle[1]]) - a,
                       toVec3(mesh.positions[triangle[2]]) - a);
}

}  // namespace

int openEdges(const Mesh& mesh) {
  std::map<std::array<long, 3>, int> places;
  std::vector<int> placeOf;
  for (const Mesh::Point& p : mesh.positions) {
    const std::array<long, 3> key{std::lround(p[0] * 1e4), std::lround(p[1] * 1e4),
                                  std::lround(p[2] * 1e4)};
    placeOf.push_back(places.emplace(key, static_cast<int>(places.size())).first->second);
  }
  std::map<std::pair<int, int>, int> balance;
  for (const auto& triangle : mesh.triangles) {
    for (std::size_t k = 0; k < 3; ++k) {
      const int from = placeOf[triangle[k]];
      const int to = placeOf[triangle[(k + 1) % 3]];
      if (from == to) continue;
      balance[{std::min(from, to), std::max(from, to)}] += from < to ? 1 : -1;
    }
  }
  int open = 0;
  for (const auto& [edge, sum] : balance) open += sum != 0;
  return open;
}

double shareLitFromOutside(const Mesh& mesh) {
  double good = 0;
  double all = 0;
  for (const auto& triangle : mesh.triangles) {
    const Vec3 face = faceOf(mesh, triangle);
    const double area = render::length(face);
    for (const std::uint32_t corner : triangle) {
      all += area;
      if (render::dot(face, toVec3(mesh.normals[corner])) > 0) good += area;
    }
  }
  return all > 0 ? good / all : 0;
}

}  // namespace molloquy::test
