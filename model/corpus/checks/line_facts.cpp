#include "model/corpus/checks/line_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/corpus/checks/structure_keys.h"
#include "model/unimol/config.h"

namespace molloquy::corpus {
namespace {

/// Collects the flaws of one structure.
class StructureCheck {
 public:
  StructureCheck(const Structure& structure, const CheckOptions& options, LineFacts& facts)
      : m_structure(structure), m_options(options), m_facts(facts) {}

  void run(const std::stop_token& stop);

 private:
  void flaw(Flaw kind, std::string detail) { m_facts.flaws.emplace_back(kind, std::move(detail)); }
  void checkElements(const std::vector<std::string>& symbols);
  void checkPositions();
  void checkBelonging(const std::vector<std::string>& ofGraph);
  void embed(const chem::Molecule& molecule, const std::stop_token& stop);

  const Structure& m_structure;
  const CheckOptions& m_options;
  LineFacts& m_facts;
};

std::vector<std::string> symbolsOf(const chem::Molecule& molecule) {
  std::vector<std::string> symbols;
  symbols.reserve(molecule.atoms().size());
  for (const chem::Atom& atom : molecule.atoms()) {
    symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  return symbols;
}

std::vector<std::string> sortedHeavy(std::vector<std::string> symbols) {
  std::erase(symbols, "H");
  std::sort(symbols.begin(), symbols.end());
  return symbols;
}

/// Elements of the encoder's dictionary, its marks among them.
const std::vector<std::string>& dictionary() {
  static const std::vector<std::string> elements = unimol::publishedDictionary();
  return elements;
}

void StructureCheck::checkElements(const std::vector<std::string>& symbols) {
  std::vector<std::string> unknown;
  for (const std::string& symbol : symbols) {
    const auto& known = dictionary();
    if (std::find(known.begin(), known.end(), symbol) == known.end()) unknown.push_back(symbol);
  }
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  if (!unknown.empty()) {
    std::string list;
    for (const std::string& symbol : unknown) list += (list.empty() ? "" : ", ") + symbol;
    flaw(Flaw::UnknownElement, list);
    m_facts.unknownElements = std::move(unknown);
  }
  const auto hydrogens =
      static_cast<std::size_t>(std::count(symbols.begin(), symbols.end(), std::string_view("H")));
  if (symbols.size() - hydrogens > m_options.keptAtoms) {
    flaw(Flaw::TooManyAtoms, fmt::format("{} atoms without hydrogens", symbols.size() - hydrogens));
  }
}

void StructureCheck::checkPositions() {
  for (std::size_t c = 0; c < m_structure.conformers.size(); ++c) {
    Positions heavy;
    for (std::size_t atom = 0; atom < m_structure.symbols.size(); ++atom) {
      const auto& p = m_structure.conformers[c][atom];
      if (!std::isfinite(p[0]) || !std::isfinite(p[1]) || !std::isfinite(p[2])) {
        return flaw(Flaw::BadPositions,
                    fmt::format("atom {} of conformer {} is nowhere", atom + 1, c + 1));
      }
      if (m_structure.symbols[atom] != "H") heavy.push_back(p);
    }
    std::sort(heavy.begin(), heavy.end());
    if (std::adjacent_find(heavy.begin(), heavy.end()) != heavy.end()) {
      return flaw(Flaw::BadPositions,
                  fmt::format("two atoms of conformer {} are in one place", c + 1));
    }
  }
}

void StructureCheck::checkBelonging(const std::vector<std::string>& ofGraph) {
  if (m_structure.symbols.empty()) return;
  const auto given = sortedHeavy(m_structure.symbols);
  const auto wanted = sortedHeavy(ofGraph);
  if (given == wanted) return;
  flaw(Flaw::ForeignConformer, fmt::format("{} heavy atoms where the SMILES has {} of other kinds",
                                           given.size(), wanted.size()));
}

void StructureCheck::embed(const chem::Molecule& molecule, const std::stop_token& stop) {
  const auto made = chem::embedConformers(
      molecule, {.seed = m_options.embedSeed, .count = 1, .maxIterations = 0}, stop);
  if (stop.stop_requested()) return;
  if (!made) flaw(Flaw::FailedEmbedding, made.error().message);
}

void StructureCheck::run(const std::stop_token& stop) {
  checkPositions();
  if (m_structure.smiles.empty()) return checkElements(m_structure.symbols);
  const auto record = chem::parseSmiles(m_structure.smiles);
  if (!record) return flaw(Flaw::UnparseableStructure, record.error().message);
  const chem::Molecule& molecule = *record->molecule;
  const std::vector<std::string> ofGraph = symbolsOf(molecule);
  checkBelonging(ofGraph);
  checkElements(m_structure.symbols.empty() ? ofGraph : m_structure.symbols);
  if (auto keys = keysOf(molecule)) {
    m_facts.keys = *keys;
  } else {
    flaw(Flaw::UnparseableStructure, keys.error().message);
  }
  const bool hasConformer = !m_structure.conformers.empty();
  if (m_options.embedding == Embedding::Tried && !hasConformer) embed(molecule, stop);
}

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::uint64_t hashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }

/// Several texts as one, each with its length before it.
std::string joined(std::string whole, std::string_view next) {
  return std::move(whole) + fmt::format("{}:{}", next.size(), next);
}

void lookAt(const Entry& entry, LineFacts& facts) {
  const QuestionAnswer* empty = nullptr;
  for (const QuestionAnswer& pair : entry.pairs) {
    facts.questions.push_back(hashOf(joined(joined("", pair.task), pair.instruction)));
    if (isBlank(pair.answer)) empty = &pair;
  }
  if (empty != nullptr) facts.flaws.emplace_back(Flaw::EmptyAnswer, empty->task);
}

void lookAt(const Dialogue& dialogue, LineFacts& facts) {
  std::string whole;
  for (const Message& message : dialogue.messages) whole = joined(whole, message.content);
  facts.questions.push_back(hashOf(whole));
  if (isBlank(dialogue.messages.back().content)) {
    facts.flaws.emplace_back(Flaw::EmptyAnswer, dialogue.task);
  }
}

void lookAt(const PlainText& plain, LineFacts& facts) {
  if (isBlank(plain.text)) facts.flaws.emplace_back(Flaw::EmptyAnswer, std::string());
}

}  // namespace

LineFacts factsOf(const Line& line, const CheckOptions& options, const std::stop_token& stop) {
  LineFacts facts;
  const auto checkStructure = [&](const auto& content) {
    using Content = std::decay_t<decltype(content)>;
    if constexpr (!std::is_same_v<Content, PlainText>) {
      const Structure& structure = content.structure;
      if (structure.smiles.empty() && structure.symbols.empty()) return;
      StructureCheck(structure, options, facts).run(stop);
    }
  };
  std::visit(checkStructure, line);
  std::visit([&](const auto& content) { lookAt(content, facts); }, line);
  return facts;
}

}  // namespace molloquy::corpus
