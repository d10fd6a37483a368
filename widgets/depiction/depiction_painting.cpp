#include <QPainter>
#include <QSvgRenderer>

#include "widgets/depiction/depiction_view.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kPinOpacity = 0.32;
constexpr double kPinRadius = 0.34;        ///< of a bond length.
constexpr double kSelectionRadius = 0.40;  ///< just outside a pin's highlight.
constexpr double kPointerRadius = 0.36;

}  // namespace

void DepictionView::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), t.surface);
  if (isDrawn()) {
    paintHighlights(painter);
    const Placement where = placement();
    m_renderer->render(
        &painter,
        QRectF(where.origin, QSizeF(m_depiction.width, m_depiction.height) * where.scale));
    paintPointers(painter);
  } else {
    paintMessage(painter);
  }
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, rect(), 0, t.accent);
}

void DepictionView::paintHighlights(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  const double bond = m_depiction.bondLength * placement().scale;
  for (const Pin& pin : m_pins.pins())
    fillShape(painter, shapeOf(pin.atoms, bond * kPinRadius), theme::pinColour(t, pin.slot),
              kPinOpacity);
  outlineShape(painter, shapeOf(m_selection.atoms(), bond * kSelectionRadius), t.accent, 2.0);
}

void DepictionView::paintPointers(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  const double radius = m_depiction.bondLength * placement().scale * kPointerRadius;
  painter.setBrush(Qt::NoBrush);
  if (const auto place = m_hovered ? atomPosition(*m_hovered) : std::nullopt) {
    painter.setPen(QPen(t.lineStrong, 1.0));
    painter.drawEllipse(*place, radius, radius);
  }
  if (const auto place = m_walked && hasFocus() ? atomPosition(*m_walked) : std::nullopt) {
    painter.setPen(QPen(t.accent, 1.5, Qt::DashLine));
    painter.drawEllipse(*place, radius + 2, radius + 2);
    const QString name = QString::fromStdString(chem::atomName(*m_molecule, *m_walked));
    painter.setFont(theme::font(theme::TextRole::Stats));
    QRectF label = painter.fontMetrics().boundingRect(name);
    label = QRectF(place->x() + radius + 4, place->y() - radius - label.height(),
                   label.width() + 10, label.height() + 4);
    theme::painting::box(painter, label, theme::painting::kRadiusTag, t.surface, t.line);
    painter.setPen(t.text);
    painter.drawText(label, Qt::AlignCenter, name);
  }
  if (m_lasso.size() > 2) {
    painter.setPen(QPen(t.accent, 1.0, Qt::DashLine));
    painter.drawPolygon(m_lasso);
  }
}

void DepictionView::paintMessage(QPainter& painter) const {
  if (m_state == State::Busy) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  const bool failed = m_state == State::Failed;
  const QString words = failed ? m_failure : tr("No structure");
  painter.setFont(theme::font(theme::TextRole::Secondary));
  const QRect room = rect().adjusted(16, 8, -16, -8);
  const QRect bounds = painter.fontMetrics().boundingRect(
      room, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
  const int icon = theme::scaled(24);
  const int top = room.center().y() - (icon + 8 + bounds.height()) / 2;
  theme::paintIcon(painter, QRectF((width() - icon) / 2, top, icon, icon),
                   failed ? QStringLiteral("warning") : QStringLiteral("hexagon"),
                   failed ? t.differ : t.text3);
  painter.setPen(failed ? t.text2 : t.text3);
  painter.drawText(QRect(room.left(), top + icon + 8, room.width(), bounds.height()),
                   Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
}

}  // namespace molloquy::widgets
