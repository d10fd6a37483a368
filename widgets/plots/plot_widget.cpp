#include "widgets/plots/plot_widget.h"

#include <QAccessible>
#include <QBuffer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

PlotWidget::PlotWidget(QWidget* parent) : QWidget(parent) {
  installPlotAccessible();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Plot"));
}

void PlotWidget::setPlot(PlotData plotted) {
  m_data = std::move(plotted);
  m_sentence.clear();
  m_hovered.reset();
  if (m_marked && *m_marked >= pointCount()) m_marked.reset();
  setAccessibleName(m_data.x.title.isEmpty() ? m_data.y.title
                                             : tr("%1 by %2").arg(m_data.y.title, m_data.x.title));
  updateAccessibleText();
  m_grid = {};
  update();
}

void PlotWidget::clear(const QString& sentence) {
  setPlot({});
  m_marked.reset();
  m_sentence = sentence;
  setAccessibleName(tr("Plot"));
  updateAccessibleText();
}

void PlotWidget::setMarked(std::optional<int> point) {
  if (point && (*point < 0 || *point >= pointCount())) point.reset();
  if (m_marked == point) return;
  m_marked = point;
  updateAccessibleText();
  update();
}

int PlotWidget::pointCount() const {
  return m_data.series.empty() ? 0 : static_cast<int>(m_data.series.front().points.size());
}

QPointF PlotWidget::placeOf(int point) const {
  if (point < 0 || point >= pointCount()) return {};
  return painterFor(size()).placeOf(m_data.series.front().points[static_cast<std::size_t>(point)]);
}

QString PlotWidget::pointText(int point) const {
  if (point < 0 || point >= pointCount()) return {};
  const QPointF value = m_data.series.front().points[static_cast<std::size_t>(point)];
  const auto words = [](double number, const PlotAxis& axis) {
    return std::isfinite(number)
               ? shownNumber(QString::number(number, 'f', axis.decimals)) + axis.unit
               : tr("not computed");
  };
  return words(value.x(), m_data.x) + QStringLiteral(", ") + words(value.y(), m_data.y);
}

PlotPainter PlotWidget::painterFor(const QSize& size) const {
  return {m_data, QSizeF(size), palette()};
}

std::optional<int> PlotWidget::nearest(const QPointF& place) const {
  const PlotPainter painter = painterFor(size());
  if (!painter.isValid()) return {};
  std::optional<int> best;
  double least = std::numeric_limits<double>::infinity();
  for (int point = 0; point < pointCount(); ++point) {
    const QPointF& value = m_data.series.front().points[static_cast<std::size_t>(point)];
    if (!std::isfinite(value.y())) continue;
    const double apart = std::abs(painter.placeOf(value).x() - place.x());
    if (apart >= least) continue;
    least = apart;
    best = point;
  }
  return best;
}

void PlotWidget::choose(int point) {
  setMarked(point);
  if (m_marked) Q_EMIT pointChosen(*m_marked);
}

QImage PlotWidget::image(const QSize& size, double ratio) const {
  QImage picture(size * ratio, QImage::Format_RGB32);
  picture.setDevicePixelRatio(ratio);
  picture.fill(theme::tokensFor(palette()).surface);
  QPainter painter(&picture);
  painterFor(size).paint(painter);
  return picture;
}

QByteArray PlotWidget::svg(const QSize& size) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  generator.setTitle(accessibleName());
  QPainter painter(&generator);
  painter.fillRect(QRect(QPoint(), size), theme::tokensFor(palette()).surface);
  painterFor(size).paint(painter);
  painter.end();
  return bytes;
}

