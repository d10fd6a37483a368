#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>
#include <QRectF>

#include "model/chem/molecule.h"
#include "render/trackball_camera.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/viewport/camera_ease.h"
#include "widgets/viewport/view_gestures.h"

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace molloquy::widgets {

class SceneWidget;

/// Turns mouse and keys on the scene into camera movements and selections, by the table of
/// view_gestures.h. Draws nothing.
class ViewInteraction : public QObject {
  Q_OBJECT
 public:
  ViewInteraction(SceneWidget* scene, AtomSelectionModel* selection);

  void setMolecule(std::shared_ptr<const chem::Molecule> molecule);
  [[nodiscard]] ViewTool tool() const { return m_tool; }
  void setTool(ViewTool tool);
  [[nodiscard]] const std::optional<AtomIndex>& hovered() const { return m_hovered; }
  /// The box being drawn, logical pixels.
  [[nodiscard]] std::optional<QRectF> box() const;

  void resetView();
  void setProjection(render::Projection projection);
  void centreOn(AtomIndex atom);
  /// Brings a group into the middle, at a distance at which all of it and its surroundings show.
  void focusOn(const std::vector<AtomIndex>& atoms);
  void lookFrom(render::StandardView view);

 Q_SIGNALS:
  void atomHovered(std::optional<molloquy::AtomIndex> atom);
  void atomClicked(molloquy::AtomIndex atom, Qt::KeyboardModifiers modifiers);
  void emptyClicked();
  void toolChanged(molloquy::widgets::ViewTool tool);
  void projectionChanged(molloquy::render::Projection projection);
  void boxChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void press(const QMouseEvent& event);
  void move(const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void doubleClick(const QMouseEvent& event);
  void wheel(const QWheelEvent& event);
  void click(Trigger trigger, const QPointF& place, Qt::MouseButton button,
             Qt::KeyboardModifiers modifiers);
  void applyDrag(const QPointF& step);
  void selectBox();
  void performOnAtom(ViewAction action, AtomIndex atom);
  void performKey(ViewAction action);
  void performSelection(ViewAction action);
  void hover(std::optional<AtomIndex> atom);
  void easeTo(const render::CameraPose& pose);
  [[nodiscard]] std::optional<AtomIndex> atomAt(const QPointF& place) const;
  [[nodiscard]] std::vector<AtomIndex> fragmentOf(AtomIndex atom) const;
  [[nodiscard]] std::vector<AtomIndex> allAtoms() const;

  SceneWidget* m_scene;
  AtomSelectionModel* m_selection;
  CameraEase m_ease;
  std::shared_ptr<const chem::Molecule> m_molecule;
  ViewTool m_tool = ViewTool::Navigate;
  std::optional<AtomIndex> m_hovered;
  std::optional<QPointF> m_pressed;
  QPointF m_last;
  Qt::MouseButton m_button = Qt::NoButton;
  Qt::KeyboardModifiers m_modifiers;
  std::optional<ViewAction> m_drag;
  bool m_wasDoubleClick = false;
  QElapsedTimer m_sinceDoubleClick;
};

}  // namespace molloquy::widgets
