#include "app/controllers/model_jobs_controller.h"

#include <QFileInfo>
#include <utility>

#include "app/controllers/model_words.h"

namespace molloquy::app {

ModelJobsController::ModelJobsController(RequestIds& ids, QObject* parent)
    : QObject(parent), m_ids(ids) {}

ModelJobsController::~ModelJobsController() { cancel(); }

bool ModelJobsController::begin(ModelJobKind kind, const QString& words) {
  if (m_job) return false;
  m_job.emplace();
  m_job->id = m_ids.next();
  m_job->kind = kind;
  m_job->words = words;
  Q_EMIT started();
  Q_EMIT jobChanged();
  return true;
}

void ModelJobsController::assemble(const widgets::AssembleChoices& choices) {
  if (!begin(ModelJobKind::Assemble, tr("Assembling %1").arg(QFileInfo(choices.output).fileName())))
    return;
  m_assembly = choices;
  checkpoints::AssembleInput input;
  input.uniMol = choices.uniMol.toStdString();
  input.llmFolder = choices.languageModel.toStdString();
  input.checkpoint = choices.checkpoint.toStdString();
  if (!choices.stage1.isEmpty()) input.stage1 = choices.stage1.toStdString();
  if (!choices.vocabulary.isEmpty()) input.vocabulary = choices.vocabulary.toStdString();
  input.output = choices.output.toStdString();
  input.name = choices.name.toStdString();
  Q_EMIT assembleRequested({m_job->id, std::move(input), m_job->stop.get_token()});
}

void ModelJobsController::quantize(const QString& name, const std::filesystem::path& from,
                                   const std::filesystem::path& output,
                                   widgets::ModelChoices::Precision precision) {
  if (!begin(ModelJobKind::Quantize, tr("Making a smaller copy of %1").arg(name))) return;
  const native::Storage storage = precision == widgets::ModelChoices::Precision::Int4
                                      ? native::Storage::Int4
                                      : native::Storage::Int8;
  Q_EMIT quantizeRequested({m_job->id, from, output, storage, m_job->stop.get_token()});
}

void ModelJobsController::computeChecksum(const QString& name,
                                          const std::filesystem::path& folder) {
  if (!begin(ModelJobKind::Checksum, tr("Computing the checksum of %1").arg(name))) return;
  Q_EMIT checksumRequested({m_job->id, folder, m_job->stop.get_token()});
}

void ModelJobsController::cancel() {
  if (m_job) m_job->stop.request_stop();
}

std::optional<widgets::ModelJob> ModelJobsController::job() const {
  if (!m_job) return std::nullopt;
  const QString words =
      m_job->doing.isEmpty() ? m_job->words : m_job->words + QStringLiteral(": ") + m_job->doing;
  return widgets::ModelJob{words, m_job->share};
}

void ModelJobsController::onProgressed(const JobProgressed& message) {
  if (!m_job || message.id != m_job->id) return;
  m_job->doing = message.doing;
  if (message.total > 0) {
    m_job->share = static_cast<double>(message.done) / static_cast<double>(message.total);
  }
  Q_EMIT jobChanged();
}

void ModelJobsController::onFinished(const JobFinished& message) {
  if (!m_job || message.id != m_job->id) return;
  const ModelJobKind kind = m_job->kind;
  m_job.reset();
  Q_EMIT jobChanged();
  Q_EMIT finished(kind, message.folder, message.sentence);
}

void ModelJobsController::onFailed(const JobFailed& message) {
  if (!m_job || message.id != m_job->id) return;
  const bool stopped = m_job->stop.stop_requested();
  const ModelJobKind kind = m_job->kind;
  m_job.reset();
  Q_EMIT jobChanged();
  Q_EMIT failed(kind, message.error, stopped);
}

void ModelJobsController::check(AssembleField field, const std::filesystem::path& path) {
  const RequestId id = m_ids.next();
  m_checks.insert(static_cast<int>(field), id);
  Q_EMIT checkRequested({id, field, path});
}

void ModelJobsController::onChecked(const PathChecked& message) {
  const auto newest = m_checks.constFind(static_cast<int>(message.field));
  if (newest == m_checks.constEnd() || *newest != message.id) return;
  m_checks.erase(newest);
  Q_EMIT pathChecked(message.field, shownPath(message.path), message.good, message.sentence);
}

}  // namespace molloquy::app
