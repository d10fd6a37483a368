#include "widgets/chat/prompt_chips.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <algorithm>

#include "widgets/chat/chip_painting.h"
#include "widgets/chat/prompt_parts.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr int kClose = 20;

int chipHeight() { return scaled(24); }

}  // namespace

ContextChip::ContextChip(const Chip& chip, QWidget* parent)
    : QWidget(parent), m_chip(chip), m_close(new QToolButton(this)) {
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
  setToolTip(chip.tooltip.isEmpty()
                 ? tr("%1 goes into the next question as an example.").arg(chip.label)
                 : chip.tooltip);
  setAccessibleName(tr("Example: %1").arg(chip.label));
  m_close->setAutoRaise(true);
  m_close->setIcon(theme::icon(QStringLiteral("close")));
  m_close->setIconSize({scaled(12), scaled(12)});
  m_close->setFocusPolicy(Qt::StrongFocus);
  m_close->setCursor(Qt::ArrowCursor);
  m_close->setToolTip(tr("Take %1 away (Delete)").arg(chip.label));
  m_close->setAccessibleName(tr("Take %1 away").arg(chip.label));
  m_close->installEventFilter(this);
  connect(m_close, &QToolButton::clicked, this, &ContextChip::closed);
}

QSize ContextChip::sizeHint() const {
  return {chipWidth(m_chip) + scaled(kClose) - scaled(4), chipHeight()};
}

void ContextChip::resizeEvent(QResizeEvent*) {
  const int side = scaled(kClose);
  m_close->setGeometry(width() - side - 2, (height() - side) / 2, side, side);
}

void ContextChip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChip(painter, rect(), m_chip, underMouse(), palette(), scaled(kClose) - scaled(4));
}

void ContextChip::mousePressEvent(QMouseEvent* event) { event->accept(); }

void ContextChip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->pos())) Q_EMIT clicked();
}

bool ContextChip::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_close && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
      Q_EMIT closed();
      return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      Q_EMIT clicked();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

PromptChips::PromptChips(QWidget* parent) : QWidget(parent), m_structure(new StructureChip(this)) {
  setAccessibleName(tr("What goes with the question"));
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  fitHeight();
}

void PromptChips::setStructure(const std::optional<Chip>& chip) {
  m_structure->setChip(chip);
  fitHeight();
}

void PromptChips::setContext(std::vector<Chip> chips) {
  const bool same = std::equal(chips.begin(), chips.end(), m_context.begin(), m_context.end(),
                               [](const Chip& a, const ContextChip* b) { return a == b->chip(); });
  if (same) return;
  // Where the keyboard was, it stays: on the chip that comes into the place.
  const auto focused =
      std::find_if(m_context.begin(), m_context.end(),
                   [](const ContextChip* chip) { return chip->closeButton().hasFocus(); });
  const auto place = static_cast<std::size_t>(focused - m_context.begin());
  const bool hadFocus = focused != m_context.end();
  for (ContextChip* old : m_context) {
    old->hide();
    old->deleteLater();
  }
  m_context.clear();
  for (const Chip& chip : chips) {
    auto* shown = new ContextChip(chip, this);
    const QString key = chip.key;
    connect(shown, &ContextChip::clicked, this, [this, key] { Q_EMIT clicked(key); });
    // Queued: the chip goes while its own button is being pressed.
    connect(
        shown, &ContextChip::closed, this, [this, key] { Q_EMIT removed(key); },
        Qt::QueuedConnection);
    shown->show();
    m_context.push_back(shown);
  }
  fitHeight();
  if (!hadFocus) return;
  if (m_context.empty()) return Q_EMIT keyboardLeft();
  m_context[std::min(place, m_context.size() - 1)]->closeButton().setFocus(Qt::TabFocusReason);
}

int PromptChips::arrange() {
  const int height = chipHeight();
  const int gap = scaled(6);
  int x = 0;
  int y = 0;
  const auto put = [&](QWidget& chip) {
    const int wide = std::min(chip.sizeHint().width(), std::max(width(), 1));
    if (x > 0 && x + wide > width()) {
      x = 0;
      y += height + scaled(4);
    }
    chip.setGeometry(x, y, wide, height);
    x += wide + gap;
  };
  put(*m_structure);
  for (ContextChip* chip : m_context) put(*chip);
  return y + height;
}

void PromptChips::fitHeight() {
  const int height = arrange();
  if (height != minimumHeight() || height != maximumHeight()) setFixedHeight(height);
}

QSize PromptChips::sizeHint() const { return {m_structure->sizeHint().width(), height()}; }

QSize PromptChips::minimumSizeHint() const { return {scaled(60), chipHeight()}; }

void PromptChips::resizeEvent(QResizeEvent*) { fitHeight(); }

void PromptChips::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::FontChange)
    fitHeight();
}

}  // namespace molloquy::widgets
