#include "app/controllers/file_controller.h"

#include <utility>

namespace molloquy::app {

FileController::FileController(MoleculeDocument& document, RequestIds& ids, QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {}

chem::WrittenRecord FileController::record(Conformers which) const {
  const DocumentState& state = m_document.state();
  chem::WrittenRecord record;
  record.molecule = state.molecule;
  record.title = m_document.snapshot().title.toStdString();
  if (which == Conformers::Shown) {
    record.conformers = {*state.shown()};
  } else {
    for (const auto& conformer : state.conformers) record.conformers.push_back(*conformer);
  }
  const auto& origin =
      m_document.file()->records[static_cast<std::size_t>(m_document.recordIndex())];
  record.properties = origin.properties;
  return record;
}

void FileController::save(const std::filesystem::path& path, Conformers which,
                          const std::string& viewJson) {
  if (m_document.isEmpty()) return;
  WriteRequest request{m_ids.next(), record(which), {}, path};
  request.record.viewJson = viewJson;
  m_saving = request.id;
  m_path = QString::fromStdString(path.string());
  m_revision = m_document.snapshot().revision;
  Q_EMIT writeRequested(request);
}

void FileController::copy(const std::vector<AtomIndex>& atoms, chem::FileFormat format,
                          std::function<void(const QString&)> then) {
  if (m_document.isEmpty()) return;
  const RequestId id = m_ids.next();
  m_copies.emplace(id.value, std::move(then));
  Q_EMIT writeRequested({id, record(Conformers::Shown), atoms, format});
}

void FileController::onStructureWritten(const StructureWritten& message) {
  if (const auto copy = m_copies.find(message.id.value); copy != m_copies.end()) {
    const auto then = std::move(copy->second);
    m_copies.erase(copy);
    then(message.text);
    return;
  }
  if (message.id != m_saving) return;
  m_saving.reset();
  // What was changed while the file was written is not in it.
  if (m_document.snapshot().revision == m_revision) m_document.setSaved(m_path);
  Q_EMIT saved(m_path, message.losses);
}

void FileController::onFailed(const RequestFailed& message) {
  const bool copied = m_copies.erase(message.id.value) > 0;
  const bool saving = message.id == m_saving;
  if (saving) m_saving.reset();
  if (copied || saving) Q_EMIT failed(message.error);
}

}  // namespace molloquy::app
