// Pointer and keyboard of the map.
#include <QAccessible>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>
#include <cmath>

#include "widgets/neighbours/embedding_map.h"

namespace molloquy::widgets {
namespace {

constexpr double kKeyZoom = 1.4;
constexpr double kWheelStep = 120;  ///< eighths of a degree a notch.

}  // namespace

void EmbeddingMap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  m_pressed = true;
  m_dragging = false;
  m_pressedAt = m_lastAt = event->position();
}

void EmbeddingMap::mouseMoveEvent(QMouseEvent* event) {
  if (!m_pressed || !(event->buttons() & Qt::LeftButton)) {
    m_pressed = false;
    return setHovered(pointAt(event->position()));
  }
  const QPointF moved = event->position() - m_pressedAt;
  if (!m_dragging && moved.manhattanLength() < QGuiApplication::styleHints()->startDragDistance())
    return;
  m_dragging = true;
  setHovered(std::nullopt);
  const QPointF step = event->position() - m_lastAt;
  m_lastAt = event->position();
  MapTransform dragged = m_transform;
  dragged.centre -= QPointF(step.x(), -step.y()) / m_transform.scale;
  m_movedByHand = true;
  setTransform(dragged);
}

void EmbeddingMap::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_pressed) return QWidget::mouseReleaseEvent(event);
  m_pressed = false;
  if (!m_dragging && !m_doubleClicked) {
    if (const auto hit = pointAt(event->position())) {
      setCursorPoint(hit);
      Q_EMIT pointChosen(point(*hit).key);
    }
  }
  m_dragging = m_doubleClicked = false;
}

void EmbeddingMap::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_pressed = m_doubleClicked = true;  // the release that follows is no click of its own
  if (const auto hit = pointAt(event->position())) {
    Q_EMIT openRequested(point(*hit).key);
  } else {
    zoom(2, event->position());
  }
}

void EmbeddingMap::wheelEvent(QWheelEvent* event) {
  if (m_points.empty() || event->angleDelta().y() == 0) return event->ignore();
  zoom(std::pow(1.25, event->angleDelta().y() / kWheelStep), event->position());
  setHovered(pointAt(event->position()));
  event->accept();
}

void EmbeddingMap::leaveEvent(QEvent*) { setHovered(std::nullopt); }

void EmbeddingMap::setCursorPoint(std::optional<int> cursor) {
  m_cursor = cursor;
  if (cursor) {
    askForDrawing(*cursor);
    // A cursor outside of what is shown brings its place along.
    const QPointF place = placeOf(*cursor);
    if (!QRectF(rect()).adjusted(8, 8, -8, -8).contains(place)) {
      MapTransform moved = m_transform;
      moved.centre = {point(*cursor).x, point(*cursor).y};
      m_movedByHand = true;
      setTransform(moved);
    }
    if (QAccessible::isActive()) {
      QAccessibleEvent focused(this, QAccessible::Focus);
      if (const auto row = currentRow()) focused.setChild(*row);
      QAccessible::updateAccessibility(&focused);
    }
  }
  update();
}

void EmbeddingMap::moveCursor(const QPointF& direction) {
  if (m_cursor) {
    if (const auto next = m_grid.nextIn(direction, *m_cursor)) setCursorPoint(next);
    return;
  }
  // The walk begins at the open structure's nearest neighbour, else in the middle.
  if (!m_ringed.empty()) return setCursorPoint(m_ringed.front());
  const QPointF start = m_marker.value_or(m_transform.centre);
  setCursorPoint(
      m_grid.nearest(start, std::hypot(m_grid.bounds().width() + 1, m_grid.bounds().height() + 1)));
}

void EmbeddingMap::keyPressEvent(QKeyEvent* event) {
  if (m_points.empty()) return QWidget::keyPressEvent(event);
  const QPointF middle = m_cursor ? placeOf(*m_cursor) : QPointF(width() / 2.0, height() / 2.0);
  m_hovered.reset();
  switch (event->key()) {
    case Qt::Key_Left:
      return moveCursor({-1, 0});
    case Qt::Key_Right:
      return moveCursor({1, 0});
    case Qt::Key_Up:
      return moveCursor({0, 1});
    case Qt::Key_Down:
      return moveCursor({0, -1});
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom(kKeyZoom, middle);
    case Qt::Key_Minus:
      return zoom(1 / kKeyZoom, middle);
    case Qt::Key_0:
      return showAll();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_cursor) return Q_EMIT openRequested(point(*m_cursor).key);
      break;
    case Qt::Key_Space:
      if (m_cursor) return Q_EMIT pointChosen(point(*m_cursor).key);
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void EmbeddingMap::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void EmbeddingMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace molloquy::widgets
