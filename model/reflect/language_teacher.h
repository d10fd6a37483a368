#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/reflect/prompt_book.h"
#include "model/reflect/teacher.h"
#include "model/session/chat_session.h"

namespace molloquy::reflect {

struct LanguageTeacherOptions {
  /// Greedy; molreflect.md 4.4 has 0.75 / 0.85 / 40 for sampled answers, 7.3 prefers this.
  session::GenerateOptions generate{.maxNewTokens = 512};
};

/// Any language model as a teacher: it is asked for a JSON array, and every object of its answer is
/// judged. What is no array, or names what is not there, gives fewer records, never an error.
/// Refuses (InvalidInput) SMILES over 512 characters and rows that leave no room for an answer; a
/// model that sees structures is given the row's conformer.
/// Source: molreflect.md 7.3, 7.5.
class LanguageTeacher : public Teacher {
 public:
  /// The session and the book have to outlive the teacher.
  LanguageTeacher(session::ChatSession& session, const PromptBook& book,
                  std::shared_ptr<const align::Lexicon> lexicon, CountTokens count,
                  const LanguageTeacherOptions& options = {});

  [[nodiscard]] std::string name() const override;
  [[nodiscard]] TeacherThreads threads() const override { return TeacherThreads::One; }
  Result<align::AlignedText> extract(const RowContext& row, Direction direction,
                                     std::stop_token stop) override;
  Result<align::AlignedText> reflect(const RowContext& row, Direction direction,
                                     const align::AlignedText& zero,
                                     std::span<const RetrievedRow> retrieved,
                                     std::stop_token stop) override;
  /// Answers in which there was nothing to read.
  [[nodiscard]] std::size_t unreadableAnswers() const { return m_unreadable; }

 private:
  /// Asks and judges. perceived  the groups that the prompt listed.
  Result<align::AlignedText> ask(const RowContext& row, Direction direction, std::string_view task,
                                 const std::string& question,
                                 const std::vector<align::AlignmentRecord>& perceived,
                                 std::stop_token stop);
  [[nodiscard]] std::size_t promptTokens(Direction direction, std::string_view task,
                                         const std::string& question) const;
  /// The reflection's question with as many of the retrieved rows as there is room for.
  [[nodiscard]] std::string reflectQuestion(
      const RowContext& row, Direction direction, const align::AlignedText& zero,
      std::span<const RetrievedRow> retrieved,
      const std::vector<align::AlignmentRecord>& perceived) const;

  session::ChatSession& m_session;
  const PromptBook& m_book;
  std::shared_ptr<const align::Lexicon> m_lexicon;
  CountTokens m_count;
  LanguageTeacherOptions m_options;
  std::size_t m_unreadable = 0;
};

}  // namespace molloquy::reflect
