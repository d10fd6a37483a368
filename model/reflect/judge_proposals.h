#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/align/lexicon.h"
#include "model/reflect/row_context.h"
#include "model/reflect/teacher_answer.h"

namespace molloquy::reflect {

/// "g1: carboxylic acid, atoms 10-12" a line: the groups that a teacher may choose from.
std::string groupList(std::span<const align::AlignmentRecord> perceived);

/// "0:C 1:C 2:O": the molecule's heavy atoms.
std::string atomList(const chem::Molecule& molecule);

/// What the verifier says about each record, a line each, for a teacher to reflect on. Cap2Mol:
/// only whether the pattern is one, since the molecule is what will be asked for.
std::string verdictList(const align::AlignedText& text, Direction direction);

/// Judges what a teacher proposed. Cap2Mol: phrases have to stand in the row's caption. Mol2Cap:
/// the proposals' own lines ("feature: hint") become the text that the phrases stand in.
/// Every proposal gives one record, with its status and why; source Llm, detail `teacher`.
align::AlignedText judgeProposals(const RowContext& row, Direction direction,
                                  std::span<const ProposedAlignment> proposals,
                                  std::span<const align::AlignmentRecord> perceived,
                                  const std::string& teacher, const align::Lexicon& lexicon);

}  // namespace molloquy::reflect
