#include "widgets/plots/level_diagram.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/plots/plot_painter.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// Levels on each side of the gap that are shown.
constexpr int kShown = 6;

QString ev(double energy) {
  return shownNumber(QString::number(energy, 'f', 2)) + QStringLiteral(" eV");
}

}  // namespace

LevelDiagram::LevelDiagram(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Orbital energies"));
  setAttribute(Qt::WA_Hover);
}

void LevelDiagram::setLevels(std::vector<EnergyLevel> levels, int homo) {
  m_levels = std::move(levels);
  m_homo = homo >= 0 && homo < static_cast<int>(m_levels.size()) ? homo : -1;
  layOut();
  updateAccessibleText();
  update();
}

void LevelDiagram::clear(const QString& sentence) {
  setLevels({}, -1);
  m_sentence = sentence;
  setAccessibleDescription(sentence);
}

QString LevelDiagram::levelText(int level) const {
  if (level < 0 || level >= static_cast<int>(m_levels.size())) return {};
  const EnergyLevel& shown = m_levels[static_cast<std::size_t>(level)];
  QStringList words;
  if (m_homo >= 0 && level == m_homo) words += tr("HOMO");
  if (m_homo >= 0 && level == m_homo + 1) words += tr("LUMO");
  words += tr("orbital %1 of %2").arg(level + 1).arg(m_levels.size());
  words += ev(shown.energyEv);
  words += tr("%n electrons", nullptr, static_cast<int>(std::lround(shown.occupation)));
  return words.join(QStringLiteral(", "));
}

QRectF LevelDiagram::levelRect(int level) const {
  return level >= 0 && level < static_cast<int>(m_rects.size())
             ? m_rects[static_cast<std::size_t>(level)]
             : QRectF();
}

int LevelDiagram::labelWidth() const {
  return QFontMetrics(axisFont()).horizontalAdvance(QStringLiteral("LUMO  −10.41 eV")) +
         theme::scaled(14);
}

double LevelDiagram::yOf(double energy) const {
  const double margin = theme::scaled(14);
  return height() - margin - (energy - m_low) / (m_high - m_low) * (height() - 2 * margin);
}

void LevelDiagram::layOut() {
  m_rects.assign(m_levels.size(), {});
  if (m_levels.empty()) return;
  const int count = static_cast<int>(m_levels.size());
  const int first = std::max(0, m_homo + 1 - kShown);
  const int last = std::min(count - 1, m_homo + kShown);
  m_low = m_levels[static_cast<std::size_t>(first)].energyEv;
  m_high = m_levels[static_cast<std::size_t>(last)].energyEv;
  if (m_high - m_low < 0.1) m_high = m_low + 0.1;
  const double left = theme::scaled(10);
  const double room = std::max<double>(theme::scaled(24), width() - labelWidth() - left);
  const double gap = theme::scaled(4);
  const double tall = theme::scaled(5);
  // Levels whose lines would touch share the width.
  for (int begin = first; begin <= last;) {
    int end = begin + 1;
    while (end <= last && end != m_homo + 1 &&
           std::abs(yOf(m_levels[static_cast<std::size_t>(end)].energyEv) -
                    yOf(m_levels[static_cast<std::size_t>(end - 1)].energyEv)) < tall)
      ++end;
    const double wide = (room - gap * (end - begin - 1)) / (end - begin);
    for (int level = begin; level < end; ++level)
      m_rects[static_cast<std::size_t>(level)] =
          QRectF(left + (wide + gap) * (level - begin),
                 yOf(m_levels[static_cast<std::size_t>(level)].energyEv) - tall / 2, wide, tall);
    begin = end;
  }
}

void LevelDiagram::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_levels.empty()) {
    painter.setFont(theme::font(theme::TextRole::Control));
    painter.setPen(t.text3);
    painter.drawText(rect().adjusted(theme::scaled(14), 0, -theme::scaled(14), 0),
                     Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
    return;
  }
  for (int level = 0; level < static_cast<int>(m_levels.size()); ++level)
    if (!m_rects[static_cast<std::size_t>(level)].isEmpty()) paintLevel(painter, level);
  paintGap(painter);
}

