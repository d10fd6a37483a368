#include "model/chem/formats/mol2_record.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "model/chem/formats/standard_residues.h"

namespace molloquy::chem {
namespace {

constexpr std::string_view kSection = "@<TRIPOS>";

/// Element of a SYBYL type ("C.ar", "Cl"); 0 for lone pairs and wild cards.
std::optional<int> elementOfType(std::string_view type) {
  const std::string_view symbol = type.substr(0, type.find('.'));
  for (const std::string_view dummy : {"Du", "LP", "Any", "Hal", "Het", "Hev"}) {
    if (symbol == dummy) return 0;
  }
  return elementFrom(symbol);
}

std::optional<BondOrder> orderOfType(std::string_view type) {
  if (type == "1" || type == "am" || type == "du" || type == "un") return BondOrder::Single;
  if (type == "2") return BondOrder::Double;
  if (type == "3") return BondOrder::Triple;
  if (type == "ar") return BondOrder::Aromatic;
  return std::nullopt;
}

class Parser {
 public:
  Parser(const TextLines& record, const std::stop_token& stop) : m_record(record), m_stop(stop) {}

  Result<Mol2Record> parse() {
    if (auto problem = takeCounts()) return tl::unexpected(*std::move(problem));
    RawStructure& raw = m_result.structure;
    raw.name = std::string(trimmed(m_record.lines[1]));
    raw.frames.emplace_back();
    std::string_view section;
    for (std::size_t i = 0; i < m_record.lines.size(); ++i) {
      if (i % 65'536 == 0 && m_stop.stop_requested()) break;
      const std::string_view line = trimmed(m_record.lines[i]);
      if (line.starts_with(kSection)) {
        section = trimmed(line.substr(kSection.size()));
        continue;
      }
      if (line.empty() || line.front() == '#') continue;
      if (auto problem = takeLine(section, line, i)) return tl::unexpected(*std::move(problem));
    }
    if (raw.atoms.size() != m_atoms) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The record promises {} atoms at line {} but has {}. The file is "
                              "probably cut off; get it again.",
                              m_atoms, m_record.number(2), raw.atoms.size()));
    }
    addResidues();
    return std::move(m_result);
  }

 private:
  std::optional<Error> takeCounts() {
    if (m_record.lines.size() < 3) {
      return Error(ErrorCode::InvalidInput,
                   fmt::format("The record that starts at line {} ends before its counts line. The "
                               "file is probably cut off; get it again.",
                               m_record.firstLine));
    }
    std::string_view rest = m_record.lines[2];
    const auto atoms = integerFrom(takeWord(rest));
    if (!atoms || *atoms < 0) {
      return Error(ErrorCode::InvalidInput,
                   fmt::format("Line {} should start with the number of atoms but is \"{}\".",
                               m_record.number(2), shown(m_record.lines[2])));
    }
    m_atoms = static_cast<std::size_t>(*atoms);
    return refuseAtomCount(m_atoms);
  }

  std::optional<Error> takeLine(std::string_view section, std::string_view line,
                                std::size_t index) {
    if (section == "ATOM") return takeAtom(line, index);
    if (section == "BOND") return takeBond(line, index);
    if (section == "SUBSTRUCTURE") takeSubstructure(line);
    if (section == "UNITY_ATOM_ATTR") takeAttribute(line);
    return std::nullopt;
  }

  std::optional<Error> takeAtom(std::string_view rest, std::size_t index) {
    const auto id = integerFrom(takeWord(rest));
    const std::string_view name = takeWord(rest);
    Point3 at{};
    bool complete = id.has_value();
    for (double& coordinate : at) {
      const auto value = coordinateFrom(takeWord(rest));
      complete = complete && value;
      coordinate = value.value_or(0);
    }
    const std::string_view type = takeWord(rest);
    const auto element = elementOfType(type);
    if (!complete || !element) {
      return badLine(m_record, index, "an atom: number, name, x, y, z, SYBYL type");
    }
    RawStructure& raw = m_result.structure;
    const auto place = static_cast<std::uint32_t>(raw.atoms.size());
    if (place == m_atoms) return badLine(m_record, index, "the end of the atoms that are promised");
    if (!m_places.emplace(*id, place).second) {
      return badLine(m_record, index, "an atom with a number of its own");
    }
    raw.atoms.push_back({.atomicNumber = *element});
    raw.frames[0].positions.push_back(at);
    m_result.lines.push_back(index);
    m_result.names.emplace_back(name);
    m_result.types.emplace_back(type);
    m_substructures.push_back(integerFrom(takeWord(rest)).value_or(0));
    m_substructureNames.emplace_back(takeWord(rest));
    return std::nullopt;
  }

