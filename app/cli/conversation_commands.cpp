#include <memory>

#include <fmt/format.h>

#include "app/cli/answer.h"
#include "app/cli/answer_list.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_options.h"
#include "app/cli/model_session.h"
#include "app/cli/phrases.h"
#include "model/align/phrase_aligner.h"

namespace molloquy::cli {
namespace {

/// Loads the model, asks, and streams the answer in text form.
Step<Answer> ask(const LoadedMolecule& molecule, const AskOptions& options, Output& output,
                 InterruptScope& interrupt) {
  const auto folder = modelFolder(options.model);
  if (!folder) return failed(folder.error(), ExitCode::Environment);
  auto model = openModel(*folder, options.open, interrupt.token());
  if (!model) return failed(model.error(), ExitCode::Model);
  auto request = requestFor(molecule, options, (*model)->info(), interrupt.token());
  if (!request) return tl::unexpected(request.error());

  Answer answer{.instruction = request->instruction,
                .text = "",
                .end = {},
                .model = (*model)->info(),
                .phrases = {}};
  const auto onText = [&](std::string_view piece) {
    answer.text += piece;
    if (!output.isJson()) output.write(piece);
    if (!output.isOpen()) interrupt.requestStop();
  };
  const auto end = (*model)->generate(*request, onText, interrupt.token());
  if (!end) return tl::unexpected(modelFailure(end.error()));
  answer.end = *end;
  return answer;
}

Step<std::vector<align::AlignmentRecord>> phrasesOf(const LoadedMolecule& molecule,
                                                    const std::string& text) {
  const auto lexicon = openLexicon();
  if (!lexicon) return failed(lexicon.error(), ExitCode::Environment);
  return align::alignText(*molecule.record.molecule, text, **lexicon);
}

ExitCode writeAnswer(Output& output, const AskOptions& options, const LoadedMolecule& molecule,
                     const Answer& answer) {
  if (!output.isJson()) {
    const chem::Molecule& graph = *molecule.record.molecule;
    output.write("\n");
    if (!answer.phrases.empty()) output.write("\n" + phrasesTable(graph, answer.phrases));
    if (answer.end.reason == session::FinishReason::Stopped) note("stopped.");
    return output.finish();
  }
  const auto object = answerJson(options, molecule, answer);
  if (!object) return output.fail(object.error(), exitCodeOf(object.error()));
  output.writeJson(*object);
  return output.finish();
}

/// Ctrl+C came before the first word: no failure, and nothing to show.
ExitCode writeNothing(Output& output, const AskOptions& options) {
  note("stopped before there was an answer.");
  if (output.isJson()) {
    output.writeJson({{"command", options.name}, {"text", ""}, {"finish", "stopped"}});
  }
  return output.finish();
}

ExitCode answerOne(const AskOptions& options, const LoadedMolecule& molecule) {
  Output output = options.common.output();
  InterruptScope interrupt;
  Step<Answer> answer = ask(molecule, options, output, interrupt);
  if (!answer && interrupt.token().stop_requested()) return writeNothing(output, options);
  if (!answer) return output.fail(answer.error().error, answer.error().code);
  auto phrases = phrasesOf(molecule, answer->text);
  if (!phrases) return output.fail(phrases.error().error, phrases.error().code);
  answer->phrases = *std::move(phrases);
  return writeAnswer(output, options, molecule, *answer);
}

ExitCode run(const AskOptions& options) {
  auto molecules = loadMolecules(options.molecule);
  if (!molecules) {
    return options.common.output().fail(molecules.error(), exitCodeOf(molecules.error()));
  }
  if (molecules->size() > 1) return answerList(options, *std::move(molecules));
  return answerOne(options, molecules->front());
}

void addOptions(CLI::App& command, AskOptions& options) {
  addModel(command, options.model);
  addOpenOptions(command, options.open);
  addGenerateOptions(command, options.generate);
  command.add_option("--shape-seed", options.shapeSeed, "Seed of the 3D shape, when one is made")
      ->capture_default_str();
}

}  // namespace

void addConversation(CLI::App& program, ChosenCommand& chosen) {
  auto caption = std::make_shared<AskOptions>();
  caption->name = "caption";
  CLI::App* captionCommand =
      addCommand(program, "caption", "The model's description, and the atoms its phrases mean",
                 caption->common);
  addMolecule(*captionCommand, caption->molecule);
  addOptions(*captionCommand, *caption);
  captionCommand->callback([caption, &chosen] { chosen = [caption] { return run(*caption); }; });

  auto question = std::make_shared<AskOptions>();
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
  addOptions(*askCommand, *question);
  askCommand->callback([question, &chosen] { chosen = [question] { return run(*question); }; });
}

}  // namespace molloquy::cli
