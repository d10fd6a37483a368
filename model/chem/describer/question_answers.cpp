#include "model/chem/describer/question_answers.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <GraphMol/Descriptors/MolDescriptors.h>

#include "model/align/compiled_lexicon.h"
#include "model/chem/describer/class_names.h"
#include "model/chem/describer/element_names.h"
#include "model/chem/describer/english.h"
#include "model/chem/describer/part_sentences.h"
#include "model/chem/describer/structure_survey.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::describer {
namespace {

using Answers = std::vector<QuestionAnswer>;

std::string sentence(const std::string& text) { return capitalised(text) + "."; }

std::string countedWords(int count, const std::string& singular, const std::string& plural) {
  if (count == 0) return "no " + plural;
  return numberWord(count) + " " + (count == 1 ? singular : plural);
}

int aromaticRings(const StructureSurvey& survey) {
  return static_cast<int>(std::count_if(survey.rings.rings.begin(), survey.rings.rings.end(),
                                        [](const align::Ring& ring) { return ring.aromatic; }));
}

void askRings(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  answers.push_back({choice.of<std::string>({"How many rings does the molecule have?",
                                             "How many rings are in this molecule?"}),
                     sentence("the molecule has " +
                              countedWords(survey.rings.count, "ring", "rings"))});
  const int aromatic = aromaticRings(survey);
  answers.push_back(
      {choice.of<std::string>({"Is it aromatic?", "Does the molecule have an aromatic ring?"}),
       aromatic == 0 ? "No, it has no aromatic ring."
                     : "Yes, it has " + countedWords(aromatic, "aromatic ring", "aromatic rings") +
                           "."});
  bool truncated = false;
  const std::vector<Phrase> items = ringItems(survey, 6, truncated);
  const std::string list = textOf(joinWithAnd(items));
  answers.push_back({choice.of<std::string>({"Which rings does it contain?",
                                             "Which ring systems does the molecule contain?"}),
                     items.empty() ? "It contains no rings."
                     : truncated   ? sentence("its ring systems include " + list)
                                   : sentence("it contains " + list)});
}

void askGroups(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  bool truncated = false;
  const std::vector<Phrase> items = groupItems(survey, 8, truncated);
  const std::string list = textOf(joinWithAnd(items));
  answers.push_back({choice.of<std::string>({"Which functional groups does it contain?",
                                             "What functional groups does the molecule have?"}),
                     items.empty() ? "It contains no functional group that has a common name."
                     : truncated   ? sentence("its functional groups include " + list)
                                   : sentence("it contains " + list)});
  if (survey.groups.empty()) return;
  const FoundEntry& group = survey.groups[choice.below(survey.groups.size())];
  answers.push_back({"How many " + group.entry->plural + " does the molecule have?",
                     sentence("the molecule has " +
                              countedWords(static_cast<int>(group.matches.size()),
                                           group.entry->name, group.entry->plural))});
}

void askClasses(const StructureSurvey& survey, const align::Lexicon& lexicon, Choice& choice,
                Answers& answers) {
  const std::vector<Phrase> names = classNames(survey, lexicon, 3);
  if (names.empty()) return;
  answers.push_back({choice.of<std::string>({"What kind of compound is it?",
                                             "Which classes does the molecule belong to?"}),
                     sentence("it is " + textOf(joinWithAnd(names)))});
}

/// Names one can ask for: every group and ring the describer may write.
std::vector<std::size_t> askableEntries(const align::Lexicon& lexicon) {
  std::vector<std::size_t> askable;
  for (std::size_t entry = 0; entry < lexicon.entries().size(); ++entry) {
    const std::string& use = lexicon.entries()[entry].use;
    if (use == "ring" || use.rfind("group", 0) == 0) askable.push_back(entry);
  }
  return askable;
}

std::string doesItContain(const std::string& name) {
  return fmt::format("Does it contain {} {}?", articleFor(name), name);
}

void askPresence(const StructureSurvey& survey, const align::Lexicon& lexicon, Choice& choice,
                 Answers& answers) {
  std::vector<std::array<std::string, 2>> present;
  for (const FoundEntry& group : survey.groups)
    present.push_back({group.entry->name, countedWords(static_cast<int>(group.matches.size()),
                                                       group.entry->name, group.entry->plural)});
  for (const NamedRing& ring : survey.systems)
    if (ring.tail.empty() && ring.parts.empty() && !ring.lexiconId.empty())
      present.push_back({ring.name, std::string(articleFor(ring.name)) + " " + ring.name});
  if (!present.empty()) {
    const auto& [name, told] = present[choice.below(present.size())];
    answers.push_back({doesItContain(name), "Yes, it contains " + told + "."});
  }
  // Absent by the wide patterns too, so that "no" is never a matter of definition.
  const std::vector<std::size_t> askable = askableEntries(lexicon);
  constexpr int kTries = 8;
  for (int attempt = 0; attempt < kTries && !askable.empty(); ++attempt) {
    const std::size_t entry = askable[choice.below(askable.size())];
    const auto& compiled = lexicon.compiled().compiled[entry];
    if (!align::findMatches(*survey.molecule, compiled, align::PatternSet::Phrase).empty()) continue;
    const std::string& name = lexicon.entries()[entry].name;
    answers.push_back({doesItContain(name), "No, it contains no " + name + "."});
    break;
  }
}

void askCharge(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  const int charge = survey.molecule->totalCharge();
  answers.push_back(
      {choice.of<std::string>({"What is its charge?", "What is the net charge of the molecule?"}),
       charge == 0 ? "The molecule is neutral; its net charge is zero."
                   : fmt::format("Its net charge is {:+d}.", charge)});
}

void askElements(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  const chem::Molecule& molecule = *survey.molecule;
  std::vector<Phrase> halogens;
  for (int number : {9, 17, 35, 53})
    if (const int count = countElement(molecule, number)) {
      const std::string noun = elementName(number) + " atom";
      halogens.push_back(plain(countedWords(count, noun, noun + "s")));
    }
  answers.push_back({choice.of<std::string>({"Which halogens does it contain?",
                                             "Does the molecule contain halogens?"}),
                     halogens.empty() ? "It contains no halogen."
                                      : sentence("it contains " + textOf(joinWithAnd(halogens)))});
  const std::vector<int> common = {6, 7, 8, 16};
  const int number = choice.of(common);
  const std::string noun = elementName(number) + " atom";
  answers.push_back({"How many " + noun + "s does the molecule have?",
                     sentence("the molecule has " +
                              countedWords(countElement(molecule, number), noun, noun + "s"))});
  const int heavy = static_cast<int>(molecule.heavyAtomCount());
  answers.push_back({"How many heavy atoms does the molecule have?",
                     sentence("the molecule has " + countedWords(heavy, "heavy atom", "heavy atoms"))});
}

void askStereo(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  const std::size_t centres = survey.stereo.r.size() + survey.stereo.s.size();
  const Sentence told = stereoSentence(survey, choice);
  answers.push_back({choice.of<std::string>({"What is its stereochemistry?",
                                             "Which stereochemistry does the structure define?"}),
                     told ? sentence(textOf(*told))
                          : "The structure defines no stereochemistry."});
  answers.push_back({"How many defined stereocentres does the molecule have?",
                     sentence("the molecule has " +
                              countedWords(static_cast<int>(centres), "defined stereocentre",
                                           "defined stereocentres"))});
}

void askChain(const StructureSurvey& survey, Choice& choice, Answers& answers) {
  if (survey.chain.size() < 2) return;
  answers.push_back({"How long is the longest carbon chain?",
                     choice.of<std::string>({"The longest carbon chain has ",
                                             "Its longest carbon chain has "}) +
                         numberWord(static_cast<int>(survey.chain.size())) + " carbon atoms."});
}

/// Instruction templates and answer of 3D-MoIT, word for word (3d-molm.md 5.2).
void askWeight(const chem::Molecule& molecule, Choice& choice, Answers& answers) {
  static const std::vector<std::string> kTemplates = {
      "What is the {0} of this molecule? ",
      "Could you give me the {0} value of this molecule? ",
      "I would like to know the {0} of this molecule, can you provide it? ",
      "Please provide the {0} value for this molecule. ",
      "I am interested in the {0} of this molecule, could you tell me what it is? ",
      "I would like to know the {0} of this molecule, could you please provide it? ",
      "I need to know the {0} of this molecule, could you please provide it? ",
      "Please provide me with the {0} value of this molecule. Determine the {0} value of this "
      "molecule. "};
  const double weight = RDKit::Descriptors::calcAMW(*molecule.rdkit()->mol);
  answers.push_back({fmt::format(fmt::runtime(choice.of(kTemplates)), "Molecular Weight") +
                         "If uncertain, provide an estimate. Respond with the numerical value only.",
                     fmt::format("The Molecular Weight for the input molecule is {:.2f} g/mol.",
                                 weight)});
}

}  // namespace

std::vector<QuestionAnswer> questionAnswers(const chem::Molecule& molecule,
                                            const align::Lexicon& lexicon, std::uint64_t seed) {
  if (!molecule.rdkit() || molecule.atoms().empty()) return {};
  const StructureSurvey survey = surveyStructure(molecule, lexicon);
  Choice choice(seed);
  Answers answers;
  askRings(survey, choice, answers);
  askGroups(survey, choice, answers);
  askClasses(survey, lexicon, choice, answers);
  askPresence(survey, lexicon, choice, answers);
  askCharge(survey, choice, answers);
  askElements(survey, choice, answers);
  askStereo(survey, choice, answers);
  askChain(survey, choice, answers);
  askWeight(molecule, choice, answers);
  for (std::size_t left = answers.size(); left > 1; --left)
    std::swap(answers[left - 1], answers[choice.below(left)]);
  return answers;
}

}  // namespace molloquy::describer
