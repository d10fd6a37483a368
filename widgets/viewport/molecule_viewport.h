#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QPoint>
#include <QStringList>
#include <QWidget>

#include "model/chem/edit/fragments.h"
#include "model/chem/edit/operations.h"
#include "model/chem/molecule.h"
#include "render/image_export.h"
#include "render/molecule_scene.h"
#include "render/trackball_camera.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"
#include "widgets/viewport/overlay_legend.h"
#include "widgets/viewport/view_tool.h"

namespace molloquy::widgets {

class BusyBar;
class GesturePreset;
class SceneWidget;
class ToolBench;
class ViewInteraction;
class ViewportBars;

/// What a new structure does to the camera.
enum class CameraChange {
  Automatic,  ///< keep it for another conformer of the same molecule, else show all of it.
  Keep,
  Fit,
};

/// The structure in three dimensions, with its tools, its pins and its marks. Shows the selection
/// and the pins of the two models it is given and writes the person's selection into the first.
/// Edits leave it as operations; it shows the document's answer and changes nothing itself.
/// Where OpenGL is missing it holds a panel that says so, and takes structures all the same.
class MoleculeViewport : public QWidget {
  Q_OBJECT
 public:
  /// Both models must outlive the viewport.
  MoleculeViewport(AtomSelectionModel* selection, PinModel* pins, QWidget* parent = nullptr);
  ~MoleculeViewport() override;

  /// Shows a structure; its conformer has a position for every atom. Null: the empty state. Ends
  /// every preview: this is also how a refused edit is put back.
  void setStructure(std::shared_ptr<const chem::Molecule> molecule,
                    std::shared_ptr<const chem::Conformer> conformer,
                    CameraChange camera = CameraChange::Automatic);
  void clearStructure();
  /// Other positions of the same atoms: a step of an optimisation, a frame of a player. Any other
  /// count is ignored.
  void setPositions(const chem::Positions& positions);
  /// The positions stand still again; what is slow to follow is made anew.
  void settlePositions();
  /// Where the structure was, drawn for the atoms that moved. Empty: none.
  void setGhost(const chem::Positions& positions);

  void setViewStyle(const render::ViewStyle& style);
  [[nodiscard]] const render::ViewStyle& viewStyle() const { return m_style; }
  void setAtomValues(render::AtomValues values);
  /// Size of names and measurements, 1 = that of the theme, 0.75..3.
  void setLabelScale(double scale);
  [[nodiscard]] double labelScale() const;
  /// Structures laid over this one; `legend` names each ("3"). The legend hides without any;
  /// with notes (the own name, how well they fit) it is a card.
  void setOverlays(std::vector<render::Overlay> overlays, const QStringList& legend = {},
                   const OverlayNotes& notes = {});
  void setDipole(std::optional<chem::Point3> debye);
  void setMeasurements(std::vector<chem::Measurement> measurements);

  void setTool(ViewTool tool);
  [[nodiscard]] ViewTool tool() const;
  /// The element the Draw tool puts down.
  void setDrawElement(int atomicNumber);
  void setFragments(std::vector<chem::edit::Fragment> fragments);
  /// Atoms that no drag and no optimisation moves; marked.
  void setFixedAtoms(std::vector<AtomIndex> atoms);
  void setOptimising(const OptimiseState& state);
  /// Energy of the previewed geometry against the one before, kcal/mol.
  void setPreviewEnergy(std::optional<double> deltaKcalPerMol);
  void setGestures(const GesturePreset& gestures);
  [[nodiscard]] const GesturePreset& gestures() const;

  /// False when the failure panel stands in the scene's place.
  [[nodiscard]] bool isDrawing() const { return m_scene != nullptr; }
  /// A sentence, empty while isDrawing().
  [[nodiscard]] const QString& failureReason() const { return m_failure; }

  /// The camera, for bookmarks. Setting it eases there.
  [[nodiscard]] render::CameraPose pose() const;
  void setPose(const render::CameraPose& pose);
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

  /// Null while a failure panel stands in its place. For tests and for the person's own tools.
  [[nodiscard]] SceneWidget* sceneWidget() const { return m_scene; }
  [[nodiscard]] ViewInteraction* interaction() const { return m_interaction; }
  [[nodiscard]] ToolBench* bench() const { return m_bench; }

 Q_SIGNALS:
  void atomHovered(std::optional<molloquy::AtomIndex> atom);
  void atomClicked(molloquy::AtomIndex atom, Qt::KeyboardModifiers modifiers);
  void emptyClicked();
  void pictureRequested();
  /// The button of the full view was pressed.
  void fullViewRequested();

  /// The person's hand wants the structure changed. Answered by setStructure(), done or refused.
  void editRequested(const molloquy::chem::edit::Operation& operation);
  void measurementMade(const molloquy::chem::Measurement& measurement);
  void measurementRemoved(int index);
  void toolChanged(molloquy::widgets::ViewTool tool);
  void drawElementChanged(int atomicNumber);
  void optimiseToggled(bool run);
  void optimiseMethodChosen(molloquy::energy::EnergyMethod method);
  /// An atom is drawn to a place while an optimisation runs; nullopt when it is let go.
  void atomPulled(std::optional<molloquy::energy::Pull> pull);
  /// Positions whose energy the tool would like to show; answered by setPreviewEnergy().
  void previewEnergyWanted(const molloquy::chem::Positions& positions);
  void fixedAtomsWanted(const std::vector<molloquy::AtomIndex>& atoms);
  void contextMenuWanted(QPoint global, std::optional<molloquy::AtomIndex> atom,
                         std::optional<molloquy::BondIndex> bond);
  /// The visibility or the labels button: the whole style as it should be.
  void viewStyleWanted(const molloquy::render::ViewStyle& style);
  void elementChooserWanted();
  void labelScaleChosen(double scale);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildScene();
  void connectScene();
  void connectBench();
  void connectBars();
  void showFailure(const QString& reason);
  void fitView();
  void updateColours();
  void updateHighlights();
  void updateStyle();
  void paintOverlayOn(QPainter& painter);
  [[nodiscard]] std::vector<Pin> openPins() const;

  AtomSelectionModel* m_selection;
  PinModel* m_pins;
  render::ViewStyle m_style;
  render::AtomValues m_values;
  std::vector<AtomIndex> m_phraseAtoms;
  QString m_failure;
  bool m_fitPending = false;

  SceneWidget* m_scene = nullptr;
  ToolBench* m_bench;
  ViewInteraction* m_interaction = nullptr;
  QWidget* m_panel = nullptr;
  ViewportBars* m_bars = nullptr;
  BusyBar* m_busyBar = nullptr;
};

}  // namespace molloquy::widgets
