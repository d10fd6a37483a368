#include "widgets/inspector/number_text.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace molloquy::widgets {
namespace {

double digitWidth(const QFontMetricsF& metrics) {
  double widest = 0;
  for (char16_t digit = u'0'; digit <= u'9'; ++digit)
    widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
  return widest;
}

}  // namespace

QString shownNumber(const QString& plain) {
  static const QRegularExpression number(QStringLiteral("^-?\\d+(\\.\\d+)?$"));
  if (!number.match(plain).hasMatch()) return plain;
  QString shown = plain;
  if (shown.startsWith(u'-')) shown[0] = QChar(0x2212);
  return shown.replace(QStringLiteral("."), QLocale().decimalPoint());
}

QString shownBytes(quint64 bytes) {
  constexpr std::array<const char*, 4> kUnits{"kB", "MB", "GB", "TB"};
  double size = static_cast<double>(bytes) / 1000.0;
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < kUnits.size()) {
    size /= 1000.0;
    ++unit;
  }
  const int places = unit >= 2 && size < 99.95 ? 1 : 0;
  return QLocale().toString(size, 'f', places) + QChar(0x00A0) + QLatin1String(kUnits[unit]);
}

QString shownCount(qint64 count) { return QLocale().toString(count); }

double tabularWidth(const QString& text, const QFontMetricsF& metrics) {
  const double digit = digitWidth(metrics);
  double width = 0;
  for (const QChar character : text)
    width += character.isDigit() ? digit : metrics.horizontalAdvance(character);
  return width;
}

void paintTabular(QPainter& painter, const QPointF& start, const QString& text) {
  const QFontMetricsF metrics(painter.font(), painter.device());
  const double digit = digitWidth(metrics);
  double x = start.x();
  for (const QChar character : text) {
    const double own = metrics.horizontalAdvance(character);
    const double cell = character.isDigit() ? digit : own;
    painter.drawText(QPointF(x + (cell - own) / 2.0, start.y()), QString(character));
    x += cell;
  }
}

}  // namespace molloquy::widgets