void LevelDiagram::paintLevel(QPainter& painter, int level) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  const EnergyLevel& shown = m_levels[static_cast<std::size_t>(level)];
  const QRectF place = levelRect(level);
  const bool filled = shown.occupation > 0.5;
  const bool frontier = m_homo >= 0 && (level == m_homo || level == m_homo + 1);
  painter.setPen(QPen(frontier ? t.accent
                      : filled ? t.text2
                               : t.lineStrong,
                      frontier ? 2 : 1.5, filled ? Qt::SolidLine : Qt::DashLine));
  const double y = place.center().y();
  painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y));
  // The electrons as dots on the line.
  painter.setPen(Qt::NoPen);
  painter.setBrush(frontier ? t.accent : t.text2);
  const int electrons = static_cast<int>(std::lround(shown.occupation));
  if (place.width() > theme::scaled(20))
    for (int dot = 0; dot < electrons; ++dot)
      painter.drawEllipse(
          QPointF(place.center().x() + (dot - (electrons - 1) / 2.0) * theme::scaled(9), y),
          theme::scaled(2.5), theme::scaled(2.5));
}

void LevelDiagram::paintGap(QPainter& painter) const {
  if (m_homo < 0) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  painter.setFont(axisFont());
  const QFontMetricsF metrics(axisFont());
  const double x = width() - labelWidth() + theme::scaled(6);
  const double homo = yOf(m_levels[static_cast<std::size_t>(m_homo)].energyEv);
  const auto name = [&](const QString& words, double energy, double base) {
    painter.setPen(t.text2);
    painter.drawText(QPointF(x, base), words);
    painter.setPen(t.text);
    paintTabular(painter, QPointF(x + metrics.horizontalAdvance(QStringLiteral("LUMO  ")), base),
                 ev(energy));
  };
  name(tr("HOMO"), m_levels[static_cast<std::size_t>(m_homo)].energyEv,
       homo + metrics.ascent() / 2);
  if (m_homo + 1 >= static_cast<int>(m_levels.size())) return;
  const double lumoEnergy = m_levels[static_cast<std::size_t>(m_homo) + 1].energyEv;
  const double lumo = yOf(lumoEnergy);
  name(tr("LUMO"), lumoEnergy, std::min(lumo, homo - metrics.height()) + metrics.ascent() / 2);
  const double gap = lumoEnergy - m_levels[static_cast<std::size_t>(m_homo)].energyEv;
  if (homo - lumo < 2.4 * metrics.height()) return;
  painter.setPen(QPen(t.lineStrong, 1));
  const double arrow = std::round(x - theme::scaled(12)) + 0.5;
  painter.drawLine(QPointF(arrow, homo - 3), QPointF(arrow, lumo + 3));
  for (const double y : {homo - 3, lumo + 3})
    painter.drawLine(QPointF(arrow - 3, y), QPointF(arrow + 3, y));
  painter.setPen(t.text3);
  painter.drawText(QPointF(x, (homo + lumo) / 2 + metrics.ascent() / 2), tr("gap"));
  paintTabular(painter,
               QPointF(x + metrics.horizontalAdvance(QStringLiteral("LUMO  ")),
                       (homo + lumo) / 2 + metrics.ascent() / 2),
               ev(gap));
}

void LevelDiagram::resizeEvent(QResizeEvent*) { layOut(); }

void LevelDiagram::changeEvent(QEvent* event) {
  layOut();
  update();
  QWidget::changeEvent(event);
}

bool LevelDiagram::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int level = 0; level < static_cast<int>(m_rects.size()); ++level)
    if (levelRect(level).adjusted(0, -2, 0, 2).contains(help->pos())) {
      QToolTip::showText(help->globalPos(), levelText(level), this);
      return true;
    }
  QToolTip::hideText();
  return true;
}

void LevelDiagram::updateAccessibleText() {
  QStringList words;
  for (const int level : {m_homo, m_homo + 1})
    if (m_homo >= 0 && level < static_cast<int>(m_levels.size())) words += levelText(level);
  setAccessibleDescription(words.isEmpty() ? tr("Not computed") : words.join(QStringLiteral("; ")));
}

QSize LevelDiagram::sizeHint() const { return {theme::scaled(240), theme::scaled(140)}; }
QSize LevelDiagram::minimumSizeHint() const { return {theme::scaled(180), theme::scaled(70)}; }

}  // namespace molloquy::widgets
