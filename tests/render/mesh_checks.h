#pragma once

#include "render/mesh.h"

namespace molloquy::test {

/// Edges that do not belong to exactly two triangles running along them in opposite directions;
/// vertices in one place count as one. 0 for a closed mesh.
int openEdges(const render::Mesh& mesh);

/// Share of the triangles' area whose corner normals point to the side that the corners run
/// counter-clockwise on.
double shareLitFromOutside(const render::Mesh& mesh);

}  // namespace molloquy::test
