#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_session.h"
#include "app/cli/phrases.h"
#include "model/align/phrase_aligner.h"
#include "model/session/seen_structure.h"
#include "model/text/prompt.h"

namespace molloquy::cli {
namespace {

struct Options {
  std::string name;  ///< "caption" or "ask".
  CommonOptions common;
  MoleculeArgument molecule;
  std::string question;  ///< empty for caption.
  std::string model;
  std::uint32_t shapeSeed = 7;
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

/// An error and whose fault it is.
struct Failure {
  Error error;
  ExitCode code;
};
template <class T>
using Step = tl::expected<T, Failure>;

tl::unexpected<Failure> failed(Error error, ExitCode code) {
  return tl::unexpected(Failure{std::move(error), code});
}

Step<session::SeenStructure> structureOf(const LoadedMolecule& molecule, const Options& options,
                                         std::stop_token stop) {
  const chem::Molecule& graph = *molecule.record.molecule;
  auto shape = shapeOf(molecule, options.shapeSeed, stop);
  if (!shape) return failed(shape.error(), exitCodeOf(shape.error()));
  auto head = moleculeJson(molecule);
  if (!head) return failed(head.error(), exitCodeOf(head.error()));
  return session::seenStructure(graph, *shape, (*head)["smiles"].get<std::string>());
}

/// Loads the model, asks, and streams the answer in text form.
Step<Answer> ask(const LoadedMolecule& molecule, const Options& options, Output& output,
                 InterruptScope& interrupt) {
  const auto folder = modelFolder(options.model);
  if (!folder) return failed(folder.error(), ExitCode::Environment);
  auto model = openModel(*folder, interrupt.token());
  if (!model) return failed(model.error(), ExitCode::Model);
  const std::string instruction =
      options.question.empty() ? std::string(text::kDescribeInstruction) : options.question;
  Step<session::SeenStructure> structure = structureOf(molecule, options, interrupt.token());
  if (!structure) return tl::unexpected(structure.error());

  Answer answer{
      .instruction = instruction, .text = "", .end = {}, .model = (*model)->info(), .phrases = {}};
  const auto onText = [&](std::string_view piece) {
    answer.text += piece;
    if (!output.isJson()) output.write(piece);
    if (!output.isOpen()) interrupt.requestStop();
  };
  const auto end = (*model)->generate({.structure = *std::move(structure),
                                       .instruction = answer.instruction,
                                       .history = {},
                                       .options = options.generate},
                                      onText, interrupt.token());
  if (!end) {
    const bool bad = end.error().code == ErrorCode::InvalidInput;
    return failed(end.error(), bad ? ExitCode::BadInput : ExitCode::Model);
  }
  answer.end = *end;
  return answer;
}

Step<std::vector<align::AlignmentRecord>> phrasesOf(const LoadedMolecule& molecule,
                                                    const std::string& text) {
  const auto lexicon = openLexicon();
  if (!lexicon) return failed(lexicon.error(), ExitCode::Environment);
  return align::alignText(*molecule.record.molecule, text, **lexicon);
}

nlohmann::ordered_json statsJson(const session::GenerationStats& stats) {
  return {{"prompt_tokens", stats.promptTokens},
          {"new_tokens", stats.newTokens},
          {"first_token_seconds", stats.firstTokenSeconds},
          {"tokens_per_second", stats.tokensPerSecond},
          {"seed", stats.seed}};
}

ExitCode writeAnswer(Output& output, const Options& options, const LoadedMolecule& molecule,
                     const Answer& answer) {
  const chem::Molecule& graph = *molecule.record.molecule;
  if (!output.isJson()) {
    output.write("\n");
    if (!answer.phrases.empty()) output.write("\n" + phrasesTable(graph, answer.phrases));
    if (answer.end.reason == session::FinishReason::Stopped) note("stopped.");
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  output.writeJson({{"command", options.name},
                    {"molecule", *head},
                    {"model", modelJson(answer.model)},
                    {"instruction", answer.instruction},
                    {"text", answer.text},
                    {"finish", nameOf(answer.end.reason)},
                    {"stats", statsJson(answer.end.stats)},
                    {"phrases", phrasesJson(graph, answer.phrases)}});
  return output.finish();
}

/// Ctrl+C came before the first word: no failure, and nothing to show.
ExitCode writeNothing(Output& output, const Options& options) {
  note("stopped before there was an answer.");
  if (output.isJson()) {
    output.writeJson({{"command", options.name}, {"text", ""}, {"finish", "stopped"}});
  }
  return output.finish();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  InterruptScope interrupt;
  Step<Answer> answer = ask(*molecule, options, output, interrupt);
  if (!answer && interrupt.token().stop_requested()) return writeNothing(output, options);
  if (!answer) return output.fail(answer.error().error, answer.error().code);
  auto phrases = phrasesOf(*molecule, answer->text);
  if (!phrases) return output.fail(phrases.error().error, phrases.error().code);
  answer->phrases = *std::move(phrases);
  return writeAnswer(output, options, *molecule, *answer);
}

void addGeneration(CLI::App& command, Options& options) {
  addModel(command, options.model);
  session::GenerateOptions& generate = options.generate;
  command
      .add_option("--max-tokens", generate.maxNewTokens, "Longest answer (default: the model's)")
      ->check(CLI::Range(1, 100'000));
  command.add_option("--temperature", generate.temperature, "0 takes the likeliest word each time")
      ->check(CLI::Range(0.0, 5.0))
      ->capture_default_str();
  command.add_option("--top-p", generate.topP, "Share of likely words to draw from")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  command.add_option("--seed", generate.seed, "Seed of the draw")->capture_default_str();
  command.add_option("--shape-seed", options.shapeSeed, "Seed of the 3D shape, when one is made")
      ->capture_default_str();
}

}  // namespace

void addConversation(CLI::App& program, ChosenCommand& chosen) {
  auto caption = std::make_shared<Options>();
  caption->name = "caption";
  CLI::App* captionCommand =
      addCommand(program, "caption", "The model's description, and the atoms its phrases mean",
                 caption->common);
  addMolecule(*captionCommand, caption->molecule);
  addGeneration(*captionCommand, *caption);
  captionCommand->callback([caption, &chosen] { chosen = [caption] { return run(*caption); }; });

  auto question = std::make_shared<Options>();
  question->name = "ask";
  CLI::App* askCommand =
      addCommand(program, "ask", "The model's answer to a question", question->common);
  addMolecule(*askCommand, question->molecule);
  askCommand->add_option("QUESTION", question->question, "What to ask")
      ->required()
      ->check([](const std::string& text) {
        const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        return blank ? std::string("The question is empty") : std::string();
      });
  addGeneration(*askCommand, *question);
  askCommand->callback([question, &chosen] { chosen = [question] { return run(*question); }; });
}

}  // namespace molloquy::cli