  std::optional<Error> takeBond(std::string_view rest, std::size_t index) {
    takeWord(rest);  // number
    const auto a = m_places.find(integerFrom(takeWord(rest)).value_or(-1));
    const auto b = m_places.find(integerFrom(takeWord(rest)).value_or(-1));
    const std::string_view type = takeWord(rest);
    if (a == m_places.end() || b == m_places.end() || a->second == b->second) {
      return badLine(m_record, index, "a bond between two atoms of the record");
    }
    if (type == "nc") return std::nullopt;
    const auto order = orderOfType(type);
    if (!order) return badLine(m_record, index, "a bond of type 1, 2, 3, ar, am, du, un or nc");
    m_result.structure.bonds.push_back(
        {.begin = AtomIndex(a->second), .end = AtomIndex(b->second), .order = *order});
    return std::nullopt;
  }

  /// Number, name, root atom, type, dictionary, chain.
  void takeSubstructure(std::string_view rest) {
    const auto id = integerFrom(takeWord(rest));
    for (int skipped = 0; skipped < 4; ++skipped) takeWord(rest);
    const std::string_view chain = takeWord(rest);
    if (id && !chain.empty() && chain != "****") m_chains[*id] = std::string(chain);
  }

  /// "atom count" lines, each followed by "name value" lines.
  void takeAttribute(std::string_view rest) {
    const std::string_view first = takeWord(rest);
    if (const auto id = integerFrom(first)) {
      m_attributed = *id;
      return;
    }
    const auto atom = m_places.find(m_attributed);
    const auto charge = smallIntegerFrom(takeWord(rest), 15);
    if (first != "charge" || atom == m_places.end() || !charge) return;
    m_result.structure.atoms[atom->second].formalCharge = *charge;
    m_result.hasCharges = true;
  }

  /// Residues where the substructures are a chain's, not just the ligand's name.
  void addResidues() {
    auto biopolymer = std::make_shared<Biopolymer>();
    bool standard = false;
    for (std::size_t i = 0; i < m_substructures.size(); ++i) {
      if (i == 0 || m_substructures[i] != m_substructures[i - 1]) {
        const std::string& full = m_substructureNames[i];
        const std::size_t digits = full.find_last_not_of("0123456789") + 1;
        const auto number = smallIntegerFrom(std::string_view(full).substr(digits), 10'000'000);
        Residue residue;
        residue.name = number ? full.substr(0, digits) : full;
        residue.number = number.value_or(
            static_cast<int>(std::clamp<long>(m_substructures[i], -1'000'000, 1'000'000)));
        residue.hetero = isWater(residue.name) || !isStandardResidue(residue.name);
        standard = standard || isStandardResidue(residue.name);
        const auto chain = m_chains.find(m_substructures[i]);
        if (chain != m_chains.end()) residue.chain = chain->second;
        biopolymer->residues.push_back(std::move(residue));
      }
      biopolymer->residueOf.push_back(static_cast<std::uint32_t>(biopolymer->residues.size() - 1));
    }
    biopolymer->atomNames = m_result.names;
    if (standard || biopolymer->residues.size() > 1) {
      m_result.structure.biopolymer = std::move(biopolymer);
    }
  }

  const TextLines& m_record;
  const std::stop_token& m_stop;
  Mol2Record m_result;
  std::size_t m_atoms = 0;
  std::unordered_map<long, std::uint32_t> m_places;
  std::vector<long> m_substructures;
  std::vector<std::string> m_substructureNames;
  std::unordered_map<long, std::string> m_chains;
  long m_attributed = -1;
};

}  // namespace

Result<Mol2Record> parseMol2Record(const TextLines& record, const std::stop_token& stop) {
  return Parser(record, stop).parse();
}

}  // namespace molloquy::chem
