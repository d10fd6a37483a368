#include "widgets/viewport/overlay_legend.h"

#include <algorithm>

#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

using theme::scaled;
using theme::TextRole;

constexpr int kSide = 10;
constexpr int kSwatch = 11;
constexpr int kGap = 6;
constexpr int kBetween = 10;
constexpr int kHeight = 32;
// The card.
constexpr int kPadding = 12;
constexpr int kRow = 24;
constexpr int kFoot = 32;
constexpr int kNameGap = 8;
constexpr int kLeastWidth = 190;
constexpr int kMostWidth = 260;
constexpr int kMostRows = 6;
constexpr int kCarbon = 6;

void paintSwatch(QPainter& painter, double left, double middle, const QColor& colour) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(QRectF(left, middle - kSwatch / 2.0, kSwatch, kSwatch), 3, 3);
}

QFont nameFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::Medium);
  return font;
}

}  // namespace

OverlayLegend::OverlayLegend(QWidget* parent) : QWidget(parent) { hide(); }

void OverlayLegend::setEntries(std::vector<QColor> colours, QStringList names, OverlayNotes notes) {
  m_colours = std::move(colours);
  m_names = std::move(names);
  m_notes = std::move(notes);
  QStringList words{tr("Overlay: %1").arg(m_names.join(QLatin1String(", ")))};
  for (const QString& part : {m_notes.fit, m_notes.deviation})
    if (!part.isEmpty()) words += part;
  setAccessibleName(words.join(QLatin1String(", ")));
  setToolTip(m_notes.isEmpty() ? QString() : m_names.join(u'\n'));
  setVisible(!m_names.isEmpty());
  resize(sizeHint());
  update();
}

bool OverlayLegend::hasFoot() const {
  return !m_notes.fit.isEmpty() || !m_notes.deviation.isEmpty();
}

QSize OverlayLegend::cardSize() const {
  const QFontMetrics names(nameFont());
  const QFontMetrics foot(theme::font(TextRole::Secondary));
  int width = 0;
  for (const QString& name : QStringList{m_notes.own} + m_names)
    width = std::max(width, kSwatch + kNameGap + names.horizontalAdvance(name));
  width = std::max(width, foot.horizontalAdvance(m_notes.fit) + scaled(24) +
                              foot.horizontalAdvance(m_notes.deviation));
  width = std::clamp(width + 2 * scaled(kPadding) + 2, scaled(kLeastWidth), scaled(kMostWidth));
  const int rows =
      std::min<int>(kMostRows, static_cast<int>(m_names.size())) + (m_notes.own.isEmpty() ? 0 : 1);
  return {width, rows * scaled(kRow) + scaled(8) + (hasFoot() ? scaled(kFoot) : 0)};
}

QSize OverlayLegend::sizeHint() const {
  if (!m_notes.isEmpty()) return cardSize();
  const QFontMetrics metrics(theme::font(TextRole::Control));
  int width = 2 * kSide + metrics.horizontalAdvance(tr("Overlay"));
  for (const QString& name : m_names) {
    width += kBetween + kSwatch + kGap + metrics.horizontalAdvance(name);
  }
  return {width, scaled(kHeight)};
}

void OverlayLegend::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
  if (m_notes.isEmpty()) {
    paintLine(painter);
  } else {
    paintCard(painter);
  }
}

void OverlayLegend::paintLine(QPainter& painter) const {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  painter.setFont(theme::font(TextRole::Control));
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
    paintSwatch(painter, x, height() / 2.0, m_colours[std::size_t(i)]);
    x += kSwatch + kGap;
    write(m_names[i], tokens.text);
  }
}

void OverlayLegend::paintCard(QPainter& painter) const {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  const int padding = scaled(kPadding);
  QRect row(padding, scaled(4), width() - 2 * padding, scaled(kRow));
  const auto entry = [&](const QColor& colour, const QString& name) {
    paintSwatch(painter, row.left(), row.top() + row.height() / 2.0, colour);
    painter.setFont(nameFont());
    painter.setPen(tokens.text);
    const QRect words = row.adjusted(kSwatch + kNameGap, 0, 0, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(painter.font()).elidedText(name, Qt::ElideRight, words.width()));
    row.translate(0, row.height());
  };
  if (!m_notes.own.isEmpty()) entry(theme::elementColour(tokens.scheme, kCarbon), m_notes.own);
  const qsizetype shown = std::min<qsizetype>(kMostRows, m_names.size());
  for (qsizetype i = 0; i < shown; ++i) {
    const bool rest = i == shown - 1 && m_names.size() > shown;
    entry(m_colours[std::size_t(i)],
          rest ? tr("%1 and %2 more").arg(m_names[i]).arg(m_names.size() - shown) : m_names[i]);
  }
  if (!hasFoot()) return;
  const QRect foot(padding, height() - scaled(kFoot), width() - 2 * padding, scaled(kFoot));
  painter.fillRect(QRect(foot.left(), foot.top() + 2, foot.width(), 1), tokens.line);
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(tokens.text2);
  const QRect words = foot.adjusted(0, 2, 0, 0);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, m_notes.fit);
  painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_notes.deviation);
}

void OverlayLegend::mousePressEvent(QMouseEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
