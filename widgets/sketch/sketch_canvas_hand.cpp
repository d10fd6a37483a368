#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/sketch/sketch_canvas.h"

namespace molloquy::widgets {
namespace {

constexpr double kClick = 4;    ///< logical pixels; a hand that shakes less clicks.
constexpr double kSame = 0.35;  ///< of the paper: ends of a stroke nearer than this are one atom.

bool isDrawing(SketchTool tool) { return tool == SketchTool::Bond || tool == SketchTool::Atom; }

}  // namespace

void SketchCanvas::mousePressEvent(QMouseEvent* event) {
  if (!isUsable()) return;
  m_pointer = event->position();
  m_walked.reset();
  m_hand = {};
  m_hand.start = m_hand.last = event->position();
  if (event->button() == Qt::MiddleButton || event->button() == Qt::RightButton) {
    m_hand.gesture = Gesture::Pan;
    return;
  }
  if (event->button() != Qt::LeftButton) return;
  m_words.clear();
  m_hand.hit = hit(event->position());
  m_hand.path = QPolygonF({event->position()});
  m_hand.before = m_scene.layout;
  const bool selecting = m_pen.tool == SketchTool::Select || m_pen.tool == SketchTool::Lasso;
  const bool modified =
      event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier | Qt::ControlModifier);
  if (selecting) {
    m_hand.gesture = m_hand.hit.isEmpty() || modified ? Gesture::Area : Gesture::MoveAtoms;
  } else if (m_pen.tool == SketchTool::Erase && m_hand.hit.isEmpty()) {
    m_hand.gesture = Gesture::Area;
  } else {
    m_hand.gesture = Gesture::Draw;
  }
  update();
}

void SketchCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPointF step = event->position() - m_hand.last;
  m_pointer = event->position();
  if (m_hand.gesture == Gesture::None) {
    setHit(hit(m_pointer));
    if (m_pen.tool == SketchTool::Ring) update();
    return;
  }
  m_hand.last = event->position();
  if (QLineF(m_hand.start, m_hand.last).length() > kClick) m_hand.moved = true;
  if (m_hand.gesture == Gesture::Pan) {
    m_view.origin += step;
    m_viewChosen = m_viewChosen || m_hand.moved;
  } else if (m_hand.gesture == Gesture::Area) {
    m_hand.path.append(event->position());
  } else if (m_hand.gesture == Gesture::MoveAtoms && m_hand.moved) {
    std::vector<AtomIndex> held;
    if (m_hand.hit.atom) held = {*m_hand.hit.atom};
    if (m_hand.hit.bond) {
      const chem::Bond& bond = m_scene.molecule->bonds()[m_hand.hit.bond->value];
      held = {bond.begin, bond.end};
    }
    if (!held.empty() && !m_selection.contains(held.front())) select(std::move(held), {});
    const chem::Point2 from = m_view.toPaper(m_hand.start);
    const chem::Point2 to = m_view.toPaper(m_hand.last);
    m_scene.layout =
        movedOnPaper(m_hand.before, m_selection.atoms(), {to[0] - from[0], to[1] - from[1]});
  }
  setHit(hit(m_pointer));
  update();
}

void SketchCanvas::mouseReleaseEvent(QMouseEvent* event) {
  m_pointer = event->position();
  m_hand.last = event->position();
  switch (m_hand.gesture) {
    case Gesture::Draw:
      finishDraw();
      break;
    case Gesture::Area:
      finishArea(event->modifiers());
      break;
    case Gesture::MoveAtoms:
      finishMove();
      break;
    case Gesture::Pan:
    case Gesture::None:
      break;
  }
  m_hand = {};
  update();
}

chem::Point2 SketchCanvas::drawnStart() const {
  if (m_hand.hit.atom)
    if (const auto place = m_scene.placeOf(*m_hand.hit.atom)) return *place;
  return m_view.toPaper(m_hand.start);
}

chem::Point2 SketchCanvas::drawnEnd() const {
  const chem::Point2 pointer = m_view.toPaper(m_hand.last);
  if (const auto atom = hitAt(m_scene, pointer, kSame).atom; atom && atom != m_hand.hit.atom)
    return *m_scene.placeOf(*atom);
  return snappedEnd(drawnStart(), pointer);
}

