#include "widgets/models/local_text_view.h"

#include <QImage>
#include <QTextDocument>

#include "widgets/theme/fonts.h"

namespace molloquy::widgets {

LocalTextView::LocalTextView(QWidget* parent) : QTextBrowser(parent) {
  setOpenLinks(false);
  setOpenExternalLinks(false);
  setFrameShape(QFrame::NoFrame);
  setUndoRedoEnabled(false);
  document()->setDocumentMargin(theme::scaled(20));
}

void LocalTextView::showHtml(const QString& html) {
  if (m_shown == html) return;
  m_shown = html;
  setHtml(html);
}

void LocalTextView::showMarkdown(const QString& markdown) {
  if (m_shown == markdown) return;
  m_shown = markdown;
  // Marks of HTML inside Markdown are shown as text.
  document()->setMarkdown(markdown,
                          QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub |
                                                          QTextDocument::MarkdownNoHTML));
}

QVariant LocalTextView::loadResource(int type, const QUrl&) {
  // Where this gives nothing, QTextDocument reads the file itself.
  if (type != QTextDocument::ImageResource) return QByteArray(" ");
  QImage nothing(1, 1, QImage::Format_ARGB32_Premultiplied);
  nothing.fill(Qt::transparent);
  return nothing;
}

}  // namespace molloquy::widgets
