#include "app/workers/model_worker.h"

#include <QElapsedTimer>
#include <exception>
#include <new>
#include <utility>

#include "model/session/memory_estimate.h"

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
  QElapsedTimer clock;
  clock.start();
  const bool hadModel = m_session != nullptr;
  OpenedSession opened = open(request.id, request.folder, request.options, request.stop);
  const bool makesRoom = !opened && hadModel && opened.error().code == ErrorCode::OutOfMemory &&
                         !request.stop.stop_requested() && wouldFitAlone(request);
  if (makesRoom) {
    m_session.reset();
    Q_EMIT madeRoom({request.id});
    opened = open(request.id, request.folder, request.options, request.stop);
  }
  if (!opened) {
    const PreviousModel previous = makesRoom  ? reopen(request.id)
                                   : hadModel ? PreviousModel::Kept
                                              : PreviousModel::None;
    ModelLoadFailed failure{request.id, opened.error(), previous, {}, m_options};
    if (m_session) failure.loaded = m_session->info();
    Q_EMIT loadFailed(failure);
    return;
  }
  m_session = std::move(*opened);
  m_folder = request.folder;
  m_options = request.options;
  Q_EMIT loaded({request.id, m_session->info(), static_cast<double>(clock.elapsed()) / 1000.0});
}

bool ModelWorker::wouldFitAlone(const LoadModelRequest& request) const {
  const auto estimate = session::estimateMemory(request.folder, request.options);
  if (!estimate || estimate->available == 0) return true;
  return estimate->total() <= estimate->available + m_session->info().memoryBytes;
}

ModelWorker::OpenedSession ModelWorker::open(RequestId id, const std::filesystem::path& folder,
                                             const session::OpenOptions& options,
                                             std::stop_token stop) {
  QElapsedTimer sinceProgress;
  const auto progress = [&](std::uintmax_t read, std::uintmax_t total) {
    if (sinceProgress.isValid() && sinceProgress.elapsed() < kProgressIntervalMs) return;
    sinceProgress.start();
    Q_EMIT loadProgressed({id, read, total});
  };
  try {
    return m_factory(folder, options, progress, std::move(stop));
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory,
                "Memory ran out while the model was loaded; close other programs or choose smaller "
                "numbers.");
  } catch (const std::exception& exception) {
    return tl::unexpected(unexpectedFailure(exception));
  }
}

PreviousModel ModelWorker::reopen(RequestId id) {
  OpenedSession again = open(id, m_folder, m_options, {});
  if (!again) return PreviousModel::Lost;
  m_session = std::move(*again);
  return PreviousModel::Reloaded;
}

void ModelWorker::eject(const EjectModelRequest& request) {
  m_session.reset();
  Q_EMIT ejected({request.id});
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
