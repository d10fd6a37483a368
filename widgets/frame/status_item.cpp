#include "widgets/frame/status_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kWarnShare = 0.85;

int barWidth() { return theme::scaled(64); }
int margin() { return theme::scaled(6); }
int gap() { return theme::scaled(6); }

QFont wordsFont() { return theme::font(theme::TextRole::Secondary); }

}  // namespace

StatusItem::StatusItem(const QString& icon, const QString& longest, QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_longest(longest) {
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::TabFocus);
}

void StatusItem::setIcon(const QString& icon) {
  if (std::exchange(m_icon, icon) != icon) update();
}

void StatusItem::setWords(const QString& words) {
  if (m_words == words) return;
  m_words = words;
  updateGeometry();
  update();
}

void StatusItem::setBar(const QString& before, std::optional<double> share) {
  m_hasBar = true;
  m_before = before;
  m_share = share;
  update();
}

QSize StatusItem::sizeHint() const {
  const QFontMetricsF metrics(wordsFont());
  double width =
      2 * margin() + std::max(tabularWidth(m_words, metrics), tabularWidth(m_longest, metrics));
  if (!m_icon.isEmpty()) width += theme::scaled(14) + gap();
  if (m_hasBar) width += metrics.horizontalAdvance(m_before) + barWidth() + 2 * gap();
  return {static_cast<int>(std::ceil(width)), theme::scaled(26)};
}

void StatusItem::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QRectF plate = QRectF(rect()).adjusted(0, 2, 0, -2);
  if (underMouse() && isEnabled())
    theme::painting::box(painter, plate, theme::painting::kRadiusMark,
                         isDown() ? t.selected : t.hover, {});
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, plate, theme::painting::kRadiusMark, t.accent);
  const QFontMetricsF metrics(wordsFont());
  const double baseline = (height() + metrics.ascent() - metrics.descent()) / 2.0;
  painter.setFont(wordsFont());
  painter.setPen(t.text2);
  double x = margin();
  if (!m_icon.isEmpty()) {
    const int side = theme::scaled(14);
    theme::paintIcon(painter, QRectF(x, (height() - side) / 2.0, side, side), m_icon, t.text2);
    x += side + gap();
  }
  if (m_hasBar) {
    painter.drawText(QPointF(x, baseline), m_before);
    x += metrics.horizontalAdvance(m_before) + gap();
    const double tall = theme::scaled(4);
    QRectF track(x, std::round((height() - tall) / 2.0), barWidth(), tall);
    theme::painting::box(painter, track, tall / 2, t.line, {});
    const double share = std::clamp(m_share.value_or(0), 0.0, 1.0);
    track.setWidth(share > 0 ? std::max(tall, track.width() * share) : 0);
    if (share > 0)
      theme::painting::box(painter, track, tall / 2, share >= kWarnShare ? t.warn : t.accent, {});
    x += barWidth() + gap();
  }
  paintTabular(painter, QPointF(x, baseline), m_words);
}

}  // namespace molloquy::widgets
