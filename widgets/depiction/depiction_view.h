#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QPointF>
#include <QPolygonF>
#include <QString>
#include <QTimer>
#include <QWidget>

#include "model/chem/depiction.h"
#include "model/chem/molecule.h"
#include "widgets/depiction/highlight_shape.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

class QSvgRenderer;

namespace molloquy::widgets {

class BusyBar;

/// The 2D drawing of the structure. It never computes a drawing: it asks for one in its own size
/// and colours, and shows the last one scaled until the answer comes. Pins are filled highlights,
/// the selection is a ring in the accent colour; both are shared with the viewport.
class DepictionView : public QWidget {
  Q_OBJECT
 public:
  /// Neither model is owned; both must outlive the view.
  DepictionView(AtomSelectionModel& selection, PinModel& pins, QWidget* parent = nullptr);
  ~DepictionView() override;

  /// Shows a drawing of `molecule` (atom indices are its own).
  void setDepiction(std::shared_ptr<const chem::Molecule> molecule, chem::Depiction depiction);
  /// A drawing is on its way: the old one stays, with a bar on top.
  void setBusy();
  /// There is no drawing, and why.
  void setFailed(const QString& sentence);
  /// No structure.
  void clear();
  /// Draws the thin ring of the atom under the pointer of another view.
  void setHoveredAtom(std::optional<AtomIndex> atom);

  /// Size and colours of the drawing that fits now.
  [[nodiscard]] chem::DepictionStyle neededStyle() const;
  /// Where an atom lies in the widget; nullopt when it is not drawn.
  [[nodiscard]] std::optional<QPointF> atomPosition(AtomIndex atom) const;
  [[nodiscard]] std::optional<AtomIndex> atomAt(const QPointF& place) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The size or the palette changed (settled): answer with setDepiction.
  void depictionStyleNeeded(const molloquy::chem::DepictionStyle& style);
  /// Atom under the pointer, nullopt when there is none.
  void atomHovered(std::optional<molloquy::AtomIndex> atom);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class State { Empty, Busy, Ready, Failed };
  struct Placement {
    QPointF origin;
    double scale = 1.0;
  };

  [[nodiscard]] Placement placement() const;
  [[nodiscard]] bool isDrawn() const;
  void setHovered(std::optional<AtomIndex> atom);
  void askForStyle();
  void apply(std::vector<AtomIndex> atoms, Qt::KeyboardModifiers modifiers);
  void walk(const QPointF& direction);
  [[nodiscard]] HighlightShape shapeOf(const std::vector<AtomIndex>& atoms, double radius) const;
  [[nodiscard]] std::vector<AtomIndex> atomsIn(const QPolygonF& polygon) const;
  void updateAccessibleText();
  void paintHighlights(QPainter& painter) const;
  void paintPointers(QPainter& painter) const;
  void paintMessage(QPainter& painter) const;

  AtomSelectionModel& m_selection;
  PinModel& m_pins;
  std::shared_ptr<const chem::Molecule> m_molecule;
  chem::Depiction m_depiction;
  std::unique_ptr<QSvgRenderer> m_renderer;
  State m_state = State::Empty;
  QString m_failure;
  std::optional<AtomIndex> m_hovered;
  std::optional<AtomIndex> m_walked;
  QPolygonF m_lasso;  ///< places of the pointer since the button went down.
  QTimer m_settle;
  QString m_askedFor;  ///< size and colour of the last request.
  BusyBar* m_busy;
};

}  // namespace molloquy::widgets
