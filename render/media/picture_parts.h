#pragma once

#include <memory>
#include <vector>

#include "render/media/mesh_files.h"
#include "render/structure_shapes.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

/// A picture as triangles, for files that other programs open: the structure (balls, sticks, lines
/// as thin sticks), ribbons, contacts and the surface, as far as the style and `shapes` have them.
/// Balls have fewer triangles the more atoms there are, so that any structure stays below some
/// millions. Any thread.
/// Precondition: a position for every atom.
std::vector<MeshPart> pictureParts(const std::shared_ptr<const chem::Molecule>& molecule,
                                   const std::vector<chem::Point3>& positions,
                                   const ViewStyle& style, const AtomValues& values,
                                   const SceneColours& colours,
                                   std::shared_ptr<const StructureShapes> shapes);

/// A ball of 20 * 4^divisions triangles.
Mesh ballMesh(const Ball& ball, int divisions, const Rgb& colour, AtomIndex atom);
/// A cylinder with flat ends of 4 * sides triangles.
Mesh stickMesh(const Vec3& from, const Vec3& to, double radius, int sides, const Rgb& colour,
               AtomIndex atom);

}  // namespace molloquy::render
