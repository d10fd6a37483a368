#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "render/mesh.h"

namespace molloquy::render {

/// One part of a scene that is written to a file.
struct MeshPart {
  std::string name;  ///< "structure", "ribbons", "surface".
  Mesh mesh;
  double opacity = 1;  ///< 0..1.
};

/// glTF 2.0 in one binary file (.glb): a node, a mesh and a material a part, positions in angstrom,
/// colours by vertex in linear light, as the format wants them.
/// Errors: InvalidInput (nothing to write, more than 4 GiB), NotFound, Internal.
/// Source: Khronos, glTF 2.0 Specification (2021).
Result<void> writeGlb(const std::vector<MeshPart>& parts, const std::filesystem::path& path);

/// PLY, binary little-endian: positions, normals and 8-bit colours (opacity as alpha) of all parts.
/// Errors: as writeGlb().
Result<void> writePly(const std::vector<MeshPart>& parts, const std::filesystem::path& path);

}  // namespace molloquy::render
