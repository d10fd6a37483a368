#include "app/cli/answer_list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "app/cli/interrupt.h"
#include "app/cli/model_session.h"
#include "app/cli/phrases.h"
#include "app/cli/progress.h"
#include "model/align/phrase_aligner.h"

namespace molloquy::cli {
namespace {

/// Records whose shapes are made before they are answered together.
constexpr std::size_t kChunk = 64;

/// Writes what is told of the records, each in its turn.
class ListWriter {
 public:
  ListWriter(const AskOptions& options, const align::Lexicon& lexicon, session::ModelInfo model,
             Output& output)
      : m_options(options), m_lexicon(lexicon), m_model(std::move(model)), m_output(output) {}

  void answered(std::size_t index, const LoadedMolecule& molecule,
                const session::BatchAnswer& answer) {
    if (!answer.end) return failed(index, molecule, answer.end.error());
    if (answer.end->reason == session::FinishReason::Stopped && answer.text.empty()) return;
    Answer whole{.instruction = instructionOf(m_options),
                 .text = answer.text,
                 .end = *answer.end,
                 .model = m_model,
                 .phrases = align::alignText(*molecule.record.molecule, answer.text, m_lexicon)};
    const auto object = answerJson(m_options, molecule, whole);
    if (!object) return failed(index, molecule, object.error());
    ++m_answers;
    tell(index, m_output.isJson() ? jsonLine(*object)
                                  : fmt::format("{}\n{}\n\n", titleOf(molecule), answer.text));
  }

  void failed(std::size_t index, const LoadedMolecule& molecule, const Error& error) {
    ++m_failures;
    note(fmt::format("record {}: {}", molecule.number, error.toString()));
    if (!m_output.isJson()) return tell(index, "");
    nlohmann::ordered_json object = {{"command", m_options.name},
                                     {"molecule",
                                      {{"name", molecule.record.molecule->name()},
                                       {"source", molecule.source},
                                       {"record", molecule.number},
                                       {"records", molecule.count}}},
                                     {"error", error.toString()}};
    tell(index, jsonLine(object));
  }

  [[nodiscard]] std::size_t answers() const { return m_answers; }
  [[nodiscard]] std::size_t failures() const { return m_failures; }

 private:
  static std::string jsonLine(const nlohmann::ordered_json& object) {
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }

  static std::string titleOf(const LoadedMolecule& molecule) {
    const std::string& name = molecule.record.molecule->name();
    return fmt::format("{}. {}", molecule.number, name.empty() ? "(no name)" : name);
  }

  /// Holds back what comes before its turn.
  void tell(std::size_t index, std::string text) {
    m_waiting[index] = std::move(text);
    while (!m_waiting.empty() && m_waiting.begin()->first == m_next) {
      m_output.write(m_waiting.begin()->second);
      m_waiting.erase(m_waiting.begin());
      ++m_next;
    }
  }

  const AskOptions& m_options;
  const align::Lexicon& m_lexicon;
  session::ModelInfo m_model;
  Output& m_output;
  std::map<std::size_t, std::string> m_waiting;
  std::size_t m_next = 0;
  std::size_t m_answers = 0;
  std::size_t m_failures = 0;
};

/// Records [begin, begin + molecules.size()) of the list. Errors: what ends the whole list.
Result<void> answerChunk(const AskOptions& options, session::ChatSession& model,
                         std::span<const LoadedMolecule> molecules, std::size_t begin,
                         ListWriter& writer, InterruptScope& interrupt) {
  std::vector<session::GenerateRequest> requests;
  std::vector<std::size_t> places;  // of each request in `molecules`.
  for (std::size_t i = 0; i < molecules.size() && !interrupt.token().stop_requested(); ++i) {
    auto request = requestFor(molecules[i], options, model.info(), interrupt.token());
    if (request) {
      requests.push_back(*std::move(request));
      places.push_back(i);
    } else if (!interrupt.token().stop_requested()) {
      writer.failed(begin + i, molecules[i], request.error().error);
    }
  }
  if (requests.empty() || interrupt.token().stop_requested()) return {};
  const auto answers = model.generateBatch(
      requests,
      [&](std::size_t index, const session::BatchAnswer& answer) {
        const std::size_t place = places[index];
        writer.answered(begin + place, molecules[place], answer);
      },
      interrupt.token());
  if (!answers) return tl::unexpected(answers.error());
  return {};
}

}  // namespace

ExitCode answerList(const AskOptions& options, std::vector<LoadedMolecule> molecules) {
  Output output = options.common.output();
  const auto lexicon = openLexicon();
  if (!lexicon) return output.fail(lexicon.error(), ExitCode::Environment);
  const auto folder = modelFolder(options.model);
  if (!folder) return output.fail(folder.error(), ExitCode::Environment);
  InterruptScope interrupt;
  auto model = openModel(*folder, options.open, interrupt.token());
  if (!model && interrupt.token().stop_requested()) {
    note("stopped before there was an answer.");
    return output.finish();
  }
  if (!model) return output.fail(model.error(), ExitCode::Model);
  ListWriter writer(options, **lexicon, (*model)->info(), output);
  Progress progress(fmt::format("Answering {} records", molecules.size()));
  const std::span<const LoadedMolecule> all = molecules;
  for (std::size_t begin = 0; begin < all.size(); begin += kChunk) {
    if (interrupt.token().stop_requested()) break;
    if (!output.isOpen()) break;
    const std::size_t count = std::min(kChunk, all.size() - begin);
    const auto done =
        answerChunk(options, **model, all.subspan(begin, count), begin, writer, interrupt);
    if (!done) return output.fail(done.error(), modelFailure(done.error()).code);
    progress.report(begin + count, all.size());
  }
  if (interrupt.token().stop_requested()) {
    note(fmt::format("stopped; {} of {} records were answered.", writer.answers(), all.size()));
  }
  const ExitCode written = output.finish();
  return written == ExitCode::Ok && writer.failures() > 0 ? ExitCode::BadInput : written;
}

}  // namespace molloquy::cli
