#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QPolygonF>
#include <QString>
#include <QWidget>

#include "model/chem/edit/operations.h"
#include "widgets/depiction/highlight_shape.h"
#include "widgets/depiction/structure_ink.h"
#include "widgets/depiction/structure_painting.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/sketch/sketch_edits.h"
#include "widgets/sketch/sketch_keys.h"
#include "widgets/sketch/sketch_moves.h"
#include "widgets/sketch/sketch_pen.h"
#include "widgets/sketch/sketch_scene.h"

namespace molloquy::widgets {

class BusyBar;

/// The paper of the 2D editor: draws the scene, follows the hand and says what it means. Left
/// button: the pen; middle button, or right: moves the paper; wheel: zooms about the pointer.
class SketchCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit SketchCanvas(AtomSelectionModel& selection, QWidget* parent = nullptr);

  void setScene(SketchScene scene);
  void setPen(const SketchPen& pen);
  [[nodiscard]] const SketchPen& pen() const { return m_pen; }
  void setBusy(bool busy);
  /// The paper cannot be drawn on, and why; setScene ends it.
  void setFailed(const QString& sentence);
  /// A sentence at the foot until the next gesture.
  void tell(const QString& sentence);
  void setHoveredAtom(std::optional<AtomIndex> atom);
  void setStereoLabels(StructureNotes::Stereo stereo);

  /// Carries a command out, from a key or from a button.
  void perform(SketchCommand command);

  [[nodiscard]] const SketchScene& scene() const { return m_scene; }
  /// Where an atom is in the widget; nullopt when it is not drawn.
  [[nodiscard]] std::optional<QPointF> atomPosition(AtomIndex atom) const;
  [[nodiscard]] const PaperView& view() const { return m_view; }
  /// Everything in the middle, bonds of the usual size.
  void fit();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);
  /// The edits until gestureEnded belong together: one step of the history.
  void gestureBegan(const QString& title);
  void gestureEnded();
  void layoutChanged(const molloquy::chem::Layout2D& layout);
  /// A command that is not the paper's own: undo, copy, layout, help.
  void commandRequested(molloquy::widgets::SketchCommand command);
  void penChanged(const molloquy::widgets::SketchPen& pen);
  void atomHovered(std::optional<molloquy::AtomIndex> atom);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Gesture { None, Draw, Area, MoveAtoms, Pan };
  /// What the left button has been doing since it went down.
  struct Hand {
    Gesture gesture = Gesture::None;
    QPointF start, last;
    SketchHit hit;
    QPolygonF path;      ///< widget places of a lasso.
    bool moved = false;  ///< further than a click shakes.
    chem::Layout2D before;
  };

  [[nodiscard]] bool isUsable() const { return m_failure.isEmpty(); }
  [[nodiscard]] double reach() const;
  [[nodiscard]] SketchHit hit(const QPointF& place) const;
  [[nodiscard]] chem::Point2 drawnEnd() const;
  [[nodiscard]] chem::Point2 drawnStart() const;
  [[nodiscard]] QPolygonF area() const;
  void setHit(const SketchHit& hit);
  void take(const SketchAnswer& answer);
  void send(const SketchEdit& edit);
  void continuePlan();
  void abandonPlan();
  void finishDraw();
  void finishArea(Qt::KeyboardModifiers modifiers);
  void finishMove();
  void eraseAtoms(const std::vector<AtomIndex>& atoms);
  void select(std::vector<AtomIndex> atoms, Qt::KeyboardModifiers modifiers);
  void zoom(double factor, const QPointF& about);
  void refitIfOutside();

  void usePen(const SketchPen& pen);
  void setBondOrder(BondStroke stroke);
  void changeCharge(int by);
  void erase();
  void escape();
  void turnPaper(double degrees);
  void mirrorPaper(Mirror mirror);
  void showMoved(chem::Layout2D layout);
  void typeElement(const QString& letter);
  void setElement(int atomicNumber);
  void walk(const QPointF& direction);
  void clickWalked();
  [[nodiscard]] std::vector<AtomIndex> targets() const;
  void updateAccessibleText();

  void paintHighlights(QPainter& painter) const;
  void paintGesture(QPainter& painter) const;
  void paintTemplate(QPainter& painter) const;
  void paintWords(QPainter& painter) const;
  [[nodiscard]] HighlightShape shapeOf(const std::vector<AtomIndex>& atoms, double radius) const;

  AtomSelectionModel& m_selection;
  SketchScene m_scene;
  SketchPen m_pen;
  StructureInk m_ink;
  PaperView m_view;
  StructureNotes m_notes;
  bool m_viewChosen = false;  ///< the person zoomed or moved the paper.
  Hand m_hand;
  SketchHit m_hit;
  QPointF m_pointer;
  std::optional<AtomIndex> m_hovered;  ///< of another view.
  std::optional<AtomIndex> m_walked;
  std::deque<SketchStroke> m_plan;
  bool m_planRuns = false;  ///< the last stroke of a plan was sent and is not on the paper yet.
  QString m_typed;
  QElapsedTimer m_typedAt;
  QString m_failure, m_words;
  BusyBar* m_busy;
};

}  // namespace molloquy::widgets
