#include "widgets/models/verdict_label.h"

#include <QPainter>
#include <QTextLayout>
#include <QtMath>

#include "widgets/frame/marks.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// Lays the words out: broken between words, and inside one only where a path is too long.
/// returns  the height.
double layOut(QTextLayout& layout, double width) {
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout.setTextOption(option);
  layout.beginLayout();
  double height = 0;
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(width);
    line.setPosition({0, height});
    height += line.height();
  }
  layout.endLayout();
  return height;
}

}  // namespace

VerdictLabel::VerdictLabel(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void VerdictLabel::setVerdict(Verdict verdict, const QString& sentence) {
  m_verdict = verdict;
  m_sentence = sentence;
  setAccessibleName(sentence);
  fitHeight();
  update();
}

int VerdictLabel::wordsLeft() const {
  return m_verdict == Verdict::None ? 0 : markSize() + theme::scaled(6);
}

void VerdictLabel::fitHeight() {
  int height = theme::lineHeight(theme::TextRole::Secondary);
  // Before it is laid out its width says nothing.
  if (width() > theme::scaled(100)) {
    QTextLayout layout(m_sentence, theme::font(theme::TextRole::Secondary));
    height = qMax(height, qCeil(layOut(layout, width() - wordsLeft())));
  }
  if (minimumHeight() != height) setFixedHeight(height);
}

void VerdictLabel::resizeEvent(QResizeEvent*) { fitHeight(); }

QSize VerdictLabel::sizeHint() const {
  return {theme::scaled(320), theme::lineHeight(theme::TextRole::Secondary)};
}

void VerdictLabel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const int line = theme::lineHeight(theme::TextRole::Secondary);
  if (m_verdict != Verdict::None) {
    paintMark(painter, QRectF(0, 0, markSize(), line),
              m_verdict == Verdict::Good ? Mark::Agrees : Mark::Differs, palette());
  }
  painter.setPen(m_verdict == Verdict::Bad    ? t.differ
                 : m_verdict == Verdict::Good ? t.text2
                                              : t.text3);
  QTextLayout layout(m_sentence, theme::font(theme::TextRole::Secondary));
  layOut(layout, width() - wordsLeft());
  layout.draw(&painter, QPointF(wordsLeft(), 0));
}

}  // namespace molloquy::widgets