void PlotWidget::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const PlotPainter plot = painterFor(size());
  if (!plot.isValid()) {
    painter.fillRect(rect(), t.surface);
    painter.setFont(theme::font(theme::TextRole::Control));
    painter.setPen(t.text3);
    painter.drawText(rect().adjusted(theme::scaled(14), 0, -theme::scaled(14), 0),
                     Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
  } else {
    // OPTIMIZATION: axes and series are painted once; the cursor moves over the picture.
    if (m_grid.isNull() || m_grid.devicePixelRatio() != devicePixelRatioF() ||
        m_grid.size() != size() * devicePixelRatioF()) {
      m_grid = QPixmap(size() * devicePixelRatioF());
      m_grid.setDevicePixelRatio(devicePixelRatioF());
      m_grid.fill(t.surface);
      QPainter onGrid(&m_grid);
      plot.paint(onGrid);
    }
    painter.drawPixmap(0, 0, m_grid);
    const auto words = [this](int point) {
      return pointText(point).replace(QStringLiteral(", "), QStringLiteral("\n"));
    };
    const auto& points = m_data.series.front().points;
    if (m_marked && std::isfinite(points[static_cast<std::size_t>(*m_marked)].y()))
      plot.paintMark(painter, points[static_cast<std::size_t>(*m_marked)],
                     m_hovered ? QString() : words(*m_marked));
    if (m_hovered && m_hovered != m_marked)
      plot.paintCrosshair(painter, points[static_cast<std::size_t>(*m_hovered)], words(*m_hovered));
  }
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1),
                               theme::painting::kRadiusControl, t.accent);
}

void PlotWidget::resizeEvent(QResizeEvent*) { m_grid = {}; }

void PlotWidget::changeEvent(QEvent* event) {
  m_grid = {};
  update();
  QWidget::changeEvent(event);
}

void PlotWidget::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  if (const auto point = nearest(event->position())) choose(*point);
}

void PlotWidget::mouseMoveEvent(QMouseEvent* event) {
  const auto point = nearest(event->position());
  if (event->buttons() & Qt::LeftButton) {
    m_hovered.reset();
    if (point && point != m_marked) choose(*point);
    return;
  }
  const bool inside = painterFor(size()).field().adjusted(-4, -4, 4, 4).contains(event->position());
  const auto hovered = inside ? point : std::nullopt;
  if (hovered == m_hovered) return;
  m_hovered = hovered;
  update();
}

void PlotWidget::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

void PlotWidget::keyPressEvent(QKeyEvent* event) {
  const int last = pointCount() - 1;
  if (last < 0) return QWidget::keyPressEvent(event);
  int target = m_marked.value_or(-1);
  int step = 0;
  const bool mirrored = m_data.x.reversed;
  switch (event->key()) {
    case Qt::Key_Right:
      step = mirrored ? -1 : 1;
      break;
    case Qt::Key_Left:
      step = mirrored ? 1 : -1;
      break;
    case Qt::Key_Home:
      target = mirrored ? last + 1 : -1;
      step = mirrored ? -1 : 1;
      break;
    case Qt::Key_End:
      target = mirrored ? -1 : last + 1;
      step = mirrored ? 1 : -1;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  if (!m_marked && step < 0) target = last + 1;
  const auto& points = m_data.series.front().points;
  do {
    target += step;
  } while (target >= 0 && target <= last &&
           !std::isfinite(points[static_cast<std::size_t>(target)].y()));
  if (target >= 0 && target <= last) choose(target);
}

void PlotWidget::focusInEvent(QFocusEvent*) { update(); }
void PlotWidget::focusOutEvent(QFocusEvent*) { update(); }

void PlotWidget::updateAccessibleText() {
  setAccessibleDescription(!m_sentence.isEmpty() ? m_sentence
                           : m_marked            ? pointText(*m_marked)
                                                 : tr("%1 points").arg(pointCount()));
  if (!m_marked) return;
  QAccessibleEvent focused(this, QAccessible::Focus);
  focused.setChild(*m_marked);
  QAccessible::updateAccessibility(&focused);
}

QRect PlotWidget::rowPlace(int row) const {
  const QPointF place = placeOf(row);
  return QRectF(place - QPointF(4, 4), QSizeF(8, 8)).toRect();
}

QSize PlotWidget::sizeHint() const { return {theme::scaled(360), theme::scaled(200)}; }
QSize PlotWidget::minimumSizeHint() const { return {theme::scaled(140), theme::scaled(80)}; }

}  // namespace molloquy::widgets
