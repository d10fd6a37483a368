#include "tests/model/chem/sample_peptides.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "model/chem/vector3.h"

namespace molloquy::test {

namespace {

using chem::Point3;
using chem::operator+;
using chem::operator-;
using chem::operator*;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// The point at a distance from `c`, an angle with b and a torsion with a and b.
Point3 place(const Point3& a, const Point3& b, const Point3& c, double distance, double angle,
             double torsion) {
  const Point3 x = chem::unit(c - b);
  const Point3 normal = chem::unit(chem::cross(b - a, x));
  const Point3 y = chem::cross(normal, x);
  const double t = radians(angle), p = radians(torsion);
  return c + (x * -std::cos(t) + y * (std::sin(t) * std::cos(p)) +
              normal * (std::sin(t) * std::sin(p))) *
                 distance;
}

/// Collects atoms of residues.
class Builder {
 public:
  std::uint32_t residue(const std::string& name, const std::string& chain, int number) {
    m_polymer.residues.push_back({.name = name, .number = number, .chain = chain});
    return static_cast<std::uint32_t>(m_polymer.residues.size() - 1);
  }
  AtomIndex atom(int element, const std::string& name, const Point3& place) {
    m_atoms.push_back({.atomicNumber = element});
    m_positions.push_back(place);
    m_polymer.atomNames.push_back(name);
    m_polymer.residueOf.push_back(static_cast<std::uint32_t>(m_polymer.residues.size() - 1));
    return AtomIndex(static_cast<std::uint32_t>(m_atoms.size() - 1));
  }
  void bond(AtomIndex a, AtomIndex b, chem::BondOrder order = chem::BondOrder::Single) {
    m_bonds.push_back({.begin = a, .end = b, .order = order, .kekuleOrder = order});
  }
  [[nodiscard]] std::size_t size() const { return m_atoms.size(); }
  Peptide finish() {
    auto polymer = std::make_shared<const chem::Biopolymer>(std::move(m_polymer));
    return {std::make_shared<const chem::Molecule>(std::move(m_atoms), std::move(m_bonds), "sample",
                                                   nullptr, std::move(polymer)),
            std::move(m_positions)};
  }

