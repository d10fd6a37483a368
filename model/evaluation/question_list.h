#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "model/corpus/corpus_file.h"
#include "model/evaluation/question.h"

namespace molloquy::evaluation {

/// Which rows of a data set are asked.
struct Choice {
  Task task = Task::Caption;
  std::string split;       ///< only rows of it; empty = all.
  std::size_t limit = 0;   ///< rows (conformers: molecules) drawn with `seed`; 0 = all.
  std::uint64_t seed = 1;  ///< a larger limit with the same seed keeps the rows of a smaller one.
};

/// The rows in the order of the data, and what of the data is not among them.
struct QuestionList {
  std::vector<Question> questions;
  std::map<std::string, std::size_t>
      leftOut;  ///< reason -> rows; those beyond the limit are no loss.
};

/// Reads a corpus, or a table, an SDF or whatever else the importers know.
///
/// Caption, retrieval, grounding: rows whose task is Caption or that ask "Describe the input
/// molecule."; several texts of one structure are several rows. Property: rows whose answer is a
/// number with the tasks of 3D-MoIT, or that ask for "the numerical value only". Conformers: the
/// same, molecules with at least two such rows. Cap2mol: conversations with the task cap2mol as
/// they stand, and captions turned round.
/// Errors: those of reading; InvalidInput (no row is left, with what there is instead; "Reading was
/// stopped.").
Result<QuestionList> readQuestions(const std::filesystem::path& data, const Choice& choice,
                                   const corpus::OnRejection& onRejection,
                                   const std::stop_token& stop = {});

/// Rows of the same molecule and question belong together: what conformers are compared within.
std::string moleculeKey(const Question& question);

/// `count` of 0..all-1, drawn with `seed`, in ascending order; the same on every platform.
std::vector<std::size_t> drawRows(std::size_t all, std::size_t count, std::uint64_t seed);

}  // namespace molloquy::evaluation
