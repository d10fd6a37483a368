#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "model/chem/edit/operations.h"
#include "model/chem/layout.h"
#include "model/chem/molecule.h"
#include "widgets/selection/atom_selection_model.h"

namespace molloquy::widgets {

class SketchCanvas;
class SketchStrip;
struct FragmentChoice;
enum class SketchCommand;

/// The 2D editor: a strip of tools above a sheet of paper. It shows the structure of the document
/// and says what is to be done to it; it changes nothing itself but the places on paper.
///
/// Binding: on `editRequested` keep `layout2d()` (it tells where drawn atoms are expected), carry
/// the operation out, compute `chem::layout(newMolecule, &kept, outcome.newIndexOf)` on a worker,
/// and answer with setStructure. Undo and redo go the same way with the layout of that step or a
/// new one.
class SketchEditor : public QWidget {
  Q_OBJECT
 public:
  /// What Ctrl+L and Ctrl+Shift+L ask for.
  enum class LayoutKind {
    Fresh,    ///< chem::layout(molecule)
    CleanUp,  ///< chem::cleanedUp(molecule, layout2d(), selected atoms)
  };
  Q_ENUM(LayoutKind)

  /// The selection is not owned and must outlive the editor.
  explicit SketchEditor(AtomSelectionModel& selection, QWidget* parent = nullptr);
  ~SketchEditor() override;

  /// Shows a structure. `conformer` gives new atoms a place in space; null while there is none.
  /// A structure without atoms is an empty sheet to draw on.
  void setStructure(std::shared_ptr<const chem::Molecule> molecule,
                    std::shared_ptr<const chem::Conformer> conformer, chem::Layout2D layout);
  /// Something is being computed; the drawing stays and edits wait.
  void setBusy();
  /// There is no drawing of this structure, and why. The paper cannot be drawn on.
  void setFailed(const QString& sentence);
  /// The last edit could not be made: the sentence stands below the paper, the drawing stays.
  void showRefusal(const QString& sentence);
  /// Whether there is something to undo or redo, and what ("Change C5 to nitrogen").
  void setUndo(const std::optional<QString>& undo, const std::optional<QString>& redo);
  /// What the fragment menu offers (chem::edit::loadFragments).
  void setFragments(const std::vector<FragmentChoice>& fragments);
  /// The ring of the atom under the pointer of another view.
  void setHoveredAtom(std::optional<AtomIndex> atom);

  /// The drawing as it is shown, with the places where atoms of the last edit are expected.
  [[nodiscard]] const chem::Layout2D& layout2d() const;
  [[nodiscard]] SketchCanvas& canvas() { return *m_canvas; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);
  /// The edits until gestureEnded are one gesture ("Fuse a ring"): one step of the history.
  void gestureBegan(const QString& title);
  void gestureEnded();
  void layoutRequested(molloquy::widgets::SketchEditor::LayoutKind kind);
  /// Atoms were moved, turned or mirrored on paper; the structure is the same. Answer with
  /// setStructure and `chem::layout(molecule, &layout)`, which sets the wedges anew.
  void layoutChanged(const molloquy::chem::Layout2D& layout);
  void undoRequested();
  void redoRequested();
  /// The atoms to copy as SMILES; empty = all.
  void copyAsSmilesRequested(const std::vector<molloquy::AtomIndex>& atoms);
  /// Make a 3D shape of what was drawn (embed, then one SetPositions).
  void shapeRequested();
  void atomHovered(std::optional<molloquy::AtomIndex> atom);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();
  void carryOut(SketchCommand command);

  AtomSelectionModel& m_selection;
  SketchStrip* m_strip;
  SketchCanvas* m_canvas;
};

}  // namespace molloquy::widgets
