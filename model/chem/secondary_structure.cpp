#include "model/chem/secondary_structure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "model/chem/vector3.h"

namespace molloquy::chem {
namespace {

/// Charges of C=O and N-H (0.42 and 0.20 e) times 332 kcal/mol angstrom.
constexpr double kCoupling = 0.42 * 0.20 * 332;
constexpr double kBondEnergy = -0.5;    ///< kcal/mol; a hydrogen bond is below.
constexpr double kNeighbourhood = 9;    ///< angstrom between alpha carbons, farther none bond.
constexpr double kPeptideBond = 2.5;    ///< angstrom, longer is a break of the chain.
constexpr double kLeastDistance = 0.5;  ///< angstrom; nearer atoms are a broken file.
constexpr int kHydrogenBonds = 2;       ///< of one N-H that are kept, the strongest.

/// One residue of a chain as the method sees it. Gaps between chains are breaks.
struct Link {
  std::uint32_t residue = 0;
  Point3 nitrogen{}, alpha{}, carbon{}, oxygen{}, hydrogen{};
  bool donates = false;                               ///< has an N-H.
  bool continues = false;                             ///< bonded to the link before.
  std::array<int, kHydrogenBonds> acceptors{-1, -1};  ///< links whose C=O take this N-H.
  std::array<double, kHydrogenBonds> energies{0, 0};
};

std::vector<Link> linksOf(const Biopolymer& biopolymer, const std::vector<Point3>& positions) {
  std::vector<Link> links;
  for (const Backbone& backbone : backboneOf(biopolymer)) {
    if (!backbone.alpha || !backbone.nitrogen || !backbone.carbon || !backbone.oxygen) continue;
    const auto at = [&](AtomIndex atom) { return positions[atom.value]; };
    Link link;
    link.residue = backbone.residue;
    link.nitrogen = at(*backbone.nitrogen);
    link.alpha = at(*backbone.alpha);
    link.carbon = at(*backbone.carbon);
    link.oxygen = at(*backbone.oxygen);
    if (!links.empty()) {
      const Link& before = links.back();
      const Residue& residue = biopolymer.residues[link.residue];
      link.continues = biopolymer.residues[before.residue].chain == residue.chain &&
                       distanceOf(before.carbon, link.nitrogen) < kPeptideBond;
      link.donates = link.continues && residue.name != "PRO";
      // The N-H lies opposite to the C=O of the peptide bond's other side.
      link.hydrogen = link.nitrogen + unit(before.carbon - before.oxygen);
    }
    links.push_back(link);
  }
  return links;
}

double bondEnergy(const Link& donor, const Link& acceptor) {
  const double on = distanceOf(acceptor.oxygen, donor.nitrogen);
  const double ch = distanceOf(acceptor.carbon, donor.hydrogen);
  const double oh = distanceOf(acceptor.oxygen, donor.hydrogen);
  const double cn = distanceOf(acceptor.carbon, donor.nitrogen);
  if (std::min({on, ch, oh, cn}) < kLeastDistance) return 0;
  return kCoupling * (1 / on + 1 / ch - 1 / oh - 1 / cn);
}

void keepBond(Link& donor, int acceptor, double energy) {
  if (energy >= kBondEnergy) return;
  if (energy < donor.energies[0]) {
    donor.energies = {energy, donor.energies[0]};
    donor.acceptors = {acceptor, donor.acceptors[0]};
  } else if (energy < donor.energies[1]) {
    donor.energies[1] = energy;
    donor.acceptors[1] = acceptor;
  }
}

/// Links by cells of the neighbourhood's size.
class Cells {
 public:
  explicit Cells(const std::vector<Link>& links) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      m_cells[keyOf(cellOf(links[i].alpha))].push_back(static_cast<int>(i));
    }
  }
  template <class Visit>
  void eachNear(const Point3& point, Visit visit) const {
    const auto [x, y, z] = cellOf(point);
    for (int k = 0; k < 27; ++k) {
      const auto found = m_cells.find(keyOf({x + k % 3 - 1, y + k / 3 % 3 - 1, z + k / 9 - 1}));
      if (found == m_cells.end()) continue;
      for (const int link : found->second) visit(link);
    }
  }

 private:
  using Cell = std::array<long, 3>;
  static Cell cellOf(const Point3& point) {
    const auto along = [](double x) {
      return std::lround(std::clamp(x, -1e8, 1e8) / kNeighbourhood);
    };
    return {along(point[0]), along(point[1]), along(point[2])};
  }
  static std::size_t keyOf(const Cell& cell) {
    const auto part = [](long x) { return static_cast<std::size_t>(x) & 0x1FFFFF; };
    return part(cell[0]) << 42 | part(cell[1]) << 21 | part(cell[2]);
  }
  std::unordered_map<std::size_t, std::vector<int>> m_cells;
};

void findBonds(std::vector<Link>& links) {
  const Cells cells(links);
  for (std::size_t i = 0; i < links.size(); ++i) {
    Link& donor = links[i];
    if (!donor.donates) continue;
    cells.eachNear(donor.alpha, [&](int j) {
      const int self = static_cast<int>(i);
      if (j == self || j == self - 1) return;
      const Link& acceptor = links[static_cast<std::size_t>(j)];
      if (distanceOf(donor.alpha, acceptor.alpha) >= kNeighbourhood) return;
      keepBond(donor, j, bondEnergy(donor, acceptor));
    });
  }
}

