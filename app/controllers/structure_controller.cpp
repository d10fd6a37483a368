#include "app/controllers/structure_controller.h"

#include <utility>

namespace molloquy::app {

StructureController::StructureController(MoleculeDocument& document, RequestIds& ids,
                                         QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {}

void StructureController::openFile(const std::filesystem::path& path) {
  const RequestId id = begin(tr("Reading %1").arg(QString::fromStdString(path.filename().string())),
                             OpenedFrom::Elsewhere);
  Q_EMIT readRequested({id, path, m_stop.get_token()});
}

void StructureController::openText(const QString& text, OpenedFrom from) {
  m_check.reset();
  const RequestId id = begin(tr("Reading the structure"), from);
  Q_EMIT readRequested({id, text.toStdString(), m_stop.get_token()});
}

void StructureController::readForInsertion(const QString& text) {
  const RequestId id = begin(tr("Reading the structure"), OpenedFrom::Elsewhere);
  m_purpose = Purpose::Insert;
  Q_EMIT readRequested({id, text.toStdString(), m_stop.get_token()});
}

void StructureController::check(const QString& text, OpenedFrom from) {
  m_check = m_ids.next();
  m_checkFrom = from;
  Q_EMIT readRequested({*m_check, text.toStdString(), {}});
}

void StructureController::showRecord(int index) {
  if (const auto& file = m_document.file();
      file && index >= 0 && index < static_cast<int>(file->records.size())) {
    open(file, index);
  }
}

void StructureController::open(const std::shared_ptr<const chem::StructureFile>& file, int record) {
  const RequestId id = begin(tr("Making a 3D conformer"), m_from);
  Q_EMIT prepareRequested({id, file, record, m_stop.get_token()});
}

void StructureController::cancel() {
  m_stop.request_stop();
  end();
}

void StructureController::onReadProgressed(const ReadProgressed& message) {
  if (message.id == m_current) Q_EMIT progressed(message.share, message.records);
}

void StructureController::onStructuresRead(const StructuresRead& message) {
  if (message.id == m_check) {
    m_check.reset();
    Q_EMIT checked(std::nullopt, m_checkFrom);
  }
  if (message.id != m_current) return;
  if (m_purpose == Purpose::Insert) {
    Q_EMIT prepareRequested({*m_current, message.file, 0, m_stop.get_token()});
    return;
  }
  Q_EMIT fileRead(message.file, message.summaries);
  open(message.file, 0);
}

void StructureController::onStructurePrepared(const StructurePrepared& message) {
  if (message.id != m_current) return;
  const Purpose purpose = m_purpose;
  end();
  if (purpose == Purpose::Insert) {
    Q_EMIT insertRead(message.file->records[static_cast<std::size_t>(message.record)].molecule,
                      message.conformers.front());
    return;
  }
  m_document.open(message.file, message.record, message.conformers,
                  QString::fromStdString(message.canonicalSmiles));
}

void StructureController::onFailed(const RequestFailed& message) {
  if (message.id == m_check) {
    m_check.reset();
    Q_EMIT checked(message.error, m_checkFrom);
  }
  if (message.id != m_current) return;
  end();
  Q_EMIT failed(message.error, m_from);
}

RequestId StructureController::begin(const QString& doing, OpenedFrom from) {
  m_from = from;
  m_purpose = Purpose::Open;
  m_stop.request_stop();
  m_stop = std::stop_source();
  m_current = m_ids.next();
  Q_EMIT busyChanged(doing);
  return *m_current;
}

void StructureController::end() {
  m_current.reset();
  Q_EMIT busyChanged({});
}

}  // namespace molloquy::app
