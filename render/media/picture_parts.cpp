#include "render/media/picture_parts.h"

#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "render/scene_layer.h"
#include "render/shape_layer.h"
#include "render/stick_pieces.h"

namespace molloquy::render {

namespace {

constexpr double kLineRadius = 0.03;
constexpr double kDashRadius = 0.045;
constexpr std::size_t kOxygen = 8;

struct Roundness {
  int divisions = 3;  ///< of balls.
  int sides = 20;     ///< of sticks.
};

Roundness roundnessFor(std::size_t balls) {
  if (balls <= 500) return {3, 20};
  if (balls <= 5'000) return {2, 12};
  if (balls <= 50'000) return {1, 8};
  return {0, 5};
}

Mesh::Point toPoint(const Vec3& v) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2])};
}

/// Directions and triangles of an icosahedron whose faces are divided in four, again and again.
struct UnitBall {
  std::vector<Vec3> directions;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

UnitBall icosahedron() {
  const double g = std::numbers::phi;
  UnitBall ball;
  for (const Vec3& v : std::vector<Vec3>{{-1, g, 0},
                                         {1, g, 0},
                                         {-1, -g, 0},
                                         {1, -g, 0},
                                         {0, -1, g},
                                         {0, 1, g},
                                         {0, -1, -g},
                                         {0, 1, -g},
                                         {g, 0, -1},
                                         {g, 0, 1},
                                         {-g, 0, -1},
                                         {-g, 0, 1}}) {
    ball.directions.push_back(normalized(v));
  }
  ball.triangles = {{0, 11, 5}, {0, 5, 1},  {0, 1, 7},   {0, 7, 10}, {0, 10, 11},
                    {1, 5, 9},  {5, 11, 4}, {11, 10, 2}, {10, 7, 6}, {7, 1, 8},
                    {3, 9, 4},  {3, 4, 2},  {3, 2, 6},   {3, 6, 8},  {3, 8, 9},
                    {4, 9, 5},  {2, 4, 11}, {6, 2, 10},  {8, 6, 7},  {9, 8, 1}};
  return ball;
}

UnitBall unitBall(int divisions) {
  UnitBall ball = icosahedron();
  for (int k = 0; k < divisions; ++k) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middles;
    const auto middle = [&](std::uint32_t a, std::uint32_t b) {
      const auto [found, isNew] = middles.try_emplace(
          std::minmax(a, b), static_cast<std::uint32_t>(ball.directions.size()));
      if (isNew) ball.directions.push_back(normalized(ball.directions[a] + ball.directions[b]));
      return found->second;
    };
    std::vector<std::array<std::uint32_t, 3>> finer;
    for (const auto& [a, b, c] : ball.triangles) {
      const std::uint32_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
      finer.insert(finer.end(), {{a, ab, ca}, {b, bc, ab}, {c, ca, bc}, {ab, bc, ca}});
    }
    ball.triangles = std::move(finer);
  }
  return ball;
}

void vertex(Mesh& mesh, const Vec3& position, const Vec3& normal, const Rgb& colour,
            AtomIndex atom) {
  mesh.positions.push_back(toPoint(position));
  mesh.normals.push_back(toPoint(normal));
  mesh.colours.push_back(colour);
  mesh.atoms.push_back(atom.value);
}

void addBall(Mesh& mesh, const UnitBall& unit, const Ball& ball, const Rgb& colour,
             AtomIndex atom) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  for (const Vec3& direction : unit.directions) {
    vertex(mesh, ball.centre + direction * ball.radius, direction, colour, atom);
  }
  for (const auto& [a, b, c] : unit.triangles) {
    mesh.triangles.push_back({first + a, first + b, first + c});
  }
}

