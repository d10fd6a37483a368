#include "model/chem/formats/polymer_model.h"

#include <algorithm>
#include <tuple>

namespace molloquy::chem {

PolymerModel::PolymerModel() : m_biopolymer(std::make_shared<Biopolymer>()) {}

std::optional<std::uint32_t> PolymerModel::add(const AtomSite& site) {
  std::vector<Residue>& residues = m_biopolymer->residues;
  const bool same = !residues.empty() && residues.back().number == site.residueNumber &&
                    residues.back().insertionCode == site.insertionCode &&
                    residues.back().chain == site.chain && residues.back().hetero == site.hetero &&
                    // A residue whose identity itself has alternatives keeps the first.
                    (residues.back().name == site.residueName || site.alternative != ' ');
  const bool otherIdentity = same && residues.back().name != site.residueName;
  if (site.alternative != ' ' && same && (otherIdentity || isKnown(site.atomName))) {
    ++m_skipped;
    return std::nullopt;
  }
  // Two waters may carry one number; they differ by a first atom name that comes again.
  const bool startsAnew = !same || m_biopolymer->atomNames[m_residueBegin] == site.atomName;
  if (startsAnew) {
    Residue residue;
    residue.name = std::string(site.residueName);
    residue.number = site.residueNumber;
    residue.insertionCode = site.insertionCode;
    residue.chain = std::string(site.chain);
    residue.hetero = site.hetero;
    residues.push_back(std::move(residue));
    m_residueBegin = m_atoms.size();
  }
  const auto index = static_cast<std::uint32_t>(m_atoms.size());
  m_atoms.push_back({.atomicNumber = site.atomicNumber, .formalCharge = site.charge});
  m_positions.push_back(site.at);
  m_biopolymer->residueOf.push_back(static_cast<std::uint32_t>(residues.size() - 1));
  m_biopolymer->atomNames.emplace_back(site.atomName);
  return index;
}

bool PolymerModel::isKnown(std::string_view atomName) const {
  constexpr std::size_t kLargestResidue = 256;
  const std::vector<std::string>& names = m_biopolymer->atomNames;
  const std::size_t begin =
      std::max(m_residueBegin, names.size() > kLargestResidue ? names.size() - kLargestResidue : 0);
  return std::find(names.begin() + static_cast<std::ptrdiff_t>(begin), names.end(), atomName) !=
         names.end();
}

bool PolymerModel::isSameMolecule(const PolymerModel& other) const {
  const auto sameElement = [](const Atom& x, const Atom& y) {
    return x.atomicNumber == y.atomicNumber;
  };
  return std::equal(m_atoms.begin(), m_atoms.end(), other.m_atoms.begin(), other.m_atoms.end(),
                    sameElement) &&
         m_biopolymer->atomNames == other.m_biopolymer->atomNames;
}

RawStructure PolymerModel::takeStructure() {
  RawStructure raw;
  raw.atoms = std::move(m_atoms);
  raw.frames.push_back({.positions = std::move(m_positions)});
  raw.biopolymer = std::move(m_biopolymer);
  return raw;
}

void applyFolds(Biopolymer& biopolymer, const std::vector<FoldRange>& ranges) {
  std::map<std::tuple<std::string_view, int, char>, std::size_t> places;
  for (std::size_t i = 0; i < biopolymer.residues.size(); ++i) {
    const Residue& residue = biopolymer.residues[i];
    places.try_emplace({residue.chain, residue.number, residue.insertionCode}, i);
  }
  std::size_t steps = 0;  // honest ranges hardly overlap
  for (const FoldRange& range : ranges) {
    const auto first = places.find({range.chain, range.first, range.firstInsertion});
    const auto last = places.find({range.chain, range.last, range.lastInsertion});
    if (first == places.end() || last == places.end()) continue;
    for (std::size_t i = first->second; i <= last->second; ++i) {
      if (++steps > 4 * biopolymer.residues.size()) return;
      if (!biopolymer.residues[i].hetero) biopolymer.residues[i].fold = range.fold;
    }
  }
}

}  // namespace molloquy::chem
