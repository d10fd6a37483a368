#include "widgets/frame/key_caps.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPalette>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

QFont capFont() {
  QFont font = theme::font(theme::TextRole::Mono);
  if (font.pointSizeF() > 0) {
    font.setPointSizeF(font.pointSizeF() * 11.0 / 12.0);
  } else {
    font.setPixelSize(qMax(1, font.pixelSize() * 11 / 12));
  }
  return font;
}

int capWidth(const QString& name, const QFontMetrics& metrics) {
  return qMax(theme::scaled(18), metrics.horizontalAdvance(name) + theme::scaled(10));
}

int capGap() { return theme::scaled(4); }

}  // namespace

QStringList keyNames(const QKeySequence& keys) {
  QString first = keys.toString(QKeySequence::NativeText).section(QStringLiteral(", "), 0, 0);
  if (first.isEmpty()) return {};
  const bool plusKey = first.endsWith(u'+');
  if (plusKey) first.chop(1);
  QStringList names = first.split(u'+', Qt::SkipEmptyParts);
  if (plusKey) names.append(QStringLiteral("+"));
  return names;
}

int keyCapHeight() { return theme::scaled(18); }

int keyCapsWidth(const QStringList& names) {
  const QFontMetrics metrics(capFont());
  int width = 0;
  for (const QString& name : names) width += capWidth(name, metrics) + capGap();
  return qMax(0, width - capGap());
}

void paintKeyCaps(QPainter& painter, int right, int middle, const QStringList& names,
                  const QPalette& palette) {
  const theme::Tokens& t = theme::tokensFor(palette);
  const QFont font = capFont();
  const QFontMetrics metrics(font);
  int x = right - keyCapsWidth(names);
  painter.save();
  painter.setFont(font);
  for (const QString& name : names) {
    const QRect cap(x, middle - keyCapHeight() / 2, capWidth(name, metrics), keyCapHeight());
    theme::painting::box(painter, cap, theme::painting::kRadiusTag + 1, t.panel, t.line);
    painter.setPen(t.text2);
    painter.drawText(cap, Qt::AlignCenter, name);
    x += cap.width() + capGap();
  }
  painter.restore();
}

}  // namespace molloquy::widgets
