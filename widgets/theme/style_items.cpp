#include <QIcon>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme::painting {
namespace {

/// A themed drawing has one colour, so on an accent fill it can be dyed.
QIcon dyed(const QIcon& icon, const QSize& size, double ratio, const QColor& colour) {
  QPixmap pixmap = icon.pixmap(size, ratio);
  QPainter painter(&pixmap);
  painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
  painter.fillRect(QRectF(QPointF(), QSizeF(pixmap.size())), colour);
  painter.end();
  return QIcon(pixmap);
}

}  // namespace

QColor disabledText(const Tokens& t) {
  QColor colour = t.text3;
  colour.setAlphaF(0.6F);
  return colour;
}

bool isPrimary(const QWidget* widget) {
  return widget != nullptr &&
         widget->property("molloquyRole").toString() == QLatin1String("primary");
}

QStyleOptionButton buttonLabel(const QStyleOptionButton& button, const QWidget* widget,
                               double ratio) {
  QStyleOptionButton label(button);
  const Tokens& t = tokensFor(button.palette);
  const bool enabled = button.state & QStyle::State_Enabled;
  const bool primary = isPrimary(widget);
  const QColor colour = !enabled ? disabledText(t) : primary ? t.onAccent : t.text;
  label.palette.setColor(QPalette::ButtonText, colour);
  if (primary && !label.icon.isNull()) label.icon = dyed(label.icon, label.iconSize, ratio, colour);
  return label;
}

QStyleOptionTab tabLabel(const QStyleOptionTab& tab) {
  QStyleOptionTab label(tab);
  const Tokens& t = tokensFor(tab.palette);
  label.state &= ~QStyle::State_HasFocus;
  const bool enabled = tab.state & QStyle::State_Enabled;
  const bool selected = tab.state & QStyle::State_Selected;
  label.palette.setColor(QPalette::WindowText, !enabled   ? disabledText(t)
                                               : selected ? t.text
                                                          : t.text2);
  return label;
}

void tabShape(QPainter& painter, const QStyleOptionTab& tab) {
  const Tokens& t = tokensFor(tab.palette);
  const QRect r = tab.rect;
  const bool selected = tab.state & QStyle::State_Selected;
  if (!selected && (tab.state & QStyle::State_MouseOver) && (tab.state & QStyle::State_Enabled)) {
    box(painter, QRectF(r).adjusted(2, 4, -2, -4), kRadiusControl, t.hover, {});
  }
  if (selected) painter.fillRect(QRect(r.left(), r.bottom() - 1, r.width(), 2), t.accent);
  if (hasKeyboardFocus(tab) && selected) {
    focusRing(painter, QRectF(r).adjusted(1, 3, -1, -3), kRadiusControl, t.accent);
  }
}

void progressBar(QPainter& painter, const QStyleOptionProgressBar& bar) {
  const Tokens& t = tokensFor(bar.palette);
  const double height = qMin<double>(bar.rect.height(), 6.0 * textScale());
  QRectF groove(bar.rect.x(), QRectF(bar.rect).center().y() - height / 2, bar.rect.width(), height);
  box(painter, groove, height / 2, t.line, {});
  if (bar.maximum <= bar.minimum) {
    painter.fillRect(groove, QBrush(t.accent, Qt::BDiagPattern));
    return;
  }
  const double share = double(bar.progress - bar.minimum) / double(bar.maximum - bar.minimum);
  groove.setWidth(groove.width() * qBound(0.0, share, 1.0));
  if (groove.width() > 0) box(painter, groove, height / 2, t.accent, {});
}

void menuBarItem(QPainter& painter, const QStyleOptionMenuItem& item, int mnemonicFlag) {
  const Tokens& t = tokensFor(item.palette);
  const bool enabled = item.state & QStyle::State_Enabled;
  painter.fillRect(item.rect, t.window);
  if ((item.state & QStyle::State_Selected) && enabled) {
    box(painter, QRectF(item.rect).adjusted(0, 1, 0, -1), kRadiusControl,
        (item.state & QStyle::State_Sunken) ? t.selected : t.hover, {});
  }
  painter.setPen(enabled ? t.text : disabledText(t));
  painter.drawText(item.rect, Qt::AlignCenter | Qt::TextSingleLine | mnemonicFlag, item.text);
}

void menuItem(QPainter& painter, const QStyleOptionMenuItem& item, int mnemonicFlag) {
  const Tokens& t = tokensFor(item.palette);
  const QRect r = item.rect;
  if (item.menuItemType == QStyleOptionMenuItem::Separator) {
    painter.fillRect(QRect(r.left() + scaled(8), r.center().y(), r.width() - scaled(16), 1),
                     t.line);
    return;
  }
  const bool enabled = item.state & QStyle::State_Enabled;
  if ((item.state & QStyle::State_Selected) && enabled) {
    box(painter, r, kRadiusMark, t.hover, {});
  }
  const QColor colour = enabled ? t.text : disabledText(t);
  const QRect mark(r.left() + scaled(8), r.center().y() - scaled(8) + 1, scaled(16), scaled(16));
  if (item.checkType != QStyleOptionMenuItem::NotCheckable) {
    if (item.checked) checkStroke(painter, mark, enabled ? t.accent : colour, 2.0 * textScale());
  } else if (!item.icon.isNull()) {
    const QIcon::Mode mode = !enabled                                ? QIcon::Disabled
                             : (item.state & QStyle::State_Selected) ? QIcon::Active
                                                                     : QIcon::Normal;
    item.icon.paint(&painter, mark, Qt::AlignCenter, mode);
  }
  painter.setFont(item.font);
  painter.setPen(colour);
  const QStringList parts = item.text.split(u'\t');
  const QRect words(r.left() + scaled(32), r.top(), r.width() - scaled(48), r.height());
  painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | mnemonicFlag,
                   parts.front());
  if (parts.size() > 1) {
    painter.setPen(enabled ? t.text3 : colour);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, parts.back());
  }
  if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
    chevron(painter, QRectF(r.right() - scaled(20), r.top(), scaled(16), r.height()),
            Qt::RightArrow, colour);
  }
}

}  // namespace molloquy::theme::painting
