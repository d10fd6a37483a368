#include "model/chem/formats/v3000.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace molloquy::chem {
namespace {

constexpr std::string_view kPrefix = "M  V30 ";

class LargeReader {
 public:
  LargeReader(const TextLines& record, const std::stop_token& stop)
      : m_record(record), m_stop(stop) {}

  Result<RawStructure> read(std::size_t atoms) {
    m_raw.name = std::string(trimmed(m_record.lines[0]));
    m_raw.frames.emplace_back();
    m_raw.atoms.reserve(atoms);
    m_raw.frames[0].positions.reserve(atoms);
    enum class Block { None, Atoms, Bonds } block = Block::None;
    for (std::size_t i = 4; i < m_record.lines.size(); ++i) {
      if (i % 65'536 == 0 && m_stop.stop_requested()) break;
      std::string_view rest = m_record.lines[i];
      if (!rest.starts_with(kPrefix)) continue;
      rest.remove_prefix(kPrefix.size());
      const std::string_view content = trimmed(rest);
      if (content.starts_with("BEGIN ATOM")) {
        block = Block::Atoms;
      } else if (content.starts_with("BEGIN BOND")) {
        block = Block::Bonds;
      } else if (content.starts_with("END ")) {
        block = Block::None;
      } else if (block == Block::Atoms) {
        if (auto problem = takeAtom(content, i)) return tl::unexpected(*std::move(problem));
      } else if (block == Block::Bonds) {
        if (auto problem = takeBond(content, i)) return tl::unexpected(*std::move(problem));
      }
    }
    return std::move(m_raw);
  }

 private:
  std::optional<Error> takeAtom(std::string_view rest, std::size_t line) {
    const auto id = integerFrom(takeWord(rest));
    const auto element = elementFrom(takeWord(rest));
    Point3 at{};
    bool complete = id && element;
    for (double& coordinate : at) {
      const auto value = coordinateFrom(takeWord(rest));
      complete = complete && value;
      coordinate = value.value_or(0);
    }
    if (!complete) return badLine(m_record, line, "an atom: number, element, x, y, z");
    takeWord(rest);  // atom-atom mapping
    Atom atom{.atomicNumber = *element};
    for (auto word = takeWord(rest); !word.empty(); word = takeWord(rest)) {
      const auto value = [&word](std::string_view key) -> std::optional<int> {
        if (!word.starts_with(key)) return std::nullopt;
        return smallIntegerFrom(word.substr(key.size()), 400);
      };
      if (const auto charge = value("CHG=")) atom.formalCharge = *charge;
      if (const auto mass = value("MASS=")) atom.isotope = *mass;
      if (const auto radical = value("RAD=")) atom.radicalElectrons = *radical == 2 ? 1 : 2;
    }
    if (!m_places.emplace(*id, static_cast<std::uint32_t>(m_raw.atoms.size())).second) {
      return badLine(m_record, line, "an atom with a number of its own");
    }
    m_raw.atoms.push_back(atom);
    m_raw.frames[0].positions.push_back(at);
    return m_raw.atoms.size() > kReadableAtoms ? refuseAtomCount(m_raw.atoms.size()) : std::nullopt;
  }

  std::optional<Error> takeBond(std::string_view rest, std::size_t line) {
    takeWord(rest);  // number
    const auto type = integerFrom(takeWord(rest));
    const auto a = m_places.find(integerFrom(takeWord(rest)).value_or(-1));
    const auto b = m_places.find(integerFrom(takeWord(rest)).value_or(-1));
    if (!type || a == m_places.end() || b == m_places.end() || a->second == b->second) {
      return badLine(m_record, line, "a bond between two atoms of the record");
    }
    const BondOrder order = *type == 2   ? BondOrder::Double
                            : *type == 3 ? BondOrder::Triple
                            : *type == 4 ? BondOrder::Aromatic
                            : *type == 9 ? BondOrder::Dative
                                         : BondOrder::Single;
    m_raw.bonds.push_back(
        {.begin = AtomIndex(a->second), .end = AtomIndex(b->second), .order = order});
    return std::nullopt;
  }

  const TextLines& m_record;
  const std::stop_token& m_stop;
  RawStructure m_raw;
  std::unordered_map<long, std::uint32_t> m_places;
};

}  // namespace

Result<RawStructure> readLargeV3000(const TextLines& record, std::size_t atoms,
                                    const std::stop_token& stop) {
  return LargeReader(record, stop).read(atoms);
}

}  // namespace molloquy::chem
