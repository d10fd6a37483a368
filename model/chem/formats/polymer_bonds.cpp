#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "model/chem/bond_perception.h"
#include "model/chem/formats/close_pairs.h"
#include "model/chem/formats/polymer_model.h"
#include "model/chem/formats/standard_residues.h"

namespace molloquy::chem {
namespace {

struct Found {
  std::uint32_t a;
  std::uint32_t b;
  double length;
};

/// First and one past the last atom of each residue: residues are runs of atoms.
struct Run {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

enum class Kind : std::uint8_t { AminoAcid, Nucleotide, Water, Other };

class Bonding {
 public:
  Bonding(PolymerModel& model, const KnownBonds& known, const std::stop_token& stop)
      : m_model(model), m_known(known), m_stop(stop) {
    const Biopolymer& biopolymer = model.biopolymer();
    m_runs.resize(biopolymer.residues.size());
    for (std::uint32_t i = 0; i < biopolymer.residueOf.size(); ++i) {
      Run& run = m_runs[biopolymer.residueOf[i]];
      if (run.end == 0) run.begin = i;
      run.end = i + 1;
    }
    for (const Residue& residue : biopolymer.residues) {
      m_kinds.push_back(isAminoAcid(residue.name)    ? Kind::AminoAcid
                        : isNucleotide(residue.name) ? Kind::Nucleotide
                        : isWater(residue.name)      ? Kind::Water
                                                     : Kind::Other);
      m_components.push_back(known.components.find(residue.name) != known.components.end());
    }
  }

  /// All bonds, in the order of atoms; what could not be found is in crowded().
  std::vector<Bond> bonds() {
    takeExplicit();
    takeComponents();
    takeNear();
    std::sort(m_bonds.begin(), m_bonds.end(), [](const Bond& p, const Bond& q) {
      return std::pair(p.begin, p.end) < std::pair(q.begin, q.end);
    });
    setStandardOrders();
    setCharges();
    return std::move(m_bonds);
  }

  [[nodiscard]] bool crowded() const { return m_crowded; }

 private:
  [[nodiscard]] std::uint32_t residueOf(std::uint32_t atom) const {
    return m_model.biopolymer().residueOf[atom];
  }
  [[nodiscard]] const std::string& nameOf(std::uint32_t atom) const {
    return m_model.biopolymer().atomNames[atom];
  }
  [[nodiscard]] int elementOf(std::uint32_t atom) const {
    return m_model.atoms()[atom].atomicNumber;
  }

  std::optional<std::uint32_t> atomNamed(const Run& run, std::string_view name) const {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      if (nameOf(i) == name) return i;
    }
    return std::nullopt;
  }

  void take(std::uint32_t a, std::uint32_t b, BondOrder order) {
    m_bonds.push_back(
        {.begin = AtomIndex(std::min(a, b)), .end = AtomIndex(std::max(a, b)), .order = order});
  }

  void takeExplicit() {
    m_told.assign(m_model.atoms().size(), false);
    for (const Bond& bond : m_known.explicitBonds) {
      const auto [a, b] = std::minmax(bond.begin.value, bond.end.value);
      if (!m_explicit.emplace(std::uint64_t{a} << 32U | b).second) continue;
      take(a, b, bond.order);
      m_told[a] = m_told[b] = true;
    }
  }

  void takeComponents() {
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
      if (!m_components[i]) continue;
      const auto& table = m_known.components.find(m_model.biopolymer().residues[i].name)->second;
      std::unordered_map<std::string_view, std::uint32_t> atoms;
      for (std::uint32_t a = m_runs[i].begin; a < m_runs[i].end; ++a) atoms.emplace(nameOf(a), a);
      for (const ComponentBond& bond : table) {
        const auto a = atoms.find(bond.a);
        const auto b = atoms.find(bond.b);
        if (a == atoms.end() || b == atoms.end() || a->second == b->second) continue;
        const auto [low, high] = std::minmax(a->second, b->second);
        if (m_explicit.emplace(std::uint64_t{low} << 32U | high).second)
          take(low, high, bond.order);
      }
    }
  }

