#include "widgets/search/search_foot.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/search/link_button.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

int wordsLeft() { return theme::scaled(11 + 16 + 8); }
int lineHeight() { return theme::scaled(32); }

}  // namespace

SearchFoot::SearchFoot(QWidget* parent)
    : QWidget(parent),
      m_words(new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, this)),
      m_first(new LinkButton({}, this)),
      m_second(new LinkButton(tr("No"), this)) {
  m_words->setWordWrap(true);
  m_words->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  connect(m_first, &QAbstractButton::clicked, this, [this] {
    if (m_mode != NetworkMode::Online) {
      Q_EMIT networkRequested();
    } else {
      Q_EMIT consentGiven(isQuestion() ? SuggestionConsent::Allowed : SuggestionConsent::Refused);
    }
  });
  connect(m_second, &QAbstractButton::clicked, this,
          [this] { Q_EMIT consentGiven(SuggestionConsent::Refused); });
}

bool SearchFoot::isQuestion() const {
  return m_mode == NetworkMode::Online && m_consent == SuggestionConsent::NotAsked;
}

void SearchFoot::setState(NetworkMode mode, SuggestionConsent consent) {
  m_mode = mode;
  m_consent = consent;
  QString words;
  QString action = tr("Change…");
  if (mode == NetworkMode::Off) {
    words = tr("PubChem is switched off.");
  } else if (mode == NetworkMode::Offline) {
    words = tr("Working offline: what was seen before still opens.");
  } else if (consent == SuggestionConsent::NotAsked) {
    words = tr("Show names from PubChem while you type? What you type is sent to PubChem.");
    action = tr("Allow");
  } else if (consent == SuggestionConsent::Allowed) {
    words = tr("Suggestions come from PubChem.");
    action = tr("Turn off");
  }
  m_words->setText(words);
  m_first->setText(action);
  m_first->setAccessibleName(isQuestion() ? tr("Allow names from PubChem while typing") : action);
  m_second->setVisible(isQuestion());
  m_second->setAccessibleName(tr("No names from PubChem while typing"));
  setHidden(words.isEmpty());
  resizeEvent(nullptr);
  update();
}

QWidget* SearchFoot::firstButton() const { return isHidden() ? nullptr : m_first; }

int SearchFoot::buttonsWidth() const {
  return m_first->sizeHint().width() + (isQuestion() ? m_second->sizeHint().width() : 0) +
         theme::scaled(6);
}

int SearchFoot::heightFor(int width) const {
  if (isHidden()) return 0;
  // A question has its buttons on a line of their own.
  const int room = width - wordsLeft() - (isQuestion() ? theme::scaled(11) : buttonsWidth());
  const int text = QFontMetrics(theme::font(theme::TextRole::Secondary))
                       .boundingRect(0, 0, qMax(room, 40), 10000, Qt::TextWordWrap, m_words->text())
                       .height();
  const int words = qMax(lineHeight(), text + theme::scaled(14));
  return isQuestion() ? words + theme::scaled(26) : words;
}

void SearchFoot::resizeEvent(QResizeEvent*) {
  const int left = wordsLeft();
  const QSize first = m_first->sizeHint();
  const QSize second = m_second->sizeHint();
  if (isQuestion()) {
    const int row = height() - first.height() - theme::scaled(5);
    m_words->setGeometry(left, 1, width() - left - theme::scaled(11), row - 1);
    m_first->setGeometry(left - theme::scaled(7), row, first.width(), first.height());
    m_second->setGeometry(m_first->geometry().right() + 1, row, second.width(), second.height());
    return;
  }
  const int buttons = buttonsWidth();
  m_words->setGeometry(left, 1, qMax(0, width() - left - buttons), height() - 1);
  m_first->setGeometry(width() - buttons, (height() + 1 - first.height()) / 2, first.width(),
                       first.height());
}

void SearchFoot::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, 0, width(), 1), t.line);
  const int side = theme::scaled(16);
  const double middle = isQuestion() ? theme::scaled(16) : height() / 2.0;
  theme::paintIcon(
      painter, QRectF(theme::scaled(11), middle - side / 2.0 + 0.5, side, side),
      m_mode == NetworkMode::Online ? QStringLiteral("globe") : QStringLiteral("offline"), t.text2);
}

}  // namespace molloquy::widgets
