#include "model/session/chat_session.h"

#include <cmath>

namespace molloquy::session {

Result<std::vector<BatchAnswer>> ChatSession::generateBatch(
    std::span<const GenerateRequest> requests, const OnAnswer& onDone, std::stop_token stop) {
  std::vector<BatchAnswer> answers;
  answers.reserve(requests.size());
  for (const GenerateRequest& request : requests) {
    BatchAnswer answer;
    answer.end = generate(
        request, [&answer](std::string_view text) { answer.text += text; }, stop);
    answers.push_back(std::move(answer));
    if (onDone) onDone(answers.size() - 1, answers.back());
  }
  return answers;
}

Result<std::optional<AnswerScores>> ChatSession::scoreAnswer(const GenerateRequest& /*request*/,
                                                             std::string_view /*answer*/,
                                                             std::stop_token /*stop*/) {
  return fail(ErrorCode::Unsupported, "This model cannot tell how likely an answer is.");
}

double AnswerScores::perplexity() const {
  if (tokens.empty()) return 0.0;
  double sum = 0.0;
  for (const TokenScore& token : tokens) sum += token.logProbability;
  return std::exp(-sum / static_cast<double>(tokens.size()));
}

}  // namespace molloquy::session
