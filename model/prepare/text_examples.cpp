#include "model/prepare/text_examples.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace molloquy::prepare {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The conversation up to the last answer. nullopt: roles do not take turns.
std::optional<text::Chat> chatOf(const corpus::Dialogue& dialogue) {
  text::Chat chat;
  std::optional<std::string> question;
  const auto last = dialogue.messages.end() - 1;
  for (auto message = dialogue.messages.begin(); message != last; ++message) {
    if (message->role == "system") {
      chat.system += (chat.system.empty() ? "" : "\n") + message->content;
    } else if (message->role == "user" && !question) {
      question = message->content;
    } else if (message->role == "assistant" && question) {
      chat.turns.push_back({*std::exchange(question, std::nullopt), message->content});
    } else {
      return std::nullopt;
    }
  }
  if (!question) return std::nullopt;
  chat.question = *question;
  return chat;
}

class TextExamples {
 public:
  explicit TextExamples(const Plan& plan) : m_plan(plan) {}

  void operator()(const corpus::Entry& entry) {
    if (entry.pairs.empty()) lose("", Loss::EmptyText, "The structure has no pairs.");
    for (const corpus::QuestionAnswer& pair : entry.pairs) {
      text::Chat chat;
      chat.system = text::moleculeSystemText(entry.structure.smiles, {}, {});
      chat.question = pair.instruction;
      add(pair.task, chat, pair.answer);
    }
  }
  void operator()(const corpus::Dialogue& dialogue) {
    const auto chat = chatOf(dialogue);
    if (!chat) {
      return lose(dialogue.task, Loss::WrongKind,
                  "Questions and answers of the conversation do not take turns.");
    }
    add(dialogue.task, *chat, dialogue.messages.back().content);
  }
  void operator()(const corpus::PlainText& plain) {
    if (trimmed(plain.text).empty()) return lose("", Loss::EmptyText, "The text is empty.");
    std::string_view rest = plain.text;
    while (!rest.empty()) rest = takePiece(rest);
  }

  LineExamples result;

 private:
  void lose(const std::string& what, Loss loss, std::string reason) {
    result.lost.push_back({what, loss, std::move(reason)});
  }

  /// Tokens that a text may have beside a begin and an end token.
  std::size_t room() const { return static_cast<std::size_t>(m_plan.settings.maxTokens) - 2; }

  std::vector<TokenId> words(std::string_view text) const {
    return m_plan.tokenizer->encode(text, text::TokenNames::AreText);
  }

  /// Byte-level vocabularies write the blank between prompt and answer; SentencePiece's dummy
  /// blank stands there already.
  std::vector<TokenId> answerTokens(std::string_view answer) const {
    const bool blank =
        m_plan.tokenizer->pieces() == nullptr &&
        (m_plan.chat == text::ChatFormat::Completion || m_plan.chat == text::ChatFormat::Llama2 ||
         m_plan.chat == text::ChatFormat::Mistral);
    std::string written(blank ? 1 : 0, ' ');
    written += trimmed(answer);
    return words(written);
  }

  void add(const std::string& task, const text::Chat& chat, std::string_view answer) {
    if (trimmed(answer).empty()) return lose(task, Loss::EmptyText, "The answer is empty.");
    TokenExample example{task, text::encodeChat(*m_plan.tokenizer, m_plan.chat, chat),
                         answerTokens(answer)};
    const std::size_t tokens = example.prompt.size() + example.answer.size() + 1;
    if (tokens > static_cast<std::size_t>(m_plan.settings.maxTokens)) {
      return lose(task, Loss::TooLong,
                  fmt::format("The row has {} tokens, {} are allowed (data.max_tokens).", tokens,
                              m_plan.settings.maxTokens));
    }
    result.examples.push_back(std::move(example));
  }

  /// Learns as many whole lines as fit, at least one, and returns the text behind them. A line that
  /// is too long by itself becomes several examples.
  std::string_view takePiece(std::string_view rest) {
    std::size_t end = 0;
    std::vector<TokenId> tokens;
    while (end < rest.size()) {
      const std::size_t next = std::min(rest.find('\n', end), rest.size() - 1) + 1;
      std::vector<TokenId> longer = words(rest.substr(0, next));
      if (end > 0 && longer.size() > room()) break;
      tokens = std::move(longer);
      end = next;
    }
    if (trimmed(rest.substr(0, end)).empty()) return rest.substr(end);
    for (std::size_t begin = 0; begin < tokens.size(); begin += room()) {
      const std::size_t stop = std::min(tokens.size(), begin + room());
      TokenExample example{"Text", {}, {}};
      if (m_plan.tokenizer->writesBegin()) example.prompt = {m_plan.vocabulary.begin};
      example.answer.assign(tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                            tokens.begin() + static_cast<std::ptrdiff_t>(stop));
      result.examples.push_back(std::move(example));
    }
    return rest.substr(end);
  }

  const Plan& m_plan;
};

}  // namespace

LineExamples textExamples(const Plan& plan, const corpus::Line& line) {
  TextExamples examples(plan);
  std::visit([&](const auto& content) { examples(content); }, line);
  return std::move(examples.result);
}

}  // namespace molloquy::prepare
