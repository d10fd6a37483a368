#include "model/chem/describer/describer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "model/chem/describer/class_names.h"
#include "model/chem/describer/component_sentences.h"
#include "model/chem/describer/element_names.h"
#include "model/chem/describer/english.h"
#include "model/chem/describer/part_sentences.h"
#include "model/chem/describer/position_sentences.h"
#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {
namespace {

/// How much is told at each length.
struct Budget {
  std::size_t classes;
  std::size_t positions;
  std::size_t words;  ///< optional sentences stop here.
};

Budget budgetFor(DescriptionLength length) {
  switch (length) {
    case DescriptionLength::Short: return {2, 0, 30};
    case DescriptionLength::Normal: return {3, 1, 70};
    case DescriptionLength::Long: return {4, 4, 140};
  }
  return {3, 1, 70};
}

std::size_t wordCount(const Phrase& phrase) {
  std::istringstream words(textOf(phrase));
  std::string word;
  std::size_t count = 0;
  while (words >> word) ++count;
  return count;
}

std::vector<AtomIndex> allAtoms(const chem::Molecule& molecule) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t atom = 0; atom < molecule.atoms().size(); ++atom) atoms.emplace_back(atom);
  return atoms;
}

/// For molecules that belong to no class of the table: ions of one atom, elements, inorganic and
/// plain organic compounds.
Phrase genericClass(const StructureSurvey& survey) {
  const chem::Molecule& molecule = *survey.molecule;
  const bool ionic = survey.components.size() > 1 &&
                     std::any_of(molecule.atoms().begin(), molecule.atoms().end(),
                                 [](const chem::Atom& atom) { return atom.formalCharge != 0; });
  const auto named = [&](const std::string& name) {
    return counted(1, name, {}, allAtoms(molecule), {});
  };
  if (survey.components.size() == 1) {
    const std::string known = componentName(molecule, survey.components.front());
    if (!known.empty()) return named(known);
  }
  const bool oneElement =
      std::all_of(molecule.atoms().begin(), molecule.atoms().end(), [&](const chem::Atom& atom) {
        return atom.atomicNumber == molecule.atoms().front().atomicNumber;
      });
  if (oneElement) return named("homonuclear " + elementName(molecule.atoms().front().atomicNumber) +
                               " species");
  const std::string organic = countElement(molecule, 6) > 0 ? "organic " : "inorganic ";
  if (ionic) return named(organic + "salt");
  const int charge = molecule.totalCharge();
  return named(organic + (charge > 0 ? "cation" : charge < 0 ? "anion" : "compound"));
}

/// The opening: "The molecule is a monocarboxylic acid, an acetate ester and a member of phenols".
std::vector<Phrase> openingSentences(const StructureSurvey& survey, const align::Lexicon& lexicon,
                                     const Budget& budget, Choice& choice) {
  std::vector<Phrase> names = classNames(survey, lexicon, budget.classes);
  if (names.empty()) names.push_back(genericClass(survey));
  if (names.size() > 1 && choice.below(3) == 0) std::swap(names[0], names[1]);
  const std::string lead = "the molecule is ";
  if (names.size() > 1 && choice.below(3) == 0) {
    const std::vector<Phrase> others(names.begin() + 1, names.end());
    return {lead + names.front(), "it is also " + joinWithAnd(others)};
  }
  return {lead + joinWithAnd(names)};
}

/// Whether composition says more than the other sentences do: small or group-less molecules.
bool needsComposition(const StructureSurvey& survey) {
  return survey.groups.empty() || survey.molecule->heavyAtomCount() <= 4;
}

/// Required sentences in reading order; rings and groups may change places.
std::vector<Phrase> bodySentences(const StructureSurvey& survey, Choice& choice) {
  std::vector<Phrase> body;
  const auto add = [&](Sentence sentence) {
    if (sentence) body.push_back(std::move(*sentence));
  };
  add(componentSentence(survey, choice));
  const bool groupsFirst = choice.below(3) == 0;
  if (groupsFirst) add(groupSentence(survey, choice));
  add(ringSentence(survey, choice));
  if (!groupsFirst) add(groupSentence(survey, choice));
  return body;
}

std::vector<Phrase> closingSentences(const StructureSurvey& survey, Choice& choice) {
  std::vector<Phrase> closing;
  const auto add = [&](Sentence sentence) {
    if (sentence) closing.push_back(std::move(*sentence));
  };
  add(stereoSentence(survey, choice));
  add(chargeSentence(survey, choice));
  add(isotopeSentence(survey, choice));
  if (needsComposition(survey)) add(compositionSentence(survey, choice));
  return closing;
}

/// Sentences that are told as far as the word budget goes.
std::vector<Phrase> optionalSentences(const StructureSurvey& survey, const Budget& budget,
                                      Choice& choice) {
  std::vector<Phrase> sentences;
  std::vector<Phrase> positions = positionSentences(survey, choice);
  for (std::size_t taken = 0; taken < budget.positions && !positions.empty(); ++taken) {
    // The first sentences tell most; a seed may prefer one of the three first.
    const std::size_t pick = choice.below(std::min<std::size_t>(positions.size(), 3));
    sentences.push_back(std::move(positions[pick]));
    positions.erase(positions.begin() + static_cast<std::ptrdiff_t>(pick));
  }
  if (Sentence chain = chainSentence(survey, choice)) sentences.push_back(std::move(*chain));
  if (Sentence rings = ringCountSentence(survey, choice)) sentences.push_back(std::move(*rings));
  if (!needsComposition(survey))
    if (Sentence composition = compositionSentence(survey, choice))
      sentences.push_back(std::move(*composition));
  return sentences;
}

Description withoutStructure(const chem::Molecule& molecule) {
  DescriptionBuilder builder;
  builder.addSentence("the molecule has " + plain(numberWord(static_cast<int>(molecule.atoms().size()))) +
                      (molecule.atoms().size() == 1 ? " atom" : " atoms"));
  return builder.take();
}

}  // namespace

Description describe(const chem::Molecule& molecule, const align::Lexicon& lexicon,
                     const DescribeOptions& options) {
  if (!molecule.rdkit() || molecule.atoms().empty()) return withoutStructure(molecule);
  const StructureSurvey survey = surveyStructure(molecule, lexicon);
  const Budget budget = budgetFor(options.length);
  Choice choice(options.seed);

  std::vector<Phrase> sentences = openingSentences(survey, lexicon, budget, choice);
  for (Phrase& sentence : bodySentences(survey, choice)) sentences.push_back(std::move(sentence));
  std::vector<Phrase> closing = closingSentences(survey, choice);
  std::size_t words = 0;
  for (const Phrase& sentence : sentences) words += wordCount(sentence);
  for (const Phrase& sentence : closing) words += wordCount(sentence);
  for (Phrase& sentence : optionalSentences(survey, budget, choice)) {
    words += wordCount(sentence);
    if (words > budget.words) break;
    sentences.push_back(std::move(sentence));
  }
  DescriptionBuilder builder;
  for (const Phrase& sentence : sentences) builder.addSentence(sentence);
  for (const Phrase& sentence : closing) builder.addSentence(sentence);
  return builder.take();
}

}  // namespace molloquy::describer
