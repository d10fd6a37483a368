#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/corpus/corpus_line.h"
#include "model/session/chat_session.h"

namespace molloquy::evaluation {

/// What a model is measured at.
enum class Task { Caption, Property, Retrieval, Grounding, Conformers, Cap2Mol };

/// "caption", "property", "retrieval", "grounding", "conformers", "cap2mol".
std::string_view nameOf(Task task);
std::optional<Task> taskNamed(std::string_view name);

/// Whether the model is given the structure, or is to find it from the words.
enum class Given { Structure, WordsAlone };

/// One row that a model is asked, and what it should say.
struct Question {
  std::size_t line = 0;              ///< of the data, from 1.
  std::string id;                    ///< the data's own name, or the SMILES.
  std::string task;                  ///< as the data has it: "Caption", "HOMO".
  std::string smiles;                ///< as written in the data.
  std::vector<std::string> symbols;  ///< of `positions`; empty when the data has no conformer.
  corpus::Positions positions;       ///< of the conformer that is shown.
  Given given = Given::Structure;
  std::string instruction;
  std::string system;                      ///< of conversations; empty otherwise.
  std::vector<session::Exchange> history;  ///< of conversations.
  std::string reference;                   ///< as the data has it, the final newline included.
};

}  // namespace molloquy::evaluation
