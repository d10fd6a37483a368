#pragma once

#include "model/reflect/select_alignments.h"

namespace molloquy::reflect {

/// Asks the student about one row after the other.
class RowSelector {
 public:
  RowSelector(std::span<const retrieval::ReferenceRow> rows, const ExampleFinder& finder,
              const AlignmentSet& zero, const AlignmentSet& reflected, Student& student,
              const SelectionSettings& settings)
      : m_rows(rows),
        m_finder(finder),
        m_zero(zero),
        m_reflected(reflected),
        m_student(student),
        m_settings(settings) {}

  /// returns nothing after a stop request.
  /// Errors: InvalidInput (the row cannot be asked about), failures of the model.
  Result<std::optional<RowSelection>> select(std::size_t row, std::stop_token stop);

 private:
  struct Question;
  /// The row's question, with the examples that leave room for the longer of both texts.
  [[nodiscard]] Question questionOf(RowContext context, std::size_t row) const;
  /// Measures both candidates and an empty K, and chooses; false after a stop request.
  Result<bool> measure(const Question& question, RowSelection& selection, std::stop_token stop);
  /// Perplexity of the text as K of the question; nothing after a stop request.
  Result<std::optional<double>> perplexity(const Question& question, const align::AlignedText* text,
                                           std::stop_token stop);
  Result<void> measureCredit(const Question& question, const align::AlignedText& text,
                             RowSelection& selection, std::stop_token stop);

  std::span<const retrieval::ReferenceRow> m_rows;
  const ExampleFinder& m_finder;
  const AlignmentSet& m_zero;
  const AlignmentSet& m_reflected;
  Student& m_student;
  const SelectionSettings& m_settings;
};

}  // namespace molloquy::reflect
