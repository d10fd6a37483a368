#include "widgets/viewport/view_overlay.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/viewport/overlay_labels.h"
#include "widgets/viewport/overlay_measurements.h"
#include "widgets/viewport/pin_tag.h"

namespace molloquy::widgets {

namespace {

constexpr double kTagGap = 10;
constexpr double kRingGap = 3;
constexpr double kFixedMark = 7;

void paintName(OverlayPainter& painter, const OverlayContent& content, AtomIndex atom) {
  const auto at = seenAtom(content, atom);
  if (!at) return;
  const QString name = QString::fromStdString(chem::atomName(*content.molecule, atom));
  const QSizeF size = painter.labelSize(name);
  const double reach = at->radius * 0.75 + 4;
  painter.label({at->place.x + reach + size.width() / 2, at->place.y - reach - size.height() / 2},
                name);
}

/// The dashed ring of the atom that the keyboard is on.
void paintWalked(OverlayPainter& painter, const OverlayContent& content, AtomIndex atom) {
  const auto at = seenAtom(content, atom);
  if (!at) return;
  QPainterPath ring;
  const double radius = at->radius + kRingGap;
  ring.addEllipse(QPointF(at->place.x, at->place.y), radius, radius);
  QPen pen(painter.tokens().accent, 2);
  pen.setDashPattern({2.5, 2});
  painter.stroke(ring, pen);
  paintName(painter, content, atom);
}

/// A small square on atoms that no drag moves.
void paintFixed(OverlayPainter& painter, const OverlayContent& content) {
  for (const AtomIndex atom : content.fixed) {
    const auto at = seenAtom(content, atom);
    if (!at) continue;
    const QRectF box(at->place.x - kFixedMark / 2, at->place.y - kFixedMark / 2, kFixedMark,
                     kFixedMark);
    painter.piece(box.adjusted(-1, -1, 1, 1), [&](QPainter& raster) {
      raster.setPen(QPen(painter.tokens().surface, 1));
      raster.setBrush(painter.tokens().accent);
      raster.drawRect(QRectF(1.5, 1.5, kFixedMark - 1, kFixedMark - 1));
    });
  }
}

void paintEmptyState(OverlayPainter& painter) {
  constexpr double kWidth = 360, kHeight = 110, kIcon = 24;
  const QSizeF view = painter.view();
  const QRectF place((view.width() - kWidth) / 2, (view.height() - kHeight) / 2, kWidth, kHeight);
  const auto words = [](const char* text) {
    return QCoreApplication::translate("molloquy::widgets", text);
  };
  const theme::Tokens& tokens = painter.tokens();
  painter.piece(place, [&](QPainter& raster) {
    theme::paintIcon(raster, QRectF((kWidth - kIcon) / 2, 6, kIcon, kIcon), "hexagon",
                     tokens.text3);
    raster.setFont(theme::font(theme::TextRole::PanelTitle));
    raster.setPen(tokens.text2);
    raster.drawText(QRectF(0, 40, kWidth, 24), Qt::AlignCenter, words("No structure"));
    raster.setFont(theme::font(theme::TextRole::Control));
    raster.setPen(tokens.text3);
    raster.drawText(QRectF(0, 66, kWidth, 40), Qt::AlignHCenter | Qt::TextWordWrap,
                    words("Type a SMILES, open a file, draw, or drop one here"));
  });
}

}  // namespace

std::optional<SeenAtom> seenAtom(const OverlayContent& content, AtomIndex atom) {
  if (content.shape == nullptr || atom.value >= content.shape->balls.size()) return std::nullopt;
  const render::Ball& ball = content.shape->balls[atom.value];
  const auto place = render::project(content.pose, content.size, ball.centre);
  if (!place) return std::nullopt;
  const double unit = render::angstromPerPixel(content.pose, content.size);
  const bool perspective = content.pose.projection == render::Projection::Perspective;
  const double nearness = perspective ? content.pose.distance / place->depth : 1;
  return SeenAtom{*place, ball.radius / unit * nearness};
}

std::vector<QPointF> pinTagPlaces(const OverlayContent& content) {
  std::vector<QPointF> places;
  for (const Pin& pin : content.pins) {
    std::optional<SeenAtom> rightmost;
    for (const AtomIndex atom : pin.atoms) {
      const auto at = seenAtom(content, atom);
      if (at && (!rightmost || at->place.x + at->radius > rightmost->place.x + rightmost->radius)) {
        rightmost = at;
      }
    }
    if (!rightmost) {
      places.emplace_back(-kPinTagSize, -kPinTagSize);
      continue;
    }
    QPointF place(rightmost->place.x + rightmost->radius + kTagGap,
                  rightmost->place.y + rightmost->radius * 0.35 - kPinTagSize / 2.0);
    const auto overlaps = [&place](const QPointF& other) {
      return std::abs(other.x() - place.x()) < kPinTagSize &&
             std::abs(other.y() - place.y()) < kPinTagSize + 1;
    };
    while (std::any_of(places.begin(), places.end(), overlaps)) place.ry() += kPinTagSize + 2;
    places.push_back(place);
  }
  return places;
}

void paintOverlay(OverlayPainter& painter, const OverlayContent& content) {
  if (content.molecule == nullptr || content.molecule->atoms().empty()) {
    paintEmptyState(painter);
    return;
  }
  paintMeasurements(painter, content);
  paintFixed(painter, content);
  const std::vector<QPointF> places = pinTagPlaces(content);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const QRectF box(places[i], QSizeF(kPinTagSize, kPinTagSize));
    painter.take(box);
    painter.piece(box, [&](QPainter& raster) {
      paintPinTag(raster, {0, 0}, painter.tokens(), content.pins[i].slot);
    });
  }
  if (content.walked) paintWalked(painter, content, *content.walked);
  if (content.named && content.named != content.walked) {
    paintName(painter, content, *content.named);
  }
  paintLabels(painter, content);
}

}  // namespace molloquy::widgets
