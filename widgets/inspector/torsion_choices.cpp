#include "widgets/inspector/torsion_choices.h"

#include <QStringList>
#include <algorithm>

namespace molloquy::widgets {
namespace {

/// Neighbours by atom, with the bond that leads there.
struct Step {
  std::uint32_t atom;
  std::uint32_t bond;
};
using Graph = std::vector<std::vector<Step>>;

Graph graphOf(const chem::Molecule& molecule) {
  Graph graph(molecule.atoms().size());
  std::uint32_t number = 0;
  for (const chem::Bond& bond : molecule.bonds()) {
    graph[bond.begin.value].push_back({bond.end.value, number});
    graph[bond.end.value].push_back({bond.begin.value, number});
    ++number;
  }
  return graph;
}

/// The bonds that are in no ring: those whose removal takes the graph apart. A walk in depth with
/// its own stack, for chains of any length.
/// Source: Tarjan, Information Processing Letters 2 (1974) 160.
std::vector<bool> bridges(const Graph& graph, std::size_t bondCount) {
  struct Frame {
    std::uint32_t atom;
    std::uint32_t byBond;
    std::size_t next;
  };
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<bool> bridge(bondCount, false);
  std::vector<std::uint32_t> seen(graph.size(), kNone);
  std::vector<std::uint32_t> lowest(graph.size(), kNone);
  std::uint32_t time = 0;
  std::vector<Frame> stack;
  for (std::uint32_t root = 0; root < graph.size(); ++root) {
    if (seen[root] != kNone) continue;
    seen[root] = lowest[root] = time++;
    stack.push_back({root, kNone, 0});
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next < graph[frame.atom].size()) {
        const Step step = graph[frame.atom][frame.next++];
        if (step.bond == frame.byBond) continue;
        if (seen[step.atom] != kNone) {
          lowest[frame.atom] = std::min(lowest[frame.atom], seen[step.atom]);
          continue;
        }
        seen[step.atom] = lowest[step.atom] = time++;
        stack.push_back({step.atom, step.bond, 0});
        continue;
      }
      const Frame done = frame;
      stack.pop_back();
      if (stack.empty()) continue;
      const std::uint32_t parent = stack.back().atom;
      lowest[parent] = std::min(lowest[parent], lowest[done.atom]);
      if (lowest[done.atom] > seen[parent]) bridge[done.byBond] = true;
    }
  }
  return bridge;
}

/// The neighbour of `atom` that names a torsion best: heavy, then of the lowest number.
std::optional<std::uint32_t> endAtom(const chem::Molecule& molecule, const Graph& graph,
                                     std::uint32_t atom, std::uint32_t without) {
  std::optional<std::uint32_t> best;
  const auto rank = [&](std::uint32_t a) {
    return std::pair(molecule.atoms()[a].atomicNumber <= 1, a);
  };
  for (const Step& step : graph[atom])
    if (step.atom != without && (!best || rank(step.atom) < rank(*best))) best = step.atom;
  return best;
}

std::optional<std::array<AtomIndex, 4>> torsionAbout(const chem::Molecule& molecule,
                                                     const Graph& graph, std::uint32_t begin,
                                                     std::uint32_t end) {
  const auto first = endAtom(molecule, graph, begin, end);
  const auto last = endAtom(molecule, graph, end, begin);
  if (!first || !last || first == last) return {};
  return std::array{AtomIndex(*first), AtomIndex(begin), AtomIndex(end), AtomIndex(*last)};
}

bool bonded(const Graph& graph, std::uint32_t a, std::uint32_t b) {
  return std::any_of(graph[a].begin(), graph[a].end(), [b](const Step& s) { return s.atom == b; });
}

}  // namespace

QString torsionName(const chem::Molecule& molecule, const std::array<AtomIndex, 4>& atoms) {
  QStringList names;
  for (const AtomIndex atom : atoms)
    names += QString::fromStdString(chem::atomName(molecule, atom));
  return names.join(QStringLiteral("–"));
}

std::vector<TorsionChoice> torsionChoices(const chem::Molecule& molecule, std::size_t most) {
  const Graph graph = graphOf(molecule);
  const std::vector<bool> bridge = bridges(graph, molecule.bonds().size());
  std::vector<TorsionChoice> heavy;
  std::vector<TorsionChoice> light;
  for (std::size_t number = 0; number < bridge.size(); ++number) {
    const chem::Bond& bond = molecule.bonds()[number];
    if (!bridge[number] || bond.order != chem::BondOrder::Single) continue;
    const auto atoms = torsionAbout(molecule, graph, bond.begin.value, bond.end.value);
    if (!atoms) continue;
    const bool ends = molecule.atoms()[(*atoms)[0].value].atomicNumber > 1 &&
                      molecule.atoms()[(*atoms)[3].value].atomicNumber > 1;
    auto& list = ends ? heavy : light;
    if (list.size() < most) list.push_back({*atoms, torsionName(molecule, *atoms)});
  }
  heavy.insert(heavy.end(), light.begin(), light.end());
  if (heavy.size() > most) heavy.resize(most);
  return heavy;
}

std::optional<TorsionChoice> torsionOfSelection(const chem::Molecule& molecule,
                                                std::span<const AtomIndex> atoms) {
  const std::size_t count = molecule.atoms().size();
  if (std::any_of(atoms.begin(), atoms.end(), [&](AtomIndex a) { return a.value >= count; }))
    return {};
  if (atoms.size() != 2 && atoms.size() != 4) return {};
  const Graph graph = graphOf(molecule);
  const std::vector<bool> bridge = bridges(graph, molecule.bonds().size());
  const auto turns = [&](AtomIndex a, AtomIndex b) {
    return std::any_of(graph[a.value].begin(), graph[a.value].end(),
                       [&](const Step& s) { return s.atom == b.value && bridge[s.bond]; });
  };
  if (atoms.size() == 2) {
    if (!turns(atoms[0], atoms[1])) return {};
    const auto torsion = torsionAbout(molecule, graph, atoms[0].value, atoms[1].value);
    if (!torsion) return {};
    return TorsionChoice{*torsion, torsionName(molecule, *torsion)};
  }
  // A selection has no order: the one in which each atom is bonded to the next.
  std::array<AtomIndex, 4> order{atoms[0], atoms[1], atoms[2], atoms[3]};
  std::sort(order.begin(), order.end());
  do {
    if (order[0] < order[3] && bonded(graph, order[0].value, order[1].value) &&
        turns(order[1], order[2]) && bonded(graph, order[2].value, order[3].value))
      return TorsionChoice{order, torsionName(molecule, order)};
  } while (std::next_permutation(order.begin(), order.end()));
  return {};
}

}  // namespace molloquy::widgets
