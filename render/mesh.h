#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "render/style.h"

namespace molloquy::render {

/// Triangles of a ribbon or surface as plain values: built on any thread, drawn on the GL thread,
/// written to files. The lists by vertex have equal lengths.
struct Mesh {
  using Point = std::array<float, 3>;
  std::vector<Point> positions;  ///< angstrom.
  std::vector<Point> normals;    ///< unit length, outwards.
  std::vector<Rgb> colours;
  std::vector<std::uint32_t> atoms;  ///< the atom that a vertex belongs to.
  std::vector<std::array<std::uint32_t, 3>>
      triangles;  ///< vertices, counter-clockwise from outside.

  [[nodiscard]] bool isEmpty() const { return triangles.empty(); }
};

/// Sum of the triangles' areas, square angstrom.
double areaOf(const Mesh& mesh);
/// Volume inside a closed mesh, cubic angstrom; negative when it is inside out.
double volumeOf(const Mesh& mesh);
/// `more` behind `mesh`.
void append(Mesh& mesh, const Mesh& more);

}  // namespace molloquy::render
