#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QPoint>
#include <QPointF>

#include "model/chem/edit/fragments.h"
#include "model/chem/edit/operations.h"
#include "model/chem/molecule.h"
#include "render/trackball_camera.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/view_gestures.h"
#include "widgets/viewport/view_overlay.h"
#include "widgets/viewport/view_tool.h"

namespace molloquy::widgets {

class SceneWidget;

/// What lies under the pointer: an atom, a bond, or neither.
struct Hit {
  std::optional<AtomIndex> atom;
  std::optional<BondIndex> bond;
  std::optional<AtomIndex> nearest;  ///< the atom, or the one whose half of the bond it is.
  [[nodiscard]] Target target() const {
    return atom ? Target::Atom : bond ? Target::Bond : Target::Empty;
  }
};

/// What the tools work on: the structure as the document has it, as it is shown, and how both lie
/// on the screen. The one place that knows a preview from the document. Tools ask for edits by
/// its signals, which the viewport passes on.
class ToolBench : public QObject {
  Q_OBJECT
 public:
  ToolBench(AtomSelectionModel* selection, QObject* parent);

  /// Null where nothing can be drawn; every question about the screen then has an empty answer.
  void setScene(SceneWidget* scene) { m_scene = scene; }
  [[nodiscard]] SceneWidget* scene() const { return m_scene; }
  [[nodiscard]] AtomSelectionModel& selection() const { return *m_selection; }

  /// Null molecule: the empty state. Ends the preview.
  void setStructure(std::shared_ptr<const chem::Molecule> molecule,
                    std::shared_ptr<const chem::Conformer> conformer);
  [[nodiscard]] const std::shared_ptr<const chem::Molecule>& molecule() const {
    return m_molecule;
  }
  [[nodiscard]] const std::shared_ptr<const chem::Conformer>& conformer() const {
    return m_conformer;
  }
  [[nodiscard]] std::size_t atomCount() const { return m_molecule ? m_molecule->atoms().size() : 0; }
  /// As shown: a preview, a step of an optimisation, or the document's.
  [[nodiscard]] const chem::Positions& positions() const { return m_positions; }
  /// As the document has them.
  [[nodiscard]] const chem::Positions& documentPositions() const;
  /// Shows positions that are not the document's, with its own as the ghost.
  void preview(chem::Positions positions);
  /// Shows positions without a ghost.
  void show(const chem::Positions& positions);
  void setGhost(const chem::Positions& positions);
  void dropPreview();

  /// What a pixel shows.
  [[nodiscard]] Hit hitAt(const QPointF& place) const;
  /// Where a point is on the screen; nullopt behind the eye.
  [[nodiscard]] std::optional<QPointF> placeOf(const chem::Point3& point) const;
  [[nodiscard]] std::optional<QPointF> placeOf(AtomIndex atom) const;
  /// The point shown at a pixel in the plane through `through` that faces the viewer.
  [[nodiscard]] chem::Point3 pointAt(const QPointF& place, const chem::Point3& through) const;
  [[nodiscard]] chem::Point3 viewCentre() const;

  [[nodiscard]] const std::vector<AtomIndex>& fixedAtoms() const { return m_fixed; }
  void setFixedAtoms(std::vector<AtomIndex> atoms);
  [[nodiscard]] bool isFixed(AtomIndex atom) const;
  [[nodiscard]] const std::vector<chem::Measurement>& measurements() const {
    return m_measurements;
  }
  void setMeasurements(std::vector<chem::Measurement> measurements);
  [[nodiscard]] int drawElement() const { return m_drawElement; }
  void setDrawElement(int atomicNumber);
  [[nodiscard]] const std::vector<chem::edit::Fragment>& fragments() const { return m_fragments; }
  void setFragments(std::vector<chem::edit::Fragment> fragments);
  [[nodiscard]] const OptimiseState& optimising() const { return m_optimising; }
  void setOptimising(const OptimiseState& state);
  [[nodiscard]] const std::optional<double>& previewEnergy() const { return m_previewEnergy; }
  void setPreviewEnergy(std::optional<double> deltaKcalPerMol);

  /// What a typed B is; of the person's settings.
  [[nodiscard]] HandOptions::LetterB letterB() const { return m_letterB; }
  void setLetterB(HandOptions::LetterB letter) { m_letterB = letter; }
  [[nodiscard]] double labelScale() const { return m_labelScale; }
  void setLabelScale(double scale);
  /// The structure as it lies in the view now; empty without a scene.
  [[nodiscard]] OverlayContent seen() const;

  /// "C5": empty for an atom that is not there.
  [[nodiscard]] QString atomName(AtomIndex atom) const;

 Q_SIGNALS:
  void structureChanged();
  void positionsChanged();
  void drawElementChanged(int atomicNumber);
  void fragmentsChanged();
  void optimisingChanged();
  void previewEnergyChanged();
  void fixedAtomsChanged();
  /// What is painted over the structure has to be painted again.
  void overlayChanged();

  void editRequested(const molloquy::chem::edit::Operation& operation);
  void measurementMade(const molloquy::chem::Measurement& measurement);
  void measurementRemoved(int index);
  void optimiseToggled(bool run);
  void optimiseMethodChosen(molloquy::energy::EnergyMethod method);
  void atomPulled(std::optional<molloquy::energy::Pull> pull);
  void previewEnergyWanted(const molloquy::chem::Positions& positions);
  void fixedAtomsWanted(const std::vector<molloquy::AtomIndex>& atoms);
  void elementChooserWanted();
  void contextMenuWanted(QPoint global, std::optional<molloquy::AtomIndex> atom,
                         std::optional<molloquy::BondIndex> bond);

 private:
  SceneWidget* m_scene = nullptr;
  AtomSelectionModel* m_selection;
  std::shared_ptr<const chem::Molecule> m_molecule;
  std::shared_ptr<const chem::Conformer> m_conformer;
  chem::Positions m_positions;
  std::vector<AtomIndex> m_fixed;
  std::vector<chem::Measurement> m_measurements;
  std::vector<chem::edit::Fragment> m_fragments;
  OptimiseState m_optimising;
  std::optional<double> m_previewEnergy;
  int m_drawElement = 6;
  HandOptions::LetterB m_letterB = HandOptions::LetterB::Boron;
  double m_labelScale = 1;
  bool m_previewing = false;
};

}  // namespace molloquy::widgets
