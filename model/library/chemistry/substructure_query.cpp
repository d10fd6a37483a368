#include <algorithm>
#include <memory>
#include <string_view>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmartsWrite.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <fmt/format.h>

#include "model/chem/pattern_column.h"
#include "model/chem/rdkit_molecule.h"
#include "model/library/chemistry/fingerprints.h"
#include "model/library/chemistry/graph_form.h"
#include "model/library/chemistry/molecule_keys.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kLongestText = 2'000;
constexpr unsigned kMostAtoms = 300;
constexpr int kDeepest = 60;

std::unique_ptr<RDKit::RWMol> patternFrom(const std::string& text) {
  try {
    std::unique_ptr<RDKit::RWMol> pattern(RDKit::SmartsToMol(text));
    if (pattern && pattern->getNumAtoms() > 0) return pattern;
  } catch (const std::exception&) {
  }
  return nullptr;
}

std::unique_ptr<RDKit::RWMol> moleculeFrom(const std::string& text) {
  try {
    std::unique_ptr<RDKit::RWMol> mol(RDKit::SmilesToMol(text));
    if (mol && mol->getNumAtoms() > 0) return mol;
  } catch (const std::exception&) {
  }
  return nullptr;
}

bool hasAromaticAtoms(const RDKit::ROMol& mol) {
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (atom->getIsAromatic()) return true;
  }
  return false;
}

/// Whether a SMILES writes its aromatic rings with double bonds, which as a pattern none has.
bool isKekule(const std::string& text, const RDKit::ROMol& mol) {
  if (!hasAromaticAtoms(mol)) return false;
  RDKit::SmilesParserParams asWritten;
  asWritten.sanitize = false;
  asWritten.removeHs = false;
  const std::unique_ptr<RDKit::RWMol> written(RDKit::SmilesToMol(text, asWritten));
  return written && !hasAromaticAtoms(*written);
}

bool asksForStereo(const RDKit::ROMol& pattern) {
  for (const RDKit::Atom* atom : pattern.atoms()) {
    if (atom->getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED) return true;
  }
  for (const RDKit::Bond* bond : pattern.bonds()) {
    if (bond->getStereo() > RDKit::Bond::STEREOANY) return true;
  }
  return false;
}

/// Whether hydrogens are asked for that mergeQueryHs could not turn into counts: [H][H], [#1,#9],
/// hydrogens inside of $(...).
bool asksForHydrogens(const RDKit::ROMol& pattern) {
  const std::string smarts = RDKit::MolToSmarts(pattern);
  constexpr std::string_view kHydrogen = "#1";
  for (std::size_t at = smarts.find(kHydrogen); at != std::string::npos;
       at = smarts.find(kHydrogen, at + 1)) {
    const char before = at == 0 ? ' ' : smarts[at - 1];
    const std::size_t behind = at + kHydrogen.size();
    const bool longer = behind < smarts.size() && smarts[behind] >= '0' && smarts[behind] <= '9';
    if (before != '!' && !longer) return true;
  }
  return false;
}

/// What is refused before RDKit's parser sees it.
Result<void> checkText(const std::string& text) {
  if (text.empty()) {
    return fail(ErrorCode::InvalidInput,
                "There is no substructure; write a SMARTS or SMILES, as c1ccccc1[OX2H].");
  }
  if (text.size() > kLongestText) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The substructure has {} characters, more than the {} that can be "
                            "searched for. Shorten it.",
                            text.size(), kLongestText));
  }
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == '(' || letter == '[') ++depth;
    if (letter == ')' || letter == ']') --depth;
    if (depth > kDeepest) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The brackets of the substructure are nested more than {} deep at "
                              "column {}. Write it flatter.",
                              kDeepest, i + 1));
    }
    if (letter >= 0x20 && letter < 0x7F) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("The substructure has a character at column {} that neither SMARTS nor "
                            "SMILES knows. Remove it.",
                            i + 1));
  }
  return {};
}

}  // namespace

