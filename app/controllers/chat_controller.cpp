#include "app/controllers/chat_controller.h"

#include <algorithm>
#include <utility>

#include "app/controllers/answer_text.h"
#include "app/models/fact_lines.h"
#include "model/session/seen_structure.h"

namespace molloquy::app {
namespace {

/// A second answer to the same question has to differ, so it is sampled.
constexpr double kRegenerateTemperature = 0.7;
constexpr double kRegenerateTopP = 0.9;

}  // namespace

ChatController::ChatController(const MoleculeDocument& document, widgets::ChatModel& chat,
                               RequestIds& ids, QObject* parent)
    : QObject(parent), m_document(document), m_chat(chat), m_ids(ids) {}

void ChatController::loadModel(const std::filesystem::path& folder,
                               const session::OpenOptions& options) {
  stop();
  m_loadStop.request_stop();
  m_loadStop = std::stop_source();
  m_loading = m_ids.next();
  m_loadingFolder = folder;
  m_openOptions = options;
  m_modelState = ModelState::Loading;
  m_modelError.reset();
  m_failedLoad.reset();
  m_madeRoom = false;
  Q_EMIT modelStateChanged();
  Q_EMIT loadRequested({*m_loading, folder, options, m_loadStop.get_token()});
}

void ChatController::cancelLoading() { m_loadStop.request_stop(); }

void ChatController::ejectModel() {
  if (m_loading || !m_hasModel) return;
  stop();
  m_hasModel = false;
  m_modelState = ModelState::Ejected;
  Q_EMIT modelStateChanged();
  Q_EMIT ejectRequested({m_ids.next()});
}

void ChatController::ask(const QString& text, widgets::PromptTemplate promptTemplate) {
  if (m_modelState != ModelState::Ready || m_document.isEmpty() || m_running) return;
  AnswerContext context;
  context.structure = m_document.snapshot();
  context.question = shownQuestion(text, promptTemplate);
  context.instruction = instructionFor(text, promptTemplate);
  session::GenerateOptions options;
  context.seed = options.seed;
  if (m_modelInfo.contextExamples > 0) context.neighbours = m_context;
  start(std::move(context), options, m_chat.rowCount());
}

void ChatController::regenerate(quint64 answerTurn) {
  const AnswerContext* earlier = answer(answerTurn);
  if (!earlier || m_modelState != ModelState::Ready || m_running) return;
  AnswerContext context = *earlier;
  context.records.clear();
  session::GenerateOptions options;
  options.temperature = kRegenerateTemperature;
  options.topP = kRegenerateTopP;
  options.seed = earlier->seed + 1;
  context.seed = options.seed;
  start(std::move(context), options, m_chat.rowOf(answerTurn).value_or(0));
}

void ChatController::start(AnswerContext context, session::GenerateOptions options,
                           int rowsBefore) {
  const StructureSnapshot& structure = context.structure;
  Running running;
  running.id = m_ids.next();
  GenerateRequest request{running.id, {}, running.stop.get_token()};
  if (m_modelInfo.canConverse) request.request.history = history(structure, rowsBefore);
  m_chat.addUserTurn(context.question, {structureChip(structure)});
  running.turn = m_chat.beginAnswer(QString::fromStdString(m_modelInfo.name),
                                    seenText(structure, m_modelInfo));
  request.request.structure = session::seenStructure(*structure.molecule, *structure.conformer,
                                                     structure.smiles.toStdString());
  request.request.instruction = context.instruction;
  request.request.options = options;
  for (const ContextNeighbour& neighbour : context.neighbours) {
    request.request.context.push_back(neighbour.example);
  }
  const auto molecule = structure.molecule;
  m_answers.insert(running.turn, std::move(context));
  running.prepared = std::move(request);
  m_running = std::move(running);
  Q_EMIT generatingChanged(true);
  if (m_modelInfo.hasMolecule) {
    sendPrepared();
  } else {
    // What the network cannot see is told to it in words.
    m_running->prepared->request.structure.name = molecule->name();
    m_running->facts = m_ids.next();
    Q_EMIT factsRequested({*m_running->facts, molecule});
  }
}

void ChatController::sendPrepared() {
  if (!m_running || !m_running->prepared) return;
  const GenerateRequest request = *std::exchange(m_running->prepared, std::nullopt);
  m_running->facts.reset();
  Q_EMIT generateRequested(request);
}

std::vector<session::Exchange> ChatController::history(const StructureSnapshot& structure,
                                                       int rowsBefore) const {
  std::vector<session::Exchange> exchanges;
  for (int row = 0; row < rowsBefore && row < m_chat.rowCount(); ++row) {
    const widgets::Turn& turn = m_chat.turnAt(row);
    const AnswerContext* context = answer(turn.id);
    if (!context || context->structure.molecule != structure.molecule) continue;
    if (turn.state != widgets::TurnState::Finished || turn.text.isEmpty()) continue;
    exchanges.push_back({context->instruction, turn.text.toStdString()});
  }
  return exchanges;
}

void ChatController::setContext(std::vector<ContextNeighbour> neighbours) {
  std::stable_sort(neighbours.begin(), neighbours.end(), [](const auto& a, const auto& b) {
    return a.example.similarity > b.example.similarity;
  });
  m_context = std::move(neighbours);
  Q_EMIT contextChanged();
}

void ChatController::stop() {
  if (m_running) m_running->stop.request_stop();
}

void ChatController::clear() {
  stop();
  if (m_running) endTurn(widgets::TurnState::Stopped, {});
  m_answers.clear();
  m_alignments.clear();
  m_chat.clear();
}

AnswerContext* ChatController::answer(quint64 turn) {
  const auto found = m_answers.find(turn);
  return found == m_answers.end() ? nullptr : &found.value();
}

const AnswerContext* ChatController::answer(quint64 turn) const {
  const auto found = m_answers.constFind(turn);
  return found == m_answers.constEnd() ? nullptr : &found.value();
}

void ChatController::onLoadProgressed(const ModelLoadProgressed& message) {
  if (message.id != m_loading || message.bytesTotal == 0) return;
  Q_EMIT modelLoadProgressed(static_cast<double>(message.bytesRead) /
                             static_cast<double>(message.bytesTotal));
}

void ChatController::onMadeRoom(const ModelMadeRoom& message) {
  if (message.id != m_loading) return;
  m_madeRoom = true;
  m_hasModel = false;
  Q_EMIT modelStateChanged();
}

void ChatController::onLoaded(const ModelLoaded& message) {
  if (message.id != m_loading) return;
  m_loading.reset();
  m_loadingFolder.clear();
  m_modelInfo = message.info;
  m_loadSeconds = message.seconds;
  m_modelState = ModelState::Ready;
  m_hasModel = true;
  Q_EMIT modelStateChanged();
}

void ChatController::onLoadFailed(const ModelLoadFailed& message) {
  if (message.id != m_loading) return;
  const bool cancelled = m_loadStop.stop_requested();
  m_loading.reset();
  // A load that was replaced may have ended with its model: what counts is what is there now.
  const QString previousName = QString::fromStdString(m_modelInfo.name);
  m_hasModel = message.loaded.has_value();
  if (m_hasModel) {
    m_modelInfo = *message.loaded;
    m_openOptions = message.options;
  }
  if (!cancelled || message.previous == PreviousModel::Lost) {
    m_failedLoad = FailedLoad{m_loadingFolder, message.error, message.previous, previousName};
  }
  m_loadingFolder.clear();
  if (m_hasModel) {
    m_modelState = ModelState::Ready;
  } else if (m_failedLoad) {
    m_modelError = message.error;
    m_modelState = ModelState::Failed;
  } else {
    m_modelState = ModelState::Ejected;
  }
  Q_EMIT modelStateChanged();
}

void ChatController::onFactsReady(const FactsReady& message) {
  if (!m_running || message.id != m_running->facts) return;
  m_running->prepared->request.facts = factLines(message.facts);
  sendPrepared();
}

void ChatController::onTextArrived(const TextChunk& message) {
  if (!m_running || message.id != m_running->id) return;
  m_running->text += message.text;
  m_chat.appendText(m_running->turn, message.text);
  // Claims are checked sentence by sentence.
  const qsizetype sentenceEnd = lastSentenceEnd(m_running->text);
  if (sentenceEnd > m_running->alignedUpTo) {
    m_running->alignedUpTo = sentenceEnd;
    requestAlignment(m_running->turn, m_running->text.left(sentenceEnd));
  }
}

void ChatController::onFinished(const GenerationFinished& message) {
  if (!m_running || message.id != m_running->id) return;
  m_stats = message.end.stats;
  if (const AnswerContext* context = answer(m_running->turn)) {
    // The nearest were told first; those for which there was no room were not.
    std::vector<widgets::Chip> used;
    for (const ContextNeighbour& neighbour : context->neighbours) {
      if (used.size() >= static_cast<std::size_t>(m_stats->contextExamples)) break;
      used.push_back(neighbour.chip);
    }
    m_chat.setUsed(m_running->turn, std::move(used));
  }
  requestAlignment(m_running->turn, m_running->text);
  const bool stopped = message.end.reason == session::FinishReason::Stopped;
  endTurn(stopped ? widgets::TurnState::Stopped : widgets::TurnState::Finished,
          statsText(message.end, m_modelInfo));
}

void ChatController::onAlignmentReady(const AlignmentReady& message) {
  const auto request = m_alignments.constFind(message.id.value);
  if (request == m_alignments.constEnd()) return;
  const quint64 turn = *request;
  m_alignments.erase(request);
  AnswerContext* context = answer(turn);
  const auto shown = m_chat.turn(turn);
  if (!context || !shown) return;
  context->records = message.records;
  m_chat.setLinks(turn, phraseLinks(shown->text, context->records));
  Q_EMIT linksChanged(turn);
}

void ChatController::onFailed(const RequestFailed& message) {
  const QString sentence = QString::fromStdString(message.error.toString());
  m_alignments.remove(message.id.value);
  if (m_running && m_running->facts && message.id == *m_running->facts) {
    sendPrepared();  // the question can be asked without them
  } else if (m_running && message.id == m_running->id) {
    const quint64 turn = m_running->turn;
    m_running.reset();
    m_chat.fail(turn, sentence, tr("Try again"));
    Q_EMIT generatingChanged(false);
  }
}

void ChatController::requestAlignment(quint64 turn, const QString& text) {
  const AnswerContext* context = answer(turn);
  if (!context || text.isEmpty()) return;
  const RequestId id = m_ids.next();
  m_alignments.insert(id.value, turn);
  Q_EMIT alignmentRequested({id, context->structure.molecule, text.toStdString()});
}

void ChatController::endTurn(widgets::TurnState state, const QString& stats) {
  const quint64 turn = m_running->turn;
  m_running.reset();
  m_chat.finish(turn, state, stats);
  Q_EMIT generatingChanged(false);
}

}  // namespace molloquy::app
