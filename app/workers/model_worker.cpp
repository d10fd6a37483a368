#include "app/workers/model_worker.h"

#include <QElapsedTimer>
#include <exception>
#include <utility>

namespace molloquy::app {
namespace {

/// The view repaints at most this often while an answer streams.
constexpr qint64 kChunkIntervalMs = 33;
/// A loading ring moves at most this often.
constexpr qint64 kProgressIntervalMs = 40;

/// Collects text and passes it on in chunks.
class ChunkBuffer {
 public:
  explicit ChunkBuffer(std::function<void(QString)> send) : m_send(std::move(send)) {
    m_clock.start();
  }
  void add(std::string_view utf8) {
    m_pending += QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    if (m_first || m_clock.elapsed() >= kChunkIntervalMs) flush();
  }
  void flush() {
    if (m_pending.isEmpty()) return;
    m_send(std::exchange(m_pending, {}));
    m_clock.restart();
    m_first = false;
  }

 private:
  std::function<void(QString)> m_send;
  QString m_pending;
  QElapsedTimer m_clock;
  bool m_first = true;
};

Error unexpectedFailure(const std::exception& exception) {
  return Error(ErrorCode::Internal, exception.what()).within("running the model");
}

}  // namespace

ModelWorker::ModelWorker(SessionFactory factory) : m_factory(std::move(factory)) {
  setObjectName("model worker");
}

ModelWorker::~ModelWorker() = default;

void ModelWorker::load(const LoadModelRequest& request) {
  try {
    QElapsedTimer clock;
    clock.start();
    QElapsedTimer sinceProgress;
    const auto progress = [&](std::uintmax_t read, std::uintmax_t total) {
      if (sinceProgress.isValid() && sinceProgress.elapsed() < kProgressIntervalMs) return;
      sinceProgress.start();
      Q_EMIT loadProgressed({request.id, read, total});
    };
    auto opened = m_factory(request.folder, progress, request.stop);
    if (!opened) {
      Q_EMIT failed({request.id, opened.error()});
      return;
    }
    m_session = std::move(*opened);
    Q_EMIT loaded({request.id, m_session->info(), static_cast<double>(clock.elapsed()) / 1000.0});
  } catch (const std::exception& exception) {
    Q_EMIT failed({request.id, unexpectedFailure(exception)});
  }
}

void ModelWorker::generate(const GenerateRequest& request) {
  if (!m_session) {
    Q_EMIT failed({request.id, Error(ErrorCode::NotFound,
                                     "No model is loaded; choose one in the Model menu.")});
    return;
  }
  try {
    ChunkBuffer chunks([&](QString text) { Q_EMIT textArrived({request.id, std::move(text)}); });
    auto end = m_session->generate(
        request.request, [&](std::string_view text) { chunks.add(text); }, request.stop);
    chunks.flush();
    if (end) {
      Q_EMIT finished({request.id, *end});
    } else {
      Q_EMIT failed({request.id, end.error()});
    }
  } catch (const std::exception& exception) {
    Q_EMIT failed({request.id, unexpectedFailure(exception)});
  }
}

}  // namespace molloquy::app
