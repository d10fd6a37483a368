#include "model/generation/answer_writer.h"

#include <algorithm>
#include <cassert>

#include "model/generation/logit_rules.h"

namespace molloquy::generation {

AnswerWriter::AnswerWriter(const GenerateOptions& options, int limit)
    : m_options(options),
      m_limit(static_cast<std::size_t>(std::max(0, limit))),
      m_sampler(options.sampling),
      m_history(options.penalised) {
  if (m_limit == 0) m_finish = Finish::MaxTokens;
}

std::optional<TokenId> AnswerWriter::next(std::span<float> logits) {
  assert(!isFinished());
  const StopRules& rules = m_options.rules;
  std::vector<TokenId> banned = m_options.banned;
  const auto add = [&banned](const std::vector<TokenId>& tokens) {
    banned.insert(banned.end(), tokens.begin(), tokens.end());
  };
  if (static_cast<int>(m_tokens.size()) < std::max(m_options.minNewTokens, rules.endBannedFor)) {
    add(m_options.ends);
  }
  if (m_tokens.empty()) {
    add(rules.lineEnds);
    add(rules.beginMarks);
  }
  const TokenId token = m_sampler.next(logits, m_history, banned);
  if (contains(m_options.ends, token)) {
    end(Finish::EndOfText, m_tokens.size());
    return std::nullopt;
  }
  m_tokens.push_back(token);
  m_history.push_back(token);
  m_settled = m_tokens.size();
  if (!rules.isOff()) {
    const RuleVerdict verdict = judge(rules, m_tokens);
    m_settled = verdict.length;
    if (verdict.ended) {
      end(Finish::EndOfText, verdict.length);
      return std::nullopt;
    }
  }
  if (m_tokens.size() == m_limit) {
    end(Finish::MaxTokens, m_tokens.size());
    return std::nullopt;
  }
  return token;
}

void AnswerWriter::stop() { end(Finish::Stopped, m_settled); }

void AnswerWriter::end(Finish finish, std::size_t length) {
  m_finish = finish;
  m_tokens.resize(length);
  m_settled = length;
}

}  // namespace molloquy::generation
