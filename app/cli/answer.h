#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/molecule_input.h"
#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/base/result.h"
#include "model/session/chat_session.h"
#include "model/session/open_options.h"

namespace molloquy::cli {

/// What `caption` and `ask` are told.
struct AskOptions {
  std::string name;  ///< "caption" or "ask".
  CommonOptions common;
  MoleculeArgument molecule;
  std::string question;  ///< empty for caption.
  std::string model;
  std::uint32_t shapeSeed = 7;
  session::OpenOptions open;
  session::GenerateOptions generate;
};

/// Everything an answer is made of.
struct Answer {
  std::string instruction;
  std::string text;
  session::GenerationEnd end;
  session::ModelInfo model;
  std::vector<align::AlignmentRecord> phrases;
};

/// An error and whose fault it is.
struct Failure {
  Error error;
  ExitCode code;
};
template <class T>
using Step = tl::expected<T, Failure>;

tl::unexpected<Failure> failed(Error error, ExitCode code);
/// A failure of the model: the question's fault when that cannot be used.
Failure modelFailure(const Error& error);

/// "Describe the input molecule." for caption, else the question.
std::string instructionOf(const AskOptions& options);

/// What the model is asked about one molecule: its shape, made when it has none, and computed facts
/// for a model that does not see structures.
Step<session::GenerateRequest> requestFor(const LoadedMolecule& molecule, const AskOptions& options,
                                          const session::ModelInfo& model, std::stop_token stop);

/// One answer as an object: command, molecule, model, instruction, text, finish, stats, phrases.
Result<nlohmann::ordered_json> answerJson(const AskOptions& options, const LoadedMolecule& molecule,
                                          const Answer& answer);

}  // namespace molloquy::cli
