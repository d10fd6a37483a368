#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "model/chem/formats/polymer_model.h"
#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

bool isAtomLine(std::string_view line) {
  return line.starts_with("ATOM  ") || line.starts_with("HETATM");
}

Error badAtomLine(const TextLines& text, std::size_t index) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("Line {} has no coordinates in columns 31 to 54, where PDB keeps them. "
                           "The file is cut off or not in PDB columns; get it again.",
                           text.number(index)));
}

/// Element of an atom without its own column: the name's letters, where those of elements with two
/// letters start in column 13.
std::optional<int> elementFromName(std::string_view line) {
  std::string letters;
  for (const char c : line.substr(12, 4)) {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (letter) letters += c;
    if (!letter && !letters.empty()) break;
  }
  if (letters.empty()) return std::nullopt;
  const bool fromFirstColumn = line[12] == letters[0];
  if (fromFirstColumn && letters.size() == 2 && line.starts_with("HETATM")) {
    if (const auto element = elementFrom(letters)) return element;
  }
  return elementFrom(letters.substr(0, 1));
}

/// "2+", "-1" and "+" as a charge; 0 for anything else.
int chargeFrom(std::string_view word) {
  if (word.empty()) return 0;
  int sign = 0;
  int size = 0;
  for (const char c : word) {
    if (c == '+') sign = 1;
    if (c == '-') sign = -1;
    if (c >= '1' && c <= '9') size = c - '0';
  }
  return sign * std::max(size, sign == 0 ? 0 : 1);
}

/// Residue number in four columns: decimal, or hexadecimal above 9999 as some programs write.
std::optional<int> residueNumberFrom(std::string_view word) {
  if (word.empty()) return 0;
  if (const auto number = smallIntegerFrom(word, 99'999)) return number;
  int value = 0;
  for (const char c : word) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    const int digit = c <= '9' ? c - '0' : (std::toupper(c) - 'A' + 10);
    value = 16 * value + digit;
  }
  return value;
}

Result<AtomSite> siteFrom(const TextLines& text, std::size_t index) {
  const std::string_view line = text.lines[index];
  if (line.size() < 54) return tl::unexpected(badAtomLine(text, index));
  AtomSite site;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto value = coordinateFrom(columns(line, 30 + 8 * axis, 8));
    if (!value) return tl::unexpected(badAtomLine(text, index));
    site.at[axis] = *value;
  }
  const std::string_view symbol = columns(line, 76, 2);
  auto element = elementFrom(symbol);
  if (!element) element = elementFromName(line);
  const auto number = residueNumberFrom(columns(line, 22, 4));
  if (!element || !number) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Line {} has {} \"{}\". Correct it, or get the file again.", text.number(index),
                    !element ? "no known element in columns 77 to 78 or in the atom name"
                             : "no residue number in columns 23 to 26 but",
                    shown(!element ? line.substr(12, 4) : line.substr(22, 4))));
  }
  site.atomName = columns(line, 12, 4);
  site.alternative = line[16];
  site.residueName = columns(line, 17, 4);  // force fields use a fourth letter
  site.chain = columns(line, 21, 1);
  site.residueNumber = *number;
  site.insertionCode = line[26];
  site.hetero = line.front() == 'H';
  site.atomicNumber = *element;
  site.charge = chargeFrom(columns(line, 78, 2));
  return site;
}

/// What stands beside the atoms.
struct Annotations {
  std::string name;
  std::vector<FoldRange> folds;
  std::vector<std::pair<std::string_view, std::string_view>> connections;  ///< serial numbers.
};

/// Chain, number and insertion code at three columns.
void readEnd(std::string_view line, std::size_t chain, std::size_t number, int& where, char& code,
             std::string& name) {
  name = std::string(columns(line, chain, 1));
  where = residueNumberFrom(columns(line, number, 4)).value_or(-1'000'000);
  code = line.size() > number + 4 ? line[number + 4] : ' ';
}

void readAnnotation(std::string_view line, Annotations& notes) {
  FoldRange range;
  if (line.starts_with("HELIX ")) {
    readEnd(line, 31, 33, range.last, range.lastInsertion, range.chain);
    readEnd(line, 19, 21, range.first, range.firstInsertion, range.chain);
    notes.folds.push_back(range);
  } else if (line.starts_with("SHEET ")) {
    range.fold = Fold::Strand;
    readEnd(line, 32, 33, range.last, range.lastInsertion, range.chain);
    readEnd(line, 21, 22, range.first, range.firstInsertion, range.chain);
    notes.folds.push_back(range);
  } else if (line.starts_with("CONECT")) {
    const std::string_view from = columns(line, 6, 5);
    for (std::size_t at = 11; at < std::min<std::size_t>(line.size(), 31); at += 5) {
      const std::string_view to = columns(line, at, 5);
      if (!from.empty() && !to.empty()) notes.connections.emplace_back(from, to);
    }
  } else if (line.starts_with("TITLE ") || line.starts_with("COMPND")) {
    const std::string_view words = columns(line, 10, line.size());
    if (!words.empty() && notes.name.empty()) notes.name = std::string(words);
  }
}

