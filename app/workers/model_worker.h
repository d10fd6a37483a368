#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/workers/messages.h"
#include "model/base/result.h"

namespace molloquy::app {

/// How a model is opened: session::openChatSession in the program, a scripted session in tests.
using SessionFactory = std::function<Result<std::unique_ptr<session::ChatSession>>(
    const std::filesystem::path& folder, const session::OpenOptions& options,
    const session::LoadProgress& progress, std::stop_token stop)>;

/// Lives on the thread named "model" and owns the only ChatSession: no other thread holds a tensor.
/// Requests are worked off one after the other; a request is ended early through its stop token.
class ModelWorker : public QObject {
  Q_OBJECT

 public:
  explicit ModelWorker(SessionFactory factory);
  ~ModelWorker() override;

 public Q_SLOTS:
  /// Opens the new model beside the old one, which answers no more only when the new one is ready.
  /// Where both do not fit, the old one makes room first and is opened again if the new one fails.
  void load(const LoadModelRequest& request);
  void eject(const EjectModelRequest& request);
  void generate(const GenerateRequest& request);

 Q_SIGNALS:
  void loadProgressed(const ModelLoadProgressed& message);
  void madeRoom(const ModelMadeRoom& message);
  void loaded(const ModelLoaded& message);
  void loadFailed(const ModelLoadFailed& message);
  void ejected(const ModelEjected& message);
  void textArrived(const TextChunk& message);
  void finished(const GenerationFinished& message);
  void failed(const RequestFailed& message);

 private:
  using OpenedSession = Result<std::unique_ptr<session::ChatSession>>;
  /// Exceptions become errors.
  OpenedSession open(RequestId id, const std::filesystem::path& folder,
                     const session::OpenOptions& options, std::stop_token stop);
  PreviousModel reopen(RequestId id);
  /// Whether the new model has room once the loaded one is gone, as far as that can be told.
  [[nodiscard]] bool wouldFitAlone(const LoadModelRequest& request) const;

  SessionFactory m_factory;
  std::unique_ptr<session::ChatSession> m_session;
  std::filesystem::path m_folder;  ///< of the session.
  session::OpenOptions m_options;  ///< of the session.
};

}  // namespace molloquy::app
