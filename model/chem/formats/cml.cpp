#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <utility>

#include <expat.h>
#include <fmt/format.h>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kDeepest = 100;
constexpr std::size_t kLongestText = 1 << 20;
constexpr int kPiece = 1 << 20;

/// The name of an element without its namespace prefix.
std::string_view localName(const char* name) {
  const std::string_view full(name);
  const std::size_t colon = full.rfind(':');
  return colon == std::string_view::npos ? full : full.substr(colon + 1);
}

/// Attributes of the element that is being opened.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : m_pairs(pairs) {}
  [[nodiscard]] std::string_view operator[](std::string_view name) const {
    for (const char** at = m_pairs; *at != nullptr; at += 2) {
      if (name == *at) return trimmed(at[1]);
    }
    return {};
  }

 private:
  const char** m_pairs;
};

/// A <molecule> that is being read.
struct Draft {
  RawStructure structure;
  std::string title;
  std::vector<std::size_t> lines;  ///< by atom.
  std::unordered_map<std::string, std::uint32_t> places;
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<Point3> space;
  std::vector<Point3> plane;
  std::optional<Error> problem;
};

std::optional<BondOrder> orderFrom(std::string_view order, std::string_view convention) {
  if (convention == "cxn:coord") return BondOrder::Dative;
  if (order == "1" || order == "S" || order.empty()) return BondOrder::Single;
  if (order == "2" || order == "D") return BondOrder::Double;
  if (order == "3" || order == "T") return BondOrder::Triple;
  if (order == "4" || order == "Q") return BondOrder::Quadruple;
  if (order == "A" || order == "1.5") return BondOrder::Aromatic;
  return std::nullopt;
}

class CmlReader {
 public:
  CmlReader(std::string_view text, RecordSink& sink)
      : m_text(text), m_sink(sink), m_parser(XML_ParserCreate(nullptr), XML_ParserFree) {
    XML_SetUserData(m_parser.get(), this);
    XML_SetElementHandler(
        m_parser.get(),
        [](void* self, const char* name, const char** pairs) {
          static_cast<CmlReader*>(self)->open(localName(name), Attributes(pairs));
        },
        [](void* self, const char* name) {
          static_cast<CmlReader*>(self)->close(localName(name));
        });
    XML_SetCharacterDataHandler(m_parser.get(), [](void* self, const char* text_, int size) {
      static_cast<CmlReader*>(self)->characters({text_, static_cast<std::size_t>(size)});
    });
    XML_SetStartDoctypeDeclHandler(
        m_parser.get(), [](void* self, const char*, const char*, const char*, int) {
          static_cast<CmlReader*>(self)->refuse(
              "declares a document type; entities are not read. Remove the DOCTYPE declaration.");
        });
  }

  void read() {
    std::string_view rest = m_text;
    while (!m_problem && !m_sink.stopped()) {
      const int size = static_cast<int>(std::min<std::size_t>(rest.size(), kPiece));
      const bool last = static_cast<std::size_t>(size) == rest.size();
      const auto status = XML_Parse(m_parser.get(), rest.data(), size, last ? 1 : 0);
      if (status == XML_STATUS_ERROR && !m_problem) {
        refuse(fmt::format("is no XML: {}. Correct it, or get the file again.",
                           XML_ErrorString(XML_GetErrorCode(m_parser.get()))));
      }
      if (last) break;
      rest.remove_prefix(static_cast<std::size_t>(size));
      m_sink.advance(1 - static_cast<double>(rest.size()) / static_cast<double>(m_text.size()));
    }
    if (m_problem) return m_sink.reject(*m_problem);
    if (m_molecules == 0 && !m_sink.stopped()) {
      m_sink.reject(Error(ErrorCode::InvalidInput,
                          "There is no <molecule> with atoms in it, so this is no CML structure."));
    }
  }

 private:
  [[nodiscard]] std::size_t line() const { return XML_GetCurrentLineNumber(m_parser.get()); }

