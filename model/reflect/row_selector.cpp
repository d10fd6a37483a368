#include "model/reflect/row_selector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace molloquy::reflect {
namespace {

using align::AlignedText;
using Scores = std::optional<session::AnswerScores>;

/// What may be known about a text when the candidates are compared: with Self in Cap2Mol, the
/// row's own molecule is what will be asked for, so the verifier's verdicts are not.
Candidate candidateOf(const AlignedText& text, const std::string& rendered, double perplexity,
                      bool verdictsKnown) {
  Candidate candidate;
  candidate.perplexity = perplexity;
  candidate.usable = rendered.empty() ? 0 : 1;
  if (verdictsKnown) {
    VerdictCounts counts;
    counts.add(text);
    candidate.verifiedShare = counts.verifiedShare();
  }
  return candidate;
}

/// exp of the mean surprise of the tokens that touch the span; nothing when none does.
std::optional<double> perplexityWithin(const session::AnswerScores& scores, TextSpan span) {
  double sum = 0.0;
  int count = 0;
  for (const session::TokenScore& token : scores.tokens) {
    if (token.span.begin >= span.end || token.span.end <= span.begin) continue;
    sum -= token.logProbability;
    ++count;
  }
  return count == 0 ? std::nullopt : std::optional(std::exp(sum / count));
}

}  // namespace

Sample sampleOf(const RowContext& context, Direction direction, const AlignedText* text,
                const RenderOptions& render) {
  return {context.row->id, context.row->smiles, context.row->caption,
          text == nullptr ? std::string()
                          : renderAlignments(*text, direction, *context.molecule, render)};
}

/// A row, both texts that may be its K, and what stands around them.
struct RowSelector::Question {
  RowContext context;
  SelectionRule rule = SelectionRule::TargetConditional;
  std::array<const AlignedText*, 2> texts = {};  ///< zero, reflected; nullptr for none.
  std::array<std::string, 2> rendered;
  std::vector<Sample> examples;

  [[nodiscard]] bool isSelf() const { return rule == SelectionRule::Self; }
};

RowSelector::Question RowSelector::questionOf(RowContext context, std::size_t row) const {
  const retrieval::ReferenceRow& asked = m_rows[row];
  const Direction direction = m_settings.stage.direction;
  Question question;
  question.context = std::move(context);
  // What a test row's target is, nothing may depend on.
  question.rule = asked.split == "test" ? SelectionRule::Self : m_settings.rule;
  question.texts = {m_zero.find(asked.id), m_reflected.find(asked.id)};
  Sample longest = sampleOf(question.context, direction, nullptr, m_settings.render);
  for (std::size_t i = 0; i < question.texts.size(); ++i) {
    question.rendered[i] =
        sampleOf(question.context, direction, question.texts[i], m_settings.render).alignments;
    if (question.rendered[i].size() > longest.alignments.size()) {
      longest.alignments = question.rendered[i];
    }
  }
  std::vector<Sample> examples;
  for (const RetrievedRow& similar : retrievedFor(m_rows, row, m_finder, m_zero)) {
    examples.push_back(sampleOf(similar.context, direction, similar.alignments, m_settings.render));
  }
  question.examples = m_student.examplesFor(direction, std::move(examples), longest);
  return question;
}

Result<std::optional<double>> RowSelector::perplexity(const Question& question,
                                                      const AlignedText* text,
                                                      std::stop_token stop) {
  const Direction direction = m_settings.stage.direction;
  const Sample sample = sampleOf(question.context, direction, text, m_settings.render);
  const auto scores = question.rule == SelectionRule::Self
                          ? m_student.scoreAlignments(question.context, direction,
                                                      question.examples, sample, std::move(stop))
                          : m_student.scoreTarget(question.context, direction, question.examples,
                                                  sample, std::move(stop));
  if (!scores) return tl::unexpected(scores.error());
  if (!*scores) return std::nullopt;
  return (*scores)->perplexity();
}

