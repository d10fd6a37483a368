#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "model/base/program_paths.h"
#include "model/reflect/prompt_book.h"
#include "model/reflect/row_context.h"
#include "model/session/chat_session.h"
#include "tests/model/align/align_fixture.h"

namespace molloquy::test {

/// The shipped prompts; ends the test when they cannot be read.
inline reflect::PromptBook shippedPrompts() {
  const auto folder = resourceFolder();
  if (!folder) qFatal("%s", folder.error().message.c_str());
  auto book = reflect::PromptBook::load(*folder / "prompts");
  if (!book) qFatal("%s", book.error().message.c_str());
  return *std::move(book);
}

inline reflect::RowContext contextOf(const retrieval::ReferenceRow& row) {
  auto context = reflect::contextOf(row);
  if (!context) qFatal("%s", context.error().message.c_str());
  return *std::move(context);
}

/// A plain language model that plays a script: the same answer to every question, and a word of an
/// answer is likely when the question has it, too.
class ScriptedSession : public session::ChatSession {
 public:
  explicit ScriptedSession(std::string answer) : m_answer(std::move(answer)) {
    m_info.name = "scripted";
    m_info.hasMolecule = false;
    m_info.contextLength = 4096;
  }

  [[nodiscard]] const session::ModelInfo& info() const override { return m_info; }
  Result<session::GenerationEnd> generate(const session::GenerateRequest& request,
                                          const std::function<void(std::string_view)>& onText,
                                          std::stop_token /*stop*/) override {
    requests.push_back(request);
    onText(m_answer);
    return session::GenerationEnd{};
  }
  Result<std::optional<session::AnswerScores>> scoreAnswer(const session::GenerateRequest& request,
                                                           std::string_view answer,
                                                           std::stop_token stop) override {
    requests.push_back(request);
    if (stop.stop_requested()) return std::nullopt;
    if (failure) return tl::unexpected(*failure);
    session::AnswerScores scores;
    scores.text = answer;
    std::istringstream words{std::string(answer)};
    for (std::string word; words >> word;) {
      const std::size_t at = codePointCount(answer.substr(0, answer.find(word)));
      const bool known = request.instruction.find(word) != std::string::npos;
      scores.tokens.push_back({{at, at + codePointCount(word)}, known ? -0.1 : -3.0});
    }
    return scores;
  }

  std::vector<session::GenerateRequest> requests;
  std::optional<Error> failure;

  void setContextLength(int tokens) { m_info.contextLength = tokens; }

 private:
  std::string m_answer;
  session::ModelInfo m_info;
};

}  // namespace molloquy::test
