#pragma once

#include <QWidget>
#include <vector>

#include "widgets/library/library_types.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTextBrowser;

namespace molloquy::widgets {

/// Texts of a molecule with their sources, one to be removed at a time, and a place to write
/// another one.
class KeptTextList : public QWidget {
  Q_OBJECT

 public:
  explicit KeptTextList(QWidget* parent);

  void setTexts(const std::vector<KeptText>& texts);

 Q_SIGNALS:
  void addRequested(const molloquy::widgets::KeptText& text);
  void removeRequested(qint64 id);
  void linkActivated(const QUrl& url);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fill();
  void fitHeight();
  void follow(const QUrl& link);
  void add();

  std::vector<KeptText> m_texts;
  QTextBrowser* m_view;
  QPlainTextEdit* m_new;
  QLineEdit* m_source;
  QPushButton* m_add;
};

}  // namespace molloquy::widgets
