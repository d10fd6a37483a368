#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "model/chem/molecule.h"
#include "render/image_export.h"
#include "render/trackball_camera.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

namespace molloquy::widgets {

class AxisGizmo;
class BarButton;
class BusyBar;
class FloatingBar;
class PinLegend;
class SceneWidget;
class ViewInteraction;

/// What a new structure does to the camera.
enum class CameraChange {
  Automatic,  ///< keep it for another conformer of the same molecule, else show all of it.
  Keep,
  Fit,
};

/// The structure in three dimensions, with its tools, its pins and its marks. Shows the selection
/// and the pins of the two models it is given and writes the person's selection into the first.
/// Where OpenGL is missing it holds a panel that says so, and takes structures all the same.
class MoleculeViewport : public QWidget {
  Q_OBJECT
 public:
  /// Both models must outlive the viewport.
  MoleculeViewport(AtomSelectionModel* selection, PinModel* pins, QWidget* parent = nullptr);
  ~MoleculeViewport() override;

  /// Shows a structure; its conformer has a position for every atom. Null: the empty state.
  void setStructure(std::shared_ptr<const chem::Molecule> molecule,
                    std::shared_ptr<const chem::Conformer> conformer,
                    CameraChange camera = CameraChange::Automatic);
  void clearStructure();

  /// False when the failure panel stands in the scene's place.
  [[nodiscard]] bool isDrawing() const { return m_scene != nullptr; }
  /// A sentence, empty while isDrawing().
  [[nodiscard]] const QString& failureReason() const { return m_failure; }

  void setProjection(render::Projection projection);
  [[nodiscard]] render::Projection projection() const;
  void resetView();
  /// Eases the camera; a press of a mouse button stops it where it is. Rotations then turn about
  /// it.
  void centreOn(AtomIndex atom);
  void focusOn(const std::vector<AtomIndex>& atoms);
  /// Thin halo of a phrase under the pointer; empty takes it away. Hydrogens follow their atoms.
  void setHoveredAtoms(std::vector<AtomIndex> atoms);
  /// The structure as it is seen now, without names and tools. Null where nothing can be drawn.
  QImage grabPicture(QSize size, render::Background background = render::Background::Filled);
  /// Keeps the picture and shows a bar of unknown progress over it.
  void setBusy(bool busy);
  /// Names on all atoms.
  void setNamesShown(bool shown);

  /// Null while a failure panel stands in its place. For tests and for the person's own tools.
  [[nodiscard]] SceneWidget* sceneWidget() const { return m_scene; }
  [[nodiscard]] ViewInteraction* interaction() const { return m_interaction; }

 Q_SIGNALS:
  void atomHovered(std::optional<molloquy::AtomIndex> atom);
  void atomClicked(molloquy::AtomIndex atom, Qt::KeyboardModifiers modifiers);
  void emptyClicked();
  void pictureRequested();
  /// The button of the full view was pressed.
  void fullViewRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildScene();
  void buildBars();
  void connectScene();
  void showFailure(const QString& reason);
  void placeBars();
  void updateColours();
  void updateHighlights();
  void paintOverlayOn(QPainter& painter);
  [[nodiscard]] std::vector<Pin> openPins() const;

  AtomSelectionModel* m_selection;
  PinModel* m_pins;
  std::shared_ptr<const chem::Molecule> m_molecule;
  std::shared_ptr<const chem::Conformer> m_conformer;
  std::vector<AtomIndex> m_phraseAtoms;
  QString m_failure;
  bool m_namesShown = false;
  bool m_fitPending = false;

  SceneWidget* m_scene = nullptr;
  ViewInteraction* m_interaction = nullptr;
  QWidget* m_panel = nullptr;
  FloatingBar* m_toolRail = nullptr;
  FloatingBar* m_controls = nullptr;
  PinLegend* m_legend = nullptr;
  AxisGizmo* m_gizmo = nullptr;
  BusyBar* m_busyBar = nullptr;
  BarButton* m_navigate = nullptr;
  BarButton* m_select = nullptr;
  BarButton* m_perspective = nullptr;
  BarButton* m_names = nullptr;
};

}  // namespace molloquy::widgets
