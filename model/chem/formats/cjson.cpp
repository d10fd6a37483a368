#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 100;

Error wrong(std::string_view what) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("{} Correct it, or save the structure anew.", what));
}

/// Line of a deeper nesting than any structure has, found before the parser sees it.
std::optional<std::size_t> tooDeepAt(std::string_view text) {
  std::size_t depth = 0;
  std::size_t line = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    line += c == '\n';
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return line;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return std::nullopt;
}

/// A member of nested objects by its path; null when it is not there.
const Json* memberAt(const Json& object, std::initializer_list<const char*> path) {
  const Json* at = &object;
  for (const char* name : path) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(name);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

std::optional<int> integerAt(const Json& list, std::size_t index, int bound) {
  if (!list.is_array() || index >= list.size() || !list[index].is_number_integer()) {
    return std::nullopt;
  }
  const auto value = list[index].get<std::int64_t>();
  return value >= -bound && value <= bound ? std::optional(static_cast<int>(value)) : std::nullopt;
}

Result<std::vector<Point3>> pointsFrom(const Json& list, std::size_t atoms) {
  if (!list.is_array() || list.size() != 3 * atoms) {
    return tl::unexpected(wrong(
        fmt::format("atoms.coords should have three numbers for each of the {} atoms but has {}.",
                    atoms, list.is_array() ? list.size() : 0)));
  }
  std::vector<Point3> points(atoms);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double value = list[i].is_number() ? list[i].get<double>() : 1e300;
    if (!(std::abs(value) <= 1e6)) {
      return tl::unexpected(wrong(
          fmt::format("Coordinate {} of atom {} is no number of angstrom.", i % 3 + 1, i / 3 + 1)));
    }
    points[i / 3][i % 3] = value;
  }
  return points;
}

Residue residueFrom(const Json& given) {
  Residue residue;
  if (given.contains("name") && given["name"].is_string()) {
    residue.name = given["name"].get<std::string>();
  }
  if (given.contains("id") && given["id"].is_number_integer()) {
    residue.number = static_cast<int>(
        std::clamp<std::int64_t>(given["id"].get<std::int64_t>(), -1'000'000, 100'000'000));
  }
  if (given.contains("chainId") && given["chainId"].is_string()) {
    residue.chain = given["chainId"].get<std::string>();
  } else if (given.contains("chainId") && given["chainId"].is_number_integer()) {
    const auto code = given["chainId"].get<std::int64_t>();  // of the letter
    if (code > ' ' && code <= '~') residue.chain = std::string(1, static_cast<char>(code));
  }
  if (given.contains("insertionCode") && given["insertionCode"].is_string()) {
    const auto code = given["insertionCode"].get<std::string>();
    residue.insertionCode = code.empty() ? ' ' : code.front();
  }
  residue.hetero = given.contains("hetero") && given["hetero"] == true;
  // Avogadro's numbers of DSSP's classes: 0, 2 and 4 are helices, 3 the strand.
  const int fold = given.contains("secStruct") && given["secStruct"].is_number_integer()
                       ? static_cast<int>(std::clamp<std::int64_t>(
                             given["secStruct"].get<std::int64_t>(), -1, 8))
                       : -1;
  residue.fold = fold == 0 || fold == 2 || fold == 4 ? Fold::Helix
                 : fold == 3                         ? Fold::Strand
                                                     : Fold::Coil;
  return residue;
}

class CjsonReader {
 public:
  explicit CjsonReader(const Json& json) : m_json(json) {}

  Result<RawStructure> read() {
    for (const auto step : {&CjsonReader::readAtoms, &CjsonReader::readPositions,
                            &CjsonReader::readBonds, &CjsonReader::readResidues}) {
      if (auto problem = (this->*step)()) return tl::unexpected(*std::move(problem));
    }
    if (const Json* name = memberAt(m_json, {"name"}); name != nullptr && name->is_string()) {
      m_raw.name = name->get<std::string>();
    }
    return std::move(m_raw);
  }

 private:
  std::optional<Error> readAtoms() {
    const Json* numbers = memberAt(m_json, {"atoms", "elements", "number"});
    if (numbers == nullptr || !numbers->is_array()) {
      return wrong("There is no list atoms.elements.number, so this is no CJSON structure.");
    }
    if (auto refused = refuseAtomCount(numbers->size())) return refused;
    const Json* charges = memberAt(m_json, {"atoms", "formalCharges"});
    const Json* isotopes = memberAt(m_json, {"atoms", "isotopes"});
    const Json* radicals = memberAt(m_json, {"atoms", "radicalElectrons"});
    for (std::size_t i = 0; i < numbers->size(); ++i) {
      const auto number = integerAt(*numbers, i, 118);
      if (!number || *number < 0) {
        return wrong(fmt::format("Atom {} has no atomic number from 0 to 118.", i + 1));
      }
      Atom atom{.atomicNumber = *number};
      if (charges != nullptr) atom.formalCharge = integerAt(*charges, i, 15).value_or(0);
      if (isotopes != nullptr) atom.isotope = std::max(0, integerAt(*isotopes, i, 400).value_or(0));
      if (radicals != nullptr) {
        atom.radicalElectrons = std::max(0, integerAt(*radicals, i, 8).value_or(0));
      }
      m_raw.atoms.push_back(atom);
    }
    return std::nullopt;
  }

  std::optional<Error> takeFrame(const Json& list) {
    Result<std::vector<Point3>> points = pointsFrom(list, m_raw.atoms.size());
    if (!points) return points.error();
    m_raw.frames.push_back({.positions = *std::move(points)});
    return std::nullopt;
  }

