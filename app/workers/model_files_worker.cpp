#include "app/workers/model_files_worker.h"

#include <QFile>
#include <exception>

#include "app/memory_use.h"

namespace molloquy::app {
namespace {

/// A card is a page or two; more is not shown.
constexpr qint64 kLongestCard = 256 * 1024;

QString cardText(const std::filesystem::path& path) {
  QFile file(QString::fromStdString(path.string()));
  if (path.empty() || !file.open(QIODevice::ReadOnly)) return {};
  QString text = QString::fromUtf8(file.read(kLongestCard));
  // Cards of downloaded models begin with a block of metadata between two lines of dashes.
  if (text.startsWith(QLatin1String("---\n"))) {
    const qsizetype end = text.indexOf(QLatin1String("\n---"), 3);
    if (end > 0) text.remove(0, text.indexOf(u'\n', end + 1) + 1);
  }
  return text;
}

Error unexpectedFailure(const std::exception& exception) {
  return Error(ErrorCode::Internal, exception.what()).within("reading model files");
}

}  // namespace

ModelFilesWorker::ModelFilesWorker() { setObjectName("model files worker"); }

void ModelFilesWorker::list(const ListModelsRequest& request) {
  ModelsListed listed{request.id, {}};
  try {
    listed.entries = session::listModels(request.folders);
  } catch (const std::exception&) {
    // An unreadable folder holds no models.
    listed.entries.clear();
  }
  Q_EMIT this->listed(listed);
}

void ModelFilesWorker::describe(const DescribeModelRequest& request) {
  ModelDescribed described;
  described.id = request.id;
  described.folder = request.folder;
  described.machineBytes = memoryUse().machine;
  try {
    if (auto report = reportOn(request.folder)) {
      described.card = cardText(report->card);
      described.report = *std::move(report);
    } else {
      described.problem = report.error();
    }
    if (const auto memory = session::estimateMemory(request.folder, request.options)) {
      described.memory = *memory;
    } else {
      described.memoryProblem = memory.error();
    }
  } catch (const std::exception& exception) {
    described.problem = unexpectedFailure(exception);
  }
  Q_EMIT this->described(described);
}

void ModelFilesWorker::check(const CheckPathRequest& request) {
  PathChecked checked{request.id, request.field, request.path, false, {}};
  try {
    const auto found = checkAssembleField(request.field, request.path);
    checked.good = found.has_value();
    checked.sentence = QString::fromStdString(found ? *found : found.error().toString());
  } catch (const std::exception& exception) {
    checked.sentence = QString::fromStdString(unexpectedFailure(exception).toString());
  }
  Q_EMIT this->checked(checked);
}

}  // namespace molloquy::app
