#include "widgets/theme/style.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme {
namespace {

/// A scroll bar lives in a container of its scroll area.
bool hasOverlayBars(const QWidget* bar) {
  const QWidget* container = bar != nullptr ? bar->parentWidget() : nullptr;
  const QWidget* area = container != nullptr ? container->parentWidget() : nullptr;
  return area != nullptr && area->property("molloquyOverlayBars").toBool();
}

/// Parts of Fusion that a flat look leaves out.
bool drawsNothing(QStyle::PrimitiveElement element) {
  switch (element) {
    case QStyle::PE_FrameDefaultButton:
    case QStyle::PE_FrameLineEdit:
    case QStyle::PE_PanelItemViewRow:
    case QStyle::PE_FrameStatusBarItem:
    case QStyle::PE_PanelStatusBar:
    case QStyle::PE_PanelMenuBar:
      return true;
    default:
      return false;
  }
}

bool drawFrame(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter,
               const QWidget* widget) {
  const Tokens& t = tokensFor(option.palette);
  const QRect r = option.rect;
  switch (element) {
    case QStyle::PE_FrameFocusRect: {
      // A push button draws its ring with its fill.
      if (!painting::hasKeyboardFocus(option) || qobject_cast<const QPushButton*>(widget))
        return true;
      const bool tool = qobject_cast<const QToolButton*>(widget) != nullptr;
      const bool button = qobject_cast<const QAbstractButton*>(widget) != nullptr;
      painting::focusRing(painter, tool ? widget->rect() : r, button ? painting::kRadiusControl : 0,
                          t.accent);
      return true;
    }
    case QStyle::PE_Frame:
    case QStyle::PE_FrameMenu:
    case QStyle::PE_FrameWindow:
      painter.save();
      painter.setPen(QPen(t.line, 1.0));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(QRectF(r).adjusted(0.5, 0.5, -0.5, -0.5));
      painter.restore();
      return true;
    case QStyle::PE_PanelTipLabel:
      painter.fillRect(r, t.line);
      painter.fillRect(r.adjusted(1, 1, -1, -1), t.surface);
      return true;
    case QStyle::PE_FrameTabBarBase:
      painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.line);
      return true;
    default:
      return false;
  }
}

bool drawArrow(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter) {
  Qt::ArrowType direction = Qt::NoArrow;
  switch (element) {
    case QStyle::PE_IndicatorArrowUp:
      direction = Qt::UpArrow;
      break;
    case QStyle::PE_IndicatorArrowDown:
      direction = Qt::DownArrow;
      break;
    case QStyle::PE_IndicatorArrowLeft:
      direction = Qt::LeftArrow;
      break;
    case QStyle::PE_IndicatorArrowRight:
      direction = Qt::RightArrow;
      break;
    default:
      return false;
  }
  painting::chevron(painter, option.rect, direction, tokensFor(option.palette).text2);
  return true;
}

}  // namespace

void setButtonRole(QAbstractButton& button, ButtonRole role) {
  button.setProperty("molloquyRole", role == ButtonRole::Primary
                                         ? QVariant(QStringLiteral("primary"))
                                         : QVariant());
  button.update();
}

void setOverlayScrollBars(QAbstractScrollArea& area) {
  area.setProperty("molloquyOverlayBars", true);
}

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

QPalette Style::standardPalette() const { return makePalette(Scheme::Light); }