void addStick(Mesh& mesh, const Vec3& from, const Vec3& to, double radius, int sides,
              const Rgb& colour, AtomIndex atom) {
  const Vec3 axis = normalized(to - from);
  if (length(axis) < 0.5) return;
  const Vec3 u = normalized(cross(axis, std::abs(axis[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0}));
  const Vec3 v = cross(axis, u);
  const auto out = [&](int k) {
    const double angle = 2 * std::numbers::pi * k / sides;
    return u * std::cos(angle) + v * std::sin(angle);
  };
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  const auto count = static_cast<std::uint32_t>(sides);
  for (int k = 0; k < sides; ++k) vertex(mesh, from + out(k) * radius, out(k), colour, atom);
  for (int k = 0; k < sides; ++k) vertex(mesh, to + out(k) * radius, out(k), colour, atom);
  for (int k = 0; k < sides; ++k) vertex(mesh, from + out(k) * radius, axis * -1, colour, atom);
  for (int k = 0; k < sides; ++k) vertex(mesh, to + out(k) * radius, axis, colour, atom);
  for (std::uint32_t k = 0; k < count; ++k) {
    const std::uint32_t n = (k + 1) % count;
    mesh.triangles.push_back({first + k, first + n, first + count + k});
    mesh.triangles.push_back({first + n, first + count + n, first + count + k});
    if (k == 0 || k + 1 == count) continue;
    const std::uint32_t bottom = first + 2 * count;
    const std::uint32_t top = first + 3 * count;
    mesh.triangles.push_back({bottom, bottom + n, bottom + k});
    mesh.triangles.push_back({top, top + k, top + n});
  }
}

Mesh structureMesh(const BallsAndSticks& shape, const StructureStyle& looks) {
  std::size_t count = 0;
  for (const BallForm form : shape.forms) count += form == BallForm::Solid;
  const Roundness roundness = roundnessFor(std::max(count, shape.sticks.size() / 2));
  const UnitBall unit = unitBall(roundness.divisions);
  Mesh mesh;
  for (std::uint32_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] != BallForm::Solid) continue;
    addBall(mesh, unit, shape.balls[i], looks[i].colour, AtomIndex(i));
  }
  for (const Stick& stick : shape.sticks) {
    const double radius = stick.form == StickForm::Line ? kLineRadius : stick.radius;
    eachPiece(stick, shape, looks, [&](const Vec3& from, const Vec3& to, const Rgb& colour) {
      addStick(mesh, from, to, radius, roundness.sides, colour, stick.begin);
    });
  }
  return mesh;
}

Mesh contactMesh(const SceneContent& content) {
  Mesh mesh;
  for (const Dash& dash : dashesOf(content.shapes->contacts, content.positions)) {
    const bool isBond = dash.kind == ContactKind::HydrogenBond;
    addStick(mesh, dash.from, dash.to, kDashRadius, 8,
             isBond ? content.colours.accent : content.colours.elements[kOxygen], AtomIndex(0));
  }
  return mesh;
}

}  // namespace

Mesh ballMesh(const Ball& ball, int divisions, const Rgb& colour, AtomIndex atom) {
  Mesh mesh;
  addBall(mesh, unitBall(divisions), ball, colour, atom);
  return mesh;
}

Mesh stickMesh(const Vec3& from, const Vec3& to, double radius, int sides, const Rgb& colour,
               AtomIndex atom) {
  Mesh mesh;
  addStick(mesh, from, to, radius, sides, colour, atom);
  return mesh;
}

std::vector<MeshPart> pictureParts(const std::shared_ptr<const chem::Molecule>& molecule,
                                   const std::vector<chem::Point3>& positions,
                                   const ViewStyle& style, const AtomValues& values,
                                   const SceneColours& colours,
                                   std::shared_ptr<const StructureShapes> shapes) {
  SceneContent content;
  content.molecule = molecule;
  content.positions = positions;
  content.style = style;
  content.values = values;
  content.colours = coloursOn(colours, style.ground);
  content.shapes = std::move(shapes);
  content.looks = resolveStyle(*molecule, style, values, content.colours);
  leaveToRibbons(content, content.looks);
  const BallsAndSticks shape = ShapeBuilder(molecule, content.looks).build(positions);

  std::vector<MeshPart> parts;
  const auto add = [&parts](const char* name, Mesh mesh, double opacity) {
    if (!mesh.isEmpty()) parts.push_back({name, std::move(mesh), opacity});
  };
  add("structure", structureMesh(shape, content.looks), 1);
  if (!content.shapes) return parts;
  if (style.ribbons && content.shapes->ribbons) add("ribbons", *content.shapes->ribbons, 1);
  if (style.contacts) add("contacts", contactMesh(content), 1);
  if (style.surface.kind != SurfaceKind::None && content.shapes->surface) {
    add("surface", *content.shapes->surface, style.surface.opacity);
  }
  return parts;
}

}  // namespace molloquy::render
