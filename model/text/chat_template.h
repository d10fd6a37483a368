#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"

namespace molloquy::text {

class Tokenizer;

/// How a plain language model wants a conversation to be written.
enum class ChatFormat {
  Completion,  ///< base models: question and answer as a text that goes on.
  Llama2,      ///< [INST] with <<SYS>>
  Mistral,     ///< [INST] without
  Llama3,      ///< <|start_header_id|>
  ChatMl,      ///< <|im_start|> (Qwen)
  Zephyr       ///< <|user|> (TinyLlama)
};
std::string_view chatFormatName(ChatFormat format);

/// Recognises the format by the marks in the "chat_template" of tokenizer_config.json, or in
/// chat_template.jinja. No template, or one of another family: Completion.
/// Errors: Corrupt (tokenizer_config.json is not JSON).
Result<ChatFormat> readChatFormat(const std::filesystem::path& folder);

struct ChatTurn {
  std::string question;
  std::string answer;
};

/// What is said so far, ending with a question.
struct Chat {
  std::string system;           ///< what the model is told first; may be empty.
  std::vector<ChatTurn> turns;  ///< oldest first.
  std::string question;
};

/// The conversation up to where the answer begins. Marks become their ids; all words are encoded
/// as words, so that names of tokens in them mean nothing. Surrounding blanks of words are dropped.
/// Source: the published chat templates of each family.
std::vector<TokenId> encodeChat(const Tokenizer& tokenizer, ChatFormat format, const Chat& chat);

/// Tokens that end a turn in this format, beside the tokenizer's own end tokens.
std::vector<TokenId> turnEnds(const Tokenizer& tokenizer, ChatFormat format);

/// What a language model that cannot see structures is told of one.
/// facts  a line each; `smiles` and `name` may be empty.
std::string moleculeSystemText(std::string_view smiles, std::string_view name,
                               std::span<const std::string> facts);

}  // namespace molloquy::text