  /// Whether two near atoms of different residues are bonded.
  [[nodiscard]] bool mayJoin(std::uint32_t a, std::uint32_t b) const {
    const Kind kindA = m_kinds[residueOf(a)];
    const Kind kindB = m_kinds[residueOf(b)];
    if (kindA == Kind::Water || kindB == Kind::Water) return false;
    const auto either = [&](std::string_view first, std::string_view second) {
      return (nameOf(a) == first && nameOf(b) == second) ||
             (nameOf(a) == second && nameOf(b) == first);
    };
    if (kindA == Kind::AminoAcid && kindB == Kind::AminoAcid) {
      return either("C", "N") || either("SG", "SG");
    }
    if (kindA == Kind::Nucleotide && kindB == Kind::Nucleotide)
      return either("O3'", "P") || either("O3*", "P");
    return elementOf(a) != 1 && elementOf(b) != 1;  // a modified residue, a sugar, a bound ligand
  }

  [[nodiscard]] bool mayBond(std::uint32_t a, std::uint32_t b) const {
    const int x = elementOf(a);
    const int y = elementOf(b);
    if ((x == 1 && y == 1) || isMetal(x) || isMetal(y)) return false;
    const std::uint32_t residue = residueOf(a);
    if (residue != residueOf(b)) return mayJoin(a, b);
    if (m_components[residue]) return false;
    return m_kinds[residue] != Kind::Other || !m_told[a] || !m_told[b];
  }

  void takeNear() {
    std::vector<Found> near;
    const auto keep = [&](std::uint32_t a, std::uint32_t b, double length) {
      if (mayBond(a, b)) near.push_back({a, b, length});
    };
    if (!forClosePairs(m_model.atoms(), m_model.positions(), keep, m_stop)) {
      m_crowded = !m_stop.stop_requested();
      return;
    }
    // A hydrogen keeps its shortest bond.
    std::vector<double> shortest(m_model.atoms().size(), std::numeric_limits<double>::max());
    const auto hydrogenOf = [&](const Found& found) {
      return elementOf(found.a) == 1 ? found.a : elementOf(found.b) == 1 ? found.b : ~0U;
    };
    for (const Found& found : near) {
      const std::uint32_t hydrogen = hydrogenOf(found);
      if (hydrogen != ~0U) shortest[hydrogen] = std::min(shortest[hydrogen], found.length);
    }
    for (const Found& found : near) {
      const std::uint32_t hydrogen = hydrogenOf(found);
      if (hydrogen != ~0U && (m_told[hydrogen] || shortest[hydrogen] < found.length)) continue;
      if (m_explicit.empty() ||
          m_explicit.find(std::uint64_t{found.a} << 32U | found.b) == m_explicit.end()) {
        take(found.a, found.b, BondOrder::Single);
      }
    }
  }

  void setDouble(std::uint32_t a, std::uint32_t b) {
    const AtomIndex low(std::min(a, b));
    const AtomIndex high(std::max(a, b));
    const auto bond =
        std::lower_bound(m_bonds.begin(), m_bonds.end(), std::pair(low, high),
                         [](const Bond& p, const std::pair<AtomIndex, AtomIndex>& wanted) {
                           return std::pair(p.begin, p.end) < wanted;
                         });
    if (bond != m_bonds.end() && bond->begin == low && bond->end == high) {
      bond->order = BondOrder::Double;
    }
  }

  void setStandardOrders() {
    m_hydrogens.assign(m_model.atoms().size(), 0);
    for (const Bond& bond : m_bonds) {
      m_hydrogens[bond.begin.value] += elementOf(bond.end.value) == 1;
      m_hydrogens[bond.end.value] += elementOf(bond.begin.value) == 1;
    }
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
      if (m_components[i] || m_kinds[i] == Kind::Other || m_kinds[i] == Kind::Water) continue;
      const bool amino = m_kinds[i] == Kind::AminoAcid;
      if (amino) setDoubleNamed(m_runs[i], {"", "C", "O", "OXT"});
      if (!amino) setDoubleNamed(m_runs[i], {"", "P", "OP1", ""});
      if (!amino) setDoubleNamed(m_runs[i], {"", "P", "O1P", ""});
      for (const auto& bond : doubleBondsOf(m_model.biopolymer().residues[i].name)) {
        setDoubleNamed(m_runs[i], bond);
      }
    }
  }

