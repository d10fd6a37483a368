#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/workers/messages.h"
#include "model/base/result.h"

namespace molloquy::app {

/// How a model is opened: session::openChatSession in the program, a scripted session in tests.
using SessionFactory = std::function<Result<std::unique_ptr<session::ChatSession>>(
    const std::filesystem::path& folder, const session::LoadProgress& progress,
    std::stop_token stop)>;

/// Lives on the thread named "model" and owns the only ChatSession: no other thread holds a tensor.
/// Requests are worked off one after the other; a request is ended early through its stop token.
class ModelWorker : public QObject {
  Q_OBJECT

 public:
  explicit ModelWorker(SessionFactory factory);
  ~ModelWorker() override;

 public Q_SLOTS:
  void load(const LoadModelRequest& request);
  void generate(const GenerateRequest& request);

 Q_SIGNALS:
  void loadProgressed(const ModelLoadProgressed& message);
  void loaded(const ModelLoaded& message);
  void textArrived(const TextChunk& message);
  void finished(const GenerationFinished& message);
  void failed(const RequestFailed& message);

 private:
  SessionFactory m_factory;
  std::unique_ptr<session::ChatSession> m_session;
};

}  // namespace molloquy::app
