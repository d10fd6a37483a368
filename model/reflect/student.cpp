#include "model/reflect/student.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reflect/seen_row.h"

namespace molloquy::reflect {
namespace {

/// Tokens of roles and marks around the texts, and of the places of a molecule.
constexpr std::size_t kTemplateTokens = 80;

}  // namespace

std::size_t Student::room() const {
  std::size_t room = m_options.cutoff;
  if (info().contextLength > 0) {
    room = std::min(room, static_cast<std::size_t>(info().contextLength));
  }
  return room - std::min(room, kTemplateTokens);
}

std::vector<Sample> Student::examplesFor(Direction direction, std::vector<Sample> examples,
                                         const Sample& question) const {
  return examplesThatFit(m_book, direction, m_options.form, std::move(examples), question, room(),
                         m_count);
}

Result<std::optional<session::AnswerScores>> Student::score(const RowContext& row,
                                                            Direction direction,
                                                            const TuningPrompt& prompt,
                                                            const std::string& answer,
                                                            std::stop_token stop) {
  // Before a conformer is made, which takes long for the very molecules that have long texts.
  const std::size_t tokens = m_count(prompt.system) + m_count(prompt.user) + m_count(answer);
  if (tokens > room()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Prompt and target take {} tokens, and there is room for {}.", tokens, room()));
  }
  // One row is asked about several times; its conformer is made once.
  if (!info().hasMolecule || m_seenId != row.row->id) {
    auto request = requestFor(info(), row, direction, prompt.system, prompt.user, stop);
    if (!request) return tl::unexpected(request.error());
    m_seen = *std::move(request);
    m_seenId = row.row->id;
  } else {
    m_seen.instruction = questionFor(prompt.system, prompt.user);
  }
  return m_session.scoreAnswer(m_seen, answer, std::move(stop));
}

Result<std::optional<session::AnswerScores>> Student::scoreTarget(const RowContext& row,
                                                                  Direction direction,
                                                                  std::span<const Sample> examples,
                                                                  const Sample& question,
                                                                  std::stop_token stop) {
  const TuningPrompt prompt = tuningPrompt(m_book, direction, m_options.form, examples, question);
  return score(row, direction, prompt, prompt.target, std::move(stop));
}

Result<std::optional<session::AnswerScores>> Student::scoreAlignments(
    const RowContext& row, Direction direction, std::span<const Sample> examples,
    const Sample& question, std::stop_token stop) {
  // The question up to where the alignments would stand.
  constexpr char kMark = '\x01';
  Sample open = question;
  open.alignments.assign(1, kMark);
  TuningPrompt prompt = tuningPrompt(m_book, direction, m_options.form, examples, open);
  prompt.user.resize(prompt.user.rfind(kMark));
  return score(row, direction, prompt, question.alignments, std::move(stop));
}

}  // namespace molloquy::reflect
