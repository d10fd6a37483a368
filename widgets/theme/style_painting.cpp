#include "widgets/theme/style_painting.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QWidget>
#include <algorithm>

#include "widgets/theme/colour_math.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme::painting {
namespace {

QColor faded(QColor colour) {
  colour.setAlphaF(0.6F);
  return colour;
}

}  // namespace

void box(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
         const QColor& border) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  if (border.isValid()) {
    painter.setPen(QPen(border, 1.0));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
  } else {
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(rect, radius, radius);
  }
  painter.restore();
}

void focusRing(QPainter& painter, const QRectF& rect, double radius, const QColor& accent) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(accent, 2.0));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
  painter.restore();
}

void chevron(QPainter& painter, const QRectF& rect, Qt::ArrowType direction, const QColor& colour) {
  const double wide = 4.0 * textScale();
  const double tall = wide / 2.0;
  const QPointF c = rect.center();
  QPolygonF line;
  switch (direction) {
    case Qt::UpArrow:
      line << c + QPointF(-wide, tall) << c + QPointF(0, -tall) << c + QPointF(wide, tall);
      break;
    case Qt::LeftArrow:
      line << c + QPointF(tall, -wide) << c + QPointF(-tall, 0) << c + QPointF(tall, wide);
      break;
    case Qt::RightArrow:
      line << c + QPointF(-tall, -wide) << c + QPointF(tall, 0) << c + QPointF(-tall, wide);
      break;
    default:
      line << c + QPointF(-wide, -tall) << c + QPointF(0, tall) << c + QPointF(wide, -tall);
      break;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  painter.restore();
}

void checkStroke(QPainter& painter, const QRectF& rect, const QColor& colour, double width) {
  const auto at = [&rect](double x, double y) {
    return QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height());
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(QPolygonF({at(0.25, 0.53), at(0.43, 0.70), at(0.76, 0.32)}));
  painter.restore();
}

bool hasKeyboardFocus(const QStyleOption& option) {
  return (option.state & QStyle::State_HasFocus) &&
         (option.state & QStyle::State_KeyboardFocusChange);
}

void pushButton(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
  const Tokens& t = tokensFor(option.palette);
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool hovered = option.state & QStyle::State_MouseOver;
  const bool pressed = option.state & (QStyle::State_Sunken | QStyle::State_On);
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
  const bool flat = button != nullptr && (button->features & QStyleOptionButton::Flat);
  QRectF shape = option.rect;
  if (hasKeyboardFocus(option)) {
    focusRing(painter, shape, kRadiusControl + 1, t.accent);
    shape.adjust(3, 3, -3, -3);
  }
  if (isPrimary(widget)) {
    const QColor fill = !enabled ? t.line : (hovered || pressed) ? t.accentHover : t.accent;
    box(painter, shape, kRadiusControl, fill, {});
  } else if (flat) {
    if (enabled && (hovered || pressed)) {
      box(painter, shape, kRadiusControl, pressed ? t.selected : t.hover, {});
    }
  } else {
    const QColor fill = !enabled ? QColor() : pressed ? t.selected : hovered ? t.hover : t.surface;
    box(painter, shape, kRadiusControl, fill, t.line);
  }
}

void toolButton(QPainter& painter, const QStyleOption& option) {
  const Tokens& t = tokensFor(option.palette);
  if (!(option.state & QStyle::State_Enabled)) return;
  if (option.state & (QStyle::State_Sunken | QStyle::State_On)) {
    box(painter, option.rect, kRadiusControl, t.selected, {});
  } else if (option.state & QStyle::State_MouseOver) {
    box(painter, option.rect, kRadiusControl, t.hover, {});
  }
}

void field(QPainter& painter, const QStyleOption& option) {
  const Tokens& t = tokensFor(option.palette);
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool focused = enabled && (option.state & QStyle::State_HasFocus);
  const QRectF rect(option.rect);
  if (!focused) {
    box(painter, rect, kRadiusControl, enabled ? t.surface : t.sunk,
        enabled ? t.lineStrong : t.line);
    return;
  }
  box(painter, rect, kRadiusControl, t.selected, t.accent);
  box(painter, rect.adjusted(3, 3, -3, -3), kRadiusControl - 3, t.surface, {});
}

void checkBox(QPainter& painter, const QStyleOption& option) {
  const Tokens& t = tokensFor(option.palette);
  const bool enabled = option.state & QStyle::State_Enabled;
  const QRectF rect(option.rect);
  const bool set = option.state & (QStyle::State_On | QStyle::State_NoChange);
  if (!set) {
    const bool hovered = option.state & QStyle::State_MouseOver;
    box(painter, rect, kRadiusMark, hovered && enabled ? t.hover : t.surface,
        enabled ? t.lineStrong : t.line);
    return;
  }
  box(painter, rect, kRadiusMark, enabled ? t.accent : t.line, {});
  const QColor glyph = enabled ? t.onAccent : faded(t.text3);
  if (option.state & QStyle::State_NoChange) {
    painter.fillRect(
        QRectF(rect.x() + rect.width() * 0.25, rect.center().y() - 1.0, rect.width() * 0.5, 2.0),
        glyph);
  } else {
    checkStroke(painter, rect, glyph, 2.0 * textScale());
  }
}

void radioButton(QPainter& painter, const QStyleOption& option) {
  const Tokens& t = tokensFor(option.palette);
  const bool enabled = option.state & QStyle::State_Enabled;
  const QRectF rect(option.rect);
  const double radius = rect.width() / 2.0;
  if (option.state & QStyle::State_On) {
    box(painter, rect, radius, enabled ? t.accent : t.line, {});
    const double dot = rect.width() * 0.31;
    box(painter, rect.adjusted(dot, dot, -dot, -dot), radius, enabled ? t.onAccent : t.text3, {});
  } else {
    box(painter, rect, radius, t.surface, enabled ? t.lineStrong : t.line);
  }
}

void row(QPainter& painter, const QStyleOption& option) {
  const Tokens& t = tokensFor(option.palette);
  if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(&option);
      item != nullptr && item->backgroundBrush.style() != Qt::NoBrush) {
    painter.fillRect(option.rect, item->backgroundBrush);
  }
  if (option.state & QStyle::State_Selected) {
    painter.fillRect(option.rect, t.selected);
  } else if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled)) {
    painter.fillRect(option.rect, t.hover);
  }
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider) {
  if (option.maximum <= option.minimum || slider.isEmpty()) return;
  const Tokens& t = tokensFor(option.palette);
  const bool held = (option.state & QStyle::State_Sunken) &&
                    (option.activeSubControls & QStyle::SC_ScrollBarSlider);
  const bool hovered = option.state & QStyle::State_MouseOver;
  const bool upright = option.orientation == Qt::Vertical;
  const double thickness = (hovered || held ? 6.0 : 4.0) * textScale();
  QRectF bar(slider);
  const double inset = ((upright ? bar.width() : bar.height()) - thickness) / 2.0;
  bar = upright ? bar.adjusted(inset, 2, -inset, -2) : bar.adjusted(2, inset, -2, -inset);
  const QColor fill = held ? t.text3 : mixed(t.surface, t.text3, hovered ? 0.75 : 0.5);
  box(painter, bar, thickness / 2.0, fill, {});
}

void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove,
            const QRect& handle) {
  const Tokens& t = tokensFor(option.palette);
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool upright = option.orientation == Qt::Vertical;
  const double half = 2.0 * textScale();
  QRectF track(groove);
  QRectF filled;
  if (upright) {
    track = QRectF(track.center().x() - half, track.y(), 2 * half, track.height());
    filled =
        QRectF(track.x(), handle.center().y(), track.width(), track.bottom() - handle.center().y());
  } else {
    track = QRectF(track.x(), track.center().y() - half, track.width(), 2 * half);
    filled = QRectF(track.x(), track.y(), handle.center().x() - track.x(), track.height());
  }
  box(painter, track, half, t.line, {});
  if (enabled) box(painter, filled, half, t.accent, {});
  const double side = std::min(handle.width(), handle.height());
  const QRectF knob(QRectF(handle).center() - QPointF(side / 2, side / 2), QSizeF(side, side));
  box(painter, knob, side / 2.0, t.surface, enabled ? t.accent : t.line);
  if (hasKeyboardFocus(option)) focusRing(painter, knob, side / 2.0, t.accent);
}

}  // namespace molloquy::theme::painting
