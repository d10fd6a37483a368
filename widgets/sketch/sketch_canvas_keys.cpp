#include <QKeyEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/sketch/sketch_canvas.h"

namespace molloquy::widgets {
namespace {

constexpr qint64 kSecondLetterMs = 1500;  ///< "C" and "l" within this are chlorine.
constexpr double kTurn = 30;              ///< degrees.
constexpr double kZoom = 1.25;

SketchPen bondPen(SketchPen pen, BondStroke stroke) {
  pen.tool = SketchTool::Bond;
  pen.stroke = stroke;
  return pen;
}

}  // namespace

void SketchCanvas::keyPressEvent(QKeyEvent* event) {
  if (!isUsable()) return QWidget::keyPressEvent(event);
  const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
  const QString text = event->text();
  const bool letter = plain && text.size() == 1 && text.front().isLetter();
  const bool second = letter && m_typed.size() == 1 && m_typedAt.isValid() &&
                      m_typedAt.elapsed() < kSecondLetterMs &&
                      chem::atomicNumberOf((m_typed + text.toLower()).toStdString());
  if (second) return typeElement(text);
  if (const auto command = sketchCommand(*event)) return perform(*command);
  if (letter) return typeElement(text);
  switch (event->key()) {
    case Qt::Key_Left:
      return walk({-1, 0});
    case Qt::Key_Right:
      return walk({1, 0});
    case Qt::Key_Up:
      return walk({0, -1});
    case Qt::Key_Down:
      return walk({0, 1});
    case Qt::Key_Space:
      if (m_walked) select({*m_walked}, event->modifiers());
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return clickWalked();
    default:
      QWidget::keyPressEvent(event);
  }
}

void SketchCanvas::perform(SketchCommand command) {
  using C = SketchCommand;
  SketchPen pen = m_pen;
  switch (command) {
    case C::SelectTool:
      return escape();
    case C::Erase:
      return erase();
    case C::SelectAll: {
      std::vector<AtomIndex> all;
      for (std::uint32_t index = 0; index < m_scene.layout.places.size(); ++index)
        if (m_scene.layout.places[index]) all.push_back(AtomIndex(index));
      return select(std::move(all), {});
    }
    case C::BondAny:
      return setBondOrder(BondStroke::Any);
    case C::BondSingle:
      return setBondOrder(BondStroke::Single);
    case C::BondDouble:
      return setBondOrder(BondStroke::Double);
    case C::BondTriple:
      return setBondOrder(BondStroke::Triple);
    case C::BondAromatic:
      return setBondOrder(BondStroke::Aromatic);
    case C::ChargeTool:
      pen.charge = m_pen.tool == SketchTool::Charge ? -m_pen.charge : 1;
      pen.tool = SketchTool::Charge;
      return usePen(pen);
    case C::ChargePlus:
      return changeCharge(1);
    case C::ChargeMinus:
      return changeCharge(-1);
    case C::RingTool:
      if (m_pen.tool == SketchTool::Ring) {
        const bool aromatic = m_pen.ring == SketchPen::Ring::Aromatic;
        pen.ringSize = aromatic ? 6 : m_pen.ringSize == 8 ? 3 : m_pen.ringSize + 1;
        pen.ring = SketchPen::Ring::Saturated;
      }
      pen.tool = SketchTool::Ring;
      return usePen(pen);
    case C::FlipHorizontal:
      return mirrorPaper(Mirror::LeftRight);
    case C::FlipVertical:
      return mirrorPaper(Mirror::TopBottom);
    case C::Rotate:
      return turnPaper(-kTurn);
    case C::RotateBack:
      return turnPaper(kTurn);
    case C::ZoomIn:
      return zoom(kZoom, rect().center());
    case C::ZoomOut:
      return zoom(1 / kZoom, rect().center());
    case C::Fit:
      return fit();
    case C::StereoLabels:
      setStereoLabels(m_notes.stereo == StructureNotes::Stereo::Shown
                          ? StructureNotes::Stereo::Hidden
                          : StructureNotes::Stereo::Shown);
      break;
    case C::CopySmiles:
    case C::Undo:
    case C::Redo:
    case C::Layout:
    case C::CleanUp:
    case C::Help:
      break;
  }
  Q_EMIT commandRequested(command);
}

void SketchCanvas::escape() {
  if (m_hand.gesture != Gesture::None) {
    if (m_hand.gesture == Gesture::MoveAtoms) m_scene.layout = m_hand.before;
    m_hand = {};
    return update();
  }
  if (m_pen.tool != SketchTool::Select) {
    SketchPen pen = m_pen;
    pen.tool = SketchTool::Select;
    return usePen(pen);
  }
  m_selection.clear(AtomSelectionModel::Origin::Depiction);
}

void SketchCanvas::erase() {
  if (!m_selection.isEmpty()) return eraseAtoms(m_selection.atoms());
  SketchPen pen = m_pen;
  pen.tool = SketchTool::Erase;
  SketchHit under = m_hit;
  if (under.isEmpty() && m_walked && hasFocus()) under.atom = m_walked;
  if (under.isEmpty()) return usePen(pen);
  take(clicked(m_scene, pen, under, {}));
}

void SketchCanvas::setBondOrder(BondStroke stroke) {
  SketchAnswer answer;
  answer.title = tr("Change bonds");
  if (m_hit.bond) {
    answer.edits.push_back(withOrder(m_scene, *m_hit.bond, orderOf(stroke)));
  } else if (m_scene.hasAtoms() && m_selection.atoms().size() > 1) {
    for (std::uint32_t index = 0; index < m_scene.molecule->bonds().size(); ++index) {
      const chem::Bond& bond = m_scene.molecule->bonds()[index];
      if (m_selection.contains(bond.begin) && m_selection.contains(bond.end) &&
          m_scene.placeOf(bond.begin) && m_scene.placeOf(bond.end))
        answer.edits.push_back(withOrder(m_scene, BondIndex(index), orderOf(stroke)));
    }
  }
  answer.isEmpty() ? usePen(bondPen(m_pen, stroke)) : take(answer);
}

void SketchCanvas::changeCharge(int by) {
  const std::vector<AtomIndex> atoms = targets();
  if (atoms.empty()) {
    SketchPen pen = m_pen;
    pen.tool = SketchTool::Charge;
    pen.charge = by;
    return usePen(pen);
  }
  SketchAnswer answer;
  answer.edits.push_back({chem::edit::ChangeCharge{.atoms = atoms, .by = by, .hydrogens = {}}, {}});
  take(answer);
}

void SketchCanvas::turnPaper(double degrees) {
  if (m_scene.hasAtoms()) showMoved(turnedOnPaper(m_scene.layout, m_selection.atoms(), degrees));
}

void SketchCanvas::mirrorPaper(Mirror mirror) {
  if (m_scene.hasAtoms()) showMoved(mirroredOnPaper(m_scene.layout, m_selection.atoms(), mirror));
}

void SketchCanvas::typeElement(const QString& letter) {
  const bool second =
      m_typed.size() == 1 && m_typedAt.isValid() && m_typedAt.elapsed() < kSecondLetterMs;
  const QString both = m_typed + letter.toLower();
  if (const auto element = second ? chem::atomicNumberOf(both.toStdString()) : std::nullopt) {
    m_typed.clear();
    return setElement(*element);
  }
  m_typed = letter.toUpper();
  m_typedAt.start();
  if (const auto element = chem::atomicNumberOf(m_typed.toStdString())) setElement(*element);
}

void SketchCanvas::setElement(int atomicNumber) {
  const std::vector<AtomIndex> atoms = targets();
  if (atoms.empty()) {
    SketchPen pen = m_pen;
    pen.tool = SketchTool::Atom;
    pen.element = atomicNumber;
    return usePen(pen);
  }
  SketchAnswer answer;
  answer.edits.push_back(
      {chem::edit::SetElement{.atoms = atoms, .atomicNumber = atomicNumber, .hydrogens = {}}, {}});
  take(answer);
}

void SketchCanvas::walk(const QPointF& direction) {
  std::optional<AtomIndex> best;
  double bestCost = std::numeric_limits<double>::max();
  const std::optional<QPointF> from = m_walked ? atomPosition(*m_walked) : std::nullopt;
  for (std::uint32_t index = 0; index < m_scene.layout.places.size(); ++index) {
    const auto position = atomPosition(AtomIndex(index));
    if (!position || m_walked == AtomIndex(index)) continue;
    // The walk begins at the far end, so that the whole drawing lies ahead.
    double cost = QPointF::dotProduct(*position, direction);
    if (from) {
      const QPointF step = *position - *from;
      const double along = QPointF::dotProduct(step, direction);
      if (along <= 0) continue;
      // A neighbour off the line comes before an atom farther along it.
      cost = std::hypot(step.x(), step.y()) +
             std::abs(step.x() * direction.y() - step.y() * direction.x());
    }
    if (cost >= bestCost) continue;
    bestCost = cost;
    best = AtomIndex(index);
  }
  if (!best) return;
  m_walked = best;
  updateAccessibleText();
  update();
}

void SketchCanvas::clickWalked() {
  if (m_pen.tool == SketchTool::Select || m_pen.tool == SketchTool::Lasso) {
    if (m_walked) select({*m_walked}, {});
    return;
  }
  if (!m_walked && m_scene.hasAtoms()) return;
  take(clicked(m_scene, m_pen, {m_walked, std::nullopt}, m_view.toPaper(rect().center())));
}

}  // namespace molloquy::widgets
