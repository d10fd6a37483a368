#include "tests/render/sample_structures.h"

#include <cmath>
#include <random>

#include "render/vector_math.h"

namespace molloquy::test {

namespace {

using chem::BondOrder;

struct SampleAtom {
  int atomicNumber;
  chem::Point3 position;
};

struct SampleBond {
  std::uint32_t begin;
  std::uint32_t end;
  BondOrder order;
  BondOrder kekuleOrder;
};

constexpr SampleAtom kAspirinAtoms[] = {
    {6, {3.130, -0.321, 1.509}},   {6, {1.664, -0.036, 1.367}},   {8, {1.055, 0.801, 2.020}},
    {8, {1.132, -0.888, 0.405}},   {6, {-0.216, -0.627, 0.143}},  {6, {-1.151, -1.461, 0.765}},
    {6, {-2.511, -1.273, 0.524}},  {6, {-2.932, -0.264, -0.342}}, {6, {-1.993, 0.556, -0.976}},
    {6, {-0.620, 0.380, -0.746}},  {6, {0.384, 1.229, -1.439}},   {8, {1.596, 1.125, -1.388}},
    {8, {-0.184, 2.193, -2.189}},  {1, {3.274, -1.336, 1.886}},   {1, {3.567, 0.385, 2.221}},
    {1, {3.629, -0.193, 0.545}},   {1, {-0.822, -2.247, 1.439}},  {1, {-3.243, -1.911, 1.013}},
    {1, {-3.993, -0.116, -0.527}}, {1, {-2.348, 1.330, -1.653}},  {1, {0.581, 2.676, -2.566}},
};

constexpr SampleBond kAspirinBonds[] = {
    {0, 1, BondOrder::Single, BondOrder::Single},   {1, 2, BondOrder::Double, BondOrder::Double},
    {1, 3, BondOrder::Single, BondOrder::Single},   {3, 4, BondOrder::Single, BondOrder::Single},
    {4, 5, BondOrder::Aromatic, BondOrder::Double}, {5, 6, BondOrder::Aromatic, BondOrder::Single},
    {6, 7, BondOrder::Aromatic, BondOrder::Double}, {7, 8, BondOrder::Aromatic, BondOrder::Single},
    {8, 9, BondOrder::Aromatic, BondOrder::Double}, {9, 10, BondOrder::Single, BondOrder::Single},
    {10, 11, BondOrder::Double, BondOrder::Double}, {10, 12, BondOrder::Single, BondOrder::Single},
    {9, 4, BondOrder::Aromatic, BondOrder::Single}, {0, 13, BondOrder::Single, BondOrder::Single},
    {0, 14, BondOrder::Single, BondOrder::Single},  {0, 15, BondOrder::Single, BondOrder::Single},
    {5, 16, BondOrder::Single, BondOrder::Single},  {6, 17, BondOrder::Single, BondOrder::Single},
    {7, 18, BondOrder::Single, BondOrder::Single},  {8, 19, BondOrder::Single, BondOrder::Single},
    {12, 20, BondOrder::Single, BondOrder::Single},
};

}  // namespace

Sample aspirin() {
  std::vector<chem::Atom> atoms;
  chem::Conformer conformer;
  for (const SampleAtom& atom : kAspirinAtoms) {
    chem::Atom added;
    added.atomicNumber = atom.atomicNumber;
    atoms.push_back(added);
    conformer.positions.push_back(atom.position);
  }
  std::vector<chem::Bond> bonds;
  for (const SampleBond& bond : kAspirinBonds) {
    bonds.push_back({AtomIndex(bond.begin), AtomIndex(bond.end), bond.order, bond.kekuleOrder});
  }
  return {std::make_shared<chem::Molecule>(std::move(atoms), std::move(bonds), "aspirin", nullptr),
          std::make_shared<chem::Conformer>(std::move(conformer))};
}

Sample carbonRow(int count, double spacing) {
  std::vector<chem::Atom> atoms;
  chem::Conformer conformer;
  for (int i = 0; i < count; ++i) {
    chem::Atom carbon;
    carbon.atomicNumber = 6;
    atoms.push_back(carbon);
    conformer.positions.push_back({0, 0, i * spacing});
  }
  return {
      std::make_shared<chem::Molecule>(std::move(atoms), std::vector<chem::Bond>{}, "row", nullptr),
      std::make_shared<chem::Conformer>(std::move(conformer))};
}

Sample waterBox(int count) {
  using namespace render;
  std::vector<chem::Atom> atoms;
  std::vector<chem::Bond> bonds;
  chem::Conformer conformer;
  std::mt19937 random(5);
  // Not std::normal_distribution: its numbers differ between libraries.
  const auto jitter = [&random] { return (double(random() % 2001) - 1000) / 1000; };
  const auto direction = [&] { return normalized(Vec3{jitter(), jitter(), jitter()}); };
  const int side = int(std::ceil(std::cbrt(count)));
  for (int i = 0; i < count; ++i) {
    const Vec3 oxygen{3.1 * (i % side) + 0.5 * jitter(), 3.1 * (i / side % side) + 0.5 * jitter(),
                      3.1 * (i / side / side) + 0.5 * jitter()};
    const Vec3 u = direction();
    const Vec3 v = normalized(cross(u, direction()));
    const auto first = std::uint32_t(atoms.size());
    for (const int element : {8, 1, 1}) {
      chem::Atom atom;
      atom.atomicNumber = element;
      atoms.push_back(atom);
    }
    conformer.positions.push_back(oxygen);
    conformer.positions.push_back(oxygen + u * 0.96);
    conformer.positions.push_back(oxygen + (u * -0.25 + v * 0.968) * 0.96);
    for (std::uint32_t k : {1U, 2U}) {
      bonds.push_back(
          {AtomIndex(first), AtomIndex(first + k), BondOrder::Single, BondOrder::Single});
    }
  }
  return {std::make_shared<chem::Molecule>(std::move(atoms), std::move(bonds), "water", nullptr),
          std::make_shared<chem::Conformer>(std::move(conformer))};
}

render::SceneColours testColours() {
  render::SceneColours colours;
  colours.background = {255, 255, 255};
  colours.surface = {250, 250, 210};
  colours.accent = {0, 140, 160};
  colours.pins.fill({90, 90, 90});
  colours.pins[0] = {0, 0, 255};
  colours.pins[1] = {255, 0, 255};
  colours.elements.fill({120, 120, 120});
  colours.elements[1] = {237, 240, 242};
  colours.elements[6] = {92, 99, 110};
  colours.elements[8] = {219, 51, 46};
  colours.colourBlindElements = colours.elements;
  colours.colourBlindElements[8] = {187, 76, 5};
  colours.gradientTop = {255, 255, 255};
  colours.gradientBottom = {200, 200, 255};
  return colours;
}

}  // namespace molloquy::test
