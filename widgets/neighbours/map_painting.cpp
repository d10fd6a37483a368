#include "widgets/neighbours/map_painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/depiction/thumbnail.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;
using theme::TextRole;

constexpr double kStar = 9;
constexpr double kStarWaist = 0.45;
constexpr double kNameGap = 9;
constexpr double kMostName = 190;

}  // namespace

QSize popupDrawing() { return {scaled(150), scaled(96)}; }

void paintStar(QPainter& painter, const QPointF& place, const theme::Tokens& tokens) {
  QPolygonF star;
  const double size = scaled(kStar);
  for (int corner = 0; corner < 10; ++corner) {
    const double angle = corner * std::numbers::pi / 5 - std::numbers::pi / 2;
    const double radius = corner % 2 == 0 ? size : size * kStarWaist;
    star << place + QPointF(std::cos(angle), std::sin(angle)) * radius;
  }
  painter.setPen(QPen(tokens.surface, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(tokens.surface);
  painter.drawPolygon(star);
  painter.setPen(QPen(tokens.accent, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(tokens.accent);
  painter.drawPolygon(star);
}

void paintRing(QPainter& painter, const QPointF& place, double radius, const QColor& colour) {
  painter.setPen(QPen(colour, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(place, radius, radius);
}

void paintMapName(QPainter& painter, const QPointF& place, const QString& name,
                  const QRectF& within, std::vector<QRectF>& taken, const theme::Tokens& tokens) {
  painter.setFont(theme::font(TextRole::Stats));
  const QFontMetricsF metrics(painter.font());
  const QString shown = metrics.elidedText(name, Qt::ElideRight, scaled(kMostName));
  const QSizeF size(std::ceil(metrics.horizontalAdvance(shown)) + 2, metrics.height());
  const double gap = scaled(kNameGap);
  const QPointF corners[] = {place + QPointF(gap, -size.height() / 2),
                             place + QPointF(-gap - size.width(), -size.height() / 2),
                             place + QPointF(-size.width() / 2, -gap - size.height()),
                             place + QPointF(-size.width() / 2, gap)};
  for (const QPointF& corner : corners) {
    const QRectF box(corner, size);
    const bool free = within.contains(box) &&
                      std::none_of(taken.begin(), taken.end(),
                                   [&box](const QRectF& other) { return other.intersects(box); });
    if (!free) continue;
    taken.push_back(box);
    // The ground around the letters keeps them readable over dots.
    QPainterPath letters;
    letters.addText(box.left() + 1, box.top() + metrics.ascent(), painter.font(), shown);
    painter.strokePath(letters,
                       QPen(tokens.surface, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setPen(tokens.text);
    painter.drawText(QPointF(box.left() + 1, box.top() + metrics.ascent()), shown);
    return;
  }
}

void paintPointPopup(QPainter& painter, const QPointF& place, const QString& name,
                     const QImage& drawing, const QRectF& within, const theme::Tokens& tokens) {
  QFont font = theme::font(TextRole::Secondary);
  font.setWeight(QFont::Medium);
  const QFontMetricsF metrics(font);
  const QSizeF room = popupDrawing();
  const double pad = scaled(8);
  const double line = theme::lineHeight(TextRole::Secondary);
  const QSizeF size(room.width() + 2 * pad, room.height() + line + 2 * pad + scaled(2));
  const double gap = scaled(14);
  QRectF plate(place + QPointF(gap, -size.height() / 2), size);
  if (plate.right() > within.right()) plate.moveRight(place.x() - gap);
  plate.moveTop(std::clamp(plate.top(), within.top(),
                           std::max(within.top(), within.bottom() - plate.height())));
  plate.moveLeft(std::max(within.left(), plate.left()));
  plate = plate.toAlignedRect();
  theme::painting::box(painter, plate, theme::painting::kRadiusFloating, tokens.surface,
                       tokens.lineStrong);
  const QRectF picture(plate.left() + pad, plate.top() + pad, room.width(), room.height());
  if (!drawing.isNull()) paintThumbnail(painter, picture, drawing);
  const QRectF words(picture.left(), picture.bottom() + scaled(2), room.width(), line);
  painter.setFont(font);
  painter.setPen(tokens.text);
  painter.drawText(words, int(Qt::AlignHCenter | Qt::AlignVCenter) | Qt::TextSingleLine,
                   metrics.elidedText(name, Qt::ElideRight, words.width()));
}

}  // namespace molloquy::widgets
