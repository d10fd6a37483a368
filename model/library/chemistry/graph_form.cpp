#include "model/library/chemistry/graph_form.h"

#include <cstring>
#include <limits>
#include <utility>

#include <GraphMol/MolOps.h>
#include <GraphMol/MolPickler.h>
#include <GraphMol/RWMol.h>

#include "model/chem/molecule.h"

namespace molloquy::library {
namespace {

constexpr char kVersion = '\1';
constexpr std::size_t kHead = 1 + sizeof(std::uint32_t);
constexpr std::uint16_t kHydrogen = 0x8000;
/// RDKit writes the number of rings in a byte and cannot read it back beyond that.
constexpr unsigned kMostPickledRings = 255;
constexpr const char* kPlace = "_molloquyPlace";
static_assert(chem::kRdkitAtoms < kHydrogen);

std::uint32_t numberAt(const char* bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

/// The order that adding hydrogens gives by itself: heavy atoms, then the hydrogens of each.
bool isPlainOrder(const std::vector<AtomPlace>& order) {
  std::uint32_t heavy = 0;
  std::uint32_t carrier = 0;
  for (const AtomPlace& place : order) {
    if (!place.hydrogen) {
      if (place.heavy != heavy++ || carrier != 0) return false;
    } else {
      if (place.heavy + 1 < carrier) return false;
      carrier = place.heavy + 1;
    }
  }
  return true;
}

std::vector<AtomPlace> plainOrder(const RDKit::ROMol& heavy) {
  std::vector<AtomPlace> order;
  for (std::uint32_t i = 0; i < heavy.getNumAtoms(); ++i) order.push_back({false, i});
  for (const RDKit::Atom* atom : heavy.atoms()) {
    order.insert(order.end(), atom->getTotalNumHs(), {true, atom->getIdx()});
  }
  return order;
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::Corrupt,
              "The kept structure of a molecule is damaged. Import its record again.");
}

/// The pickle's bytes; empty when the head does not fit.
std::string_view pickleIn(std::string_view graph) {
  if (graph.size() < kHead || graph[0] != kVersion) return {};
  const std::uint32_t bytes = numberAt(graph.data() + 1);
  return bytes > graph.size() - kHead ? std::string_view() : graph.substr(kHead, bytes);
}

}  // namespace

GraphForm heavyFormOf(const RDKit::ROMol& mol) {
  GraphForm form{std::make_unique<RDKit::RWMol>(mol), {}};
  for (RDKit::Atom* atom : form.heavy->atoms()) {
    atom->setProp(kPlace, static_cast<int>(atom->getIdx()), false);
  }
  RDKit::MolOps::RemoveHsParameters ordinary;
  ordinary.showWarnings = false;
  RDKit::MolOps::removeHs(*form.heavy, ordinary);
  form.order.assign(mol.getNumAtoms(), {true, 0});
  for (RDKit::Atom* atom : form.heavy->atoms()) {
    const auto whole = static_cast<std::size_t>(atom->getProp<int>(kPlace));
    form.order[whole] = {false, atom->getIdx()};
    atom->clearProp(kPlace);
  }
  for (const RDKit::Atom* atom : mol.atoms()) {
    AtomPlace& place = form.order[atom->getIdx()];
    if (!place.hydrogen) continue;
    const RDKit::Atom* carrier = *mol.atomNeighbors(atom).begin();
    place.heavy = form.order[carrier->getIdx()].heavy;
  }
  return form;
}

std::string encodeGraph(const GraphForm& form) {
  std::string pickle;
  if (form.heavy->getRingInfo()->numRings() > kMostPickledRings) {
    RDKit::RWMol withoutRings(*form.heavy);
    withoutRings.getRingInfo()->reset();
    RDKit::MolPickler::pickleMol(withoutRings, pickle, RDKit::PicklerOps::NoProps);
  } else {
    RDKit::MolPickler::pickleMol(*form.heavy, pickle, RDKit::PicklerOps::NoProps);
  }
  const auto bytes = static_cast<std::uint32_t>(pickle.size());
  std::string graph(kHead, kVersion);
  std::memcpy(graph.data() + 1, &bytes, sizeof bytes);
  graph += pickle;
  if (isPlainOrder(form.order)) return graph;
  for (const AtomPlace& place : form.order) {
    const auto code = static_cast<std::uint16_t>(place.heavy | (place.hydrogen ? kHydrogen : 0U));
    graph.push_back(static_cast<char>(code & 0xFF));
    graph.push_back(static_cast<char>(code >> 8));
  }
  return graph;
}

Result<std::unique_ptr<RDKit::RWMol>> heavyOfGraph(std::string_view graph) {
  const std::string_view pickle = pickleIn(graph);
  if (pickle.empty()) return damaged();
  try {
    auto heavy = std::make_unique<RDKit::RWMol>();
    RDKit::MolPickler::molFromPickle(std::string(pickle), *heavy, RDKit::PicklerOps::NoProps);
    if (!heavy->getRingInfo()->isInitialized()) RDKit::MolOps::symmetrizeSSSR(*heavy);
    return heavy;
  } catch (const std::exception&) {
    return damaged();
  }
}

Result<std::vector<AtomPlace>> orderOfGraph(std::string_view graph, const RDKit::ROMol& heavy) {
  std::vector<AtomPlace> order = plainOrder(heavy);
  const std::string_view codes = graph.substr(kHead + pickleIn(graph).size());
  if (codes.empty()) return order;
  if (codes.size() != 2 * order.size()) return damaged();
  std::vector<unsigned> hydrogensLeft(heavy.getNumAtoms());
  std::vector<bool> seen(heavy.getNumAtoms());
  for (const RDKit::Atom* atom : heavy.atoms()) {
    hydrogensLeft[atom->getIdx()] = atom->getTotalNumHs();
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto low = static_cast<unsigned char>(codes[2 * i]);
    const auto high = static_cast<unsigned char>(codes[2 * i + 1]);
    const unsigned code = low | (static_cast<unsigned>(high) << 8U);
    order[i] = {(code & kHydrogen) != 0, code & (kHydrogen - 1U)};
    const std::uint32_t at = order[i].heavy;
    if (at >= seen.size()) return damaged();
    if (order[i].hydrogen ? hydrogensLeft[at] == 0 : seen[at]) return damaged();
    if (order[i].hydrogen) {
      --hydrogensLeft[at];
    } else {
      seen[at] = true;
    }
  }
  return order;
}

Result<GraphForm> decodeGraph(std::string_view graph) {
  Result<std::unique_ptr<RDKit::RWMol>> heavy = heavyOfGraph(graph);
  if (!heavy) return tl::unexpected(heavy.error());
  Result<std::vector<AtomPlace>> order = orderOfGraph(graph, **heavy);
  if (!order) return tl::unexpected(order.error());
  return GraphForm{*std::move(heavy), *std::move(order)};
}

std::unique_ptr<RDKit::RWMol> wholeOf(const GraphForm& form) {
  auto whole = std::make_unique<RDKit::RWMol>(*form.heavy);
  RDKit::MolOps::addHs(*whole);
  if (isPlainOrder(form.order)) return whole;
  // Adding hydrogens puts those of the first carrier first.
  const unsigned heavyAtoms = form.heavy->getNumAtoms();
  std::vector<unsigned> next(heavyAtoms);
  unsigned at = heavyAtoms;
  for (const RDKit::Atom* atom : form.heavy->atoms()) {
    next[atom->getIdx()] = at;
    at += atom->getTotalNumHs();
  }
  std::vector<unsigned> order;
  order.reserve(form.order.size());
  for (const AtomPlace& place : form.order) {
    order.push_back(place.hydrogen ? next[place.heavy]++ : place.heavy);
  }
  const std::unique_ptr<RDKit::ROMol> ordered(RDKit::MolOps::renumberAtoms(*whole, order));
  return std::make_unique<RDKit::RWMol>(*ordered);
}

std::vector<std::uint32_t> heavyToWhole(const std::vector<AtomPlace>& order) {
  std::vector<std::uint32_t> places(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    if (!order[i].hydrogen) places[order[i].heavy] = i;
  }
  return places;
}

}  // namespace molloquy::library
