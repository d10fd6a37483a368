#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/controllers/context_neighbour.h"
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
  std::vector<ContextNeighbour> neighbours;     ///< that went with the question, the nearest first.
  std::vector<align::AlignmentRecord> records;  ///< ChatModel's link i is records[link.record].
};

/// None: before the first load. Ejected: the person wants none.
enum class ModelState { None, Loading, Ready, Failed, Ejected };

/// How the last load ended that did not bring its model.
struct FailedLoad {
  std::filesystem::path folder;
  Error error{ErrorCode::Internal, ""};
  PreviousModel previous = PreviousModel::None;
  QString previousName;
};

/// A question on its way to the model and the answer on its way back: starts and stops requests,
/// drops late messages, and has the phrases of an answer verified sentence by sentence.
class ChatController : public QObject {
  Q_OBJECT

 public:
  ChatController(const MoleculeDocument& document, widgets::ChatModel& chat, RequestIds& ids,
                 QObject* parent = nullptr);

  /// Stops what is being written. The loaded model stays usable until the new one is ready, and
  /// if the new one cannot be loaded.
  void loadModel(const std::filesystem::path& folder, const session::OpenOptions& options = {});
  void cancelLoading();
  void ejectModel();
  void ask(const QString& text, widgets::PromptTemplate promptTemplate);
  /// Asks the same question about the same structure again, sampled with another seed.
  void regenerate(quint64 answerTurn);
  void stop();
  void clear();

  /// Neighbours that go into the questions from now on; models that read no examples do not get
  /// them (ModelInfo::contextExamples).
  void setContext(std::vector<ContextNeighbour> neighbours);
  [[nodiscard]] const std::vector<ContextNeighbour>& context() const { return m_context; }

  [[nodiscard]] ModelState modelState() const { return m_modelState; }
  [[nodiscard]] const session::ModelInfo& modelInfo() const { return m_modelInfo; }
  [[nodiscard]] double loadSeconds() const { return m_loadSeconds; }
  /// Why there is no model, while the state is Failed.
  [[nodiscard]] const std::optional<Error>& modelError() const { return m_modelError; }
  /// Until the next load begins; not after one that was cancelled.
  [[nodiscard]] const std::optional<FailedLoad>& failedLoad() const { return m_failedLoad; }
  /// Empty unless a model is being loaded.
  [[nodiscard]] const std::filesystem::path& loadingFolder() const { return m_loadingFolder; }
  /// A model is loaded; also while another one is being loaded beside it.
  [[nodiscard]] bool hasModel() const { return m_hasModel; }
  /// How the model was opened, or is being opened.
  [[nodiscard]] const session::OpenOptions& openOptions() const { return m_openOptions; }
  /// The loaded model had to be ejected for the one that is being loaded.
  [[nodiscard]] bool madeRoom() const { return m_madeRoom; }
  [[nodiscard]] bool isGenerating() const { return m_running.has_value(); }
  [[nodiscard]] const std::optional<session::GenerationStats>& lastStats() const { return m_stats; }
  /// nullptr when the turn is no answer.
  [[nodiscard]] AnswerContext* answer(quint64 turn);
  [[nodiscard]] const AnswerContext* answer(quint64 turn) const;

 public Q_SLOTS:
  void onLoadProgressed(const ModelLoadProgressed& message);
  void onMadeRoom(const ModelMadeRoom& message);
  void onLoaded(const ModelLoaded& message);
  void onLoadFailed(const ModelLoadFailed& message);
  void onFactsReady(const FactsReady& message);
  void onTextArrived(const TextChunk& message);
  void onFinished(const GenerationFinished& message);
  void onAlignmentReady(const AlignmentReady& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void loadRequested(const LoadModelRequest& request);
  void ejectRequested(const EjectModelRequest& request);
  void generateRequested(const GenerateRequest& request);
  /// Facts for a model that does not see the structure.
  void factsRequested(const FactsRequest& request);
  void alignmentRequested(const AlignmentRequest& request);

  void modelStateChanged();
  void modelLoadProgressed(double share);
  void generatingChanged(bool generating);
  void linksChanged(quint64 turn);
  void contextChanged();

 private:
  struct Running {
    RequestId id;
    quint64 turn = 0;
    QString text;
    qsizetype alignedUpTo = 0;
    std::stop_source stop;
    std::optional<RequestId> facts;           ///< asked for, not there yet.
    std::optional<GenerateRequest> prepared;  ///< waits for the facts.
  };
  /// rowsBefore  rows of the conversation that the answer may look back on.
  void start(AnswerContext context, session::GenerateOptions options, int rowsBefore);
  void sendPrepared();
  /// Finished exchanges about the same structure.
  [[nodiscard]] std::vector<session::Exchange> history(const StructureSnapshot& structure,
                                                       int rowsBefore) const;
  void requestAlignment(quint64 turn, const QString& text);
  void endTurn(widgets::TurnState state, const QString& stats);

  const MoleculeDocument& m_document;
  widgets::ChatModel& m_chat;
  RequestIds& m_ids;
  ModelState m_modelState = ModelState::None;
  session::ModelInfo m_modelInfo;
  double m_loadSeconds = 0;
  std::optional<Error> m_modelError;
  std::optional<FailedLoad> m_failedLoad;
  bool m_hasModel = false;
  bool m_madeRoom = false;
  session::OpenOptions m_openOptions;
  std::filesystem::path m_loadingFolder;
  std::optional<RequestId> m_loading;
  std::stop_source m_loadStop;
  std::vector<ContextNeighbour> m_context;
  std::optional<Running> m_running;
  std::optional<session::GenerationStats> m_stats;
  QHash<quint64, AnswerContext> m_answers;  ///< turn id -> what it was about.
  QHash<quint64, quint64> m_alignments;     ///< alignment request id -> turn id.
};

}  // namespace molloquy::app
