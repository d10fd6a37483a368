#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme {
namespace {

QColor disabledText(const Tokens& t) {
  QColor colour = t.text3;
  colour.setAlphaF(0.6F);
  return colour;
}

/// A themed drawing has one colour, so on an accent fill it can be dyed.
QIcon dyed(const QIcon& icon, const QSize& size, double ratio, const QColor& colour) {
  QPixmap pixmap = icon.pixmap(size, ratio);
  QPainter painter(&pixmap);
  painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
  painter.fillRect(QRectF(QPointF(), QSizeF(pixmap.size())), colour);
  painter.end();
  return QIcon(pixmap);
}

void drawTab(const QStyleOptionTab& tab, QPainter& painter) {
  const Tokens& t = tokensFor(tab.palette);
  const QRect r = tab.rect;
  const bool selected = tab.state & QStyle::State_Selected;
  if (!selected && (tab.state & QStyle::State_MouseOver) && (tab.state & QStyle::State_Enabled)) {
    painting::box(painter, QRectF(r).adjusted(2, 4, -2, -4), painting::kRadiusControl, t.hover, {});
  }
  if (selected) painter.fillRect(QRect(r.left(), r.bottom() - 1, r.width(), 2), t.accent);
  if (painting::hasKeyboardFocus(tab) && selected) {
    painting::focusRing(painter, QRectF(r).adjusted(1, 3, -1, -3), painting::kRadiusControl,
                        t.accent);
  }
}

void drawProgress(const QStyleOptionProgressBar& bar, QPainter& painter) {
  const Tokens& t = tokensFor(bar.palette);
  const double height = qMin<double>(bar.rect.height(), 6.0 * textScale());
  QRectF groove(bar.rect.x(), QRectF(bar.rect).center().y() - height / 2, bar.rect.width(), height);
  painting::box(painter, groove, height / 2, t.line, {});
  if (bar.maximum <= bar.minimum) {
    painter.fillRect(groove, QBrush(t.accent, Qt::BDiagPattern));
    return;
  }
  const double share = double(bar.progress - bar.minimum) / double(bar.maximum - bar.minimum);
  groove.setWidth(groove.width() * qBound(0.0, share, 1.0));
  if (groove.width() > 0) painting::box(painter, groove, height / 2, t.accent, {});
}

QRect scrollBarPart(const QStyleOptionSlider& bar, QStyle::SubControl part, int shortest) {
  const bool upright = bar.orientation == Qt::Vertical;
  const int length = upright ? bar.rect.height() : bar.rect.width();
  const qint64 range = qint64(bar.maximum) - bar.minimum;
  int extent = length;
  if (range > 0) {
    extent = static_cast<int>(qint64(bar.pageStep) * length / (range + bar.pageStep));
    extent = qBound(qMin(shortest, length), extent, length);
  }
  const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                    length - extent, bar.upsideDown);
  const auto along = [&](int from, int size) {
    return upright ? QRect(bar.rect.left(), bar.rect.top() + from, bar.rect.width(), size)
                   : QRect(bar.rect.left() + from, bar.rect.top(), size, bar.rect.height());
  };
  switch (part) {
    case QStyle::SC_ScrollBarGroove:
      return bar.rect;
    case QStyle::SC_ScrollBarSlider:
      return along(start, extent);
    case QStyle::SC_ScrollBarSubPage:
      return along(0, start);
    case QStyle::SC_ScrollBarAddPage:
      return along(start + extent, length - start - extent);
    default:
      return {};
  }
}

}  // namespace

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  const Tokens& t = tokensFor(option->palette);
  const bool enabled = option->state & State_Enabled;
  switch (element) {
    case CE_PushButtonLabel:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
        QStyleOptionButton label(*button);
        const bool primary = widget != nullptr && widget->property("molloquyRole").toString() ==
                                                      QLatin1String("primary");
        const QColor colour = !enabled ? disabledText(t) : primary ? t.onAccent : t.text;
        label.palette.setColor(QPalette::ButtonText, colour);
        if (primary && !label.icon.isNull()) {
          label.icon =
              dyed(label.icon, label.iconSize, painter->device()->devicePixelRatioF(), colour);
        }
        QProxyStyle::drawControl(element, &label, painter, widget);
        return;
      }
      break;
    case CE_TabBarTabShape:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
        drawTab(*tab, *painter);
        return;
      }
      break;
    case CE_TabBarTabLabel:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
        QStyleOptionTab label(*tab);
        label.state &= ~State_HasFocus;
        const QColor colour = !enabled                        ? disabledText(t)
                              : (tab->state & State_Selected) ? t.text
                                                              : t.text2;
        label.palette.setColor(QPalette::WindowText, colour);
        QProxyStyle::drawControl(element, &label, painter, widget);
        return;
      }
      break;
    case CE_MenuBarItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
        painter->fillRect(item->rect, t.window);
        if ((item->state & State_Selected) && enabled) {
          painting::box(*painter, QRectF(item->rect).adjusted(0, 1, 0, -1),
                        painting::kRadiusControl,
                        (item->state & State_Sunken) ? t.selected : t.hover, {});
        }
        painter->setPen(enabled ? t.text : disabledText(t));
        const int hide = proxy()->styleHint(SH_UnderlineShortcut, option, widget)
                             ? Qt::TextShowMnemonic
                             : Qt::TextHideMnemonic;
        painter->drawText(item->rect, Qt::AlignCenter | Qt::TextSingleLine | hide, item->text);
        return;
      }
      break;
    case CE_MenuBarEmptyArea:
      painter->fillRect(option->rect, t.window);
      return;
    case CE_MenuItem:
      drawMenuItem(option, painter);
      return;
    case CE_Splitter: {
      const QPoint c = option->rect.center();
      painter->fillRect((option->state & State_Horizontal)
                            ? QRect(c.x(), option->rect.top(), 1, option->rect.height())
                            : QRect(option->rect.left(), c.y(), option->rect.width(), 1),
                        t.line);
      return;
    }
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
      return;
    case CE_ProgressBarContents:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
        drawProgress(*bar, *painter);
        return;
      }
      break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
      painter->fillRect(option->rect, t.panel);
      painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                        t.line);
      return;
    default:
      break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawMenuItem(const QStyleOption* option, QPainter* painter) const {
  const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
  if (item == nullptr) return;
  const Tokens& t = tokensFor(item->palette);
  const QRect r = item->rect;
  if (item->menuItemType == QStyleOptionMenuItem::Separator) {
    painter->fillRect(QRect(r.left() + scaled(8), r.center().y(), r.width() - scaled(16), 1),
                      t.line);
    return;
  }
  const bool enabled = item->state & State_Enabled;
  if ((item->state & State_Selected) && enabled) {
    painting::box(*painter, r, painting::kRadiusMark, t.hover, {});
  }
  const QColor colour = enabled ? t.text : disabledText(t);
  const QRect mark(r.left() + scaled(8), r.center().y() - scaled(8) + 1, scaled(16), scaled(16));
  if (item->checkType != QStyleOptionMenuItem::NotCheckable) {
    if (item->checked)
      painting::checkStroke(*painter, mark, enabled ? t.accent : colour, 2.0 * textScale());
  } else if (!item->icon.isNull()) {
    const QIcon::Mode mode = !enabled                         ? QIcon::Disabled
                             : (item->state & State_Selected) ? QIcon::Active
                                                              : QIcon::Normal;
    item->icon.paint(painter, mark, Qt::AlignCenter, mode);
  }
  painter->setFont(item->font);
  painter->setPen(colour);
  const QStringList parts = item->text.split(u'\t');
  const QRect words(r.left() + scaled(32), r.top(), r.width() - scaled(48), r.height());
  const int hide = proxy()->styleHint(SH_UnderlineShortcut, option) ? Qt::TextShowMnemonic
                                                                    : Qt::TextHideMnemonic;
  painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | hide,
                    parts.front());
  if (parts.size() > 1) {
    painter->setPen(enabled ? t.text3 : colour);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, parts.back());
  }
  if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
    painting::chevron(*painter, QRectF(r.right() - scaled(20), r.top(), scaled(16), r.height()),
                      Qt::RightArrow, colour);
  }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
  const Tokens& t = tokensFor(option->palette);
  switch (control) {
    case CC_ScrollBar:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        painting::scrollBar(*painter, *bar,
                            subControlRect(control, bar, SC_ScrollBarSlider, widget));
        return;
      }
      break;
    case CC_Slider:
      if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        painting::slider(*painter, *slider,
                         subControlRect(control, slider, SC_SliderGroove, widget),
                         subControlRect(control, slider, SC_SliderHandle, widget));
        return;
      }
      break;
    case CC_ComboBox:
      if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
        if (combo->editable) {
          painting::field(*painter, *combo);
        } else {
          QStyleOptionButton panel;
          panel.QStyleOption::operator=(*combo);
          painting::pushButton(*painter, panel, nullptr);
        }
        const QRect arrow(combo->rect.right() - scaled(22), combo->rect.top(), scaled(16),
                          combo->rect.height());
        painting::chevron(*painter, arrow, Qt::DownArrow,
                          (combo->state & State_Enabled) ? t.text2 : disabledText(t));
        return;
      }
      break;
    case CC_SpinBox:
      if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
        if (spin->frame) painting::field(*painter, *spin);
        const QColor colour = (spin->state & State_Enabled) ? t.text2 : disabledText(t);
        if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
          painting::chevron(*painter, subControlRect(control, spin, SC_SpinBoxUp, widget),
                            Qt::UpArrow, colour);
          painting::chevron(*painter, subControlRect(control, spin, SC_SpinBoxDown, widget),
                            Qt::DownArrow, colour);
        }
        return;
      }
      break;
    default:
      break;
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                            SubControl subControl, const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
      return scrollBarPart(*bar, subControl, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    }
  }
  if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
    return option->rect.adjusted(scaled(9), 1, -scaled(24), -1);
  }
  return QProxyStyle::subControlRect(control, option, subControl, widget);
}

}  // namespace molloquy::theme
