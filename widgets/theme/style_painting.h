#pragma once

#include <QColor>
#include <QRectF>
#include <QStyle>
#include <QStyleOption>

class QPainter;
class QWidget;

namespace molloquy::theme {
struct Tokens;
}

/// The shapes the style is made of. Colours come from the option's palette.
namespace molloquy::theme::painting {

/// Radii of the design; they do not grow with the text.
constexpr double kRadiusTag = 3.0;
constexpr double kRadiusMark = 4.0;
constexpr double kRadiusChip = 5.0;
constexpr double kRadiusControl = 6.0;
constexpr double kRadiusCard = 7.0;
constexpr double kRadiusFloating = 8.0;
constexpr double kRadiusPrompt = 9.0;

/// A filled box with a 1 px border inside `rect`; an invalid colour leaves that part out.
void box(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
         const QColor& border);

/// The keyboard's focus: 2 px accent along the inner edge of `rect`.
void focusRing(QPainter& painter, const QRectF& rect, double radius, const QColor& accent);

/// A chevron of 1.5 px strokes, 8 wide, centred in `rect`.
void chevron(QPainter& painter, const QRectF& rect, Qt::ArrowType direction, const QColor& colour);

/// The stroke of a check in a square.
void checkStroke(QPainter& painter, const QRectF& rect, const QColor& colour, double width);

/// True when the widget of this option has focus that the keyboard brought.
bool hasKeyboardFocus(const QStyleOption& option);

void pushButton(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void toolButton(QPainter& painter, const QStyleOption& option);
void field(QPainter& painter, const QStyleOption& option);
void checkBox(QPainter& painter, const QStyleOption& option);
void radioButton(QPainter& painter, const QStyleOption& option);
void row(QPainter& painter, const QStyleOption& option);
void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider);
void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove,
            const QRect& handle);

/// text3 at 60 %.
QColor disabledText(const Tokens& tokens);

/// True for a button with ButtonRole::Primary.
bool isPrimary(const QWidget* widget);

/// The label of a push button in the colours of its role and state.
QStyleOptionButton buttonLabel(const QStyleOptionButton& button, const QWidget* widget,
                               double devicePixelRatio);
QStyleOptionTab tabLabel(const QStyleOptionTab& tab);
void tabShape(QPainter& painter, const QStyleOptionTab& tab);
void progressBar(QPainter& painter, const QStyleOptionProgressBar& bar);
void menuBarItem(QPainter& painter, const QStyleOptionMenuItem& item, int mnemonicFlag);
void menuItem(QPainter& painter, const QStyleOptionMenuItem& item, int mnemonicFlag);

}  // namespace molloquy::theme::painting
