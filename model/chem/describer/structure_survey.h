#pragma once

#include <string>
#include <vector>

#include "model/align/lexicon.h"
#include "model/align/ring_systems.h"
#include "model/chem/molecule.h"

namespace molloquy::describer {

using AtomSets = std::vector<std::vector<AtomIndex>>;

/// Every atom of the sets, sorted, without repeats.
std::vector<AtomIndex> unionOf(const AtomSets& sets);

/// A lexicon entry that is true of the molecule.
struct FoundEntry {
  const align::LexiconEntry* entry = nullptr;
  int rank = 0;  ///< lower is told first.
  std::string flag;  ///< how the number is told: "counted", ...
  AtomSets matches;
};

/// A ring system, or a ring of an unnamed one, and how to call it.
struct NamedRing {
  std::string name;       ///< "benzene ring", "six-membered ring".
  std::string plural;
  std::string lexiconId;  ///< empty when the name is in no lexicon.
  std::string tail;       ///< plain words after the noun: " containing one oxygen atom".
  std::vector<AtomIndex> atoms;
  std::vector<NamedRing> parts;  ///< of an unnamed system of several rings.
};

struct StereoSurvey {
  std::vector<AtomIndex> r, s;  ///< centres by CIP label.
  AtomSets e, z;                ///< double bonds by CIP label.
};

/// What the describer knows about a molecule before it writes a word.
struct StructureSurvey {
  const chem::Molecule* molecule = nullptr;
  align::Rings rings;
  std::vector<NamedRing> systems;   ///< by the index of Rings::systems.
  std::vector<int> systemOfAtom;    ///< index into systems, -1 outside rings.
  std::vector<FoundEntry> groups;   ///< disjoint, by rank.
  std::vector<int> groupOfAtom;     ///< index into groups, -1 outside.
  std::vector<FoundEntry> classes;  ///< by rank; may overlap.
  std::vector<AtomIndex> chain;     ///< longest acyclic carbon chain, path order.
  StereoSurvey stereo;
  std::vector<std::vector<AtomIndex>> components;  ///< by first atom.
};

StructureSurvey surveyStructure(const chem::Molecule& molecule, const align::Lexicon& lexicon);

/// Matches of one entry by its strict patterns, whether or not the describer lists it.
AtomSets strictMatches(const chem::Molecule& molecule, const align::Lexicon& lexicon,
                       std::string_view id);

/// How many atoms have the atomic number.
int countElement(const chem::Molecule& molecule, int atomicNumber);

}  // namespace molloquy::describer
