#include "widgets/models/memory_bar.h"

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

QString sizeText(quint64 bytes) {
  const QLocale locale;
  const double gibibytes = static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0);
  if (gibibytes >= 0.995) return MemoryBar::tr("%1 GiB").arg(locale.toString(gibibytes, 'f', 1));
  return MemoryBar::tr("%1 MiB").arg(locale.toString(gibibytes * 1024.0, 'f', 0));
}

int barHeight() { return theme::scaled(8); }
int gap() { return theme::scaled(6); }

}  // namespace

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MemoryBar::setMemory(const ModelMemory& memory) {
  m_memory = memory;
  setAccessibleName(sentence());
  setToolTip(m_memory.parts);
  update();
}

QString MemoryBar::sentence() const {
  if (m_memory.needed == 0) return tr("How much memory it needs is not known");
  if (m_memory.available == 0) return tr("Needs %1").arg(sizeText(m_memory.needed));
  if (!m_memory.fits()) {
    return tr("Needs %1, only %2 are free")
        .arg(sizeText(m_memory.needed), sizeText(m_memory.available));
  }
  return tr("Needs %1 of %2 free").arg(sizeText(m_memory.needed), sizeText(m_memory.available));
}

QSize MemoryBar::sizeHint() const {
  return {theme::scaled(320),
          2 * theme::lineHeight(theme::TextRole::Secondary) + barHeight() + 2 * gap()};
}

QSize MemoryBar::minimumSizeHint() const { return {theme::scaled(160), sizeHint().height()}; }

void MemoryBar::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const int line = theme::lineHeight(theme::TextRole::Secondary);
  QFont font = theme::font(theme::TextRole::Secondary);
  font.setWeight(QFont::Medium);
  painter.setFont(font);
  painter.setPen(m_memory.fits() ? t.text : t.differ);
  painter.drawText(QRect(0, 0, width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(sentence(), Qt::ElideRight, width()));
  const QRectF track(0, line + gap(), width(), barHeight());
  painter.setRenderHint(QPainter::Antialiasing);
  paintParts(painter, track);
  painter.setFont(theme::font(theme::TextRole::Secondary));
  painter.setPen(t.text3);
  painter.drawText(QRect(0, qRound(track.bottom()) + gap(), width(), line),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(m_memory.parts, Qt::ElideRight, width()));
}

void MemoryBar::paintParts(QPainter& painter, const QRectF& track) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainterPath rounded;
  rounded.addRoundedRect(track, track.height() / 2, track.height() / 2);
  painter.setClipPath(rounded);
  painter.fillRect(track, t.line);
  if (m_memory.needed > 0) {
    const quint64 all = std::max({m_memory.machine, m_memory.available, m_memory.needed});
    const quint64 others =
        m_memory.machine > m_memory.available ? m_memory.machine - m_memory.available : 0;
    const auto place = [&](quint64 bytes) {
      return track.width() * static_cast<double>(bytes) / static_cast<double>(all);
    };
    painter.fillRect(QRectF(track.left(), track.top(), place(others), track.height()),
                     t.lineStrong);
    painter.fillRect(QRectF(track.left() + place(others), track.top(),
                            std::max(place(m_memory.needed), 3.0), track.height()),
                     m_memory.fits() ? t.accent : t.differ);
  }
  painter.setClipping(false);
}

}  // namespace molloquy::widgets
