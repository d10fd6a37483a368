#include "widgets/library/kept_text_list.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

const QString kRemove = QStringLiteral("molloquy-remove");

bool isWebPage(const QUrl& url) {
  return url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http");
}

QString link(const QString& target, const QString& words, const QColor& colour) {
  return QStringLiteral("<a href=\"%1\" style=\"color:%2; text-decoration:none\">%3</a>")
      .arg(target.toHtmlEscaped(), colour.name(), words.toHtmlEscaped());
}

/// A text is escaped: what a file or a server brought is shown, never read as mark-up.
QString htmlOf(const KeptText& text, const theme::Tokens& t) {
  QStringList credit;
  if (!text.source.isEmpty())
    credit += isWebPage(text.url)
                  ? link(QString::fromUtf8(text.url.toEncoded()), text.source, t.accent)
                  : text.source.toHtmlEscaped();
  if (!text.credit.isEmpty()) credit += text.credit.toHtmlEscaped();
  credit +=
      link(QStringLiteral("%1:%2").arg(kRemove).arg(text.id), KeptTextList::tr("Remove"), t.accent);
  return QStringLiteral(
             "<p style=\"margin:0 0 2px 0\">%1</p><p style=\"margin:0 0 10px 0; color:%2\">%3</p>")
      .arg(text.text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")), t.text3.name(),
           credit.join(QStringLiteral(" · ")));
}

}  // namespace

KeptTextList::KeptTextList(QWidget* parent)
    : QWidget(parent),
      m_view(new QTextBrowser(this)),
      m_new(new QPlainTextEdit(this)),
      m_source(new QLineEdit(this)),
      m_add(new QPushButton(tr("Add text"), this)) {
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setOpenLinks(false);
  m_view->setAccessibleName(tr("Texts"));
  m_view->document()->setDocumentMargin(0);
  m_view->viewport()->setAutoFillBackground(false);
  m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_new->setPlaceholderText(tr("Write another text"));
  m_new->setAccessibleName(tr("A new text"));
  m_new->setTabChangesFocus(true);
  m_new->setFixedHeight(theme::scaled(60));
  m_source->setPlaceholderText(tr("Where it comes from"));
  m_source->setAccessibleName(tr("Source of the new text"));
  m_add->setAutoDefault(false);
  m_add->setEnabled(false);
  m_add->setToolTip(tr("Write a text first."));
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(8));
  row->addWidget(m_source, 1);
  row->addWidget(m_add);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(6));
  column->addWidget(m_view);
  column->addWidget(m_new);
  column->addLayout(row);
  connect(m_view, &QTextBrowser::anchorClicked, this, &KeptTextList::follow);
  connect(m_new, &QPlainTextEdit::textChanged, this, [this] {
    const bool any = !m_new->toPlainText().trimmed().isEmpty();
    m_add->setEnabled(any);
    m_add->setToolTip(any ? QString() : tr("Write a text first."));
  });
  connect(m_add, &QPushButton::clicked, this, &KeptTextList::add);
  connect(m_source, &QLineEdit::returnPressed, this, &KeptTextList::add);
}

void KeptTextList::setTexts(const std::vector<KeptText>& texts) {
  m_texts = texts;
  fill();
}

void KeptTextList::fill() {
  const theme::Tokens& t = theme::tokensFor(palette());
  QString html;
  for (const KeptText& text : m_texts) html += htmlOf(text, t);
  if (m_texts.empty())
    html = QStringLiteral("<p style=\"margin:0; color:%1\">%2</p>")
               .arg(t.text3.name(), tr("No text is kept of it.").toHtmlEscaped());
  m_view->setHtml(html);
  fitHeight();
}

/// The texts are as high as they need; what scrolls is around them.
void KeptTextList::fitHeight() {
  m_view->document()->setTextWidth(m_view->viewport()->width());
  m_view->setFixedHeight(static_cast<int>(m_view->document()->size().height()) + 2);
}

void KeptTextList::follow(const QUrl& link) {
  if (link.scheme() != kRemove) {
    Q_EMIT linkActivated(link);
    return;
  }
  bool isNumber = false;
  const qint64 id = link.path().toLongLong(&isNumber);
  if (isNumber) Q_EMIT removeRequested(id);
}

void KeptTextList::add() {
  const QString words = m_new->toPlainText().trimmed();
  if (words.isEmpty()) return;
  KeptText text;
  text.text = words;
  text.source = m_source->text().trimmed();
  m_new->clear();
  m_source->clear();
  Q_EMIT addRequested(text);
}

void KeptTextList::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) fill();
}

void KeptTextList::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitHeight();
}

}  // namespace molloquy::widgets
