#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/chem/molecule.h"
#include "model/chem/structure_reader.h"

namespace molloquy::app {

/// One structure as it was at one moment: what the viewport shows and what a model is asked about.
/// Values only, so a turn of the conversation can keep the exact one that was sent.
struct StructureSnapshot {
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;
  QString title;
  QString smiles;              ///< canonical: the form that models are asked with.
  int conformerNumber = 1;     ///< 1-based, as shown.
  std::uint64_t revision = 0;  ///< grows with every change of the document.
  std::shared_ptr<const chem::StructureFile> file;  ///< where it came from,
  int record = 0;                                   ///< and which record of it.

  [[nodiscard]] bool isEmpty() const { return molecule == nullptr; }
};

/// What a record is called: its own title, else the SMILES it was written as, else the file's name.
QString recordTitle(const chem::StructureFile& file, int record);

/// The open file and the record of it that is on the bench. Knows no view and no thread.
class MoleculeDocument : public QObject {
  Q_OBJECT

 public:
  explicit MoleculeDocument(QObject* parent = nullptr);

  /// Puts a record on the bench with its conformers (at least one).
  void open(std::shared_ptr<const chem::StructureFile> file, int record,
            std::vector<std::shared_ptr<const chem::Conformer>> conformers,
            const QString& canonicalSmiles);
  void showConformer(int index);
  /// Puts back what was on the bench at an earlier moment.
  void restore(const StructureSnapshot& earlier);

  [[nodiscard]] bool isEmpty() const { return m_snapshot.isEmpty(); }
  [[nodiscard]] const StructureSnapshot& snapshot() const { return m_snapshot; }
  [[nodiscard]] const std::shared_ptr<const chem::StructureFile>& file() const { return m_snapshot.file; }
  [[nodiscard]] int recordIndex() const { return m_snapshot.record; }
  [[nodiscard]] int conformerIndex() const { return m_conformer; }
  [[nodiscard]] int conformerCount() const { return static_cast<int>(m_conformers.size()); }

 Q_SIGNALS:
  /// Another molecule is on the bench.
  void moleculeChanged();
  /// Same molecule, other positions.
  void conformerChanged();

 private:
  std::vector<std::shared_ptr<const chem::Conformer>> m_conformers;
  StructureSnapshot m_snapshot;
  int m_conformer = 0;
};

}  // namespace molloquy::app