void SketchCanvas::finishDraw() {
  const Hand hand = std::exchange(m_hand, {});
  if (!hand.moved || !isDrawing(m_pen.tool)) {
    take(clicked(m_scene, m_pen, hand.hit, m_view.toPaper(hand.start)));
    return;
  }
  m_hand = hand;
  const chem::Point2 start = drawnStart();
  const chem::Point2 end = drawnEnd();
  m_hand = {};
  // Drawing along an existing bond, or into an atom, ends at that atom.
  take(dragged(m_scene, m_pen, hand.hit.atom, start, hitAt(m_scene, end, kSame).atom, end));
}

QPolygonF SketchCanvas::area() const {
  QPolygonF paper;
  const auto add = [&](const QPointF& place) {
    const chem::Point2 at = m_view.toPaper(place);
    paper.append(QPointF(at[0], at[1]));
  };
  if (m_pen.tool == SketchTool::Lasso) {
    for (const QPointF& place : m_hand.path) add(place);
  } else {
    const QRectF box = QRectF(m_hand.start, m_hand.last).normalized();
    for (const QPointF& corner :
         {box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()})
      add(corner);
  }
  return paper;
}

void SketchCanvas::finishArea(Qt::KeyboardModifiers modifiers) {
  const bool erasing = m_pen.tool == SketchTool::Erase;
  std::vector<AtomIndex> atoms;
  if (m_hand.moved) {
    atoms = atomsInside(m_scene, area());
  } else if (m_hand.hit.atom) {
    atoms = {*m_hand.hit.atom};
  } else if (m_hand.hit.bond) {
    const chem::Bond& bond = m_scene.molecule->bonds()[m_hand.hit.bond->value];
    atoms = {bond.begin, bond.end};
  }
  if (erasing) return eraseAtoms(atoms);
  const bool extending = modifiers & (Qt::ShiftModifier | Qt::AltModifier | Qt::ControlModifier);
  if (atoms.empty() && extending) return;
  select(std::move(atoms), modifiers);
}

void SketchCanvas::finishMove() {
  if (m_hand.moved) {
    Q_EMIT layoutChanged(m_scene.layout);
    return;
  }
  if (m_hand.hit.atom) return select({*m_hand.hit.atom}, {});
  const chem::Bond& bond = m_scene.molecule->bonds()[m_hand.hit.bond->value];
  select({bond.begin, bond.end}, {});
}

void SketchCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  const bool selecting = m_pen.tool == SketchTool::Select || m_pen.tool == SketchTool::Lasso;
  const SketchHit found = hit(event->position());
  if (event->button() != Qt::LeftButton || !selecting || found.isEmpty() || !isUsable())
    return mousePressEvent(event);
  std::vector<AtomIndex> part{found.atom ? *found.atom
                                         : m_scene.molecule->bonds()[found.bond->value].begin};
  for (std::size_t next = 0; next < part.size(); ++next) {
    for (const AtomIndex neighbour : m_scene.drawnNeighbours(part[next]))
      if (std::find(part.begin(), part.end(), neighbour) == part.end()) part.push_back(neighbour);
  }
  m_hand = {};
  select(std::move(part), event->modifiers());
}

void SketchCanvas::wheelEvent(QWheelEvent* event) {
  if (event->angleDelta().y() == 0) return event->ignore();
  zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
  event->accept();
}

void SketchCanvas::enterEvent(QEnterEvent* event) {
  m_pointer = event->position();
  setHit(hit(m_pointer));
}

void SketchCanvas::leaveEvent(QEvent*) { setHit({}); }

bool SketchCanvas::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    // The window's own keys (Ctrl+L, letters of tools) mean the paper's while it has the focus.
    const auto& key = static_cast<const QKeyEvent&>(*event);
    const bool letter = key.text().size() == 1 && key.text().front().isLetter() &&
                        !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (letter || sketchCommand(key)) {
      event->accept();
      return true;
    }
  }
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto atom = hit(help->pos()).atom) {
      QToolTip::showText(help->globalPos(),
                         QString::fromStdString(chem::atomName(*m_scene.molecule, *atom)), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace molloquy::widgets
