#include "model/session/fake_chat_session.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "model/session/context_text.h"
#include "model/session/request_checks.h"
#include "model/text/prompt.h"

namespace molloquy::session {
namespace {

constexpr int kContextLength = 512;
constexpr int kMostExamples = 10;

int countWords(std::string_view text) {
  int words = 0;
  bool inWord = false;
  for (const char character : text) {
    const bool blank = character == ' ' || character == '\n' || character == '\t';
    if (!blank && !inWord) ++words;
    inWord = !blank;
  }
  return words;
}

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

FakeScript scriptFromText(std::string_view text) {
  FakeScript script;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin + 1), text.size());
    script.tokens.emplace_back(text.substr(begin, end - begin));
    begin = end;
  }
  return script;
}

FakeChatSession::FakeChatSession(FakeScript script, BeforeToken beforeToken)
    : m_script(std::move(script)), m_beforeToken(std::move(beforeToken)) {
  m_info.name = "scripted";
  m_info.device = "CPU";
  m_info.numberType = "none";
  m_info.contextLength = kContextLength;
  m_info.contextExamples = kMostExamples;
}

Result<GenerationEnd> FakeChatSession::generate(const GenerateRequest& request,
                                                const std::function<void(std::string_view)>& onText,
                                                std::stop_token stop) {
  m_requests.push_back(request);
  if (const auto checked = checkRequest(request); !checked) {
    return tl::unexpected(checked.error());
  }
  GenerationEnd end;
  end.stats.seed = request.options.seed;
  end.stats.promptTokens =
      countWords(text::buildPrompt(request.instruction, request.structure.smiles));
  if (end.stats.promptTokens >= kContextLength) {
    return tl::unexpected(promptTooLong(end.stats.promptTokens, kContextLength));
  }
  end.stats.contextExamples = static_cast<int>(nearestExamples(request, kMostExamples).size());
  const int limit = request.options.maxNewTokens;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t index = 0;; ++index) {
    if (m_beforeToken) m_beforeToken(index);
    if (stop.stop_requested()) {
      end.reason = FinishReason::Stopped;
      break;
    }
    if (m_script.failure && index == m_script.failAfter) return tl::unexpected(*m_script.failure);
    if (m_script.tokens.empty() || (!m_script.endless && index == m_script.tokens.size())) {
      end.reason = FinishReason::EndOfText;
      break;
    }
    if (limit > 0 && end.stats.newTokens == limit) {
      end.reason = FinishReason::MaxTokens;
      break;
    }
    onText(m_script.tokens[index % m_script.tokens.size()]);
    if (++end.stats.newTokens == 1) end.stats.firstTokenSeconds = secondsSince(start);
  }
  const double afterFirst = secondsSince(start) - end.stats.firstTokenSeconds;
  if (end.stats.newTokens > 1 && afterFirst > 0) {
    end.stats.tokensPerSecond = (end.stats.newTokens - 1) / afterFirst;
  }
  return end;
}

}  // namespace molloquy::session
