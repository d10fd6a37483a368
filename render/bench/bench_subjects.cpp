#include "render/bench/bench_subjects.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "render/vector_math.h"

namespace molloquy::render::bench {

namespace {

/// One molecule's share of the liquid is 29.9 cubic angstrom.
constexpr double kSpacing = 3.104;
constexpr double kJitter = 0.45;
constexpr double kBondLength = 0.9572;
constexpr double kCosine = -0.2504;  ///< of 104.5 degrees.

/// The same numbers on every machine (a linear congruence by Knuth).
class Dice {
 public:
  double next() {
    m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(m_state >> 11) * 0x1p-52 - 1;
  }
  Vec3 direction() { return normalized(Vec3{next(), next(), next()}); }

 private:
  std::uint64_t m_state = 1;
};

}  // namespace

Subject waterBox(int atoms) {
  std::vector<chem::Atom> drawn;
  std::vector<chem::Bond> bonds;
  chem::Conformer conformer;
  Dice dice;
  const auto add = [&](int element, const Vec3& place) {
    chem::Atom atom;
    atom.atomicNumber = element;
    drawn.push_back(atom);
    conformer.positions.push_back(place);
    return AtomIndex(static_cast<std::uint32_t>(drawn.size() - 1));
  };
  const int side = static_cast<int>(std::ceil(std::cbrt((atoms + 2) / 3)));
  for (int site = 0; static_cast<int>(drawn.size()) < atoms; ++site) {
    const Vec3 corner{static_cast<double>(site % side), static_cast<double>(site / side % side),
                      static_cast<double>(site / side / side)};
    const Vec3 place = corner * kSpacing + Vec3{dice.next(), dice.next(), dice.next()} * kJitter;
    const AtomIndex oxygen = add(8, place);
    if (atoms - static_cast<int>(drawn.size()) < 2) continue;
    const Vec3 u = dice.direction();
    const Vec3 v = normalized(cross(u, dice.direction()));
    const Vec3 w = u * kCosine + v * std::sqrt(1 - kCosine * kCosine);
    for (const Vec3& way : {u, w}) {
      bonds.push_back({oxygen, add(1, place + way * kBondLength)});
    }
  }
  return {"water, " + std::to_string(atoms) + " atoms",
          std::make_shared<chem::Molecule>(std::move(drawn), std::move(bonds), "water", nullptr),
          std::make_shared<chem::Conformer>(std::move(conformer))};
}

}  // namespace molloquy::render::bench