 private:
  std::vector<chem::Atom> m_atoms;
  std::vector<chem::Bond> m_bonds;
  std::vector<Point3> m_positions;
  chem::Biopolymer m_polymer;
};

struct Residue {
  Point3 n, ca, c, o, cb, h;
};

std::vector<Residue> chain(const PeptidePlan& plan) {
  std::vector<Residue> residues;
  Point3 n{0, 0, 0}, ca{1.458, 0, 0};
  Point3 c = place({0, 1, 0}, n, ca, 1.525, 111, plan.phi);
  for (int i = 0; i < plan.residues; ++i) {
    Residue r{n, ca, c, place(n, ca, c, 1.231, 120.5, plan.psi + 180), {}, n};
    r.cb = place(n, c, ca, 1.53, 110.1, 122.6);
    if (!residues.empty()) r.h = n + chem::unit(residues.back().c - residues.back().o) * 1.01;
    residues.push_back(r);
    n = place(r.n, r.ca, r.c, 1.329, 116.6, plan.psi);
    ca = place(r.ca, r.c, n, 1.458, 121.7, 180);
    c = place(r.c, n, ca, 1.525, 111, plan.phi);
  }
  return residues;
}

/// Half a turn about an axis.
std::vector<Residue> turned(std::vector<Residue> residues, const Point3& centre,
                            const Point3& axis) {
  for (Residue& r : residues) {
    for (Point3* p : {&r.n, &r.ca, &r.c, &r.o, &r.cb, &r.h}) {
      const Point3 from = *p - centre;
      *p = centre + axis * (2 * chem::dot(axis, from)) - from;
    }
  }
  return residues;
}

/// The chain's axis along z.
std::vector<Residue> upright(std::vector<Residue> residues) {
  const Point3 z = chem::unit(residues.back().ca - residues.front().ca);
  const Point3 x = chem::perpendicular(z);
  const Point3 y = chem::cross(z, x);
  for (Residue& r : residues) {
    for (Point3* p : {&r.n, &r.ca, &r.c, &r.o, &r.cb, &r.h}) {
      *p = {chem::dot(*p, x), chem::dot(*p, y), chem::dot(*p, z)};
    }
  }
  return residues;
}

void addChain(Builder& builder, const std::vector<Residue>& residues, const std::string& name,
              const Point3& shift, const PeptidePlan& plan) {
  AtomIndex before;
  for (std::size_t i = 0; i < residues.size(); ++i) {
    const Residue& r = residues[i];
    builder.residue("ALA", name, static_cast<int>(i + 1));
    const AtomIndex n = builder.atom(7, "N", r.n + shift);
    const AtomIndex ca = builder.atom(6, "CA", r.ca + shift);
    const AtomIndex c = builder.atom(6, "C", r.c + shift);
    if (plan.oxygens) builder.bond(c, builder.atom(8, "O", r.o + shift), chem::BondOrder::Double);
    builder.bond(ca, builder.atom(6, "CB", r.cb + shift));
    builder.bond(n, ca);
    builder.bond(ca, c);
    if (i > 0) {
      builder.bond(before, n);
      builder.bond(n, builder.atom(1, "H", r.h + shift));
    }
    before = c;
  }
}

}  // namespace

Peptide alanines(const PeptidePlan& plan) {
  Builder builder;
  const std::vector<Residue> residues = chain(plan);
  const Residue& middle = residues[residues.size() / 2];
  const Point3 along = chem::unit(residues.back().ca - residues.front().ca);
  const Point3 carbonyl = middle.o - middle.c;
  const Point3 across = chem::unit(carbonyl - along * chem::dot(carbonyl, along));
  for (int copy = 0; copy < plan.copies; ++copy) {
    const bool turns = plan.course == Course::Antiparallel && copy % 2 == 1;
    addChain(builder, turns ? turned(residues, middle.ca, chem::cross(along, across)) : residues,
             std::string(1, static_cast<char>('A' + copy % 26)), across * (plan.apart * copy),
             plan);
  }
  return builder.finish();
}

Peptide helixCrowd(std::size_t atoms) {
  Builder builder;
  const PeptidePlan plan{.residues = 30};
  const std::vector<Residue> residues = upright(chain(plan));
  const auto each = static_cast<double>(residues.size() * 6);
  const int side = static_cast<int>(std::ceil(std::cbrt(static_cast<double>(atoms) / each)));
  for (int k = 0; builder.size() < atoms; ++k) {
    const Point3 shift{15.0 * (k % side), 15.0 * (k / side % side), 50.0 * (k / side / side)};
    addChain(builder, residues, std::string(1, static_cast<char>('A' + k % 26)), shift, plan);
  }
  return builder.finish();
}

Peptide nucleotides(int residues) {
  Builder builder;
  AtomIndex before;
  for (int i = 0; i < residues; ++i) {
    const double angle = radians(36.0 * i);
    const auto at = [&](double radius, double turn, double height) {
      return Point3{radius * std::cos(angle + turn), radius * std::sin(angle + turn),
                    3.4 * i + height};
    };
    builder.residue("DA", "A", i + 1);
    const AtomIndex p = builder.atom(15, "P", at(9, -0.5, -1));
    const AtomIndex sugar = builder.atom(6, "C3'", at(8, 0, 0));
    const AtomIndex base = builder.atom(7, "N1", at(2, 0.3, 0));
    builder.atom(7, "N9", at(4.5, 0.1, 0));
    builder.bond(p, sugar);
    builder.bond(sugar, base);
    if (i > 0) builder.bond(before, p);
    before = sugar;
  }
  return builder.finish();
}

std::string toPdb(const Peptide& peptide) {
  const chem::Biopolymer& polymer = *peptide.molecule->biopolymer();
  std::string text;
  for (std::size_t i = 0; i < peptide.positions.size(); ++i) {
    const chem::Residue& residue = polymer.residues[polymer.residueOf[i]];
    const Point3& p = peptide.positions[i];
    std::array<char, 96> line{};
    std::snprintf(line.data(), line.size(),
                  "ATOM  %5zu  %-3s %3s %s%4d    %8.3f%8.3f%8.3f  1.00  0.00          %2s\n",
                  (i + 1) % 100000, polymer.atomNames[i].c_str(), residue.name.c_str(),
                  residue.chain.c_str(), residue.number % 10000, p[0], p[1], p[2],
                  chem::elementSymbol(peptide.molecule->atoms()[i].atomicNumber).c_str());
    text += line.data();
  }
  return text + "END\n";
}

}  // namespace molloquy::test