  std::optional<Error> readPositions() {
    const Json* sets = memberAt(m_json, {"atoms", "coords", "3dSets"});
    if (sets != nullptr && sets->is_array() && !sets->empty()) {
      const Json* energies = memberAt(m_json, {"molloquy", "energiesKcalPerMol"});
      for (std::size_t i = 0; i < sets->size(); ++i) {
        if (auto problem = takeFrame((*sets)[i])) return problem;
        const bool told = energies != nullptr && energies->is_array() && i < energies->size() &&
                          (*energies)[i].is_number();
        if (told) m_raw.frames.back().energyKcalPerMol = (*energies)[i].get<double>();
      }
      return std::nullopt;
    }
    if (const Json* space = memberAt(m_json, {"atoms", "coords", "3d"})) return takeFrame(*space);
    if (const Json* plane = memberAt(m_json, {"atoms", "coords", "2d"})) {
      m_raw.space = RawStructure::Space::Drawing;
      if (plane->is_array() && plane->size() == 2 * m_raw.atoms.size()) {
        Json padded = Json::array();
        for (std::size_t i = 0; i < plane->size(); ++i) {
          padded.push_back((*plane)[i]);
          if (i % 2 == 1) padded.push_back(0);
        }
        return takeFrame(padded);
      }
      return takeFrame(*plane);
    }
    return std::nullopt;
  }

  std::optional<Error> readBonds() {
    const Json* ends = memberAt(m_json, {"bonds", "connections", "index"});
    if (ends == nullptr) {
      if (!m_raw.frames.empty() && m_raw.space == RawStructure::Space::Three) {
        m_raw.bondSource = RawStructure::Bonds::FromDistances;
      }
      return std::nullopt;
    }
    const Json* orders = memberAt(m_json, {"bonds", "order"});
    if (!ends->is_array() || ends->size() % 2 != 0) {
      return wrong("bonds.connections.index should have two atoms for every bond.");
    }
    const auto last = static_cast<int>(m_raw.atoms.size()) - 1;
    for (std::size_t i = 0; i < ends->size() / 2; ++i) {
      const auto a = integerAt(*ends, 2 * i, last);
      const auto b = integerAt(*ends, 2 * i + 1, last);
      if (!a || !b || *a < 0 || *b < 0 || *a == *b) {
        return wrong(
            fmt::format("Bond {} does not join two of the {} atoms.", i + 1, m_raw.atoms.size()));
      }
      const int order = orders == nullptr ? 1 : integerAt(*orders, i, 4).value_or(1);
      m_raw.bonds.push_back({.begin = AtomIndex(static_cast<std::uint32_t>(*a)),
                             .end = AtomIndex(static_cast<std::uint32_t>(*b)),
                             .order = order == 2   ? BondOrder::Double
                                      : order == 3 ? BondOrder::Triple
                                      : order == 4 ? BondOrder::Quadruple
                                                   : BondOrder::Single});
    }
    return std::nullopt;
  }

  /// A list of residues, each with its atoms by name.
  std::optional<Error> readResidues() {
    const Json* list = memberAt(m_json, {"residues"});
    if (list == nullptr || !list->is_array() || list->empty()) return std::nullopt;
    auto biopolymer = std::make_shared<Biopolymer>();
    biopolymer->residueOf.assign(m_raw.atoms.size(), Biopolymer::kNoResidue);
    biopolymer->atomNames.resize(m_raw.atoms.size());
    for (const Json& given : *list) {
      const Json* atoms = memberAt(given, {"atoms"});
      if (atoms == nullptr || !atoms->is_object()) continue;
      for (const auto& [name, index] : atoms->items()) {
        const auto count = static_cast<std::int64_t>(m_raw.atoms.size());
        if (!index.is_number_integer()) continue;
        const auto atom = index.get<std::int64_t>();
        if (atom < 0 || atom >= count) {
          return wrong(fmt::format("A residue names atom {} of {}.", atom, count));
        }
        const auto place = static_cast<std::size_t>(atom);
        biopolymer->residueOf[place] = static_cast<std::uint32_t>(biopolymer->residues.size());
        biopolymer->atomNames[place] = name;
      }
      biopolymer->residues.push_back(residueFrom(given));
    }
    if (!biopolymer->residues.empty()) m_raw.biopolymer = std::move(biopolymer);
    return std::nullopt;
  }

  const Json& m_json;
  RawStructure m_raw;
};

}  // namespace

void readCjson(std::string_view text, RecordSink& sink) {
  if (const auto line = tooDeepAt(text)) {
    return sink.reject(
        wrong(fmt::format("Line {} is nested deeper than {} brackets.", *line, kDeepest)));
  }
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& problem) {
    const std::string_view told = problem.what();
    const std::size_t place = told.find("] ");
    return sink.reject(wrong(fmt::format(
        "The text is no JSON: {}.",
        std::string(told.substr(place == std::string_view::npos ? 0 : place + 2, 200)))));
  }
  Result<RawStructure> raw = CjsonReader(json).read();
  if (!raw) return sink.reject(raw.error());
  const auto name = [](unsigned index) { return fmt::format("atom {}", index + 1); };
  auto record =
      recordFrom(*std::move(raw), {.name = name, .subject = "The structure"}, sink.stopToken());
  if (!record) return sink.reject(record.error());
  if (const Json* view = memberAt(json, {"molloquy", "view"})) {
    record->viewJson = view->dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (const Json* fields = memberAt(json, {"molloquy", "fields"});
      fields != nullptr && fields->is_array()) {
    for (const Json& field : *fields) {
      const bool pair =
          field.is_array() && field.size() == 2 && field[0].is_string() && field[1].is_string();
      if (pair) record->properties.emplace_back(field[0], field[1]);
    }
  }
  sink.add(*std::move(record));
}

}  // namespace molloquy::chem
