#include "widgets/models/verdict_label.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/frame/marks.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

VerdictLabel::VerdictLabel(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void VerdictLabel::setVerdict(Verdict verdict, const QString& sentence) {
  m_verdict = verdict;
  m_sentence = sentence;
  setAccessibleName(sentence);
  updateGeometry();
  update();
}

int VerdictLabel::wordsLeft() const {
  return m_verdict == Verdict::None ? 0 : markSize() + theme::scaled(6);
}

int VerdictLabel::heightForWidth(int width) const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Secondary));
  const int words = metrics
                        .boundingRect(0, 0, qMax(width - wordsLeft(), theme::scaled(80)), 10000,
                                      Qt::TextWordWrap | Qt::TextWrapAnywhere, m_sentence)
                        .height();
  return qMax(words, theme::lineHeight(theme::TextRole::Secondary));
}

QSize VerdictLabel::sizeHint() const {
  return {theme::scaled(320), heightForWidth(width() > 0 ? width() : theme::scaled(320))};
}

QSize VerdictLabel::minimumSizeHint() const {
  return {theme::scaled(120), theme::lineHeight(theme::TextRole::Secondary)};
}

void VerdictLabel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const int line = theme::lineHeight(theme::TextRole::Secondary);
  if (m_verdict != Verdict::None) {
    paintMark(painter, QRectF(0, 0, markSize(), line),
              m_verdict == Verdict::Good ? Mark::Agrees : Mark::Differs, palette());
  }
  painter.setFont(theme::font(theme::TextRole::Secondary));
  painter.setPen(m_verdict == Verdict::Bad    ? t.differ
                 : m_verdict == Verdict::Good ? t.text2
                                              : t.text3);
  painter.drawText(rect().adjusted(wordsLeft(), 0, 0, 0),
                   Qt::AlignLeft | Qt::TextWordWrap | Qt::TextWrapAnywhere, m_sentence);
}

}  // namespace molloquy::widgets
