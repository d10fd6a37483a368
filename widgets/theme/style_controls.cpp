#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme {
namespace {

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

int Style::mnemonicFlag(const QStyleOption* option, const QWidget* widget) const {
  return proxy()->styleHint(SH_UnderlineShortcut, option, widget) ? Qt::TextShowMnemonic
                                                                  : Qt::TextHideMnemonic;
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  const Tokens& t = tokensFor(option->palette);
  const QRect r = option->rect;
  if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      button != nullptr && element == CE_PushButtonLabel) {
    const auto label =
        painting::buttonLabel(*button, widget, painter->device()->devicePixelRatioF());
    QProxyStyle::drawControl(element, &label, painter, widget);
    return;
  }
  if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
    if (element == CE_TabBarTabShape) {
      painting::tabShape(*painter, *tab);
      return;
    }
    if (element == CE_TabBarTabLabel) {
      const auto label = painting::tabLabel(*tab);
      QProxyStyle::drawControl(element, &label, painter, widget);
      return;
    }
  }
  if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
    if (element == CE_MenuBarItem) {
      painting::menuBarItem(*painter, *item, mnemonicFlag(option, widget));
      return;
    }
    if (element == CE_MenuItem) {
      painting::menuItem(*painter, *item, mnemonicFlag(option, widget));
      return;
    }
  }
  switch (element) {
    case CE_MenuBarEmptyArea:
      painter->fillRect(r, t.window);
      return;
    case CE_Splitter:
      painter->fillRect((option->state & State_Horizontal)
                            ? QRect(r.center().x(), r.top(), 1, r.height())
                            : QRect(r.left(), r.center().y(), r.width(), 1),
                        t.line);
      return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
      return;
    case CE_ProgressBarContents:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
        painting::progressBar(*painter, *bar);
      }
      return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
      painter->fillRect(r, t.panel);
      painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.line);
      return;
    default:
      QProxyStyle::drawControl(element, option, painter, widget);
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
                          (combo->state & State_Enabled) ? t.text2 : painting::disabledText(t));
        return;
      }
      break;
    case CC_SpinBox:
      if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
        if (spin->frame) painting::field(*painter, *spin);
        const QColor colour = (spin->state & State_Enabled) ? t.text2 : painting::disabledText(t);
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
