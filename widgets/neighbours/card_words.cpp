#include "widgets/neighbours/card_words.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>

#include "widgets/depiction/formula_text.h"
#include "widgets/inspector/number_text.h"
#include "widgets/neighbours/neighbour_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;
using theme::TextRole;

constexpr double kBarWidth = 29;
constexpr double kBarHeight = 6;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(NeighbourCard)
};

QFont nameFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::Medium);
  return font;
}

QFont numberFont() {
  QFont font = theme::font(TextRole::Secondary);
  font.setWeight(QFont::Medium);
  return font;
}

void drawWord(QPainter& painter, const QRectF& line, Qt::Alignment alignment, const QString& text) {
  painter.drawText(
      line, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
      QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, line.width() + 0.5));
}

void paintBar(QPainter& painter, const QRectF& line, double value, const theme::Tokens& tokens) {
  QRectF track(0, 0, line.width(), kBarHeight);
  track.moveCenter(line.center());
  track.moveTop(qRound(track.top()));
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens.line);
  painter.drawRoundedRect(track, kBarHeight / 2, kBarHeight / 2);
  const double share = std::clamp(value, 0.0, 1.0);
  if (share <= 0) return;
  painter.save();
  painter.setClipRect(QRectF(track.left(), track.top(), track.width() * share, track.height()));
  painter.setBrush(tokens.accent);
  painter.drawRoundedRect(track, kBarHeight / 2, kBarHeight / 2);
  painter.restore();
}

/// Bar and number at the right end of a line. returns the width they take.
double paintBarAndNumber(QPainter& painter, const QRectF& line, const NeighbourScore& score,
                         const theme::Tokens& tokens) {
  painter.setFont(numberFont());
  const QFontMetricsF metrics(painter.font());
  const QString number = scoreText(score.value);
  // As wide as "0.00", so that the bars of a column stand below each other.
  const double digits =
      std::max(tabularWidth(number, metrics), tabularWidth(scoreText(0), metrics));
  const double baseline = line.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
  painter.setPen(tokens.text);
  paintTabular(painter, QPointF(line.right() - tabularWidth(number, metrics), baseline), number);
  const double bar = scaled(kBarWidth);
  const double barLeft = line.right() - digits - scaled(6) - bar;
  paintBar(painter, QRectF(barLeft, line.top(), bar, line.height()), score.value, tokens);
  return line.right() - barLeft;
}

/// A small triangle, point up or down.
void paintArrow(QPainter& painter, const QRectF& place, bool up, const QColor& colour) {
  QPolygonF arrow{{place.left(), place.bottom()},
                  {place.right(), place.bottom()},
                  {place.center().x(), place.top()}};
  if (!up) {
    for (QPointF& point : arrow) point.setY(place.top() + place.bottom() - point.y());
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(arrow);
}

/// At the right end. returns the width it takes with the gap before it.
double paintMovement(QPainter& painter, const QRectF& line, const Movement& moved,
                     const theme::Tokens& tokens) {
  if (moved.kind == Movement::Kind::None) return 0;
  painter.setFont(theme::font(TextRole::Stats));
  const QFontMetricsF metrics(painter.font());
  if (moved.kind == Movement::Kind::New) {
    const QString word = Words::tr("new");
    QRectF tag(0, 0, metrics.horizontalAdvance(word) + scaled(8), scaled(16));
    tag.moveCenter(line.center());
    tag.moveRight(line.right());
    theme::painting::box(painter, tag.toAlignedRect(), theme::painting::kRadiusTag,
                         tokens.agreeTint, {});
    painter.setPen(tokens.agree);
    painter.drawText(tag, Qt::AlignCenter | Qt::TextSingleLine, word);
    return tag.width() + scaled(6);
  }
  const QString places = QString::number(moved.places);
  const double digits = metrics.horizontalAdvance(places);
  painter.setPen(tokens.text2);
  painter.drawText(line, int(Qt::AlignRight | Qt::AlignVCenter) | Qt::TextSingleLine, places);
  QRectF arrow(0, 0, scaled(7), scaled(6));
  arrow.moveCenter(line.center());
  arrow.moveRight(line.right() - digits - scaled(3));
  paintArrow(painter, arrow, moved.kind == Movement::Kind::Up, tokens.text2);
  return line.right() - arrow.left() + scaled(6);
}

}  // namespace

void paintNameLine(QPainter& painter, const QRectF& line, const QString& name,
                   const Movement& moved, const theme::Tokens& tokens) {
  const double used = paintMovement(painter, line, moved, tokens);
  painter.setFont(nameFont());
  painter.setPen(tokens.text);
  drawWord(painter, line.adjusted(0, 0, -used, 0), Qt::AlignLeft, name);
}

void paintFormulaLine(QPainter& painter, const QRectF& line, const QString& formula,
                      const NeighbourScore* only, const theme::Tokens& tokens) {
  const QFont font = theme::font(TextRole::Secondary);
  double room = line.width();
  if (only != nullptr) {
    room -= paintBarAndNumber(painter, line, *only, tokens) + scaled(6);
    const double word = QFontMetricsF(font).horizontalAdvance(only->word);
    if (formulaWidth(formula, font) + scaled(8) + word <= room) {
      painter.setFont(font);
      painter.setPen(tokens.text3);
      drawWord(painter, QRectF(line.left(), line.top(), room, line.height()), Qt::AlignRight,
               only->word);
    }
  }
  paintFormula(painter, QRectF(line.left(), line.top(), std::max(0.0, room), line.height()),
               Qt::AlignLeft, formula, font, tokens.text2);
}

void paintScoreLine(QPainter& painter, const QRectF& line, const NeighbourScore& score,
                    const theme::Tokens& tokens) {
  const double used = paintBarAndNumber(painter, line, score, tokens);
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(tokens.text2);
  drawWord(painter, line.adjusted(0, 0, -used - scaled(6), 0), Qt::AlignLeft, score.word);
}

void paintTextLines(QPainter& painter, const QRectF& place, const QString& text, int lines,
                    const theme::Tokens& tokens) {
  const double height = theme::lineHeight(TextRole::Secondary);
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(tokens.text2);
  const QString words = text.simplified().left(600);
  QTextLayout layout(words, painter.font());
  layout.beginLayout();
  for (int row = 0; row < lines; ++row) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) break;
    line.setLineWidth(place.width());
    const QRectF room(place.left(), place.top() + row * height, place.width(), height);
    const bool last = row == lines - 1;
    drawWord(painter, room, Qt::AlignLeft,
             last ? words.mid(line.textStart())
                  : words.mid(line.textStart(), line.textLength()).trimmed());
  }
  layout.endLayout();
}

}  // namespace molloquy::widgets
