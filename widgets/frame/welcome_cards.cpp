#include "widgets/frame/welcome_cards.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/depiction/thumbnail.h"
#include "widgets/frame/key_caps.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;
namespace painting = theme::painting;

int padding() { return theme::scaled(14); }
int chipGap() { return theme::scaled(8); }
QSize drawingSize() { return {theme::scaled(52), theme::scaled(44)}; }

QFont titleFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont chipFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::Medium);
  return font;
}

void paintCardPlate(QPainter& painter, const QAbstractButton& card) {
  const theme::Tokens& t = theme::tokensFor(card.palette());
  const QColor fill = card.isDown() ? t.selected : card.underMouse() ? t.hover : t.surface;
  painting::box(painter, card.rect(), painting::kRadiusCard, fill, t.line);
  if (card.hasFocus() && card.window()->testAttribute(Qt::WA_KeyboardFocusChange))
    painting::focusRing(painter, card.rect(), painting::kRadiusCard, t.accent);
}

}  // namespace

ActionCard::ActionCard(const QString& icon, const QString& title, const QString& explanation,
                       const QKeySequence& keys, QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_explanation(explanation), m_keys(keys) {
  setText(title);
  setAccessibleName(title);
  setAccessibleDescription(explanation);
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ActionCard::sizeHint() const {
  return {theme::scaled(212), padding() * 2 + theme::scaled(20) + theme::scaled(12) +
                                  theme::lineHeight(TextRole::Control) +
                                  theme::lineHeight(TextRole::Secondary)};
}

void ActionCard::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  paintCardPlate(painter, *this);
  const int icon = theme::scaled(20);
  theme::paintIcon(painter, QRectF(padding(), padding(), icon, icon), m_icon, t.accent);
  paintKeyCaps(painter, width() - padding(), padding() + icon / 2, keyNames(m_keys), palette());
  const int room = width() - 2 * padding();
  const int titleTop = padding() + icon + theme::scaled(12);
  const int titleHeight = theme::lineHeight(TextRole::Control);
  painter.setFont(titleFont());
  painter.setPen(t.text);
  painter.drawText(QRect(padding(), titleTop, room, titleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(t.text2);
  painter.drawText(
      QRect(padding(), titleTop + titleHeight, room, theme::lineHeight(TextRole::Secondary)),
      Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(m_explanation, Qt::ElideRight, room));
}

ExampleChip::ExampleChip(const QString& key, const QString& name, QWidget* parent)
    : QAbstractButton(parent), m_key(key) {
  setText(name);
  setAccessibleName(tr("Open the example %1").arg(name));
  setToolTip(accessibleName());
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
}

QSize ExampleChip::thumbnailSize() { return thumbnailRequest(drawingSize()); }

void ExampleChip::setThumbnail(const QImage& image) {
  m_thumbnail = image;
  update();
}

QSize ExampleChip::sizeHint() const {
  const int name = QFontMetrics(chipFont()).horizontalAdvance(text());
  return {theme::scaled(9) + drawingSize().width() + theme::scaled(8) +
              qMin(name, theme::scaled(150)) + theme::scaled(13),
          theme::scaled(56)};
}

void ExampleChip::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  paintCardPlate(painter, *this);
  const QSize size = drawingSize();
  const QRectF place(QPointF(theme::scaled(9), (height() - size.height()) / 2.0), size);
  if (m_thumbnail.isNull()) {
    const double side = theme::scaled(20);
    theme::paintIcon(painter,
                     QRectF(place.center() - QPointF(side / 2, side / 2), QSizeF(side, side)),
                     QStringLiteral("hexagon"), t.text3);
  } else {
    paintThumbnail(painter, place, m_thumbnail);
  }
  const int left = qRound(place.right()) + theme::scaled(8);
  painter.setFont(chipFont());
  painter.setPen(t.text);
  const int room = width() - left - theme::scaled(10);
  painter.drawText(QRect(left, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
}

ChipRow::ChipRow(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChipRow::setChips(std::vector<ExampleChip*> chips) {
  m_chips = std::move(chips);
  arrange();
}

std::vector<std::vector<ExampleChip*>> ChipRow::lines(int width) const {
  std::vector<std::vector<ExampleChip*>> lines;
  int used = 0;
  for (ExampleChip* chip : m_chips) {
    const int needed = chip->sizeHint().width();
    if (lines.empty() || used + chipGap() + needed > width) {
      lines.emplace_back();
      used = needed;
    } else {
      used += chipGap() + needed;
    }
    lines.back().push_back(chip);
  }
  return lines;
}

int ChipRow::heightFor(int width) const {
  const int count = static_cast<int>(lines(width).size());
  return count == 0 ? 0 : count * (theme::scaled(56) + chipGap()) - chipGap();
}

QSize ChipRow::sizeHint() const {
  return {theme::scaled(560), heightFor(width() > 0 ? width() : theme::scaled(560))};
}

void ChipRow::resizeEvent(QResizeEvent*) { arrange(); }

void ChipRow::arrange() {
  // A fixed height instead of height-for-width: a centred column does not pass the latter on, and
  // the cards above would be squeezed when a second line of chips appears.
  if (const int wanted = heightFor(width()); minimumHeight() != wanted) setFixedHeight(wanted);
  int y = 0;
  for (const std::vector<ExampleChip*>& line : lines(width())) {
    int total = -chipGap();
    for (const ExampleChip* chip : line) total += chip->sizeHint().width() + chipGap();
    int x = qMax(0, (width() - total) / 2);
    for (ExampleChip* chip : line) {
      const QSize size = chip->sizeHint();
      chip->setGeometry(x, y, qMin(size.width(), width()), size.height());
      x += size.width() + chipGap();
    }
    y += theme::scaled(56) + chipGap();
  }
}

}  // namespace molloquy::widgets
