#include "widgets/neighbours/empty_notice.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <QPushButton>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr int kIcon = 24;
constexpr int kGap = 10;
constexpr int kMeasure = 420;  ///< widest line of words.

}  // namespace

EmptyNotice::EmptyNotice(QWidget* parent) : QWidget(parent), m_action(new QPushButton(this)) {
  m_action->hide();
  connect(m_action, &QPushButton::clicked, this, &EmptyNotice::actionTriggered);
}

void EmptyNotice::showNotice(const QString& icon, const QString& sentence, const QString& action) {
  m_icon = icon;
  m_sentence = sentence;
  m_action->setText(action);
  m_action->setVisible(!action.isEmpty());
  setAccessibleName(sentence);
  arrange();
  update();
}

EmptyNotice::Places EmptyNotice::places() const {
  const int width = qMax(0, qMin(this->width() - scaled(32), scaled(kMeasure)));
  const int words =
      QFontMetrics(theme::font(theme::TextRole::Control))
          .boundingRect(0, 0, width, 10'000, Qt::TextWordWrap | Qt::AlignHCenter, m_sentence)
          .height();
  const int button = m_action->isHidden() ? 0 : scaled(kGap) + m_action->sizeHint().height();
  const int icon = scaled(kIcon);
  int whole = icon + scaled(kGap) + words + button;
  Places found;
  int y = (height() - whole) / 2;
  if (y >= scaled(4)) {
    found.icon = QRect((this->width() - icon) / 2, y, icon, icon);
    y += icon + scaled(kGap);
  } else {
    // Too low for the icon.
    whole -= icon + scaled(kGap);
    y = qMax(0, (height() - whole) / 2);
  }
  found.words = QRect((this->width() - width) / 2, y, width, words);
  return found;
}

void EmptyNotice::arrange() {
  if (m_action->isHidden()) return;
  const QSize size = m_action->sizeHint();
  m_action->setGeometry(QRect(
      QPoint((width() - size.width()) / 2, places().words.bottom() + 1 + scaled(kGap)), size));
}

void EmptyNotice::resizeEvent(QResizeEvent*) { arrange(); }

void EmptyNotice::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrange();
  QWidget::changeEvent(event);
}

void EmptyNotice::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  const Places where = places();
  QPainter painter(this);
  if (!where.icon.isNull()) theme::paintIcon(painter, where.icon, m_icon, t.text2);
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(t.text2);
  painter.drawText(where.words, Qt::TextWordWrap | Qt::AlignHCenter, m_sentence);
}

}  // namespace molloquy::widgets