  /// Ends the whole reading.
  void refuse(std::string_view what) {
    if (!m_problem) {
      m_problem = Error(ErrorCode::InvalidInput, fmt::format("Line {} {}", line(), what));
    }
    XML_StopParser(m_parser.get(), XML_FALSE);
  }
  /// Refuses the molecule only.
  void refuseMolecule(std::string_view what) {
    Draft& draft = m_drafts.back();
    if (!draft.problem) {
      draft.problem = Error(ErrorCode::InvalidInput, fmt::format("Line {} {}", line(), what));
    }
  }

  void open(std::string_view name, const Attributes& attributes) {
    m_characters.clear();
    if (++m_depth > kDeepest) {
      return refuse(
          fmt::format("is nested deeper than {} elements; this is no CML file.", kDeepest));
    }
    if (name == "molecule") {
      m_drafts.emplace_back();
      m_drafts.back().title = std::string(attributes["title"]);
    }
    if (m_drafts.empty()) return;
    if (name == "atom") takeAtom(attributes);
    if (name == "atomArray") takeAtomLists(attributes);
    if (name == "bond") takeBond(attributes["atomRefs2"], attributes);
    if (name == "property") {
      m_property =
          std::string(attributes["title"].empty() ? attributes["dictRef"] : attributes["title"]);
    }
    if (name == "scalar" && !attributes["title"].empty()) {
      m_property = std::string(attributes["title"]);
    }
  }

  void close(std::string_view name) {
    --m_depth;
    if (m_drafts.empty()) return;
    Draft& draft = m_drafts.back();
    const std::string_view text = trimmed(m_characters);
    if (name == "name" && draft.title.empty()) draft.title = std::string(text);
    if (name == "scalar" && !m_property.empty()) {
      draft.properties.emplace_back(std::exchange(m_property, {}), text);
    }
    if (name == "bondStereo" && !draft.structure.wedges.empty()) {
      if (text == "W") draft.structure.wedges.back() = Wedge::Up;
      if (text == "H") draft.structure.wedges.back() = Wedge::Down;
    }
    if (name == "molecule") finish();
    m_characters.clear();
  }

  void characters(std::string_view text) {
    if (m_characters.size() + text.size() <= kLongestText) m_characters.append(text);
  }

  void takeAtom(const Attributes& attributes) {
    addAtom(attributes["id"], attributes["elementType"],
            {attributes["x3"], attributes["y3"], attributes["z3"]},
            {attributes["x2"], attributes["y2"]});
    Draft& draft = m_drafts.back();
    if (draft.problem || draft.structure.atoms.empty()) return;
    Atom& atom = draft.structure.atoms.back();
    atom.formalCharge = smallIntegerFrom(attributes["formalCharge"], 15).value_or(0);
    const std::string_view isotope =
        attributes["isotopeNumber"].empty() ? attributes["isotope"] : attributes["isotopeNumber"];
    atom.isotope = std::max(0, smallIntegerFrom(isotope, 400).value_or(0));
    const int spin = smallIntegerFrom(attributes["spinMultiplicity"], 8).value_or(1);
    atom.radicalElectrons = std::max(0, spin - 1);
    if (!attributes["xFract"].empty()) {
      refuseMolecule("places an atom by fractions of a unit cell, which is not read.");
    }
  }

  void addAtom(std::string_view id, std::string_view element, std::array<std::string_view, 3> space,
               std::array<std::string_view, 2> plane) {
    Draft& draft = m_drafts.back();
    if (draft.problem) return;
    const bool dummy = element == "R" || element == "Du" || element == "Dummy";
    const auto number = dummy ? std::optional(0) : elementFrom(element);
    if (!number) {
      return refuseMolecule(
          fmt::format("has an atom of no known element, \"{}\".", shown(element)));
    }
    const auto place = static_cast<std::uint32_t>(draft.structure.atoms.size());
    if (place == kReadableAtoms) {
      return refuse(fmt::format("has more atoms than the {} that can be opened.", kReadableAtoms));
    }
    if (!draft.places.emplace(id.empty() ? fmt::format("a{}", place + 1) : std::string(id), place)
             .second) {
      return refuseMolecule(fmt::format("has a second atom \"{}\".", shown(id)));
    }
    draft.structure.atoms.push_back({.atomicNumber = *number});
    draft.lines.push_back(line());
    if (!space[0].empty() || !space[1].empty()) addPoint(draft.space, space);
    if (!plane[0].empty() || !plane[1].empty()) addPoint(draft.plane, {plane[0], plane[1], "0"});
  }

