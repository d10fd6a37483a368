#include "widgets/viewport/gesture_capture.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr auto kHand = Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier;

bool isModifier(int key) {
  return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt ||
         key == Qt::Key_AltGr || key == Qt::Key_Meta || key == Qt::Key_unknown || key == 0;
}

}  // namespace

GestureCapture::GestureCapture(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("New gesture: press keys or use the mouse here"));
}

QSize GestureCapture::sizeHint() const { return {theme::scaled(240), theme::scaled(54)}; }

void GestureCapture::clear() {
  m_gesture.reset();
  update();
}

void GestureCapture::take(Trigger trigger, Qt::MouseButton button, int key,
                          Qt::KeyboardModifiers modifiers) {
  m_gesture = Gesture{trigger, button, key, modifiers};
  setAccessibleDescription(gestureWords(*m_gesture));
  update();
  Q_EMIT captured();
}

bool GestureCapture::event(QEvent* event) {
  // Every key is taken, also those of shortcuts; Tab alone goes on to the next control.
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void GestureCapture::keyPressEvent(QKeyEvent* event) {
  if (isModifier(event->key())) return;
  Qt::KeyboardModifiers modifiers = event->modifiers() & kHand;
  if (event->modifiers().testFlag(Qt::KeypadModifier)) modifiers |= Qt::KeypadModifier;
  take(Trigger::Key, Qt::NoButton, event->key(), modifiers);
}

void GestureCapture::mousePressEvent(QMouseEvent* event) {
  setFocus();
  m_pressed = event->position();
  m_dragged = false;
}

void GestureCapture::mouseMoveEvent(QMouseEvent* event) {
  if (!m_pressed || m_dragged) return;
  const QPointF way = event->position() - *m_pressed;
  m_dragged = way.manhattanLength() >= QApplication::startDragDistance();
}

void GestureCapture::mouseReleaseEvent(QMouseEvent* event) {
  if (!m_pressed) return;
  m_pressed.reset();
  const bool doubled = std::exchange(m_doubled, false);
  if (doubled) return;
  take(m_dragged ? Trigger::Drag : Trigger::Click, event->button(), 0, event->modifiers() & kHand);
}

void GestureCapture::mouseDoubleClickEvent(QMouseEvent* event) {
  m_pressed = event->position();
  m_doubled = true;
  take(Trigger::DoubleClick, event->button(), 0, event->modifiers() & kHand);
}

void GestureCapture::wheelEvent(QWheelEvent* event) {
  event->accept();
  if (hasFocus()) take(Trigger::Wheel, Qt::NoButton, 0, event->modifiers() & kHand);
}

void GestureCapture::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  theme::painting::box(painter, rect(), theme::painting::kRadiusControl, tokens.sunk,
                       tokens.lineStrong);
  if (hasFocus()) {
    theme::painting::focusRing(painter, rect(), theme::painting::kRadiusControl, tokens.accent);
  }
  painter.setFont(theme::font(m_gesture ? theme::TextRole::UserWords : theme::TextRole::Control));
  painter.setPen(m_gesture ? tokens.text : tokens.text3);
  painter.drawText(rect().adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap,
                   m_gesture ? gestureWords(*m_gesture)
                             : tr("Press keys, click, drag or turn the wheel here"));
}

}  // namespace molloquy::widgets
