#include "app/workers/model_jobs_worker.h"

#include <QLocale>
#include <exception>
#include <new>

#include "model/checkpoints/sha256.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::app {
namespace {

constexpr qint64 kProgressIntervalMs = 40;
constexpr qsizetype kShownDigits = 12;

QString shown(const std::string& text) { return QString::fromStdString(text); }

std::uintmax_t sizeOf(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  return error ? 0 : bytes;
}

}  // namespace

ModelJobsWorker::ModelJobsWorker() { setObjectName("model jobs worker"); }

template <class Work>
void ModelJobsWorker::guarded(RequestId id, const std::filesystem::path& folder, Work work) {
  m_sinceProgress.invalidate();
  try {
    if (const Result<QString> done = work()) {
      Q_EMIT finished({id, folder, *done});
    } else {
      Q_EMIT failed({id, done.error()});
    }
  } catch (const std::bad_alloc&) {
    Q_EMIT failed({id, Error(ErrorCode::OutOfMemory, "Memory ran out; close other programs.")});
  } catch (const std::exception& exception) {
    Q_EMIT failed({id, Error(ErrorCode::Internal, exception.what()).within("working on files")});
  }
}

void ModelJobsWorker::tell(RequestId id, const std::string& doing, quint64 done, quint64 total) {
  if (m_sinceProgress.isValid() && m_sinceProgress.elapsed() < kProgressIntervalMs) return;
  m_sinceProgress.start();
  Q_EMIT progressed({id, shown(doing), done, total});
}

void ModelJobsWorker::assemble(const AssembleModelRequest& request) {
  guarded(request.id, request.input.output, [&]() -> Result<QString> {
    const auto report = checkpoints::assembleModel(
        request.input,
        [&](const checkpoints::AssembleProgress& at) {
          tell(request.id, at.doing, at.done, at.total);
        },
        request.stop);
    if (!report) return tl::unexpected(report.error());
    return tr("%1 tensors, %2.")
        .arg(QLocale().toString(static_cast<qlonglong>(report->tensors)),
             shown(session::sizeText(report->bytes)));
  });
}

void ModelJobsWorker::quantize(const QuantizeModelRequest& request) {
  guarded(request.id, request.to, [&]() -> Result<QString> {
    const auto report = native::quantizeFolder(
        request.from, request.to, request.storage,
        [&](std::uintmax_t read, std::uintmax_t total) { tell(request.id, {}, read, total); },
        request.stop);
    if (!report) return tl::unexpected(report.error());
    return tr("%1 instead of %2.")
        .arg(shown(session::sizeText(report->bytesAfter)),
             shown(session::sizeText(report->bytesBefore)));
  });
}

void ModelJobsWorker::computeChecksum(const ChecksumRequest& request) {
  guarded(request.id, request.folder, [&]() -> Result<QString> {
    const auto source = checkpoints::TensorSource::open(request.folder);
    if (!source) return tl::unexpected(source.error());
    std::uintmax_t total = 0;
    for (const std::filesystem::path& file : (*source)->files()) total += sizeOf(file);
    std::uintmax_t done = 0;
    QStringList sums;
    for (const std::filesystem::path& file : (*source)->files()) {
      const auto sum = checkpoints::sha256OfFile(
          file,
          [&](std::uintmax_t read) {
            done += read;
            tell(request.id, file.filename().string(), done, total);
          },
          request.stop);
      if (!sum) return tl::unexpected(sum.error());
      const bool alone = (*source)->files().size() == 1;
      sums << QStringLiteral("%1 %2").arg(shown(file.filename().string()),
                                          alone ? shown(*sum) : shown(*sum).left(kShownDigits));
    }
    return tr("SHA-256: %1").arg(sums.join(QStringLiteral(", ")));
  });
}

}  // namespace molloquy::app
