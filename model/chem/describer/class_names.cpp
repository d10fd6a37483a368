#include "model/chem/describer/class_names.h"

#include <algorithm>
#include <set>

#include "model/chem/describer/special_classes.h"

namespace molloquy::describer {
namespace {

bool has(const StructureSurvey& survey, std::string_view id) {
  return std::any_of(survey.classes.begin(), survey.classes.end(),
                     [&](const FoundEntry& found) { return found.entry->id == id; });
}

/// "monocarboxylic acid", "dicarboxylic acid": the number of groups goes into the name.
std::string countedAcid(const FoundEntry& found) {
  return multiplyingPrefix(static_cast<int>(found.matches.size())) + found.entry->name;
}

/// "monocarboxylic acid anion", "dicarboxylic acid dianion".
std::string countedAnion(const FoundEntry& found, const StructureSurvey& survey) {
  const int count = static_cast<int>(found.matches.size());
  const std::string acid = has(survey, "carboxylic_acid") ? std::string() : multiplyingPrefix(count);
  const std::string anion = count == 1 || count > 4 ? std::string() : multiplyingPrefix(count);
  return acid + "carboxylic acid " + anion + "anion";
}

std::string nameOf(const FoundEntry& found, const StructureSurvey& survey) {
  const int count = static_cast<int>(found.matches.size());
  if (found.flag == "counted") return countedAcid(found);
  if (found.flag == "counted_anion") return countedAnion(found, survey);
  if (found.flag == "counted_ester" && (count == 2 || count == 3))
    return multiplyingPrefix(count) + "ester";
  if (found.flag == "counted_amide" && count == 1) return "monocarboxylic acid amide";
  if (found.flag == "counted_member" && count == 1) {
    std::string name = found.entry->name;
    const std::string_view lead = "member of ";
    return name.insert(lead.size(), "mono");
  }
  return found.entry->name;
}

/// Names that would contradict or only repeat what another found class says better.
bool isMisleading(const FoundEntry& found, const StructureSurvey& survey) {
  if (found.entry->id == "carboxylic_acid") return has(survey, "carboxylate");
  return false;
}

Phrase withArticle(std::string name, std::vector<AtomIndex> atoms, const std::string& id) {
  return counted(1, std::move(name), {}, std::move(atoms), id);
}

}  // namespace

std::vector<Phrase> classNames(const StructureSurvey& survey, const align::Lexicon& lexicon,
                               std::size_t maximum) {
  std::vector<NamedClass> candidates = specialClasses(survey, lexicon);
  for (const FoundEntry& found : survey.classes)
    if (!isMisleading(found, survey))
      candidates.push_back({found.rank, nameOf(found, survey), found.entry->id,
                            unionOf(found.matches)});
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const NamedClass& a, const NamedClass& b) { return a.rank < b.rank; });
  std::vector<Phrase> names;
  std::set<AtomIndex> covered;
  for (NamedClass& candidate : candidates) {
    if (names.size() == maximum) break;
    const bool repeats =
        std::all_of(candidate.atoms.begin(), candidate.atoms.end(),
                    [&](AtomIndex atom) { return covered.count(atom) > 0; });
    if (repeats) continue;
    // A class of the whole molecule says nothing about its parts, so it covers none of them.
    if (!candidate.wholeMolecule) covered.insert(candidate.atoms.begin(), candidate.atoms.end());
    names.push_back(withArticle(candidate.name, std::move(candidate.atoms), candidate.id));
  }
  return names;
}

}  // namespace molloquy::describer