  void setDoubleNamed(const Run& run, const ResidueDoubleBond& bond) {
    const auto from = atomNamed(run, bond.atom);
    if (!from) return;
    auto to = atomNamed(run, bond.first);
    const auto instead = bond.second.empty() ? std::nullopt : atomNamed(run, bond.second);
    if (instead && (!to || m_hydrogens[*to] > m_hydrogens[*instead])) to = instead;
    if (to) setDouble(*from, *to);
  }

  /// Charges that follow from the bonds: ammonium, and acids' oxygens where hydrogens are given.
  void setCharges() {
    const auto& atoms = m_model.atoms();
    std::vector<int> sum(atoms.size(), 0);
    std::vector<std::uint32_t> degree(atoms.size(), 0);
    for (const Bond& bond : m_bonds) {
      const int order = bond.order == BondOrder::Double   ? 2
                        : bond.order == BondOrder::Triple ? 3
                                                          : 1;
      for (const AtomIndex end : {bond.begin, bond.end}) {
        sum[end.value] += order;
        ++degree[end.value];
      }
    }
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
      const Run& run = m_runs[i];
      bool hydrogens = false;
      for (std::uint32_t a = run.begin; a < run.end; ++a) hydrogens |= elementOf(a) == 1;
      const bool acids =
          hydrogens && (m_kinds[i] == Kind::AminoAcid || m_kinds[i] == Kind::Nucleotide);
      for (std::uint32_t a = run.begin; a < run.end; ++a) {
        if (atoms[a].formalCharge != 0) continue;
        const int z = atoms[a].atomicNumber;
        if (z == 7 && sum[a] == 4) m_model.setCharge(a, 1);
        if (acids && z == 8 && degree[a] == 1 && sum[a] == 1) m_model.setCharge(a, -1);
        const bool ion = degree[a] == 0 && run.end - run.begin == 1 && z != 8;
        if (ion) m_model.setCharge(a, usualIonCharge(z));
      }
    }
  }

  PolymerModel& m_model;
  const KnownBonds& m_known;
  const std::stop_token& m_stop;
  std::vector<Run> m_runs;
  std::vector<Kind> m_kinds;
  std::vector<bool> m_components;
  std::vector<bool> m_told;
  std::unordered_set<std::uint64_t> m_explicit;
  std::vector<Bond> m_bonds;
  std::vector<int> m_hydrogens;
  bool m_crowded = false;
};

/// Nothing but small molecules with hydrogens, and nobody says an order.
bool needsPerception(const PolymerModel& model, const KnownBonds& known) {
  if (!known.components.empty() || model.atoms().size() > kRdkitAtoms) return false;
  for (const Residue& residue : model.biopolymer().residues) {
    if (!residue.hetero && isStandardResidue(residue.name)) return false;
  }
  for (const Bond& bond : known.explicitBonds) {
    if (bond.order != BondOrder::Single) return false;
  }
  return std::any_of(model.atoms().begin(), model.atoms().end(),
                     [](const Atom& atom) { return atom.atomicNumber == 1; });
}

}  // namespace

RawStructure withBonds(PolymerModel model, const KnownBonds& known, const std::stop_token& stop) {
  std::string note;
  if (model.skippedPlaces() > 0) {
    note = fmt::format(
        "{} further place{} of disordered atoms {} left out; the first of each is "
        "shown.",
        model.skippedPlaces(), model.skippedPlaces() == 1 ? "" : "s",
        model.skippedPlaces() == 1 ? "was" : "were");
  }
  if (needsPerception(model, known)) {
    RawStructure raw = model.takeStructure();
    raw.bondSource = RawStructure::Bonds::FromDistances;
    raw.note = std::move(note);
    return raw;
  }
  Bonding bonding(model, known, stop);
  std::vector<Bond> bonds = bonding.bonds();
  const bool crowded = bonding.crowded();
  const bool others = std::any_of(model.biopolymer().residues.begin(),
                                  model.biopolymer().residues.end(), [&](const Residue& r) {
                                    return !isStandardResidue(r.name) &&
                                           known.components.find(r.name) == known.components.end();
                                  });
  appendSentence(note, crowded ? "Atoms lie on top of one another, so no bonds were found." : "");
  if (others && !crowded) {
    appendSentence(note,
                   "The file has no bond orders: those of standard residues are known, all others "
                   "are as its CONECT lines say, or single.");
  }
  RawStructure raw = model.takeStructure();
  raw.bonds = std::move(bonds);
  raw.note = std::move(note);
  return raw;
}

}  // namespace molloquy::chem
