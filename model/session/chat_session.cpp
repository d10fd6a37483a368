#include "model/session/chat_session.h"

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

}  // namespace molloquy::session