  void addPoint(std::vector<Point3>& points, const std::array<std::string_view, 3>& words) {
    Point3 at{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto value = coordinateFrom(words[axis]);
      if (!value) {
        return refuseMolecule(
            fmt::format("has an atom with \"{}\" for a coordinate.", shown(words[axis])));
      }
      at[axis] = *value;
    }
    points.push_back(at);
  }

  /// The older form: all atoms of a molecule in lists.
  void takeAtomLists(const Attributes& attributes) {
    std::string_view ids = attributes["atomID"];
    std::string_view elements = attributes["elementType"];
    std::string_view x3 = attributes["x3"];
    std::string_view y3 = attributes["y3"];
    std::string_view z3 = attributes["z3"];
    std::string_view x2 = attributes["x2"];
    std::string_view y2 = attributes["y2"];
    std::string_view charges = attributes["formalCharge"];
    for (auto element = takeWord(elements); !element.empty(); element = takeWord(elements)) {
      addAtom(takeWord(ids), element, {takeWord(x3), takeWord(y3), takeWord(z3)},
              {takeWord(x2), takeWord(y2)});
      if (m_problem || m_drafts.back().problem) return;
      const int charge = smallIntegerFrom(takeWord(charges), 15).value_or(0);
      m_drafts.back().structure.atoms.back().formalCharge = charge;
    }
  }

  void takeBond(std::string_view ends, const Attributes& attributes) {
    Draft& draft = m_drafts.back();
    if (draft.problem) return;
    const auto a = draft.places.find(std::string(takeWord(ends)));
    const auto b = draft.places.find(std::string(takeWord(ends)));
    if (a == draft.places.end() || b == draft.places.end() || a->second == b->second) {
      return refuseMolecule("has a bond to an atom that is not there.");
    }
    const auto order = orderFrom(attributes["order"], attributes["convention"]);
    if (!order) {
      return refuseMolecule(
          fmt::format("has a bond of no known order, \"{}\".", shown(attributes["order"])));
    }
    draft.structure.bonds.push_back(
        {.begin = AtomIndex(a->second), .end = AtomIndex(b->second), .order = *order});
    draft.structure.wedges.push_back(Wedge::None);
  }

  void finish() {
    Draft draft = std::move(m_drafts.back());
    m_drafts.pop_back();
    RawStructure& raw = draft.structure;
    if (raw.atoms.empty() && !draft.problem) return;
    ++m_molecules;
    const std::string place = fmt::format("molecule {}", m_molecules);
    if (draft.problem) return m_sink.reject(draft.problem->within(place));
    raw.name = draft.title;
    if (draft.space.size() == raw.atoms.size()) {
      raw.frames.push_back({.positions = std::move(draft.space)});
    } else if (draft.plane.size() == raw.atoms.size()) {
      raw.frames.push_back({.positions = std::move(draft.plane)});
      raw.space = RawStructure::Space::Drawing;
    }
    const auto name = [&lines = draft.lines](unsigned index) {
      return index < lines.size() ? fmt::format("the atom at line {}", lines[index])
                                  : fmt::format("atom {}", index + 1);
    };
    auto record =
        recordFrom(std::move(raw), {.name = name, .subject = "The molecule"}, m_sink.stopToken());
    if (!record) return m_sink.reject(record.error().within(place));
    record->properties = std::move(draft.properties);
    m_sink.addOrJoin(*std::move(record));
  }

  std::string_view m_text;
  RecordSink& m_sink;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> m_parser;
  std::size_t m_depth = 0;
  std::vector<Draft> m_drafts;
  std::string m_characters;
  std::string m_property;
  std::size_t m_molecules = 0;
  std::optional<Error> m_problem;
};

}  // namespace

void readCml(std::string_view text, RecordSink& sink) { CmlReader(text, sink).read(); }

}  // namespace molloquy::chem
