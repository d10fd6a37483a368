#include "model/chem/bond_order_search.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

namespace molloquy::chem {
namespace {

/// Positions tried before the best assignment so far is taken.
constexpr int kSearchSteps = 200'000;

/// Spreads missing valences over bonds between atoms that both miss some.
class OrderSearch {
 public:
  OrderSearch(std::vector<int> missing, const std::vector<Contact>& bonds)
      : m_missing(std::move(missing)), m_neighbours(m_missing.size()), m_extra(bonds.size(), 0) {
    std::vector<std::size_t> byLength(bonds.size());
    std::iota(byLength.begin(), byLength.end(), std::size_t{0});
    std::sort(byLength.begin(), byLength.end(),
              [&](std::size_t p, std::size_t q) { return bonds[p].length < bonds[q].length; });
    for (const std::size_t bond : byLength) {
      m_neighbours[bonds[bond].a].emplace_back(bonds[bond].b, bond);
      m_neighbours[bonds[bond].b].emplace_back(bonds[bond].a, bond);
    }
    m_left = std::accumulate(m_missing.begin(), m_missing.end(), 0);
    keepIfBest();
  }

  /// Extra order per bond: 1 makes a double bond, 2 a triple bond.
  std::vector<int> run() {
    search();
    return m_best;
  }

 private:
  struct Choice {
    std::size_t atom;
    int partners;
  };

  [[nodiscard]] int partnersOf(std::size_t atom) const {
    int partners = 0;
    for (const auto& [other, bond] : m_neighbours[atom]) {
      if (m_missing[other] > 0 && m_extra[bond] < 2) ++partners;
    }
    return partners;
  }

  /// The atom with the fewest ways out; atoms without any are left for the charges.
  [[nodiscard]] std::optional<std::size_t> mostConstrained() const {
    std::optional<Choice> chosen;
    for (std::size_t atom = 0; atom < m_missing.size(); ++atom) {
      if (m_missing[atom] == 0) continue;
      const int partners = partnersOf(atom);
      if (partners > 0 && (!chosen || partners < chosen->partners)) chosen = {atom, partners};
    }
    if (!chosen) return std::nullopt;
    return chosen->atom;
  }

  void keepIfBest() {
    if (m_left >= m_bestLeft) return;
    m_bestLeft = m_left;
    m_best = m_extra;
  }

  void search() {
    if (m_bestLeft == 0 || ++m_steps > kSearchSteps) return;
    const std::optional<std::size_t> atom = mostConstrained();
    if (!atom) return keepIfBest();
    for (const auto& [other, bond] : m_neighbours[*atom]) {
      if (m_missing[other] == 0 || m_extra[bond] == 2) continue;
      change(*atom, other, bond, 1);
      search();
      change(*atom, other, bond, -1);
      if (m_bestLeft == 0 || m_steps > kSearchSteps) return;
    }
  }

  void change(std::size_t a, std::size_t b, std::size_t bond, int by) {
    m_missing[a] -= by;
    m_missing[b] -= by;
    m_extra[bond] += by;
    m_left -= 2 * by;
    if (by > 0) keepIfBest();
  }

  std::vector<int> m_missing;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> m_neighbours;
  std::vector<int> m_extra;
  std::vector<int> m_best;
  int m_left = 0;
  int m_bestLeft = 1 << 30;
  int m_steps = 0;
};

}  // namespace

std::vector<int> spreadValences(std::vector<int> missing, const std::vector<Contact>& bonds) {
  return OrderSearch(std::move(missing), bonds).run();
}

}  // namespace molloquy::chem
