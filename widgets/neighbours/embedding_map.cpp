#include "widgets/neighbours/embedding_map.h"

#include <QEvent>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "widgets/depiction/thumbnail.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/neighbours/map_painting.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr double kMargin = 26;      ///< around all points.
constexpr double kDeepest = 4'000;  ///< of zoom, against all points shown.
constexpr double kOversize = 1.15;
constexpr qsizetype kMostDrawings = 200;

}  // namespace

EmbeddingMap::EmbeddingMap(QWidget* parent) : QWidget(parent) {
  installPlotAccessible();
  setAccessibleName(tr("Map of the library"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  m_in = iconButton(QStringLiteral("plus"), tr("Zoom in (+)"), this);
  m_out = iconButton(QStringLiteral("minus"), tr("Zoom out (−)"), this);
  m_home = iconButton(QStringLiteral("home"), tr("Show all (0)"), this);
  const auto middle = [this] { return QPointF(width() / 2.0, height() / 2.0); };
  connect(m_in, &QToolButton::clicked, this, [this, middle] { zoom(1.5, middle()); });
  connect(m_out, &QToolButton::clicked, this, [this, middle] { zoom(1 / 1.5, middle()); });
  connect(m_home, &QToolButton::clicked, this, &EmbeddingMap::showAll);
  setPoints({}, {});
}

void EmbeddingMap::setPoints(std::vector<MapPoint> points, const QString& note) {
  const QString cursorKey = m_cursor ? point(*m_cursor).key : QString();
  m_points = std::move(points);
  m_note = note;
  std::vector<QPointF> places;
  places.reserve(m_points.size());
  m_indexOfKey.clear();
  m_indexOfKey.reserve(static_cast<qsizetype>(m_points.size()));
  for (const MapPoint& each : m_points) {
    m_indexOfKey.insert(each.key, static_cast<int>(places.size()));
    places.emplace_back(each.x, each.y);
  }
  m_grid.setPoints(std::move(places));
  m_hovered.reset();
  m_cursor.reset();
  if (const auto at = m_indexOfKey.constFind(cursorKey); at != m_indexOfKey.cend()) m_cursor = *at;
  m_drawings.clear();
  m_asked.clear();
  m_rows.clear();
  for (QToolButton* button : {m_in, m_out, m_home}) button->setVisible(!m_points.empty());
  setAccessibleDescription(
      m_points.empty() ? note : tr("%1 molecules. %2").arg(shownCount(pointCount()), m_note));
  setRinged(m_ringedKeys);
  showAll();
}

void EmbeddingMap::setMarker(std::optional<QPointF> place, const QString& name) {
  m_marker = place;
  m_markerName = name;
  m_rows.clear();
  if (!m_movedByHand) return showAll();
  update();
}

void EmbeddingMap::setRinged(const QStringList& keys) {
  m_ringedKeys = keys;
  m_ringed.clear();
  for (const QString& key : keys) {
    const auto at = m_indexOfKey.constFind(key);
    if (at != m_indexOfKey.cend() &&
        std::find(m_ringed.begin(), m_ringed.end(), *at) == m_ringed.end())
      m_ringed.push_back(*at);
  }
  update();
}

void EmbeddingMap::setOverlaid(const QString& key) {
  m_overlaid = key;
  update();
}

void EmbeddingMap::setThumbnail(const QString& key, const QImage& image) {
  if (!m_asked.contains(key)) return;
  if (m_drawings.size() >= kMostDrawings) {
    m_drawings.clear();
    m_asked = {key};
  }
  m_drawings.insert(key, fittedThumbnail(image, popupDrawing(), devicePixelRatioF()));
  if (const auto shown = shownPoint(); shown && point(*shown).key == key) update();
}

void EmbeddingMap::forgetThumbnails() {
  m_drawings.clear();
  m_asked.clear();
  if (const auto shown = shownPoint()) askForDrawing(*shown);
  update();
}

const MapPoint& EmbeddingMap::point(int index) const {
  return m_points[static_cast<std::size_t>(index)];
}

QPointF EmbeddingMap::placeOf(int index) const {
  return m_transform.toScreen({point(index).x, point(index).y});
}

std::optional<int> EmbeddingMap::pointAt(const QPointF& pixel) const {
  const double reach = std::max(7.0, dotRadius(m_points.size()) + 3);
  return m_grid.nearest(m_transform.toMap(pixel), reach / m_transform.scale);
}

std::optional<int> EmbeddingMap::shownPoint() const {
  return m_hovered ? m_hovered : hasFocus() ? m_cursor : std::nullopt;
}

void EmbeddingMap::showAll() {
  m_movedByHand = false;
  QRectF bounds = m_grid.bounds();
  if (m_marker && std::isfinite(m_marker->x()) && std::isfinite(m_marker->y())) {
    // QRectF::united leaves out a rectangle without extent, such as one point.
    const QPointF low(std::min(bounds.left(), m_marker->x()),
                      std::min(bounds.top(), m_marker->y()));
    const QPointF high(std::max(bounds.right(), m_marker->x()),
                       std::max(bounds.bottom(), m_marker->y()));
    if (!m_points.empty()) bounds = QRectF(low, high);
  }
  setTransform(fitted(bounds, size(), scaled(kMargin)));
}

void EmbeddingMap::setTransform(const MapTransform& transform) {
  m_transform = transform;
  m_cloud = {};
  update();
}

void EmbeddingMap::zoom(double factor, const QPointF& about) {
  const double least = fitted(m_grid.bounds(), size(), scaled(kMargin)).scale;
  MapTransform zoomed = m_transform;
  zoomed.scale = std::clamp(m_transform.scale * factor, least / 2, least * kDeepest);
  // The place under the pointer stays under it.
  const QPointF fixed = m_transform.toMap(about);
  zoomed.centre += fixed - zoomed.toMap(about);
  m_movedByHand = true;
  setTransform(zoomed);
}

void EmbeddingMap::setHovered(std::optional<int> hovered) {
  if (m_hovered == hovered) return;
  m_hovered = hovered;
  setCursor(hovered ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (hovered) askForDrawing(*hovered);
  update();
}

void EmbeddingMap::askForDrawing(int index) {
  const QString key = point(index).key;
  if (m_asked.contains(key)) return;
  m_asked.insert(key);
  Q_EMIT thumbnailNeeded(key, popupDrawing() * kOversize, devicePixelRatioF());
}

void EmbeddingMap::placeButtons() {
  const int side = scaled(26);
  int y = scaled(8);
  for (QToolButton* button : {m_in, m_out, m_home}) {
    button->setGeometry(width() - side - scaled(8), y, side, side);
    y += side + scaled(2);
  }
}

QSize EmbeddingMap::minimumSizeHint() const { return {scaled(200), scaled(80)}; }

void EmbeddingMap::resizeEvent(QResizeEvent*) {
  placeButtons();
  if (!m_movedByHand) return showAll();
  MapTransform resized = m_transform;
  resized.size = size();
  setTransform(resized);
}

void EmbeddingMap::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    m_cloud = {};
    forgetThumbnails();
  } else if (event->type() == QEvent::FontChange) {
    placeButtons();
    if (!m_movedByHand) showAll();
  }
  QWidget::changeEvent(event);
}

void EmbeddingMap::orderRows() const {
  if (!m_rows.empty() || m_points.empty()) return;
  const QPointF from = m_marker.value_or(m_grid.bounds().center());
  std::vector<std::pair<double, int>> order;
  order.reserve(m_points.size());
  for (int index = 0; index < pointCount(); ++index) {
    const double distance = std::hypot(point(index).x - from.x(), point(index).y - from.y());
    if (std::isfinite(distance)) order.emplace_back(distance, index);
  }
  const auto count = std::min<std::ptrdiff_t>(kAccessibleRows, std::ssize(order));
  std::partial_sort(order.begin(), order.begin() + count, order.end());
  for (auto each = order.begin(); each != order.begin() + count; ++each)
    m_rows.push_back(each->second);
}

int EmbeddingMap::rowCount() const {
  orderRows();
  return static_cast<int>(m_rows.size());
}

QString EmbeddingMap::rowText(int row) const {
  orderRows();
  const int index = m_rows[static_cast<std::size_t>(row)];
  QStringList words{point(index).name};
  const qsizetype rank = m_ringedKeys.indexOf(point(index).key);
  if (rank >= 0) words += tr("neighbour %1").arg(rank + 1);
  words += tr("at %1, %2")
               .arg(shownNumber(QString::number(point(index).x, 'f', 2)),
                    shownNumber(QString::number(point(index).y, 'f', 2)));
  return words.join(QStringLiteral(", "));
}

QRect EmbeddingMap::rowPlace(int row) const {
  orderRows();
  const QPointF place = placeOf(m_rows[static_cast<std::size_t>(row)]);
  return QRectF(place - QPointF(4, 4), QSizeF(8, 8)).toAlignedRect();
}

std::optional<int> EmbeddingMap::currentRow() const {
  orderRows();
  const auto row = m_cursor ? std::find(m_rows.begin(), m_rows.end(), *m_cursor) : m_rows.end();
  if (row == m_rows.end()) return std::nullopt;
  return static_cast<int>(row - m_rows.begin());
}

}  // namespace molloquy::widgets
