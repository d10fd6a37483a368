#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "model/reflect/tuning_prompt.h"
#include "model/session/chat_session.h"

namespace molloquy::reflect {

/// Tokens that prompt and target may take together. Source: molreflect.md 4.4.
inline constexpr std::size_t kCutoff = 4096;

struct StudentOptions {
  PromptForm form = PromptForm::Chat;
  std::size_t cutoff = kCutoff;  ///< the model's own context is kept to, too.
};

/// The model that is to learn, as a judge of alignments.
/// Thread: that of the session.
class Student {
 public:
  /// All have to outlive the student.
  Student(session::ChatSession& session, const PromptBook& book, CountTokens count,
          const StudentOptions& options)
      : m_session(session), m_book(book), m_count(std::move(count)), m_options(options) {}

  [[nodiscard]] const session::ModelInfo& info() const { return m_session.info(); }

  /// The examples that leave room for the question and its target.
  [[nodiscard]] std::vector<Sample> examplesFor(Direction direction, std::vector<Sample> examples,
                                                const Sample& question) const;
  /// How likely y is behind prompt(x, C, K). returns nothing after a stop request.
  /// Errors: InvalidInput (too long, no conformer), those of scoreAnswer.
  Result<std::optional<session::AnswerScores>> scoreTarget(const RowContext& row,
                                                           Direction direction,
                                                           std::span<const Sample> examples,
                                                           const Sample& question,
                                                           std::stop_token stop);
  /// How likely K itself is behind prompt(x, C); y is not looked at.
  Result<std::optional<session::AnswerScores>> scoreAlignments(const RowContext& row,
                                                               Direction direction,
                                                               std::span<const Sample> examples,
                                                               const Sample& question,
                                                               std::stop_token stop);

 private:
  Result<std::optional<session::AnswerScores>> score(const RowContext& row, Direction direction,
                                                     const TuningPrompt& prompt,
                                                     const std::string& answer,
                                                     std::stop_token stop);

  /// Tokens that prompt and target may take.
  [[nodiscard]] std::size_t room() const;

  session::ChatSession& m_session;
  const PromptBook& m_book;
  CountTokens m_count;
  StudentOptions m_options;
  std::string m_seenId;  ///< the row whose structure m_seen is.
  session::GenerateRequest m_seen;
};

}  // namespace molloquy::reflect
