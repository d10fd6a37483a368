#include "widgets/plots/heat_map.h"

#include <QAccessible>
#include <QBuffer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgGenerator>
#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/plots/heat_map_painter.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
  installPlotAccessible();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Map"));
}

void HeatMap::setMap(HeatMapData grid) {
  m_data = std::move(grid);
  m_sentence.clear();
  m_hovered.reset();
  if (m_marked && !hasValue(*m_marked)) m_marked.reset();
  setAccessibleName(tr("%1 by %2 and %3").arg(m_data.valueTitle, m_data.x.title, m_data.y.title));
  updateAccessibleText();
  update();
}

void HeatMap::clear(const QString& sentence) {
  setMap({});
  m_marked.reset();
  m_sentence = sentence;
  setAccessibleName(tr("Map"));
  updateAccessibleText();
}

bool HeatMap::hasValue(int cell) const {
  return cell >= 0 && cell < rowCount() &&
         std::isfinite(m_data.values[static_cast<std::size_t>(cell)]);
}

void HeatMap::setMarked(std::optional<int> cell) {
  if (cell && !hasValue(*cell)) cell.reset();
  if (m_marked == cell) return;
  m_marked = cell;
  updateAccessibleText();
  update();
}

QRectF HeatMap::cellRect(int cell) const {
  return HeatMapPainter(m_data, size(), palette()).cellRect(cell);
}

QString HeatMap::cellText(int cell) const {
  if (cell < 0 || cell >= rowCount() || m_data.xs.empty()) return {};
  const auto place = static_cast<std::size_t>(cell);
  const auto number = [](double value, int decimals) {
    return shownNumber(QString::number(value, 'f', decimals));
  };
  const double value = m_data.values[place];
  return number(m_data.xs[place % m_data.xs.size()], m_data.x.decimals) + m_data.x.unit +
         QStringLiteral(", ") + number(m_data.ys[place / m_data.xs.size()], m_data.y.decimals) +
         m_data.y.unit + QStringLiteral(", ") +
         (std::isfinite(value) ? number(value, 2) + m_data.valueUnit : tr("not computed"));
}

std::optional<int> HeatMap::cellAt(const QPointF& place) const {
  const HeatMapPainter painter(m_data, size(), palette());
  if (!painter.isValid() || !painter.field().contains(place)) return {};
  for (int cell = 0; cell < rowCount(); ++cell)
    if (painter.cellRect(cell).contains(place)) return cell;
  return {};
}

void HeatMap::choose(int cell) {
  if (!hasValue(cell)) return;
  setMarked(cell);
  Q_EMIT cellChosen(cell);
}

QImage HeatMap::image(const QSize& size, double ratio) const {
  QImage picture(size * ratio, QImage::Format_RGB32);
  picture.setDevicePixelRatio(ratio);
  picture.fill(theme::tokensFor(palette()).surface);
  QPainter painter(&picture);
  HeatMapPainter(m_data, size, palette()).paint(painter);
  return picture;
}

QByteArray HeatMap::svg(const QSize& size) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  generator.setTitle(accessibleName());
  QPainter painter(&generator);
  painter.fillRect(QRect(QPoint(), size), theme::tokensFor(palette()).surface);
  HeatMapPainter(m_data, size, palette()).paint(painter);
  painter.end();
  return bytes;
}

QString HeatMap::csv() const {
  QString text = m_data.x.title + u',' + m_data.y.title + u',' + m_data.valueTitle + u'\n';
  for (std::size_t cell = 0; cell < m_data.values.size(); ++cell) {
    if (!std::isfinite(m_data.values[cell])) continue;
    text += QString::number(m_data.xs[cell % m_data.xs.size()], 'g', 10) + u',' +
            QString::number(m_data.ys[cell / m_data.xs.size()], 'g', 10) + u',' +
            QString::number(m_data.values[cell], 'g', 10) + u'\n';
  }
  return text;
}

void HeatMap::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  const HeatMapPainter map(m_data, size(), palette());
  if (!map.isValid()) {
    painter.setFont(theme::font(theme::TextRole::Control));
    painter.setPen(t.text3);
    painter.drawText(rect().adjusted(theme::scaled(14), 0, -theme::scaled(14), 0),
                     Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
    return;
  }
  map.paint(painter);
  if (m_hovered) map.paintFrame(painter, *m_hovered, t.text, 1);
  if (m_marked) map.paintFrame(painter, *m_marked, t.text, 2);
  // The value stands over the scale, where it covers no cell.
  if (const auto told = m_hovered ? m_hovered : m_marked) {
    painter.setFont(theme::font(theme::TextRole::Stats));
    const QString words = cellText(*told);
    const double wide = painter.fontMetrics().horizontalAdvance(words) + theme::scaled(8);
    const QRectF place(width() - wide - theme::scaled(6), 0, wide, map.field().top());
    painter.fillRect(place, t.surface);
    painter.setPen(t.text);
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, words);
  }
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1),
                               theme::painting::kRadiusControl, t.accent);
}

void HeatMap::changeEvent(QEvent* event) {
  update();
  QWidget::changeEvent(event);
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  if (const auto cell = cellAt(event->position())) choose(*cell);
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
  const auto cell = cellAt(event->position());
  if (event->buttons() & Qt::LeftButton) {
    if (cell && cell != m_marked) choose(*cell);
    return;
  }
  if (cell == m_hovered) return;
  m_hovered = cell;
  update();
}

void HeatMap::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  const auto columns = static_cast<int>(m_data.xs.size());
  int column = 0;
  int row = 0;
  switch (event->key()) {
    case Qt::Key_Right:
      column = 1;
      break;
    case Qt::Key_Left:
      column = -1;
      break;
    case Qt::Key_Up:
      row = 1;
      break;
    case Qt::Key_Down:
      row = -1;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  if (columns == 0) return;
  if (!m_marked) return choose(0);
  const int toColumn = *m_marked % columns + column;
  const int toRow = *m_marked / columns + row;
  if (toColumn >= 0 && toColumn < columns && toRow >= 0) choose(toRow * columns + toColumn);
}

void HeatMap::focusInEvent(QFocusEvent*) { update(); }
void HeatMap::focusOutEvent(QFocusEvent*) { update(); }

void HeatMap::updateAccessibleText() {
  setAccessibleDescription(!m_sentence.isEmpty() ? m_sentence
                           : m_marked            ? cellText(*m_marked)
                                                 : tr("%1 points").arg(rowCount()));
  if (!m_marked) return;
  QAccessibleEvent focused(this, QAccessible::Focus);
  focused.setChild(*m_marked);
  QAccessible::updateAccessibility(&focused);
}

QSize HeatMap::sizeHint() const { return {theme::scaled(360), theme::scaled(240)}; }
QSize HeatMap::minimumSizeHint() const { return {theme::scaled(160), theme::scaled(100)}; }

}  // namespace molloquy::widgets
