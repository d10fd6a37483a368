#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "model/base/result.h"

namespace molloquy::corpus {

/// Positions of one conformer, angstrom, one point an atom.
using Positions = std::vector<std::array<float, 3>>;

/// One thing to learn about a structure.
struct QuestionAnswer {
  std::string task;         ///< "Caption", "HOMO", "Molecular Weight", ...; see README.md.
  std::string instruction;  ///< the question as asked; for stage 1 and captions the caption's own.
  std::string answer;       ///< exactly as learnt, final newline included where the data has one.
};

/// A structure as the data gives it.
struct Structure {
  std::string smiles;                 ///< as written in the source: what the prompt shows.
  std::vector<std::string> symbols;   ///< elements of the conformers' atoms; empty without any.
  std::vector<Positions> conformers;  ///< may be empty: preparation then embeds one.
};

/// A structure with questions and answers.
struct Entry {
  std::string id;      ///< the source's own name of it (a CID, a row), or empty.
  std::string source;  ///< data set: "chebi20".
  std::string split;   ///< pretrain, train, validation, test, or empty.
  Structure structure;
  std::vector<QuestionAnswer> pairs;
};

struct Message {
  std::string role;  ///< system, user or assistant; the last message is the assistant's.
  std::string content;
};

/// A conversation; its last message is learnt. The structure may be empty.
/// Source: molreflect.md 6.4.
struct Dialogue {
  std::string id;
  std::string source;
  std::string split;
  std::string task;  ///< mol2cap, cap2mol, ...
  Structure structure;
  std::vector<Message> messages;
  std::string meta{};  ///< a JSON object of whoever made it, opaque here ("meta"); or empty.
};

/// Text that is learnt as it stands, for language models from scratch.
struct PlainText {
  std::string source;
  std::string text;
};

using Line = std::variant<Entry, Dialogue, PlainText>;

/// One line of a corpus file. An entry has "smiles" and "pairs", a conversation "messages", a text
/// "text". "positions" (one conformer) is read as well as "conformers". Unknown keys are ignored.
/// Errors: Corrupt, naming the field.
Result<Line> lineFromJson(const nlohmann::json& object);
nlohmann::ordered_json toJson(const Line& line);

}  // namespace molloquy::corpus
