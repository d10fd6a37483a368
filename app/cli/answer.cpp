#include "app/cli/answer.h"

#include <utility>

#include "app/cli/model_session.h"
#include "app/cli/phrases.h"
#include "app/models/fact_lines.h"
#include "model/facts/computed_facts.h"
#include "model/session/seen_structure.h"
#include "model/text/prompt.h"

namespace molloquy::cli {
namespace {

const char* nameOf(session::FinishReason reason) {
  switch (reason) {
    case session::FinishReason::EndOfText:
      return "end_of_text";
    case session::FinishReason::MaxTokens:
      return "max_tokens";
    case session::FinishReason::Stopped:
      return "stopped";
  }
  return "stopped";
}

nlohmann::ordered_json statsJson(const session::GenerationStats& stats) {
  return {{"prompt_tokens", stats.promptTokens},
          {"cached_prompt_tokens", stats.cachedPromptTokens},
          {"new_tokens", stats.newTokens},
          {"first_token_seconds", stats.firstTokenSeconds},
          {"tokens_per_second", stats.tokensPerSecond},
          {"seed", stats.seed}};
}

}  // namespace

tl::unexpected<Failure> failed(Error error, ExitCode code) {
  return tl::unexpected(Failure{std::move(error), code});
}

Failure modelFailure(const Error& error) {
  const bool bad = error.code == ErrorCode::InvalidInput;
  return {error, bad ? ExitCode::BadInput : ExitCode::Model};
}

std::string instructionOf(const AskOptions& options) {
  return options.question.empty() ? std::string(text::kDescribeInstruction) : options.question;
}

Step<session::GenerateRequest> requestFor(const LoadedMolecule& molecule, const AskOptions& options,
                                          const session::ModelInfo& model, std::stop_token stop) {
  const chem::Molecule& graph = *molecule.record.molecule;
  auto shape = shapeOf(molecule, options.shapeSeed, std::move(stop));
  if (!shape) return failed(shape.error(), exitCodeOf(shape.error()));
  auto head = moleculeJson(molecule);
  if (!head) return failed(head.error(), exitCodeOf(head.error()));
  session::GenerateRequest request;
  request.structure = session::seenStructure(graph, *shape, (*head)["smiles"].get<std::string>());
  request.instruction = instructionOf(options);
  request.options = options.generate;
  if (!model.hasMolecule) {
    request.structure.name = graph.name();
    const auto facts = facts::computeFacts(graph);
    if (!facts) return failed(facts.error(), exitCodeOf(facts.error()));
    request.facts = app::factLines(*facts);
  }
  return request;
}

Result<nlohmann::ordered_json> answerJson(const AskOptions& options, const LoadedMolecule& molecule,
                                          const Answer& answer) {
  const auto head = moleculeJson(molecule);
  if (!head) return tl::unexpected(head.error());
  return nlohmann::ordered_json{
      {"command", options.name},
      {"molecule", *head},
      {"model", modelJson(answer.model)},
      {"instruction", answer.instruction},
      {"text", answer.text},
      {"finish", nameOf(answer.end.reason)},
      {"stats", statsJson(answer.end.stats)},
      {"phrases", phrasesJson(*molecule.record.molecule, answer.phrases)}};
}

}  // namespace molloquy::cli
