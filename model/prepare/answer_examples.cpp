#include "model/prepare/answer_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "model/base/text_offsets.h"
#include "model/text/pair_encoding.h"
#include "model/text/prompt.h"

namespace molloquy::prepare {
namespace {

class AnswerExamples {
 public:
  explicit AnswerExamples(const Plan& plan) : m_plan(plan) {}

  void operator()(const corpus::Entry& entry) {
    if (entry.pairs.empty()) lose("", Loss::EmptyText, "The structure has no pairs.");
    for (const corpus::QuestionAnswer& pair : entry.pairs) {
      add(pair.task, asked(pair), entry.structure.smiles, pair.answer);
    }
  }
  void operator()(const corpus::Dialogue& dialogue) {
    const corpus::Structure& structure = dialogue.structure;
    if (structure.smiles.empty() && structure.symbols.empty()) {
      lose(dialogue.task, Loss::WrongKind,
           "The conversation has no structure; only a recipe of objective text learns from it.");
      return;
    }
    add(dialogue.task, instructionOf(dialogue), structure.smiles, dialogue.messages.back().content);
  }
  void operator()(const corpus::PlainText&) {
    lose("", Loss::WrongKind, "A plain text has no structure and no question.");
  }

  LineExamples result;

 private:
  void lose(const std::string& what, Loss loss, std::string reason) {
    result.lost.push_back({what, loss, std::move(reason)});
  }

  std::string asked(const corpus::QuestionAnswer& pair) const {
    if (pair.instruction.empty() && pair.task == "Caption") {
      return std::string(text::kDescribeInstruction);
    }
    const auto most = m_plan.settings.descriptionCharacters;
    if (!most || pair.task != "Description") return pair.instruction;
    return pair.instruction.substr(0,
                                   byteOffset(pair.instruction, static_cast<std::size_t>(*most)));
  }

  /// False, and the row is lost, when a text would become other tokens than words.
  bool isClean(const std::string& task, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      if (const Result<void> clean = text::checkInstruction(text); !clean) {
        lose(task, Loss::MarkInText, "The row's text contains the name of a special token.");
        return false;
      }
    }
    return true;
  }

  void add(const std::string& task, const std::string& instruction, const std::string& smiles,
           const std::string& answer) {
    if (answer.empty()) return lose(task, Loss::EmptyText, "The answer is empty.");
    if (!isClean(task, {instruction, smiles, answer})) return;
    text::PromptOptions options;
    options.moleculeTokens = m_plan.places;
    options.smilesMaxCharacters = static_cast<std::size_t>(
        m_plan.settings.smilesCharacters.value_or(std::numeric_limits<int>::max()));
    const std::string prompt = text::buildPrompt(instruction, smiles, options);
    const auto most = static_cast<std::size_t>(m_plan.settings.maxTokens);
    text::EncodedPair pair = text::encodePair(*m_plan.tokenizer, prompt, answer);
    if (const std::size_t whole = pair.ids.size(); whole > most) {
      if (m_plan.endsAnswers) {
        return lose(task, Loss::TooLong,
                    fmt::format("The row has {} tokens, {} are allowed (data.max_tokens), and a "
                                "cut answer would teach to end in mid-sentence.",
                                whole, most));
      }
      pair = text::encodePair(*m_plan.tokenizer, prompt, answer, most);
    }
    TokenExample example = split(task, pair);
    if (std::count(example.prompt.begin(), example.prompt.end(), m_plan.vocabulary.molecule) !=
        m_plan.places) {
      return lose(task, Loss::TooLong,
                  fmt::format("Cutting the row to {} tokens would cut molecule tokens.", most));
    }
    result.examples.push_back(std::move(example));
  }

  /// Takes the pair apart again; the second begin token is the trainer's.
  static TokenExample split(const std::string& task, const text::EncodedPair& pair) {
    const auto second = std::find(pair.types.begin(), pair.types.end(), 1) - pair.types.begin();
    TokenExample example;
    example.task = task;
    example.prompt.assign(pair.ids.begin(), pair.ids.begin() + second);
    example.answer.assign(pair.ids.begin() + second + 1, pair.ids.end());
    return example;
  }

  const Plan& m_plan;
};

}  // namespace

std::string instructionOf(const corpus::Dialogue& dialogue) {
  std::string system;
  std::string talk;
  const auto last = dialogue.messages.end() - 1;
  const auto answers = std::count_if(dialogue.messages.begin(), last,
                                     [](const auto& m) { return m.role == "assistant"; });
  for (auto message = dialogue.messages.begin(); message != last; ++message) {
    if (message->role == "system") {
      system += message->content + "\n";
      continue;
    }
    if (!talk.empty()) talk += "\n";
    if (answers > 0) talk += message->role == "assistant" ? "Answer: " : "Question: ";
    talk += message->content;
  }
  return system + talk;
}

LineExamples answerExamples(const Plan& plan, const corpus::Line& line) {
  AnswerExamples examples(plan);
  std::visit([&](const auto& content) { examples(content); }, line);
  return std::move(examples.result);
}

}  // namespace molloquy::prepare
