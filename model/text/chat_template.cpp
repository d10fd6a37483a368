#include "model/text/chat_template.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/text/tokenizer.h"

namespace molloquy::text {
namespace fs = std::filesystem;

namespace {

/// A mark in a template and the format that has it; the first found decides.
struct FormatMark {
  std::string_view mark;
  ChatFormat format;
};
constexpr std::array<FormatMark, 5> kMarks{{{"<|start_header_id|>", ChatFormat::Llama3},
                                            {"<|im_start|>", ChatFormat::ChatMl},
                                            {"<|user|>", ChatFormat::Zephyr},
                                            {"<<SYS>>", ChatFormat::Llama2},
                                            {"[INST]", ChatFormat::Mistral}}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Collects a conversation in ids: marks as they are, and the words between two marks in one piece.
class ChatWriter {
 public:
  explicit ChatWriter(const Tokenizer& tokenizer) : m_tokenizer(tokenizer) {}

  ChatWriter& words(std::string_view text) {
    m_words += text;
    return *this;
  }
  /// A mark that the vocabulary does not have is written in words.
  ChatWriter& mark(std::string_view name) {
    const auto id = m_tokenizer.find(name);
    return id ? token(*id) : words(name);
  }
  ChatWriter& token(TokenId id) {
    flush();
    m_ids.push_back(id);
    return *this;
  }
  ChatWriter& begin() {
    return m_tokenizer.writesBegin() ? token(m_tokenizer.special().begin) : *this;
  }
  ChatWriter& end() { return token(m_tokenizer.special().end); }

  [[nodiscard]] bool isEmpty() const { return m_ids.empty() && m_words.empty(); }
  std::vector<TokenId> finish() {
    flush();
    return std::move(m_ids);
  }

 private:
  void flush() {
    for (const TokenId id : m_tokenizer.encode(m_words, TokenNames::AreText)) m_ids.push_back(id);
    m_words.clear();
  }

  const Tokenizer& m_tokenizer;
  std::string m_words;
  std::vector<TokenId> m_ids;
};

/// The parts of a conversation in the order in which every format writes them.
struct Message {
  enum class Role { System, User, Assistant };
  Role role = Role::User;
  std::string_view text;
};

std::string_view roleName(Message::Role role) {
  switch (role) {
    case Message::Role::System:
      return "system";
    case Message::Role::User:
      return "user";
    case Message::Role::Assistant:
      break;
  }
  return "assistant";
}

std::vector<Message> messagesOf(const Chat& chat) {
  std::vector<Message> messages;
  if (const auto system = trimmed(chat.system); !system.empty()) {
    messages.push_back({Message::Role::System, system});
  }
  for (const ChatTurn& turn : chat.turns) {
    messages.push_back({Message::Role::User, trimmed(turn.question)});
    messages.push_back({Message::Role::Assistant, trimmed(turn.answer)});
  }
  messages.push_back({Message::Role::User, trimmed(chat.question)});
  return messages;
}

void writeLlama3(ChatWriter& writer, const Chat& chat) {
  const auto header = [&](std::string_view role) {
    writer.mark("<|start_header_id|>").words(role).mark("<|end_header_id|>").words("\n\n");
  };
  writer.begin();
  for (const Message& message : messagesOf(chat)) {
    header(roleName(message.role));
    writer.words(message.text).mark("<|eot_id|>");
  }
  header("assistant");
}

void writeChatMl(ChatWriter& writer, const Chat& chat) {
  writer.begin();
  for (const Message& message : messagesOf(chat)) {
    writer.mark("<|im_start|>").words(roleName(message.role)).words("\n");
    writer.words(message.text).mark("<|im_end|>").words("\n");
  }
  writer.mark("<|im_start|>").words("assistant\n");
}

void writeZephyr(ChatWriter& writer, const Chat& chat) {
  writer.begin();
  for (const Message& message : messagesOf(chat)) {
    writer.mark(fmt::format("<|{}|>", roleName(message.role))).words("\n");
    writer.words(message.text).end().words("\n");
  }
  writer.mark("<|assistant|>").words("\n");
}

/// Llama 2 and Mistral differ in where the system text stands and in the begin tokens of turns.
void writeInstructions(ChatWriter& writer, const Chat& chat, ChatFormat format) {
  const bool llama = format == ChatFormat::Llama2;
  const auto system = trimmed(chat.system);
  std::string before;
  if (!system.empty()) {
    before =
        llama ? fmt::format("<<SYS>>\n{}\n<</SYS>>\n\n", system) : fmt::format("{}\n\n", system);
  }
  const auto ask = [&](std::string_view question) {
    if (writer.isEmpty() || llama) writer.begin();
    writer.mark("[INST]").words(" ").words(std::exchange(before, {})).words(trimmed(question));
    writer.words(" ").mark("[/INST]");
  };
  for (const ChatTurn& turn : chat.turns) {
    ask(turn.question);
    writer.words(" ").words(trimmed(turn.answer)).words(llama ? " " : "").end();
  }
  ask(chat.question);
}

void writeCompletion(ChatWriter& writer, const Chat& chat) {
  writer.begin();
  if (const auto system = trimmed(chat.system); !system.empty()) writer.words(system).words("\n\n");
  for (const ChatTurn& turn : chat.turns) {
    writer.words("Question: ").words(trimmed(turn.question));
    writer.words("\nAnswer: ").words(trimmed(turn.answer)).words("\n\n");
  }
  writer.words("Question: ").words(trimmed(chat.question)).words("\nAnswer:");
}

/// The template as text: a string, or the entry "default" of a list of named ones.
std::string templateOf(const nlohmann::json& config) {
  const auto value = config.find("chat_template");
  if (value == config.end()) return {};
  if (value->is_string()) return value->get<std::string>();
  std::string found;
  if (!value->is_array()) return found;
  for (const nlohmann::json& entry : *value) {
    if (!entry.is_object() || !entry.contains("template") || !entry["template"].is_string())
      continue;
    if (found.empty() || entry.value("name", nlohmann::json()) == "default") {
      found = entry["template"].get<std::string>();
    }
  }
  return found;
}

}  // namespace

std::string_view chatFormatName(ChatFormat format) {
  switch (format) {
    case ChatFormat::Completion:
      return "completion";
    case ChatFormat::Llama2:
      return "Llama 2";
    case ChatFormat::Mistral:
      return "Mistral";
    case ChatFormat::Llama3:
      return "Llama 3";
    case ChatFormat::ChatMl:
      return "ChatML";
    case ChatFormat::Zephyr:
      break;
  }
  return "Zephyr";
}

Result<ChatFormat> readChatFormat(const fs::path& folder) {
  std::error_code ignored;
  std::string written;
  if (const fs::path file = folder / "tokenizer_config.json"; fs::exists(file, ignored)) {
    const auto text = readFile(file);
    if (!text) return tl::unexpected(text.error());
    const auto config = nlohmann::json::parse(*text, nullptr, false);
    if (!config.is_object()) {
      return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", file.string()));
    }
    written = templateOf(config);
  }
  if (const fs::path file = folder / "chat_template.jinja";
      written.empty() && fs::exists(file, ignored)) {
    const auto text = readFile(file);
    if (!text) return tl::unexpected(text.error());
    written = *text;
  }
  for (const FormatMark& mark : kMarks) {
    if (written.find(mark.mark) != std::string::npos) return mark.format;
  }
  return ChatFormat::Completion;
}

std::vector<TokenId> encodeChat(const Tokenizer& tokenizer, ChatFormat format, const Chat& chat) {
  ChatWriter writer(tokenizer);
  switch (format) {
    case ChatFormat::Completion:
      writeCompletion(writer, chat);
      break;
    case ChatFormat::Llama2:
    case ChatFormat::Mistral:
      writeInstructions(writer, chat, format);
      break;
    case ChatFormat::Llama3:
      writeLlama3(writer, chat);
      break;
    case ChatFormat::ChatMl:
      writeChatMl(writer, chat);
      break;
    case ChatFormat::Zephyr:
      writeZephyr(writer, chat);
      break;
  }
  return writer.finish();
}

std::vector<TokenId> turnEnds(const Tokenizer& tokenizer, ChatFormat format) {
  std::vector<TokenId> ends;
  for (const std::string_view name : {"<|eot_id|>", "<|im_end|>"}) {
    const bool fits = (format == ChatFormat::Llama3 && name == "<|eot_id|>") ||
                      (format == ChatFormat::ChatMl && name == "<|im_end|>");
    if (const auto id = tokenizer.find(name); fits && id) ends.push_back(*id);
  }
  return ends;
}

std::string moleculeSystemText(std::string_view smiles, std::string_view name,
                               std::span<const std::string> facts) {
  std::string text =
      "You help chemists. Answer briefly and exactly, and say so when you do not know.";
  if (smiles.empty()) return text;
  text += fmt::format(" The questions are about this molecule.\nSMILES: {}", smiles);
  if (!name.empty()) text += fmt::format("\nName: {}", name);
  if (!facts.empty()) text += "\nComputed facts, to be trusted over memory:";
  for (const std::string& fact : facts) text += fmt::format("\n- {}", fact);
  return text;
}

}  // namespace molloquy::text
