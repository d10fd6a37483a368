#include <QPainter>

#include "widgets/sketch/sketch_canvas.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kSelectionRadius = 0.36;  ///< of a bond.
constexpr double kPointerRadius = 0.32;
constexpr double kHoverOpacity = 0.22;

}  // namespace

void SketchCanvas::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), t.surface);
  if (isUsable() && m_scene.hasAtoms()) {
    paintHighlights(painter);
    paintStructure(painter, *m_scene.molecule, m_scene.layout, m_view, m_ink, m_notes);
  }
  if (isUsable()) paintGesture(painter);
  paintWords(painter);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, rect(), 0, t.accent);
}

HighlightShape SketchCanvas::shapeOf(const std::vector<AtomIndex>& atoms, double radius) const {
  HighlightShape shape;
  shape.radius = radius;
  std::vector<bool> held(m_scene.layout.places.size());
  for (const AtomIndex atom : atoms) {
    const auto position = atomPosition(atom);
    if (!position) continue;
    held[atom.value] = true;
    shape.discs.push_back(*position);
  }
  for (const chem::Bond& bond : m_scene.molecule->bonds()) {
    if (bond.begin.value < held.size() && bond.end.value < held.size() && held[bond.begin.value] &&
        held[bond.end.value])
      shape.bands.emplace_back(*atomPosition(bond.begin), *atomPosition(bond.end));
  }
  return shape;
}

void SketchCanvas::paintHighlights(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  const double bond = m_view.bondLength();
  outlineShape(painter, shapeOf(m_selection.atoms(), bond * kSelectionRadius), t.accent, 2.0);
  const QColor under = m_pen.tool == SketchTool::Erase ? t.differ : t.accent;
  painter.setOpacity(kHoverOpacity);
  if (const auto place = m_hit.atom ? atomPosition(*m_hit.atom) : std::nullopt) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(under);
    painter.drawEllipse(*place, bond * kPointerRadius, bond * kPointerRadius);
  }
  if (m_hit.bond && m_hit.bond->value < m_scene.molecule->bonds().size()) {
    const chem::Bond& thin = m_scene.molecule->bonds()[m_hit.bond->value];
    const auto begin = atomPosition(thin.begin);
    const auto end = atomPosition(thin.end);
    painter.setPen(QPen(under, bond * kPointerRadius, Qt::SolidLine, Qt::RoundCap));
    if (begin && end) painter.drawLine(*begin, *end);
  }
  painter.setOpacity(1);
  painter.setBrush(Qt::NoBrush);
  const double radius = bond * kPointerRadius;
  if (const auto place = m_hovered ? atomPosition(*m_hovered) : std::nullopt) {
    painter.setPen(QPen(t.lineStrong, 1.0));
    painter.drawEllipse(*place, radius, radius);
  }
  if (const auto place = m_walked && hasFocus() ? atomPosition(*m_walked) : std::nullopt) {
    painter.setPen(QPen(t.accent, 1.5, Qt::DashLine));
    painter.drawEllipse(*place, radius + 2, radius + 2);
  }
}

void SketchCanvas::paintGesture(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  const bool drawing = m_pen.tool == SketchTool::Bond || m_pen.tool == SketchTool::Atom;
  if (m_hand.gesture == Gesture::Draw && m_hand.moved && drawing) {
    const QPointF end = m_view.toScreen(drawnEnd());
    painter.setPen(QPen(t.accent, 2.0, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(m_view.toScreen(drawnStart()), end);
    const int element = m_pen.tool == SketchTool::Atom ? m_pen.element : 6;
    if (element != 6) {
      painter.setFont(theme::font(theme::TextRole::Control));
      const QString symbol = QString::fromStdString(chem::elementSymbol(element));
      QRectF box = painter.fontMetrics().boundingRect(symbol);
      box.moveCenter(end);
      painter.fillRect(box.adjusted(-2, -1, 2, 1), t.surface);
      painter.drawText(box.adjusted(-8, -8, 8, 8), Qt::AlignCenter, symbol);
    }
  } else if (m_hand.gesture == Gesture::Area && m_hand.moved) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_pen.tool == SketchTool::Erase ? t.differ : t.accent, 1.0, Qt::DashLine));
    if (m_pen.tool == SketchTool::Lasso) {
      painter.drawPolygon(m_hand.path);
    } else {
      painter.drawRect(QRectF(m_hand.start, m_hand.last).normalized());
    }
  } else if (m_hand.gesture == Gesture::None && underMouse()) {
    paintTemplate(painter);
  }
}

void SketchCanvas::paintTemplate(QPainter& painter) const {
  if (m_pen.tool != SketchTool::Ring) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  std::vector<chem::Point2> corners;
  painter.setPen(QPen(t.accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  painter.setOpacity(0.7);
  if (m_hit.atom) {
    const auto base = m_scene.placeOf(*m_hit.atom);
    if (!base) return painter.setOpacity(1);
    const chem::Point2 first = sproutPlace(m_scene, *m_hit.atom);
    corners =
        ringFrom(first, {2 * first[0] - (*base)[0], 2 * first[1] - (*base)[1]}, m_pen.ringSize);
    painter.drawLine(m_view.toScreen(*base), m_view.toScreen(first));
  } else if (m_hit.bond) {
    corners = ringOnBond(m_scene, *m_hit.bond, m_pen.ringSize);
  } else {
    corners = ringAround(m_view.toPaper(m_pointer), m_pen.ringSize);
  }
  QPolygonF ring;
  for (const chem::Point2& corner : corners) ring.append(m_view.toScreen(corner));
  painter.drawPolygon(ring);
  if (m_pen.ring == SketchPen::Ring::Aromatic && m_pen.ringSize == 6) {
    const double radius = m_view.bondLength() * 0.58;
    painter.drawEllipse(ring.boundingRect().center(), radius, radius);
  }
  painter.setOpacity(1);
}

void SketchCanvas::paintWords(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  painter.setFont(theme::font(theme::TextRole::Secondary));
  const int icon = theme::scaled(16);
  if (!m_words.isEmpty() && isUsable()) {
    const int height = theme::scaled(26);
    const QRect strip(0, this->height() - height, width(), height);
    painter.fillRect(strip, t.panel);
    painter.fillRect(QRect(strip.topLeft(), QSize(width(), 1)), t.line);
    theme::paintIcon(painter, QRectF(10, strip.center().y() - icon / 2.0, icon, icon),
                     QStringLiteral("info"), t.text2);
    painter.setPen(t.text2);
    const QRect text = strip.adjusted(icon + 18, 0, -10, 0);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_words, Qt::ElideRight, text.width()));
  }
  const bool empty = isUsable() && !m_scene.hasAtoms() && m_hand.gesture == Gesture::None;
  if (isUsable() && !empty) return;
  const QString words =
      empty ? tr("An empty sheet. Click to place an atom, drag to draw a bond.") : m_failure;
  const QRect room = rect().adjusted(16, 8, -16, -8);
  const int large = theme::scaled(24);
  const QRect bounds = painter.fontMetrics().boundingRect(
      room, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
  const int top = room.center().y() - (large + 8 + bounds.height()) / 2;
  theme::paintIcon(painter, QRectF((width() - large) / 2, top, large, large),
                   empty ? QStringLiteral("hexagon") : QStringLiteral("warning"),
                   empty ? t.text3 : t.differ);
  painter.setPen(empty ? t.text3 : t.text2);
  painter.drawText(QRect(room.left(), top + large + 8, room.width(), bounds.height()),
                   Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
}

}  // namespace molloquy::widgets
