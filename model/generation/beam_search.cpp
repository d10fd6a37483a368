#include "model/generation/beam_search.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "model/generation/logit_rules.h"

namespace molloquy::generation {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

using Kept = std::vector<Hypothesis>;

/// The oldest of the worst.
template <class Hypotheses>
auto worstOf(Hypotheses& kept) {
  return std::min_element(kept.begin(), kept.end(), [](const Hypothesis& a, const Hypothesis& b) {
    return a.score < b.score;
  });
}

std::size_t commonLength(std::span<const TokenId> a, std::span<const TokenId> b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

}  // namespace

BeamSearch::BeamSearch(const GenerateOptions& options, int vocabulary, int limit)
    : m_options(options),
      m_vocabulary(static_cast<std::size_t>(vocabulary)),
      m_limit(static_cast<std::size_t>(limit)) {
  assert(limit >= 1 && options.beams >= 1);
}

double BeamSearch::divided(double logProbability, std::size_t tokens, LengthCount count) const {
  const double length = static_cast<double>(tokens) + m_options.leadingTokens +
                        (count == LengthCount::WithEnd ? 1.0 : 0.0);
  return logProbability / std::pow(std::max(length, 1.0), m_options.lengthPenalty);
}

void BeamSearch::score(std::span<float> row, const Beam& beam) const {
  logSoftmax(row);
  std::vector<TokenId> used = m_options.penalised;
  used.insert(used.end(), beam.tokens.begin(), beam.tokens.end());
  penalise(row, used, m_options.sampling.repetitionPenalty, Scale::LogProbabilities);
  ban(row, m_options.banned);
  const auto written = static_cast<int>(beam.tokens.size());
  if (written < std::max(m_options.minNewTokens, m_options.rules.endBannedFor)) {
    ban(row, m_options.ends);
  }
  if (written == 0) {
    ban(row, m_options.rules.lineEnds);
    ban(row, m_options.rules.beginMarks);
  }
}

std::vector<BeamSearch::Candidate> BeamSearch::best(std::span<const float> scores) const {
  const std::size_t V = m_vocabulary;
  const std::size_t wanted = static_cast<std::size_t>(m_options.beams) *
                             std::max<std::size_t>(2, 1 + m_options.ends.size());
  // The worst candidate is at the front of the heap; equal scores in order of text and token.
  const auto better = [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.beam != b.beam ? a.beam < b.beam : a.token < b.token;
  };
  std::vector<Candidate> heap;
  float bar = kNever;
  for (std::size_t b = 0; b < m_open.size(); ++b) {
    for (std::size_t token = 0; token < V; ++token) {
      const float total = scores[b * V + token] + m_open[b].score;
      if (!(total > bar)) continue;
      heap.push_back({total, static_cast<int>(b), TokenId(static_cast<std::int32_t>(token))});
      std::push_heap(heap.begin(), heap.end(), better);
      if (heap.size() > wanted) {
        std::pop_heap(heap.begin(), heap.end(), better);
        heap.pop_back();
      }
      if (heap.size() == wanted) bar = heap.front().score;
    }
  }
  std::sort_heap(heap.begin(), heap.end(), better);
  return heap;
}

void BeamSearch::keep(Kept& kept, Hypothesis hypothesis) const {
  if (kept.size() >= static_cast<std::size_t>(m_options.beams)) {
    const auto worst = worstOf(kept);
    if (hypothesis.score <= worst->score) return;
    kept.erase(worst);
  }
  kept.push_back(std::move(hypothesis));
}

void BeamSearch::choose(const std::vector<Candidate>& candidates) {
  const auto beams = static_cast<std::size_t>(m_options.beams);
  std::vector<Beam> open;
  m_tokens.clear();
  m_parents.clear();
  for (std::size_t rank = 0; rank < candidates.size() && open.size() < beams; ++rank) {
    const Candidate& candidate = candidates[rank];
    const Beam& parent = m_open[static_cast<std::size_t>(candidate.beam)];
    std::vector<TokenId> text = parent.tokens;
    if (contains(m_options.ends, candidate.token)) {
      if (rank >= beams) continue;
      const double score = divided(candidate.score, text.size(), m_options.lengthCount);
      keep(m_kept, {std::move(text), score, Finish::EndOfText});
      continue;
    }
    text.push_back(candidate.token);
    if (!m_options.rules.isOff()) {
      if (const RuleVerdict verdict = judge(m_options.rules, text); verdict.ended) {
        const double score = divided(candidate.score, text.size(), LengthCount::WithoutEnd);
        text.resize(verdict.length);
        if (rank < beams) keep(m_kept, {std::move(text), score, Finish::EndOfText});
        continue;
      }
    }
    open.push_back({std::move(text), candidate.score});
    m_tokens.push_back(candidate.token);
    m_parents.push_back(candidate.beam);
  }
  m_held = std::move(m_open);
  m_open = std::move(open);
  if (m_open.empty()) return;
  m_tokens.resize(beams, m_tokens.front());
  m_parents.resize(beams, m_parents.front());
}

void BeamSearch::advance(std::span<float> logits) {
  assert(!m_done && logits.size() >= m_open.size() * m_vocabulary);
  for (std::size_t b = 0; b < m_open.size(); ++b) {
    score(logits.subspan(b * m_vocabulary, m_vocabulary), m_open[b]);
  }
  const std::size_t written = m_open.front().tokens.size();
  const std::vector<Candidate> candidates = best(logits);
  choose(candidates);
  if (m_open.empty()) {
    m_done = true;
    return;
  }
  if (m_kept.size() >= static_cast<std::size_t>(m_options.beams)) {
    const double attainable =
        divided(candidates.front().score, written + 1, LengthCount::WithoutEnd);
    if (worstOf(m_kept)->score >= attainable) {
      m_done = true;
      m_openCount = false;
    }
  }
  m_done = m_done || m_open.front().tokens.size() >= m_limit;
}

std::span<const TokenId> BeamSearch::agreed() const {
  if (m_open.empty()) return {};
  const std::span<const TokenId> first = m_open.front().tokens;
  std::size_t length = first.size();
  for (const Beam& beam : m_open) {
    length = std::min(length, commonLength(first, beam.tokens));
    // What a rule may still cut off is not settled.
    if (!m_options.rules.isOff() && !beam.tokens.empty()) {
      length = std::min(length, judge(m_options.rules, beam.tokens).length);
    }
  }
  for (const Hypothesis& kept : m_kept) length = std::min(length, commonLength(first, kept.tokens));
  return first.first(length);
}

std::vector<Hypothesis> BeamSearch::finish() const {
  Kept kept = m_kept;
  if (m_openCount) {
    for (const Beam& beam : m_open) {
      keep(kept, {beam.tokens, divided(beam.score, beam.tokens.size(), LengthCount::WithoutEnd),
                  Finish::MaxTokens});
    }
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Hypothesis& a, const Hypothesis& b) { return a.score < b.score; });
  std::reverse(kept.begin(), kept.end());
  return kept;
}

}  // namespace molloquy::generation
