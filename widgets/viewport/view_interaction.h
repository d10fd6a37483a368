#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>

#include "model/chem/molecule.h"
#include "render/trackball_camera.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/viewport/camera_ease.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/tools/tools.h"
#include "widgets/viewport/view_tool.h"

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace molloquy::widgets {

class AtomWalk;
class SceneWidget;

/// Turns mouse and keys on the scene into camera movements, selections and the tools' work, by the
/// table of gestures. Draws nothing.
class ViewInteraction : public QObject {
  Q_OBJECT
 public:
  ViewInteraction(SceneWidget* scene, ToolBench* bench);

  [[nodiscard]] ViewTool tool() const { return m_tool; }
  void setTool(ViewTool tool);
  /// Null for Navigate.
  [[nodiscard]] Tool* toolOf(ViewTool tool) const { return m_tools[std::size_t(tool)]; }
  [[nodiscard]] const GesturePreset& gestures() const { return m_gestures; }
  void setGestures(const GesturePreset& gestures) { m_gestures = gestures; }
  [[nodiscard]] const std::optional<AtomIndex>& hovered() const { return m_hovered; }
  [[nodiscard]] AtomWalk& walk() const { return *m_walk; }
  [[nodiscard]] ToolBench& bench() const { return *m_bench; }
  /// Atoms nearer to the eye than this, angstrom along the view, are hidden; nullopt: none.
  [[nodiscard]] const std::optional<double>& clipDepth() const { return m_clipDepth; }

  void resetView();
  void setProjection(render::Projection projection);
  void centreOn(AtomIndex atom);
  /// Brings a group into the middle, at a distance at which all of it and its surroundings show.
  void focusOn(const std::vector<AtomIndex>& atoms);
  void lookFrom(render::StandardView view);
  void easeTo(const render::CameraPose& pose);

 Q_SIGNALS:
  void atomHovered(std::optional<molloquy::AtomIndex> atom);
  void atomClicked(molloquy::AtomIndex atom, Qt::KeyboardModifiers modifiers);
  void emptyClicked();
  void toolChanged(molloquy::widgets::ViewTool tool);
  void projectionChanged(molloquy::render::Projection projection);
  void clipChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void structureChanged();
  void press(const QMouseEvent& event);
  void move(const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void doubleClick(const QMouseEvent& event);
  void wheel(const QWheelEvent& event);
  bool keyPress(const QKeyEvent& event);
  void keyRelease(const QKeyEvent& event);
  /// Whether the view takes this key before the window's shortcuts.
  [[nodiscard]] bool wantsKey(const QKeyEvent& event) const;
  [[nodiscard]] QString letterOf(const QKeyEvent& event) const;
  void click(Trigger trigger, const QPointF& place, Qt::MouseButton button,
             Qt::KeyboardModifiers modifiers);
  void beginDrag(const QPointF& place);
  void applyDrag(const QPointF& place, const QPointF& step);
  void performOnAtom(ViewAction action, AtomIndex atom);
  bool performKey(ViewAction action);
  bool performCamera(ViewAction action);
  bool performSelection(ViewAction action);
  bool performEdit(ViewAction action);
  bool performWalk(ViewAction action);
  [[nodiscard]] std::vector<AtomIndex> editedAtoms() const;
  void cancel();
  void moveClip(double steps);
  void zoomAt(const QPointF& place, double steps);
  void openContextMenu(const QPointF& place, const Hit& hit);
  void hover(const QPointF& place);
  void setHovered(std::optional<AtomIndex> atom);
  [[nodiscard]] Tool* active() const { return m_tools[std::size_t(m_tool)]; }
  [[nodiscard]] std::vector<AtomIndex> fragmentOf(AtomIndex atom) const;
  [[nodiscard]] std::vector<AtomIndex> allAtoms() const;

  SceneWidget* m_scene;
  ToolBench* m_bench;
  AtomSelectionModel* m_selection;
  CameraEase m_ease;
  AtomWalk* m_walk;
  Tools m_tools;
  GesturePreset m_gestures;
  ViewTool m_tool = ViewTool::Navigate;
  std::shared_ptr<const chem::Molecule> m_lastMolecule;
  std::optional<AtomIndex> m_hovered;
  Hit m_hit;           ///< under the pointer.
  QPointF m_pointer;
  std::optional<QPointF> m_pressed;
  Hit m_pressedHit;
  QPointF m_last;
  Qt::MouseButton m_button = Qt::NoButton;
  Qt::KeyboardModifiers m_modifiers;
  std::optional<ViewAction> m_drag;
  Tool* m_dragTool = nullptr;  ///< carries the drag out; null: the view itself.
  bool m_wasDoubleClick = false;
  bool m_keysDown = false;
  QElapsedTimer m_sinceDoubleClick;
  std::optional<double> m_clipDepth;
};

}  // namespace molloquy::widgets
