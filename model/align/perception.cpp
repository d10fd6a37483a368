#include "model/align/perception.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "model/align/compiled_lexicon.h"
#include "model/align/ring_systems.h"
#include "model/align/verifier.h"

namespace molloquy::align {
namespace {

/// Features worth a name of their own beside groups and rings.
constexpr std::array<std::string_view, 8> kFeatures = {
    "stereo_R", "stereo_S", "stereo_E", "stereo_Z", "cation_site", "anion_site", "carbon_chain",
    "isotope_label"};

bool isNameable(const LexiconEntry& entry) {
  if (entry.use == "ring" || entry.use.rfind("group", 0) == 0) return true;
  return std::find(kFeatures.begin(), kFeatures.end(), entry.id) != kFeatures.end();
}

AlignmentRecord recordFor(const LexiconEntry& entry, const CompiledEntry& compiled,
                          std::vector<std::vector<AtomIndex>> atoms) {
  AlignmentRecord record;
  record.phrase = entry.name;
  record.smarts = compiled.feature ? std::string()
                  : entry.strictSmarts.empty() ? entry.smarts
                                               : entry.strictSmarts;
  record.chosen = atoms.size() == 1 ? 0 : -1;
  record.atoms = std::move(atoms);
  record.source = AlignmentSource::Perception;
  record.sourceDetail = entry.id;
  record.status = AlignmentStatus::Verified;
  record.score = recordScore(record.status, entry);
  return record;
}

/// Rings that no entry of the lexicon names, called by their size.
void addUnnamedRings(const chem::Molecule& molecule, std::vector<AlignmentRecord>& records) {
  std::set<AtomIndex> named;
  for (const AlignmentRecord& record : records)
    for (const auto& match : record.atoms) named.insert(match.begin(), match.end());
  for (const Ring& ring : perceiveRings(molecule).rings) {
    const bool covered = std::all_of(ring.atoms.begin(), ring.atoms.end(),
                                     [&](AtomIndex atom) { return named.count(atom) > 0; });
    if (covered) continue;
    AlignmentRecord record;
    record.phrase = fmt::format("{}-membered ring", ring.atoms.size());
    record.atoms = {ring.atoms};
    std::sort(record.atoms.front().begin(), record.atoms.front().end());
    record.chosen = 0;
    record.source = AlignmentSource::Perception;
    record.sourceDetail = "ring_any";
    record.status = AlignmentStatus::Verified;
    record.score = 0.5;
    records.push_back(std::move(record));
  }
}

}  // namespace

std::vector<AlignmentRecord> perceive(const chem::Molecule& molecule, const Lexicon& lexicon) {
  std::vector<AlignmentRecord> records;
  const auto& compiled = lexicon.compiled();
  for (std::size_t entry = 0; entry < compiled.entries.size(); ++entry) {
    if (!isNameable(compiled.entries[entry])) continue;
    auto atoms = findMatches(molecule, compiled.compiled[entry], PatternSet::Strict);
    if (!atoms.empty())
      records.push_back(
          recordFor(compiled.entries[entry], compiled.compiled[entry], std::move(atoms)));
  }
  addUnnamedRings(molecule, records);
  for (std::size_t index = 0; index < records.size(); ++index)
    records[index].id = fmt::format("p{}", index + 1);
  return records;
}

}  // namespace molloquy::align