/// Hydrogen-bonding patterns of the chain of links.
class Patterns {
 public:
  explicit Patterns(const std::vector<Link>& links) : m_links(links) {
    m_piece.resize(links.size());
    for (std::size_t i = 1; i < links.size(); ++i) {
      m_piece[i] = m_piece[i - 1] + (links[i].continues ? 0 : 1);
    }
  }

  /// Whether `from` to `to` is one unbroken piece of chain.
  [[nodiscard]] bool unbroken(int from, int to) const {
    return from >= 0 && to < count() && m_piece[at(from)] == m_piece[at(to)];
  }
  /// C=O of `acceptor` takes N-H of `donor`.
  [[nodiscard]] bool bond(int acceptor, int donor) const {
    if (acceptor < 0 || donor < 0 || donor >= count()) return false;
    const auto& acceptors = m_links[at(donor)].acceptors;
    return std::find(acceptors.begin(), acceptors.end(), acceptor) != acceptors.end();
  }
  [[nodiscard]] bool turn(int i, int n) const { return unbroken(i, i + n) && bond(i, i + n); }
  [[nodiscard]] bool parallel(int i, int j) const {
    return inMiddle(i) && inMiddle(j) && std::abs(i - j) > 2 &&
           ((bond(i - 1, j) && bond(j, i + 1)) || (bond(j - 1, i) && bond(i, j + 1)));
  }
  [[nodiscard]] bool antiparallel(int i, int j) const {
    return inMiddle(i) && inMiddle(j) && std::abs(i - j) > 2 &&
           ((bond(i, j) && bond(j, i)) || (bond(i - 1, j + 1) && bond(j - 1, i + 1)));
  }
  [[nodiscard]] int count() const { return static_cast<int>(m_links.size()); }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  [[nodiscard]] bool inMiddle(int i) const { return unbroken(i - 1, i + 1); }
  const std::vector<Link>& m_links;
  std::vector<int> m_piece;
};

/// The fold of every link where it is still coil: two turns of `n` residues in a row make a helix.
void markHelices(const Patterns& patterns, int n, std::vector<Fold>& folds) {
  for (int i = 1; i + n < patterns.count(); ++i) {
    if (!patterns.turn(i - 1, n) || !patterns.turn(i, n)) continue;
    const auto begin = folds.begin() + i;
    if (std::all_of(begin, begin + n, [](Fold f) { return f != Fold::Strand; })) {
      std::fill(begin, begin + n, Fold::Helix);
    }
  }
}

/// Links that a bridge may join to `i`: bonds of any kind between the two neighbourhoods name them.
std::vector<int> partnersOf(const std::vector<Link>& links, int i) {
  std::vector<int> partners;
  for (int near = i - 1; near <= i + 1; ++near) {
    if (near < 0 || near >= static_cast<int>(links.size())) continue;
    for (const int acceptor : links[static_cast<std::size_t>(near)].acceptors) {
      if (acceptor < 0) continue;
      for (int shift = -1; shift <= 1; ++shift) partners.push_back(acceptor + shift);
    }
  }
  return partners;
}

/// Two bridges of one kind in a row make a ladder, its residues strands.
/// DEVIATION: a bulge is one residue between two of a strand; the paper lets the other side of the
/// ladder have up to four.
void markStrands(const std::vector<Link>& links, const Patterns& patterns,
                 std::vector<Fold>& folds) {
  const auto mark = [&](int i) {
    Fold& fold = folds[static_cast<std::size_t>(i)];
    if (fold == Fold::Coil) fold = Fold::Strand;
  };
  for (int i = 0; i < patterns.count(); ++i) {
    for (const int j : partnersOf(links, i)) {
      const bool parallel = patterns.parallel(i, j) && patterns.parallel(i + 1, j + 1);
      const bool antiparallel = patterns.antiparallel(i, j) && patterns.antiparallel(i + 1, j - 1);
      if (!parallel && !antiparallel) continue;
      for (const int link : {i, i + 1, j, parallel ? j + 1 : j - 1}) mark(link);
    }
  }
  for (int i = 1; i + 1 < patterns.count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (folds[at - 1] == Fold::Strand && folds[at + 1] == Fold::Strand &&
        patterns.unbroken(i - 1, i + 1)) {
      mark(i);
    }
  }
}

}  // namespace

std::vector<Fold> foldsOf(const Biopolymer& biopolymer, const std::vector<Point3>& positions) {
  std::vector<Link> links = linksOf(biopolymer, positions);
  findBonds(links);
  const Patterns patterns(links);
  std::vector<Fold> folds(links.size(), Fold::Coil);
  // In the paper's order of precedence: alpha helices, ladders, then the rarer helices.
  markHelices(patterns, 4, folds);
  markStrands(links, patterns, folds);
  markHelices(patterns, 3, folds);
  markHelices(patterns, 5, folds);
  std::vector<Fold> byResidue(biopolymer.residues.size(), Fold::Coil);
  for (std::size_t i = 0; i < links.size(); ++i) byResidue[links[i].residue] = folds[i];
  return byResidue;
}

}  // namespace molloquy::chem
