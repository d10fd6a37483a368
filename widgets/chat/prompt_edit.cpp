#include "widgets/chat/prompt_edit.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetrics>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextDocument>
#include <algorithm>

#include "widgets/neighbours/neighbour_mime.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"

namespace molloquy::widgets {
namespace {

constexpr int kMostLines = 8;
constexpr int kDocumentMargin = 2;

}  // namespace

PromptEdit::PromptEdit(QWidget* parent) : QPlainTextEdit(parent) {
  setFrameShape(QFrame::NoFrame);
  setTabChangesFocus(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFont(theme::font(theme::TextRole::AnswerText));
  document()->setDocumentMargin(kDocumentMargin);
  // What is behind the words is the prompt box's own fill.
  viewport()->setAutoFillBackground(false);
  theme::setOverlayScrollBars(*this);
  setAccessibleName(tr("Question"));
  connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
          &PromptEdit::fitHeight);
  fitHeight();
}

int PromptEdit::heightOfLines(int lines) const {
  return lines * QFontMetrics(font()).lineSpacing() + 2 * kDocumentMargin;
}

void PromptEdit::fitHeight() {
  // A plain text document measures its height in lines.
  int lines = static_cast<int>(document()->size().height());
  if (document()->isEmpty() && !placeholderText().isEmpty() && viewport()->width() > 0) {
    const QRect room(0, 0, viewport()->width() - 2 * kDocumentMargin, 10000);
    const QRect used = QFontMetrics(font()).boundingRect(room, Qt::TextWordWrap, placeholderText());
    lines = qRound(double(used.height()) / QFontMetrics(font()).lineSpacing());
  }
  setVerticalScrollBarPolicy(lines > kMostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  const int height = heightOfLines(std::clamp(lines, 1, kMostLines));
  if (height != minimumHeight() || height != maximumHeight()) setFixedHeight(height);
}

void PromptEdit::setHint(const QString& hint) {
  setPlaceholderText(hint);
  fitHeight();
}

QSize PromptEdit::sizeHint() const { return {theme::scaled(200), height()}; }

QSize PromptEdit::minimumSizeHint() const { return {theme::scaled(80), heightOfLines(1)}; }

bool PromptEdit::canInsertFromMimeData(const QMimeData* source) const {
  return neighbourKeys(source).isEmpty() && QPlainTextEdit::canInsertFromMimeData(source);
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (enter && !m_composing && !(event->modifiers() & Qt::ShiftModifier)) {
    if (!(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
      Q_EMIT submitted();
      return;
    }
    event->ignore();
    return;
  }
  if (event->key() == Qt::Key_Up && !m_composing && document()->isEmpty()) {
    Q_EMIT lastQuestionWanted();
    return;
  }
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT escapePressed();
    return;
  }
  QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::inputMethodEvent(QInputMethodEvent* event) {
  m_composing = !event->preeditString().isEmpty();
  QPlainTextEdit::inputMethodEvent(event);
}

void PromptEdit::focusInEvent(QFocusEvent* event) {
  QPlainTextEdit::focusInEvent(event);
  Q_EMIT focusChanged();
}

void PromptEdit::focusOutEvent(QFocusEvent* event) {
  QPlainTextEdit::focusOutEvent(event);
  Q_EMIT focusChanged();
}

void PromptEdit::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) {
    setFont(theme::font(theme::TextRole::AnswerText));
    fitHeight();
  }
}

void PromptEdit::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  fitHeight();
}

}  // namespace molloquy::widgets
