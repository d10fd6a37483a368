#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"
#include "widgets/chat/chat_model.h"
#include "widgets/chat/chat_types.h"

namespace molloquy::app {

/// What an answer was about and what was found in it; kept for every answer of the conversation.
struct AnswerContext {
  StructureSnapshot structure;  ///< exactly what was sent.
  QString question;             ///< as the person wrote it.
  std::string instruction;      ///< as the model was asked.
  std::uint64_t seed = 0;
  std::vector<align::AlignmentRecord> records;  ///< ChatModel's link i is records[link.record].
};

enum class ModelState { None, Loading, Ready, Failed };

/// A question on its way to the model and the answer on its way back: starts and stops requests,
/// drops late messages, and has the phrases of an answer verified sentence by sentence.
class ChatController : public QObject {
  Q_OBJECT

 public:
  ChatController(const MoleculeDocument& document, widgets::ChatModel& chat, RequestIds& ids,
                 QObject* parent = nullptr);

  void loadModel(const std::filesystem::path& folder);
  void ask(const QString& text, widgets::PromptTemplate promptTemplate);
  /// Asks the same question about the same structure again, sampled with another seed.
  void regenerate(quint64 answerTurn);
  void stop();
  void clear();

  [[nodiscard]] ModelState modelState() const { return m_modelState; }
  [[nodiscard]] const session::ModelInfo& modelInfo() const { return m_modelInfo; }
  [[nodiscard]] double loadSeconds() const { return m_loadSeconds; }
  [[nodiscard]] const std::optional<Error>& modelError() const { return m_modelError; }
  [[nodiscard]] bool isGenerating() const { return m_running.has_value(); }
  [[nodiscard]] const std::optional<session::GenerationStats>& lastStats() const { return m_stats; }
  /// nullptr when the turn is no answer.
  [[nodiscard]] AnswerContext* answer(quint64 turn);
  [[nodiscard]] const AnswerContext* answer(quint64 turn) const;

 public Q_SLOTS:
  void onLoadProgressed(const ModelLoadProgressed& message);
  void onLoaded(const ModelLoaded& message);
  void onTextArrived(const TextChunk& message);
  void onFinished(const GenerationFinished& message);
  void onAlignmentReady(const AlignmentReady& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void loadRequested(const LoadModelRequest& request);
  void generateRequested(const GenerateRequest& request);
  void alignmentRequested(const AlignmentRequest& request);

  void modelStateChanged();
  void modelLoadProgressed(double share);
  void generatingChanged(bool generating);
  void linksChanged(quint64 turn);

 private:
  struct Running {
    RequestId id;
    quint64 turn = 0;
    QString text;
    qsizetype alignedUpTo = 0;
    std::stop_source stop;
  };
  void start(AnswerContext context, session::GenerateOptions options);
  void requestAlignment(quint64 turn, const QString& text);
  void endTurn(widgets::TurnState state, const QString& stats);

  const MoleculeDocument& m_document;
  widgets::ChatModel& m_chat;
  RequestIds& m_ids;
  ModelState m_modelState = ModelState::None;
  session::ModelInfo m_modelInfo;
  double m_loadSeconds = 0;
  std::optional<Error> m_modelError;
  std::optional<RequestId> m_loading;
  std::stop_source m_loadStop;
  std::optional<Running> m_running;
  std::optional<session::GenerationStats> m_stats;
  QHash<quint64, AnswerContext> m_answers;   ///< turn id -> what it was about.
  QHash<quint64, quint64> m_alignments;      ///< alignment request id -> turn id.
};

}  // namespace molloquy::app
