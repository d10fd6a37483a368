#pragma once

#include <QProxyStyle>

class QAbstractButton;
class QAbstractScrollArea;

namespace molloquy::theme {

/// How much a push button asks for attention. One primary button at most on a panel.
enum class ButtonRole { Normal, Primary };

/// Marks a push button for the style; the button repaints itself.
void setButtonRole(QAbstractButton& button, ButtonRole role);

/// Lays the scroll bars of an area over its contents instead of beside them.
void setOverlayScrollBars(QAbstractScrollArea& area);

/// Paints every control flat from the tokens of the widget's palette: fill, 1 px line, text, icon.
/// Lengths follow textScale(); line widths and radii do not. What it does not paint is Fusion's.
class Style : public QProxyStyle {
  Q_OBJECT

 public:
  Style();

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget = nullptr) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget = nullptr) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget = nullptr) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                       SubControl subControl, const QWidget* widget = nullptr) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option,
                       const QWidget* widget = nullptr) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                         const QWidget* widget = nullptr) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                  const QWidget* widget = nullptr) const override;
  int styleHint(StyleHint hint, const QStyleOption* option = nullptr,
                const QWidget* widget = nullptr, QStyleHintReturn* data = nullptr) const override;
  QPalette standardPalette() const override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;

 private:
  [[nodiscard]] int mnemonicFlag(const QStyleOption* option, const QWidget* widget) const;
};

}  // namespace molloquy::theme