void Style::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QAbstractButton*>(widget) != nullptr || widget->inherits("QScrollBar") ||
      widget->inherits("QTabBar") || widget->inherits("QComboBox") ||
      widget->inherits("QAbstractSpinBox")) {
    widget->setAttribute(Qt::WA_Hover);
  }
  // The thin bar leaves the rest of its place to what is below.
  if (widget->inherits("QScrollBar")) widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  if (drawsNothing(element) || drawFrame(element, *option, *painter, widget) ||
      drawArrow(element, *option, *painter)) {
    return;
  }
  switch (element) {
    case PE_PanelButtonCommand:
      painting::pushButton(*painter, *option, widget);
      return;
    case PE_PanelButtonTool:
      painting::toolButton(*painter, *option);
      return;
    case PE_PanelLineEdit:
      if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
          frame != nullptr && frame->lineWidth > 0) {
        painting::field(*painter, *option);
      } else {
        painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
      }
      return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
      painting::checkBox(*painter, *option);
      return;
    case PE_IndicatorRadioButton:
      painting::radioButton(*painter, *option);
      return;
    case PE_PanelItemViewItem:
      painting::row(*painter, *option);
      return;
    case PE_PanelMenu:
      painter->fillRect(option->rect, tokensFor(option->palette).surface);
      return;
    default:
      QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option,
                            const QWidget* widget) const {
  const QRect rect = QProxyStyle::subElementRect(element, option, widget);
  if (element != SE_LineEditContents) return rect;
  const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
  const int padding = frame != nullptr && frame->lineWidth > 0 ? scaled(6) : 0;
  return rect.adjusted(padding, 0, -padding, 0);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                              const QWidget* widget) const {
  QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
  const auto atLeast = [&size](double height) {
    size.setHeight(qMax(size.height(), scaled(height)));
  };
  switch (type) {
    case CT_PushButton:
      size = QSize(contents.width() + scaled(24), qMax(contents.height() + scaled(6), scaled(28)));
      break;
    case CT_ToolButton:
      size = size.expandedTo(QSize(scaled(24), scaled(24)));
      break;
    case CT_LineEdit:
    case CT_SpinBox:
      atLeast(30);
      break;
    case CT_ComboBox:
      size.setWidth(contents.width() + scaled(34));
      size.setHeight(qMax(contents.height() + scaled(6), scaled(28)));
      break;
    case CT_TabBarTab:
      size.setHeight(scaled(34));
      break;
    case CT_MenuBarItem:
      size = QSize(contents.width() + scaled(20), scaled(30));
      break;
    case CT_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
          item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator) {
        size.setHeight(9);
      } else {
        size = QSize(contents.width() + scaled(64), scaled(28));
      }
      break;
    case CT_HeaderSection:
    case CT_ItemViewItem:
      atLeast(26);
      break;
    default:
      break;
  }
  return size;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option,
                       const QWidget* widget) const {
  switch (metric) {
    case PM_ScrollBarExtent:
      return scaled(10);
    case PM_ScrollView_ScrollBarOverlap:
      return hasOverlayBars(widget) ? scaled(10) : 0;
    case PM_ScrollBarSliderMin:
      return scaled(28);
    case PM_SplitterWidth:
      return 1;
    case PM_DefaultFrameWidth:
      return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarItemSpacing:
      return 0;
    case PM_MenuBarHMargin:
      return scaled(4);
    case PM_MenuBarVMargin:
      return scaled(3);
    case PM_MenuPanelWidth:
      return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
      return scaled(4);
    case PM_TabBarTabHSpace:
      return scaled(24);
    case PM_TabBarTabVSpace:
      return scaled(10);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
      return scaled(16);
    case PM_ToolBarIconSize:
      return scaled(20);
    case PM_ToolTipLabelFrameWidth:
      return scaled(6);
    case PM_SliderThickness:
      return scaled(20);
    case PM_SliderLength:
    case PM_SliderControlThickness:
      return scaled(16);
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const {
  switch (hint) {
    case SH_EtchDisabledText:
    case SH_UnderlineShortcut:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ComboBox_Popup:
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_Menu_SupportsSections:
      return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_MenuBar_MouseTracking:
    case SH_Menu_MouseTracking:
      return 1;
    case SH_TabBar_Alignment:
      return Qt::AlignLeft;
    case SH_ToolTip_WakeUpDelay:
      return 300;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

}  // namespace molloquy::theme
