// What the map shows.
#include <QFontMetrics>
#include <QPainter>

#include "widgets/inspector/number_text.h"
#include "widgets/neighbours/embedding_map.h"
#include "widgets/neighbours/map_painting.h"
#include "widgets/neighbours/neighbour_card.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr double kRing = 4;  ///< of a neighbour, outside of its dot.

/// A sentence in the middle of an empty map.
void paintSentence(QPainter& painter, const QRect& room, const QString& sentence,
                   const QColor& ink) {
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(ink);
  painter.drawText(room.adjusted(scaled(24), 0, -scaled(24), 0), Qt::AlignCenter | Qt::TextWordWrap,
                   sentence);
}

}  // namespace

void EmbeddingMap::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), t.surface);
  if (m_points.empty()) return paintSentence(painter, rect(), m_note, t.text2);
  if (m_cloud.isNull() || m_cloud.devicePixelRatio() != devicePixelRatioF())
    m_cloud = paintCloud(m_grid.points(), m_transform, devicePixelRatioF(), t.lineStrong);
  painter.drawImage(QPointF(0, 0), m_cloud);

  const QRectF within = QRectF(rect()).adjusted(4, 4, -4, -4);
  const double dot = dotRadius(m_points.size());
  std::vector<QRectF> taken;
  const QFont noteFont = theme::font(theme::TextRole::Stats);
  const int noteHeight = QFontMetrics(noteFont).height();
  const QRectF note(scaled(12), height() - noteHeight - scaled(8), width() - scaled(24),
                    noteHeight);
  taken.push_back(note);
  for (const int index : m_ringed) {
    const QPointF place = placeOf(index);
    painter.setPen(Qt::NoPen);
    painter.setBrush(point(index).key == m_overlaid ? neighbourColour(t) : t.accent);
    painter.drawEllipse(place, dot, dot);
    paintRing(painter, place, dot + kRing, t.accent);
    taken.emplace_back(place - QPointF(dot + kRing, dot + kRing),
                       2 * QSizeF(dot + kRing, dot + kRing));
  }
  if (m_marker) {
    const QPointF star = m_transform.toScreen(*m_marker);
    taken.emplace_back(star - QPointF(scaled(9), scaled(9)), QSizeF(scaled(18), scaled(18)));
    paintMapName(painter, star, m_markerName, within, taken, t);
    paintStar(painter, star, t);
  }
  for (const int index : m_ringed)
    paintMapName(painter, placeOf(index), point(index).name, within, taken, t);
  if (m_cursor && hasFocus()) {
    painter.setPen(QPen(t.text, 1.5, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(placeOf(*m_cursor), dot + kRing + 3, dot + kRing + 3);
  }
  painter.setFont(noteFont);
  painter.setPen(t.text3);
  const QString words = tr("%1 molecules · %2").arg(shownCount(pointCount()), m_note);
  painter.drawText(note, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(noteFont).elidedText(words, Qt::ElideRight, note.width()));
  if (m_hovered) paintRing(painter, placeOf(*m_hovered), dot + 2, t.text);
  if (const auto shown = shownPoint())
    paintPointPopup(painter, placeOf(*shown), point(*shown).name,
                    m_drawings.value(point(*shown).key), within, t);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange) && !m_cursor)
    theme::painting::focusRing(painter, rect(), 0, t.accent);
}

}  // namespace molloquy::widgets
