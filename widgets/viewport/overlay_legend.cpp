#include "widgets/viewport/overlay_legend.h"

#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr int kSide = 10;
constexpr int kSwatch = 11;
constexpr int kGap = 6;
constexpr int kBetween = 10;
constexpr int kHeight = 32;

}  // namespace

OverlayLegend::OverlayLegend(QWidget* parent) : QWidget(parent) { hide(); }

void OverlayLegend::setEntries(std::vector<QColor> colours, QStringList names) {
  m_colours = std::move(colours);
  m_names = std::move(names);
  setAccessibleName(tr("Overlay: %1").arg(m_names.join(QLatin1String(", "))));
  setVisible(!m_names.isEmpty());
  resize(sizeHint());
  update();
}

QSize OverlayLegend::sizeHint() const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Control));
  int width = 2 * kSide + metrics.horizontalAdvance(tr("Overlay"));
  for (const QString& name : m_names) {
    width += kBetween + kSwatch + kGap + metrics.horizontalAdvance(name);
  }
  return {width, theme::scaled(kHeight)};
}

void OverlayLegend::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
  painter.setFont(theme::font(theme::TextRole::Control));
  const QFontMetrics metrics(painter.font());
  int x = kSide;
  const auto write = [&](const QString& text, const QColor& ink) {
    painter.setPen(ink);
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter, text);
    x += metrics.horizontalAdvance(text);
  };
  write(tr("Overlay"), tokens.text2);
  for (qsizetype i = 0; i < m_names.size(); ++i) {
    x += kBetween;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colours[std::size_t(i)]);
    painter.drawRoundedRect(QRectF(x, (height() - kSwatch) / 2.0, kSwatch, kSwatch), 3, 3);
    x += kSwatch + kGap;
    write(m_names[i], tokens.text);
  }
}

void OverlayLegend::mousePressEvent(QMouseEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