/// CONECT pairs as bonds; a pair that is told twice from one side is a double bond, three times a
/// triple one.
KnownBonds knownBonds(const Annotations& notes, const std::vector<std::string_view>& serials) {
  KnownBonds known;
  if (notes.connections.empty()) return known;
  std::unordered_map<std::string_view, std::uint32_t> atoms;
  for (std::uint32_t i = 0; i < serials.size(); ++i) atoms.emplace(serials[i], i);
  std::unordered_map<std::uint64_t, std::array<int, 2>> times;
  std::vector<std::uint64_t> order;
  for (const auto& [from, to] : notes.connections) {
    const auto a = atoms.find(from);
    const auto b = atoms.find(to);
    if (a == atoms.end() || b == atoms.end() || a->second == b->second) continue;
    const auto [low, high] = std::minmax(a->second, b->second);
    const std::uint64_t key = std::uint64_t{low} << 32U | high;
    auto& count = times[key];
    if (count[0] + count[1] == 0) order.push_back(key);
    ++count[a->second == low ? 0 : 1];
  }
  for (const std::uint64_t key : order) {
    const int most = std::max(times[key][0], times[key][1]);
    known.explicitBonds.push_back({.begin = AtomIndex(static_cast<std::uint32_t>(key >> 32U)),
                                   .end = AtomIndex(static_cast<std::uint32_t>(key)),
                                   .order = most == 2   ? BondOrder::Double
                                            : most == 3 ? BondOrder::Triple
                                                        : BondOrder::Single});
  }
  return known;
}

/// One model, with the serial numbers and lines of its atoms.
struct Model {
  PolymerModel atoms;
  std::vector<std::string_view> serials;
  std::vector<std::size_t> lines;
};

class PdbReader {
 public:
  PdbReader(const TextLines& text, RecordSink& sink) : m_text(text), m_sink(sink) {}

  void read() {
    for (std::size_t i = 0; i < m_text.lines.size(); ++i) {
      if (i % 65'536 == 0 && m_sink.stopped()) return;
      const std::string_view line = m_text.lines[i];
      if (isAtomLine(line)) {
        if (auto problem = takeAtom(i)) return m_sink.reject(*std::move(problem));
      } else if (line.starts_with("ENDMDL") || line.starts_with("MODEL ")) {
        endModel();
      } else if (!line.empty()) {
        readAnnotation(line, m_notes);
      }
    }
    endModel();
    if (m_models.empty()) {
      return m_sink.reject(*refuseAtomCount(0));
    }
    finish();
  }

 private:
  std::optional<Error> takeAtom(std::size_t index) {
    const Result<AtomSite> site = siteFrom(m_text, index);
    if (!site) return site.error();
    if (!m_model.atoms.add(*site)) return std::nullopt;
    m_model.lines.push_back(m_text.number(index));
    m_model.serials.push_back(columns(m_text.lines[index], 6, 5));
    if (m_model.lines.size() > kReadableAtoms) return refuseAtomCount(countAtomLines());
    return std::nullopt;
  }

  [[nodiscard]] std::size_t countAtomLines() const {
    return static_cast<std::size_t>(
        std::count_if(m_text.lines.begin(), m_text.lines.end(), isAtomLine));
  }

  void endModel() {
    if (m_model.lines.empty()) return;
    Model model = std::exchange(m_model, {});
    if (!m_models.empty() && m_models.back().atoms.isSameMolecule(model.atoms)) {
      m_further.back().push_back({.positions = model.atoms.takePositions()});
      return;
    }
    m_models.push_back(std::move(model));
    m_further.emplace_back();
  }

  void finish() {
    for (std::size_t i = 0; i < m_models.size() && !m_sink.stopped(); ++i) {
      Model& model = m_models[i];
      applyFolds(model.atoms.biopolymer(), m_notes.folds);
      const KnownBonds known = knownBonds(m_notes, model.serials);
      RawStructure raw = withBonds(std::move(model.atoms), known, m_sink.stopToken());
      raw.name = m_notes.name;
      for (auto& frame : m_further[i]) raw.frames.push_back(std::move(frame));
      const auto name = [&lines = model.lines](unsigned index) {
        return index < lines.size() ? fmt::format("the atom at line {}", lines[index])
                                    : fmt::format("atom {}", index + 1);
      };
      auto record =
          recordFrom(std::move(raw), {.name = name, .subject = "The file"}, m_sink.stopToken());
      record ? m_sink.add(*std::move(record)) : m_sink.reject(record.error());
    }
  }

  const TextLines& m_text;
  RecordSink& m_sink;
  Annotations m_notes;
  Model m_model;
  std::vector<Model> m_models;  ///< of different molecules.
  std::vector<std::vector<RawStructure::Frame>> m_further;
};

}  // namespace

void readPdb(std::string_view content, RecordSink& sink) {
  const TextLines text = splitLines(content);
  PdbReader(text, sink).read();
}

}  // namespace molloquy::chem
