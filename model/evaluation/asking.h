#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "model/evaluation/asked_structure.h"
#include "model/session/chat_session.h"

namespace molloquy::evaluation {

/// How rows are asked.
struct AskOptions {
  session::GenerateOptions generate;
  StructureOptions structure;
  std::size_t threads = 0;  ///< that make conformers; 0 = one for each processor.
};

/// A row that has no answer, and why.
struct Unanswered {
  std::size_t question = 0;
  Error error;
};

/// What happens while rows are asked. All are called on the caller's thread.
struct AskSinks {
  /// An error of it ends the asking.
  std::function<Result<void>(std::size_t question, const std::string& answer,
                             const session::GenerationEnd& end)>
      onAnswer;
  std::function<void(const Unanswered& row)> onUnanswered;
  std::function<void(std::size_t done, std::size_t all)> onProgress;  ///< may be empty.
};

/// Asks the questions at `rows`, in batches; while the model answers one, the conformers of the
/// next are made. A row that fails is told and the others go on. After a stop request it returns
/// without error, and the rows that are left are neither answered nor told.
/// Errors: what concerns all rows; those of onAnswer.
Result<void> askAll(session::ChatSession& model, std::span<const Question> questions,
                    std::span<const std::size_t> rows, const AskOptions& options,
                    const AskSinks& sinks, const std::stop_token& stop);

}  // namespace molloquy::evaluation
