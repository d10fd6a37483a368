#include "widgets/viewport/failure_panel.h"

#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr int kTextWidth = 420;
constexpr int kIconSize = 24;
constexpr int kGap = 8;

}  // namespace

FailurePanel::FailurePanel(const QString& reason, QWidget* parent)
    : QWidget(parent), m_reason(reason) {
  setAccessibleName(tr("The structure cannot be drawn in three dimensions"));
  setAccessibleDescription(reason);
}

void FailurePanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), tokens.view);
  const QString remedy =
      tr("Install Mesa's software drawing (package libgl1-mesa-dri), or start the program with "
         "QT_XCB_GL_INTEGRATION=xcb_glx. Facts, drawing and conversation work without it.");
  const int width = std::min(this->width() - 32, theme::scaled(kTextWidth));
  const int left = (this->width() - width) / 2;
  const int flags = Qt::AlignHCenter | Qt::TextWordWrap;
  const QFont title = theme::font(theme::TextRole::PanelTitle);
  const QFont words = theme::font(theme::TextRole::Control);
  const auto heightOf = [&](const QFont& font, const QString& text) {
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), flags, text).height();
  };
  const QString head = tr("The structure cannot be drawn in 3D");
  const int total = kIconSize + heightOf(title, head) + heightOf(words, m_reason) +
                    heightOf(words, remedy) + 3 * kGap;
  int y = (height() - total) / 2;
  theme::paintIcon(painter, QRectF((this->width() - kIconSize) / 2, y, kIconSize, kIconSize),
                   "warning", tokens.warn);
  y += kIconSize + kGap;
  const auto write = [&](const QFont& font, const QColor& colour, const QString& text) {
    painter.setFont(font);
    painter.setPen(colour);
    const int height = heightOf(font, text);
    painter.drawText(QRect(left, y, width, height), flags, text);
    y += height + kGap;
  };
  write(title, tokens.text, head);
  write(words, tokens.text, m_reason);
  write(words, tokens.text2, remedy);
}

}  // namespace molloquy::widgets
