#include "widgets/frame/banner.h"

#include <QEvent>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/frame/marks.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

int sideMargin() { return theme::scaled(12); }
int gap() { return theme::scaled(8); }

Mark markOf(Banner::Kind kind) {
  switch (kind) {
    case Banner::Kind::Warning:
      return Mark::Warning;
    case Banner::Kind::Failure:
      return Mark::Differs;
    case Banner::Kind::Notice:
      break;
  }
  return Mark::Notice;
}

}  // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent),
      m_words(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this)) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  m_words->setFont(theme::font(theme::TextRole::Control));
  m_words->setWordWrap(true);
  m_words->setTextFormat(Qt::PlainText);
  m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_close->setAutoRaise(true);
  m_close->setIcon(theme::icon(QStringLiteral("close")));
  m_close->setAccessibleName(tr("Close this message"));
  m_close->setToolTip(tr("Close"));
  connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
  connect(m_close, &QToolButton::clicked, this, [this] {
    hide();
    Q_EMIT closed();
  });
  hide();
}

void Banner::showMessage(Kind kind, const QString& sentence, const QString& action) {
  m_kind = kind;
  m_sentence = sentence;
  m_words->setText(sentence);
  m_action->setText(action);
  m_action->setVisible(!action.isEmpty());
  setAccessibleName(sentence);
  applyColours();
  show();
  resizeEvent(nullptr);
}

void Banner::applyColours() {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPalette words = palette();
  words.setColor(QPalette::WindowText, m_kind == Kind::Warning ? t.warn : t.text);
  m_words->setPalette(words);
}

int Banner::wordsWidth(int width) const {
  int room =
      width - sideMargin() - markSize() - gap() - theme::scaled(24) - gap() - theme::scaled(6);
  if (!m_action->isHidden()) room -= m_action->sizeHint().width() + gap();
  return qMax(theme::scaled(80), room);
}

int Banner::heightForWidth(int width) const {
  const int words = QFontMetrics(m_words->font())
                        .boundingRect(0, 0, wordsWidth(width), 10000, Qt::TextWordWrap, m_sentence)
                        .height();
  return qMax(theme::scaled(38), words + theme::scaled(18));
}

QSize Banner::sizeHint() const {
  return {theme::scaled(480), heightForWidth(width() > 0 ? width() : theme::scaled(480))};
}

void Banner::resizeEvent(QResizeEvent*) {
  const int wanted = heightForWidth(width());
  if (minimumHeight() != wanted) setFixedHeight(wanted);
  const int left = sideMargin() + markSize() + gap();
  m_words->setGeometry(left, 0, wordsWidth(width()), wanted - 1);
  int right = width() - theme::scaled(6);
  const int side = theme::scaled(24);
  right -= side;
  m_close->setGeometry(right, (wanted - 1 - side) / 2, side, side);
  const QSize size = m_action->sizeHint();
  m_action->setGeometry(right - gap() - size.width(), (wanted - 1 - size.height()) / 2,
                        size.width(), size.height());
}

void Banner::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) applyColours();
  QWidget::changeEvent(event);
}

void Banner::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return m_close->click();
  QWidget::keyPressEvent(event);
}

void Banner::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QColor fill = m_kind == Kind::Warning   ? t.warnTint
                      : m_kind == Kind::Failure ? t.differTint
                                                : t.panel;
  painter.fillRect(rect(), fill);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  paintMark(painter, QRectF(sideMargin(), 0, markSize(), height() - 1), markOf(m_kind), palette());
}

}  // namespace molloquy::widgets
