#include "widgets/viewport/view_overlay.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include "render/atom_picker.h"
#include "widgets/theme/colour_math.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/viewport/pin_tag.h"

namespace molloquy::widgets {

namespace {

constexpr double kTagGap = 10;
constexpr double kLabelHeight = 20;
constexpr double kLabelPadding = 6;
constexpr std::size_t kMostNames = 400;

/// Paints a small piece with the raster engine and puts it on whole device pixels.
void paintPiece(QPainter& painter, const QRectF& place,
                const std::function<void(QPainter&)>& paint) {
  const double ratio = painter.device()->devicePixelRatioF();
  const QSize pixels(static_cast<int>(std::ceil(place.width() * ratio)),
                     static_cast<int>(std::ceil(place.height() * ratio)));
  if (pixels.isEmpty()) return;
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
  QPainter raster(&image);
  raster.setRenderHint(QPainter::Antialiasing);
  paint(raster);
  raster.end();
  const QPointF corner(std::round(place.x() * ratio) / ratio,
                       std::round(place.y() * ratio) / ratio);
  painter.drawImage(corner, image);
}

/// Radius of an atom's ball on the screen.
double radiusOnScreen(const OverlayContent& content, const render::Projected& place,
                      double radius) {
  const double unit = render::angstromPerPixel(content.pose, content.size);
  const bool perspective = content.pose.projection == render::Projection::Perspective;
  return radius / unit * (perspective ? content.pose.distance / place.depth : 1);
}

struct SeenAtom {
  render::Projected place;
  double radius = 0;
};

std::optional<SeenAtom> seen(const OverlayContent& content, AtomIndex atom) {
  if (content.shape == nullptr || atom.value >= content.shape->balls.size()) return std::nullopt;
  const render::Ball& ball = content.shape->balls[atom.value];
  const auto place = render::project(content.pose, content.size, ball.centre);
  if (!place) return std::nullopt;
  return SeenAtom{*place, radiusOnScreen(content, *place, ball.radius)};
}

void paintName(QPainter& painter, const OverlayContent& content, AtomIndex atom,
               const theme::Tokens& tokens) {
  const auto at = seen(content, atom);
  if (!at) return;
  const QString name = QString::fromStdString(chem::atomName(*content.molecule, atom));
  QFont font = theme::font(theme::TextRole::Secondary);
  font.setWeight(QFont::Medium);
  const double width = QFontMetricsF(font).horizontalAdvance(name) + 2 * kLabelPadding;
  const double reach = at->radius * 0.75 + 4;
  QRectF box(at->place.x + reach, at->place.y - reach - kLabelHeight, width, kLabelHeight);
  box.moveLeft(std::clamp(box.left(), 2.0, std::max(2.0, content.size.width - width - 2)));
  box.moveTop(std::max(2.0, box.top()));
  paintPiece(painter, box, [&](QPainter& raster) {
    const QRectF inside(0.5, 0.5, width - 1, kLabelHeight - 1);
    raster.setPen(QPen(tokens.line, 1));
    raster.setBrush(tokens.surface);
    raster.drawRoundedRect(inside, 5, 5);
    raster.setFont(font);
    raster.setPen(tokens.text);
    raster.drawText(inside, Qt::AlignCenter, name);
  });
}

/// Names on the balls themselves, on those that are in sight and large enough to carry them.
void paintAllNames(QPainter& painter, const OverlayContent& content, const theme::Tokens& tokens) {
  QFont font = theme::font(theme::TextRole::Stats);
  font.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(font);
  std::vector<QRectF> taken;
  const std::size_t count = content.shape->balls.size();
  if (count > kMostNames) return;
  for (std::size_t i = 0; i < count; ++i) {
    const AtomIndex atom(static_cast<std::uint32_t>(i));
    const auto at = seen(content, atom);
    if (!at) continue;
    const auto front =
        render::pickAtom(*content.shape, content.pose, content.size, at->place.x, at->place.y);
    if (front != atom) continue;
    const QString name = QString::fromStdString(chem::atomName(*content.molecule, atom));
    const QSizeF size(metrics.horizontalAdvance(name) + 2, metrics.height());
    const bool fits = size.width() < 2 * at->radius;
    const QPointF middle =
        fits ? QPointF(at->place.x, at->place.y)
             : QPointF(at->place.x + at->radius + size.width() / 2, at->place.y - at->radius);
    const QRectF box(middle - QPointF(size.width(), size.height()) / 2, size);
    const bool covered = std::any_of(taken.begin(), taken.end(),
                                     [&box](const QRectF& other) { return other.intersects(box); });
    if (covered) continue;
    taken.push_back(box);
    const QColor ground =
        fits ? theme::elementColour(tokens.scheme, content.molecule->atoms()[i].atomicNumber)
             : tokens.view;
    const bool dark =
        theme::contrastRatio(ground, Qt::black) < theme::contrastRatio(ground, Qt::white);
    const QColor ink = fits ? QColor(dark ? Qt::white : Qt::black) : tokens.text;
    paintPiece(painter, box, [&](QPainter& raster) {
      raster.setFont(font);
      raster.setPen(ink);
      raster.drawText(QRectF(QPointF(), size), Qt::AlignCenter, name);
    });
  }
}

void paintEmptyState(QPainter& painter, const OverlayContent& content,
                     const theme::Tokens& tokens) {
  constexpr double kWidth = 360, kHeight = 110, kIcon = 24;
  const QRectF place((content.size.width - kWidth) / 2, (content.size.height - kHeight) / 2, kWidth,
                     kHeight);
  const auto words = [](const char* text) {
    return QCoreApplication::translate("molloquy::widgets", text);
  };
  paintPiece(painter, place, [&](QPainter& raster) {
    theme::paintIcon(raster, QRectF((kWidth - kIcon) / 2, 6, kIcon, kIcon), "hexagon",
                     tokens.text3);
    raster.setFont(theme::font(theme::TextRole::PanelTitle));
    raster.setPen(tokens.text2);
    raster.drawText(QRectF(0, 40, kWidth, 24), Qt::AlignCenter, words("No structure"));
    raster.setFont(theme::font(theme::TextRole::Control));
    raster.setPen(tokens.text3);
    raster.drawText(QRectF(0, 66, kWidth, 40), Qt::AlignHCenter | Qt::TextWordWrap,
                    words("Type a SMILES, open a file, or drop one here"));
  });
}

void paintBox(QPainter& painter, const QRectF& box, const theme::Tokens& tokens) {
  QColor fill = tokens.accent;
  fill.setAlphaF(0.10F);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(box, fill);
  for (const QRectF& side : {QRectF(box.left(), box.top(), box.width(), 1),
                             QRectF(box.left(), box.bottom() - 1, box.width(), 1),
                             QRectF(box.left(), box.top(), 1, box.height()),
                             QRectF(box.right() - 1, box.top(), 1, box.height())}) {
    painter.fillRect(side, tokens.accent);
  }
}

}  // namespace

std::vector<QPointF> pinTagPlaces(const OverlayContent& content) {
  std::vector<QPointF> places;
  for (const Pin& pin : content.pins) {
    std::optional<SeenAtom> rightmost;
    for (const AtomIndex atom : pin.atoms) {
      const auto at = seen(content, atom);
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

void paintOverlay(QPainter& painter, const OverlayContent& content, const theme::Tokens& tokens) {
  if (content.molecule == nullptr) {
    paintEmptyState(painter, content, tokens);
    return;
  }
  if (content.allNames) paintAllNames(painter, content, tokens);
  const std::vector<QPointF> places = pinTagPlaces(content);
  for (std::size_t i = 0; i < places.size(); ++i) {
    paintPiece(painter, QRectF(places[i], QSizeF(kPinTagSize, kPinTagSize)), [&](QPainter& raster) {
      paintPinTag(raster, {0, 0}, tokens, content.pins[i].slot);
    });
  }
  if (content.named) paintName(painter, content, *content.named, tokens);
  if (content.box) paintBox(painter, *content.box, tokens);
}

}  // namespace molloquy::widgets
