#pragma once

#include <QObject>
#include <QString>
#include <QUndoGroup>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/document/document_state.h"
#include "model/chem/structure_reader.h"
#include "render/camera_bookmarks.h"

namespace molloquy::app {

/// One structure as it was at one moment: what the viewport shows and what a model is asked about.
/// Values only, so a turn of the conversation can keep the exact one that was sent.
struct StructureSnapshot {
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;
  QString title;
  QString smiles;              ///< canonical: the form that models are asked with.
  int conformerNumber = 1;     ///< 1-based, as shown.
  bool edited = false;         ///< differs from its file.
  std::uint64_t revision = 0;  ///< grows with every change of the document.
  std::shared_ptr<const chem::StructureFile> file;  ///< where it came from,
  int record = 0;                                   ///< and which record of it.

  [[nodiscard]] bool isEmpty() const { return molecule == nullptr; }
};

/// What a record is called: its own title, else the SMILES it was written as, else the file's name.
QString recordTitle(const chem::StructureFile& file, int record);

/// Why another molecule is on the bench.
enum class MoleculeChange {
  Opened,  ///< another structure was put there.
  Edited,  ///< an edit, its undo or its redo changed this one.
};

/// The structures that are open, and the one of them that is on the bench. Each keeps its own
/// history; a structure with changes stays open when another one is put on the bench, and is there
/// as it was left when it comes back. Knows no view and no thread.
class MoleculeDocument : public QObject {
  Q_OBJECT

 public:
  explicit MoleculeDocument(QObject* parent = nullptr);
  ~MoleculeDocument() override;

  /// Puts a record on the bench with its conformers (at least one). A record that was changed
  /// before comes back as it was left, and `conformers` are ignored.
  void open(std::shared_ptr<const chem::StructureFile> file, int record,
            std::vector<std::shared_ptr<const chem::Conformer>> conformers,
            const QString& canonicalSmiles);
  /// Puts a structure that is still open on the bench, as it was left. False when it is not.
  bool showOpen(const std::shared_ptr<const chem::StructureFile>& file, int record);
  /// Puts a structure without a single atom on the bench, to draw on.
  void openEmpty(const QString& title);
  /// Puts the next one of the open structures (those with changes, and this one) on the bench.
  void showNextOpen();
  /// Looks at another conformer; no step of the history.
  void showConformer(int index);
  /// Puts back what was on the bench at an earlier moment: a step of the history when it is the
  /// same structure.
  void restore(const StructureSnapshot& earlier);

  /// Makes `after` the state, as one step of the history. Steps with the same `merge` that follow
  /// one another become one: those of a "gesture" always, others within a second (a slider being
  /// drawn); empty: never.
  void change(DocumentState after, const QString& title, const QString& merge = {});
  /// What a new structure is looked at with.
  void setInitialStyle(const render::ViewStyle& style) { m_initialStyle = style; }
  /// What is selected, for the history: an undone step selects what was selected before it.
  void setSelectionSource(std::function<std::vector<AtomIndex>()> source);

  [[nodiscard]] bool isEmpty() const { return m_snapshot.isEmpty(); }
  [[nodiscard]] const StructureSnapshot& snapshot() const { return m_snapshot; }
  /// Precondition: not isEmpty().
  [[nodiscard]] const DocumentState& state() const;
  [[nodiscard]] const std::shared_ptr<const chem::StructureFile>& file() const {
    return m_snapshot.file;
  }
  [[nodiscard]] int recordIndex() const { return m_snapshot.record; }
  [[nodiscard]] int recordCount() const;
  [[nodiscard]] int conformerIndex() const;
  [[nodiscard]] int conformerCount() const;
  /// Positions before the last step that changed them; null when none did.
  [[nodiscard]] std::shared_ptr<const chem::Conformer> conformerBefore() const;

  /// Of the structure on the bench; the group follows when another one is put there.
  [[nodiscard]] QUndoGroup& history() { return m_history; }
  /// The structure differs from its file.
  [[nodiscard]] bool isEdited() const;
  /// The structure was written to a file as it is now.
  void setSaved(const QString& path);
  [[nodiscard]] QString savedPath() const;
  [[nodiscard]] int openCount() const { return static_cast<int>(m_open.size()); }
  /// Named views of the structure on the bench, kept with it.
  [[nodiscard]] const render::CameraBookmarks& bookmarks() const;
  void setBookmarks(const render::CameraBookmarks& bookmarks);
  /// The view that the file of a structure that was just opened asks for.
  [[nodiscard]] const std::optional<render::CameraPose>& openingView() const;
  /// Titles of every open structure that differs from its file.
  [[nodiscard]] QStringList editedTitles() const;

 Q_SIGNALS:
  /// Another molecule is on the bench.
  void moleculeChanged(molloquy::app::MoleculeChange change);
  /// Same molecule, other positions or another conformer.
  void conformerChanged();
  void measurementsChanged();
  void styleChanged();
  /// An undone or redone step had this selected.
  void selectionWanted(const std::vector<molloquy::AtomIndex>& atoms);
  void editedChanged();
  void bookmarksChanged();

 private:
  struct OpenStructure;
  class Step;
  using Key = std::pair<const chem::StructureFile*, int>;

  void put(OpenStructure& structure);
  OpenStructure& create(std::shared_ptr<const chem::StructureFile> file, int record,
                        DocumentState state, const QString& title);
  void apply(OpenStructure& structure, const DocumentState& state);
  void takeSnapshot();
  void dropUnchanged();

  std::map<Key, std::unique_ptr<OpenStructure>> m_open;
  OpenStructure* m_current = nullptr;
  QUndoGroup m_history;
  StructureSnapshot m_snapshot;
  render::ViewStyle m_initialStyle;
  std::function<std::vector<AtomIndex>()> m_selection;
};

}  // namespace molloquy::app
