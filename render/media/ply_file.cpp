#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "render/media/mesh_files.h"

namespace molloquy::render {

namespace {

template <class Value>
void write(std::string& bytes, const Value& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

Result<void> writePly(const std::vector<MeshPart>& parts, const std::filesystem::path& path) {
  std::size_t vertices = 0;
  std::size_t triangles = 0;
  for (const MeshPart& part : parts) {
    vertices += part.mesh.positions.size();
    triangles += part.mesh.triangles.size();
  }
  if (triangles == 0) {
    return fail(ErrorCode::InvalidInput,
                "Nothing is shown, so there is nothing to write into a PLY file.");
  }
  if (vertices > std::numeric_limits<std::int32_t>::max()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The picture has {} corners; a PLY file numbers 2,147,483,647.", vertices));
  }
  const std::string head = fmt::format(
      "ply\nformat binary_little_endian 1.0\ncomment Molloquy, angstrom\nelement vertex {}\n"
      "property float x\nproperty float y\nproperty float z\n"
      "property float nx\nproperty float ny\nproperty float nz\n"
      "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar alpha\n"
      "element face {}\nproperty list uchar int vertex_indices\nend_header\n",
      vertices, triangles);
  std::string points;
  std::string faces;
  points.reserve(vertices * 28);
  faces.reserve(triangles * 13);
  std::uint32_t first = 0;
  for (const MeshPart& part : parts) {
    const auto alpha = static_cast<std::uint8_t>(std::lround(part.opacity * 255));
    for (std::size_t i = 0; i < part.mesh.positions.size(); ++i) {
      write(points, part.mesh.positions[i]);
      write(points, part.mesh.normals[i]);
      const Rgb& colour = part.mesh.colours[i];
      write(points, std::array{colour.red, colour.green, colour.blue, alpha});
    }
    for (const auto& [a, b, c] : part.mesh.triangles) {
      faces += '\3';
      write(faces, std::array{first + a, first + b, first + c});
    }
    first += static_cast<std::uint32_t>(part.mesh.positions.size());
  }
  const std::array<std::string_view, 3> pieces{head, points, faces};
  return writeFileAtomically(path, pieces);
}

}  // namespace molloquy::render
