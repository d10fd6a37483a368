#include "app/document/molecule_document.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace molloquy::app {
QString recordTitle(const chem::StructureFile& file, int index) {
  const chem::StructureRecord& record = file.records[static_cast<std::size_t>(index)];
  if (!record.molecule->name().empty()) return QString::fromStdString(record.molecule->name());
  if (!record.smilesAsWritten.empty()) return QString::fromStdString(record.smilesAsWritten);
  const QString name = QString::fromStdString(file.displayName);
  return file.records.size() == 1 ? name : QStringLiteral("%1, record %2").arg(name).arg(index + 1);
}

MoleculeDocument::MoleculeDocument(QObject* parent) : QObject(parent) {}

void MoleculeDocument::open(std::shared_ptr<const chem::StructureFile> file, int record,
                            std::vector<std::shared_ptr<const chem::Conformer>> conformers,
                            const QString& canonicalSmiles) {
  assert(!conformers.empty());
  m_conformers = std::move(conformers);
  m_conformer = 0;
  StructureSnapshot next;
  next.molecule = file->records[static_cast<std::size_t>(record)].molecule;
  next.conformer = m_conformers.front();
  next.title = recordTitle(*file, record);
  next.smiles = canonicalSmiles;
  next.revision = m_snapshot.revision + 1;
  next.file = std::move(file);
  next.record = record;
  m_snapshot = std::move(next);
  Q_EMIT moleculeChanged();
}

void MoleculeDocument::showConformer(int index) {
  if (index < 0 || index >= conformerCount() || index == m_conformer) return;
  m_conformer = index;
  m_snapshot.conformer = m_conformers[static_cast<std::size_t>(index)];
  m_snapshot.conformerNumber = index + 1;
  ++m_snapshot.revision;
  Q_EMIT conformerChanged();
}

void MoleculeDocument::restore(const StructureSnapshot& earlier) {
  const std::uint64_t revision = m_snapshot.revision + 1;
  const bool sameMolecule = earlier.molecule == m_snapshot.molecule;
  const auto known = std::find(m_conformers.begin(), m_conformers.end(), earlier.conformer);
  if (sameMolecule && known != m_conformers.end()) {
    showConformer(static_cast<int>(known - m_conformers.begin()));
    return;
  }
  m_snapshot = earlier;
  m_snapshot.revision = revision;
  m_conformers = {earlier.conformer};
  m_conformer = 0;
  Q_EMIT moleculeChanged();
}

}  // namespace molloquy::app