struct SubstructureQuery::Pattern {
  std::unique_ptr<const RDKit::RWMol> mol;
  RDKit::SubstructMatchParameters parameters;
  /// Asks for hydrogens in a way that counts of hydrogens cannot say: the whole is searched.
  bool needsHydrogens = false;
  FingerprintBits screen{};

  [[nodiscard]] std::vector<AtomIndex> inWhole(std::string_view graph) const;
};

std::vector<AtomIndex> SubstructureQuery::Pattern::inWhole(std::string_view graph) const {
  const Result<GraphForm> form = decodeGraph(graph);
  if (!form) return {};
  const std::unique_ptr<RDKit::RWMol> whole = wholeOf(*form);
  if (!whole->getRingInfo()->isInitialized()) RDKit::MolOps::symmetrizeSSSR(*whole);
  const auto found = RDKit::SubstructMatch(*whole, *mol, parameters);
  std::vector<AtomIndex> atoms;
  if (found.empty()) return atoms;
  for (const auto& [inPattern, atom] : found.front()) {
    atoms.emplace_back(static_cast<std::uint32_t>(atom));
  }
  return atoms;
}

Result<SubstructureQuery> SubstructureQuery::parse(const std::string& text) {
  if (const auto checked = checkText(text); !checked) return tl::unexpected(checked.error());
  chem::silenceRdkitLog();
  std::unique_ptr<RDKit::RWMol> mol = patternFrom(text);
  std::unique_ptr<RDKit::RWMol> asMolecule = moleculeFrom(text);
  if (asMolecule && (!mol || isKekule(text, *asMolecule))) mol = std::move(asMolecule);
  if (!mol) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" is neither a SMARTS nor a SMILES: it makes no sense at column "
                            "{}. Check its brackets and ring numbers.",
                            text, chem::wrongColumn(text, [](const std::string& part) {
                              return patternFrom(part) != nullptr;
                            })));
  }
  if (mol->getNumAtoms() > kMostAtoms) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The substructure has {} atoms, more than the {} that can be searched "
                            "for. Choose a smaller part.",
                            mol->getNumAtoms(), kMostAtoms));
  }
  try {
    RDKit::MolOps::mergeQueryHs(*mol);
    auto pattern = std::make_shared<Pattern>();
    pattern->needsHydrogens = asksForHydrogens(*mol);
    if (!pattern->needsHydrogens) pattern->screen = screenBitsOfPattern(*mol);
    pattern->parameters.useChirality = asksForStereo(*mol);
    pattern->parameters.maxMatches = 1;
    pattern->mol = std::move(mol);
    SubstructureQuery query;
    query.m_pattern = std::move(pattern);
    return query;
  } catch (const std::exception&) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The substructure \"{}\" cannot be searched for.", text));
  }
}

const FingerprintBits& SubstructureQuery::screen() const { return m_pattern->screen; }

std::optional<std::string> SubstructureQuery::smarts() const {
  if (m_pattern->needsHydrogens) return std::nullopt;
  try {
    return RDKit::MolToSmarts(*m_pattern->mol);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::vector<AtomIndex> SubstructureQuery::match(std::string_view graph) const {
  try {
    if (m_pattern->needsHydrogens) return m_pattern->inWhole(graph);
    const Result<std::unique_ptr<RDKit::RWMol>> heavy = heavyOfGraph(graph);
    if (!heavy) return {};
    const auto found = RDKit::SubstructMatch(**heavy, *m_pattern->mol, m_pattern->parameters);
    if (found.empty()) return {};
    const Result<std::vector<AtomPlace>> order = orderOfGraph(graph, **heavy);
    if (!order) return {};
    const std::vector<std::uint32_t> whole = heavyToWhole(*order);
    std::vector<AtomIndex> atoms;
    for (const auto& [inPattern, atom] : found.front()) {
      atoms.emplace_back(whole[static_cast<std::size_t>(atom)]);
    }
    return atoms;
  } catch (const std::exception&) {
    return {};  // a molecule that RDKit cannot search has no match
  }
}

}  // namespace molloquy::library
