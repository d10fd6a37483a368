#pragma once

#include <QPointF>
#include <QString>

class QFontMetricsF;
class QPainter;

namespace molloquy::widgets {

/// A number as it is shown: U+2212 for minus and the locale's decimal mark. Text that is no plain
/// decimal number is returned as it is.
QString shownNumber(const QString& plain);

/// Bytes in words: "0.9 GB", "412 MB" (powers of 1000).
QString shownBytes(quint64 bytes);

/// An integer with the locale's group separators: "2,048".
QString shownCount(qint64 count);

/// Width of a text whose digits all take the width of the widest one.
double tabularWidth(const QString& text, const QFontMetricsF& metrics);

/// Paints such a text with the painter's font and pen, starting at a point of the base line.
void paintTabular(QPainter& painter, const QPointF& start, const QString& text);

}  // namespace molloquy::widgets
