#include "widgets/chat/prompt_parts.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionButton>

#include "widgets/chat/chip_painting.h"
#include "widgets/frame/key_caps.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;
using theme::TextRole;

QStringList stopKey() { return keyNames(QKeySequence(Qt::Key_Escape)); }

}  // namespace

StructureChip::StructureChip(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setChip(std::nullopt);
}

void StructureChip::setChip(const std::optional<Chip>& chip) {
  m_chip = chip;
  const QString none = tr("no structure yet");
  setAccessibleName(chip ? tr("About %1 %2").arg(chip->label, chip->detail) : none);
  setToolTip(chip ? chip->tooltip : tr("Open a structure to ask about it."));
  updateGeometry();
  update();
}

QSize StructureChip::sizeHint() const {
  const Chip shown = m_chip.value_or(Chip{{}, tr("no structure yet"), {}});
  return {chipWidth(shown), scaled(24)};
}

QSize StructureChip::minimumSizeHint() const { return {scaled(60), scaled(24)}; }

void StructureChip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRectF place(0, 0, qMin(width(), sizeHint().width()), height());
  if (m_chip) {
    paintChip(painter, place, *m_chip, false, palette());
    return;
  }
  const theme::Tokens& t = theme::tokensFor(palette());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.lineStrong, 1.0, Qt::DashLine));
  painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), theme::painting::kRadiusChip,
                          theme::painting::kRadiusChip);
  const double icon = scaled(14);
  theme::paintIcon(painter, QRectF(scaled(7), 0, icon, height()), QStringLiteral("hexagon"),
                   t.text3);
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(t.text3);
  painter.drawText(place.adjusted(scaled(7) + icon + scaled(6), 0, -scaled(4), 0),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("no structure yet"));
}

StopButton::StopButton(QWidget* parent) : QPushButton(tr("Stop"), parent) {
  setAccessibleName(tr("Stop writing"));
  setToolTip(tr("Stop writing; what is there stays (Esc)"));
}

void StopButton::setKeyShown(bool shown) {
  if (m_keyShown == shown) return;
  m_keyShown = shown;
  updateGeometry();
  update();
}

int StopButton::fullWidth() const {
  const QFontMetrics metrics(theme::font(TextRole::Button));
  return scaled(10 + 14 + 7 + 10 + 8) + metrics.horizontalAdvance(text()) + keyCapsWidth(stopKey());
}

QSize StopButton::sizeHint() const {
  const int key = keyCapsWidth(stopKey()) + scaled(8);
  return {m_keyShown ? fullWidth() : fullWidth() - key, scaled(30)};
}

void StopButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QStyleOptionButton option;
  initStyleOption(&option);
  style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);
  const theme::Tokens& t = theme::tokensFor(palette());
  const double icon = scaled(14);
  theme::paintIcon(painter, QRectF(scaled(10), 0, icon, height()), QStringLiteral("stop"), t.text);
  painter.setFont(theme::font(TextRole::Button));
  painter.setPen(t.text);
  painter.drawText(QRectF(scaled(10) + icon + scaled(7), 0, width(), height()),
                   Qt::AlignLeft | Qt::AlignVCenter, text());
  if (m_keyShown) {
    paintKeyCaps(painter, width() - scaled(8), height() / 2, stopKey(), palette());
  }
}

}  // namespace molloquy::widgets
