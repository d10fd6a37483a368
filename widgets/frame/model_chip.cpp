#include "widgets/frame/model_chip.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "widgets/frame/marks.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

constexpr int kLongestName = 200;

QFont nameFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::Medium);
  return font;
}

int markWidth() { return theme::scaled(16); }

}  // namespace

ModelChip::ModelChip(QWidget* parent) : QAbstractButton(parent) {
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  updateAccessibleText();
}

void ModelChip::setModel(const QString& name, const QString& device) {
  m_name = name;
  m_device = device;
  updateAccessibleText();
  updateGeometry();
  update();
}

void ModelChip::setState(State state, const QString& sentence) {
  m_state = state;
  m_sentence = sentence;
  if (state != State::Loading) m_progress = 0;
  updateAccessibleText();
  updateGeometry();
  update();
}

void ModelChip::setProgress(double fraction) {
  m_progress = std::clamp(fraction, 0.0, 1.0);
  update();
}

void ModelChip::setCompact(bool compact) {
  if (m_compact == compact) return;
  m_compact = compact;
  updateGeometry();
  update();
}

QString ModelChip::nameText() const {
  if (m_state == State::None) return tr("No model");
  if (m_compact) return {};
  const QString name = m_name.isEmpty() ? tr("Model") : m_name;
  return QFontMetrics(nameFont()).elidedText(name, Qt::ElideMiddle, theme::scaled(kLongestName));
}

QString ModelChip::deviceText() const {
  switch (m_state) {
    case State::None:
      return {};
    case State::Loading:
      return tr("loading");
    case State::Failed:
      return tr("not loaded");
    case State::Ready:
      return m_device;
  }
  return {};
}

QSize ModelChip::sizeHint() const {
  const QFontMetrics names(nameFont());
  const QFontMetrics devices(theme::font(TextRole::Secondary));
  int width = theme::scaled(8) + markWidth() + theme::scaled(4);
  if (!nameText().isEmpty()) width += names.horizontalAdvance(nameText()) + theme::scaled(7);
  // The chip keeps its width when loading ends, so the menu bar does not jump.
  const int device =
      std::max(devices.horizontalAdvance(m_device), devices.horizontalAdvance(deviceText()));
  if (device > 0) width += device + theme::scaled(7);
  return {width + theme::scaled(20), theme::scaled(26)};
}

void ModelChip::paintMark(QPainter& painter, const QRectF& place) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF middle = place.center();
  if (m_state == State::Failed) {
    widgets::paintMark(painter, place, Mark::Differs, palette());
  } else if (m_state == State::Loading) {
    const double radius = 5.0 * theme::textScale();
    const QRectF ring(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.line, 2.0));
    painter.drawEllipse(ring);
    painter.setPen(QPen(t.accent, 2.0, Qt::SolidLine, Qt::RoundCap));
    constexpr int kTop = 90 * 16;
    painter.drawArc(ring, kTop, -qRound(360 * 16 * m_progress));
  } else {
    const double radius = 3.5 * theme::textScale();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_state == State::Ready ? t.agree : t.text3);
    painter.drawEllipse(middle, radius, radius);
  }
  painter.restore();
}

void ModelChip::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QColor fill = isDown() ? t.selected : underMouse() ? t.hover : t.surface;
  theme::painting::box(painter, rect(), theme::painting::kRadiusControl, fill, t.line);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, rect(), theme::painting::kRadiusControl, t.accent);
  int x = theme::scaled(6);
  paintMark(painter, QRectF(x, 0, markWidth(), height()));
  x += markWidth() + theme::scaled(4);
  if (const QString name = nameText(); !name.isEmpty()) {
    painter.setFont(nameFont());
    painter.setPen(m_state == State::None ? t.text2 : t.text);
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, name);
    x += painter.fontMetrics().horizontalAdvance(name) + theme::scaled(7);
  }
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(m_state == State::Failed ? t.differ : t.text2);
  painter.drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, deviceText());
  theme::painting::chevron(painter,
                           QRectF(width() - theme::scaled(20), 0, theme::scaled(14), height()),
                           Qt::DownArrow, t.text2);
}

void ModelChip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) updateGeometry();
  QAbstractButton::changeEvent(event);
}

void ModelChip::updateAccessibleText() {
  switch (m_state) {
    case State::None:
      setAccessibleName(tr("No model"));
      break;
    case State::Loading:
      setAccessibleName(tr("Model %1, loading").arg(m_name));
      break;
    case State::Ready:
      setAccessibleName(tr("Model %1, ready, %2").arg(m_name, m_device));
      break;
    case State::Failed:
      setAccessibleName(tr("Model %1, not loaded").arg(m_name));
      break;
  }
  setAccessibleDescription(m_sentence);
  setToolTip(m_sentence.isEmpty() ? accessibleName()
                                  : QStringLiteral("<p>%1</p>").arg(m_sentence.toHtmlEscaped()));
}

}  // namespace molloquy::widgets
