#include "widgets/viewport/option_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QWheelEvent>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr double kRadius = 8;

}  // namespace

OptionStrip::OptionStrip(const QString& tool, QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)) {
  setAccessibleName(tr("Options of %1").arg(tool));
  setCursor(Qt::ArrowCursor);
  m_layout->setContentsMargins(10, 3, 5, 3);
  m_layout->setSpacing(6);
  m_layout->setSizeConstraint(QLayout::SetFixedSize);
  auto* title =
      new theme::ThemedLabel(theme::TextRole::PanelTitle, theme::Ink::Text, tool, this);
  title->setMinimumHeight(theme::scaled(28));
  m_layout->addWidget(title);
}

QLabel* OptionStrip::addWords(const QString& words) {
  auto* label = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, words, this);
  m_layout->addWidget(label);
  return label;
}

void OptionStrip::addWidget(QWidget* widget) {
  widget->setParent(this);
  m_layout->addWidget(widget);
}

QPushButton* OptionStrip::addButton(const QString& icon, const QString& words,
                                    const QString& tip) {
  auto* button = new QPushButton(words, this);
  button->setFlat(true);
  if (!icon.isEmpty()) button->setIcon(theme::icon(icon));
  button->setToolTip(tip);
  button->setAccessibleName(words.isEmpty() ? tip : words);
  m_layout->addWidget(button);
  return button;
}

void OptionStrip::addSeparator() { m_layout->addSpacing(6); }

void OptionStrip::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void OptionStrip::mousePressEvent(QMouseEvent* event) { event->accept(); }
void OptionStrip::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }
void OptionStrip::mouseDoubleClickEvent(QMouseEvent* event) { event->accept(); }
void OptionStrip::wheelEvent(QWheelEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
