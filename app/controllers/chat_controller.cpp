#include "app/controllers/chat_controller.h"

#include <utility>

#include "app/controllers/answer_text.h"
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

void ChatController::loadModel(const std::filesystem::path& folder) {
  stop();
  m_loadStop.request_stop();
  m_loadStop = std::stop_source();
  m_loading = m_ids.next();
  m_modelState = ModelState::Loading;
  m_modelError.reset();
  Q_EMIT modelStateChanged();
  Q_EMIT loadRequested({*m_loading, folder, m_loadStop.get_token()});
}

void ChatController::ask(const QString& text, widgets::PromptTemplate promptTemplate) {
  if (m_modelState != ModelState::Ready || m_document.isEmpty() || m_running) return;
  AnswerContext context;
  context.structure = m_document.snapshot();
  context.question = shownQuestion(text, promptTemplate);
  context.instruction = instructionFor(text, promptTemplate);
  session::GenerateOptions options;
  context.seed = options.seed;
  start(std::move(context), options);
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
  start(std::move(context), options);
}

void ChatController::start(AnswerContext context, session::GenerateOptions options) {
  const StructureSnapshot& structure = context.structure;
  m_chat.addUserTurn(context.question, {structureChip(structure)});
  const quint64 turn =
      m_chat.beginAnswer(QString::fromStdString(m_modelInfo.name), seenText(structure));
  Running running;
  running.id = m_ids.next();
  running.turn = turn;
  GenerateRequest request{running.id, {}, running.stop.get_token()};
  request.request.structure = session::seenStructure(
      *structure.molecule, *structure.conformer, structure.smiles.toStdString());
  request.request.instruction = context.instruction;
  request.request.options = options;
  m_answers.insert(turn, std::move(context));
  m_running = std::move(running);
  Q_EMIT generatingChanged(true);
  Q_EMIT generateRequested(request);
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

void ChatController::onLoaded(const ModelLoaded& message) {
  if (message.id != m_loading) return;
  m_loading.reset();
  m_modelInfo = message.info;
  m_loadSeconds = message.seconds;
  m_modelState = ModelState::Ready;
  Q_EMIT modelStateChanged();
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
  if (message.id == m_loading) {
    m_loading.reset();
    m_modelError = message.error;
    m_modelState = ModelState::Failed;
    Q_EMIT modelStateChanged();
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
