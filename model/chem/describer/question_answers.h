#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/align/lexicon.h"
#include "model/chem/molecule.h"

namespace molloquy::describer {

struct QuestionAnswer {
  std::string instruction;
  std::string answer;  ///< whole sentences, true of the molecule.
};

/// Questions a chemist asks about a structure, with answers read off the graph, in an order that the
/// seed chooses. Yes/no questions come in pairs, one with each answer where the molecule allows it.
/// The molecular weight question has the words of 3D-MoIT (3d-molm.md 5.2).
std::vector<QuestionAnswer> questionAnswers(const chem::Molecule& molecule,
                                            const align::Lexicon& lexicon, std::uint64_t seed);

}  // namespace molloquy::describer
