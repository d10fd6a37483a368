#pragma once

#include <QTextBrowser>

namespace molloquy::widgets {

/// Rich text that loads nothing: no picture, no style sheet, no page, from wherever. A model card
/// comes with a download, so it may not reach for the network or for files.
class LocalTextView : public QTextBrowser {
  Q_OBJECT

 public:
  explicit LocalTextView(QWidget* parent = nullptr);

  /// Replaces the text and keeps the place in it when it is the same text.
  void showHtml(const QString& html);
  void showMarkdown(const QString& markdown);

 protected:
  QVariant loadResource(int type, const QUrl& name) override;

 private:
  QString m_shown;
};

}  // namespace molloquy::widgets
