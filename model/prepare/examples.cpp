#include "model/prepare/examples.h"

#include <fmt/format.h>

#include "model/prepare/answer_examples.h"
#include "model/prepare/text_examples.h"

namespace molloquy::prepare {
namespace {

/// The tasks whose answers describe the structure in words.
bool isDescription(const std::string& task) { return task == "Caption" || task == "Description"; }

class RepresentationExamples {
 public:
  explicit RepresentationExamples(const Plan& plan) : m_plan(plan) {}

  void operator()(const corpus::Entry& entry) {
    if (entry.pairs.empty()) lose("", Loss::EmptyText, "The structure has no text.");
    for (const corpus::QuestionAnswer& pair : entry.pairs) {
      if (!isDescription(pair.task)) {
        lose(pair.task, Loss::WrongKind,
             fmt::format("Stage 1 learns from tasks Caption and Description, not from {}.",
                         pair.task.empty() ? "pairs without a task" : pair.task));
        continue;
      }
      const auto most = static_cast<std::size_t>(m_plan.settings.maxTokens);
      std::vector<TokenId> tokens = m_plan.wordPiece->encodeFramed(pair.answer, most);
      if (tokens.size() <= 2) {
        lose(pair.task, Loss::EmptyText, "The text is empty.");
        continue;
      }
      result.examples.push_back({pair.task, {}, std::move(tokens)});
    }
  }
  void operator()(const corpus::Dialogue& dialogue) {
    lose(dialogue.task, Loss::WrongKind, "Stage 1 does not learn from conversations.");
  }
  void operator()(const corpus::PlainText&) {
    lose("", Loss::WrongKind, "Stage 1 needs a structure with every text.");
  }

  LineExamples result;

 private:
  void lose(const std::string& what, Loss loss, std::string reason) {
    result.lost.push_back({what, loss, std::move(reason)});
  }
  const Plan& m_plan;
};

/// Every line with a structure, once.
LineExamples denoisingExamples(const corpus::Line& line) {
  LineExamples result;
  if (std::holds_alternative<corpus::PlainText>(line)) {
    result.lost.push_back({"", Loss::WrongKind, "The encoder learns from structures, not texts."});
  } else {
    result.examples.push_back({"Structure", {}, {}});
  }
  return result;
}

}  // namespace

bool usesStructures(recipes::Objective objective) { return objective != recipes::Objective::Text; }

LineExamples examplesOf(const Plan& plan, const corpus::Line& line) {
  switch (plan.objective) {
    case recipes::Objective::Answers:
      return answerExamples(plan, line);
    case recipes::Objective::Text:
      return textExamples(plan, line);
    case recipes::Objective::Denoising:
      return denoisingExamples(line);
    case recipes::Objective::Representation:
      break;
  }
  RepresentationExamples examples(plan);
  std::visit([&](const auto& content) { examples(content); }, line);
  return std::move(examples.result);
}

}  // namespace molloquy::prepare
