#pragma once

#include <optional>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/scored_file.h"
#include "model/evaluation/asking.h"
#include "model/evaluation/measured_retrieval.h"
#include "model/evaluation/question_list.h"
#include "model/session/open_options.h"

namespace molloquy::cli {

/// What `evaluate` is told.
struct EvaluateOptions {
  CommonOptions common;
  std::string model;
  std::string data;
  std::string task;  ///< a name of evaluation::taskNamed.
  std::string preset = "fast";
  std::string predictions;  ///< empty: answers are not kept.
  std::string compare;      ///< record of another run, or empty.
  std::string tokenizer;    ///< of --tokens llama; empty: the model's own.
  TokenKind tokens = TokenKind::SciBert;
  std::size_t samples = 3;  ///< best and worst ones that are shown.
  double leastDifference = 0.02;
  evaluation::Choice choice;  ///< its task and seed are set when the line has been read.
  evaluation::AskOptions ask;
  evaluation::RetrievalOptions retrieval;
  session::OpenOptions open;
};

/// Declares the command's options. Settings of the preset that the line does not name are filled in
/// by `applyPreset`.
CLI::App* declareEvaluate(CLI::App& program, EvaluateOptions& options);

/// Sets the task, the seeds, and what the preset says of lengths, beams and penalties, unless the
/// line says otherwise. Errors: InvalidInput (a preset that the task has not).
Result<void> applyPreset(const CLI::App& command, EvaluateOptions& options);

/// How rows are asked, as the run's record has it.
nlohmann::ordered_json settingsJson(const EvaluateOptions& options);

}  // namespace molloquy::cli
