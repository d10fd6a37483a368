#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/evaluation/question.h"

namespace molloquy::evaluation {

/// How answers are written down.
///
/// Table  what MolT5 publishes: "SMILES", "ground truth" and "output" between tabs; cap2mol has
///        "description" in front. Line ends and tabs inside a text become blanks, and those at its
///        end are cut.
/// Lines  JSON objects with the names of 3D-MoLM's, "prediction", "target" and "task_type", one
///        row an object, with its "id", "smiles" and "line" in the data beside them.
enum class PredictionForm { Table, Lines };
PredictionForm formOf(Task task);

/// The answers of a run, and the file that they are kept in as they come.
///
/// A row is known again by what is asked and what is expected, so a run may go on after it was
/// interrupted, and with more rows than before. Without a file answers are kept in memory alone.
class PredictionLog {
 public:
  /// Nothing is written before the first answer. Answers in the file that belong to none of the
  /// questions are kept in it, but not told; a last line that was cut off is dropped.
  /// Errors: InvalidInput (the file is no such list), those of readFile.
  static Result<PredictionLog> open(Task task, std::span<const Question> questions,
                                    const std::optional<std::filesystem::path>& file);

  /// [questions] the answers there are.
  [[nodiscard]] const std::vector<std::optional<std::string>>& answers() const { return m_answers; }
  [[nodiscard]] std::size_t count() const;
  /// Questions without an answer, in their order.
  [[nodiscard]] std::vector<std::size_t> missing() const;

  /// Answers in the file about other questions.
  [[nodiscard]] std::size_t others() const;

  /// Appends a line. Errors: Internal (disk full), naming the file.
  Result<void> add(std::size_t question, const std::string& answer);
  /// At the end of a run: the whole file anew, in the order of the questions.
  /// Errors: those of writeFileAtomically.
  Result<void> finish();

 private:
  PredictionLog(Task task, std::span<const Question> questions)
      : m_task(task), m_questions(questions) {}
  Result<void> readBack();

  Task m_task;
  std::span<const Question> m_questions;
  std::vector<std::optional<std::string>> m_answers;
  std::optional<std::filesystem::path> m_file;
  std::string m_others;  ///< lines of the file about other questions.
  std::ofstream m_stream;
};

/// The text as a cell of a table: one line, without the blanks at its end.
std::string asCell(std::string_view text);

}  // namespace molloquy::evaluation