Result<bool> RowSelector::measure(const Question& question, RowSelection& selection,
                                  std::stop_token stop) {
  std::array<Candidate, 2> candidates;
  const std::array<std::optional<double>*, 2> found = {&selection.zero, &selection.reflected};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (question.rendered[i].empty()) continue;
    const bool repeated = i == 1 && question.rendered[0] == question.rendered[1];
    const auto measured = repeated ? Result<std::optional<double>>(selection.zero)
                                   : perplexity(question, question.texts[i], stop);
    if (!measured) return tl::unexpected(measured.error());
    if (!*measured) return false;
    *found[i] = **measured;
    const bool verdictsKnown =
        m_settings.stage.direction == Direction::Mol2Cap || !question.isSelf();
    candidates[i] =
        candidateOf(*question.texts[i], question.rendered[i], **measured, verdictsKnown);
  }
  if (!question.isSelf()) {
    const auto none = perplexity(question, nullptr, stop);
    if (!none) return tl::unexpected(none.error());
    if (!*none) return false;
    selection.none = **none;
  }
  selection.chosen = choose(candidates[0], candidates[1]);
  return true;
}

Result<std::optional<RowSelection>> RowSelector::select(std::size_t row, std::stop_token stop) {
  auto context = contextOf(m_rows[row]);
  if (!context) return tl::unexpected(context.error());
  const Question question = questionOf(*std::move(context), row);
  if (question.texts[0] == nullptr && question.texts[1] == nullptr) {
    return fail(ErrorCode::InvalidInput, "The row has no alignments.");
  }
  RowSelection selection;
  selection.id = m_rows[row].id;
  selection.rule = question.rule;
  for (const Sample& example : question.examples) selection.examples.push_back(example.id);
  const auto measured = measure(question, selection, stop);
  if (!measured) return tl::unexpected(measured.error());
  if (!*measured) return std::nullopt;
  if (m_settings.credit == PhraseCredit::Measured && !question.isSelf() &&
      selection.chosen.choice != Choice::None) {
    const AlignedText& text = *question.texts[selection.chosen.choice == Choice::Zero ? 0 : 1];
    const auto credited = measureCredit(question, text, selection, stop);
    if (!credited) return tl::unexpected(credited.error());
    if (stop.stop_requested()) return std::nullopt;
  }
  return selection;
}

Result<void> RowSelector::measureCredit(const Question& question, const AlignedText& text,
                                        RowSelection& selection, std::stop_token stop) {
  const Direction direction = m_settings.stage.direction;
  const auto score = [&](const AlignedText& shown) {
    return m_student.scoreTarget(question.context, direction, question.examples,
                                 sampleOf(question.context, direction, &shown, m_settings.render),
                                 stop);
  };
  const Result<Scores> whole = score(text);
  if (!whole) return tl::unexpected(whole.error());
  if (!*whole) return {};
  for (std::size_t i = 0; i < text.records.size(); ++i) {
    const std::string& phrase = text.records[i].phrase;
    const std::size_t at = phrase.empty() ? std::string::npos : (*whole)->text.find(phrase);
    if (at == std::string::npos) continue;
    const std::size_t begin = codePointCount(std::string_view((*whole)->text).substr(0, at));
    const TextSpan span{begin, begin + codePointCount(phrase)};
    AlignedText without = text;
    without.records.erase(without.records.begin() + static_cast<std::ptrdiff_t>(i));
    const Result<Scores> less = score(without);
    if (!less) return tl::unexpected(less.error());
    if (!*less) return {};
    const auto with = perplexityWithin(**whole, span);
    const auto missing = perplexityWithin(**less, span);
    if (with && missing && *missing > 0.0) {
      selection.credit[text.records[i].id] = 1.0 - *with / *missing;
    }
  }
  return {};
}

}  // namespace molloquy::reflect
