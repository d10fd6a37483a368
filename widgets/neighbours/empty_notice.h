#pragma once

#include <QWidget>

class QPushButton;

namespace molloquy::widgets {

/// In place of content: one icon, one sentence, and the button that helps.
class EmptyNotice : public QWidget {
  Q_OBJECT
 public:
  explicit EmptyNotice(QWidget* parent = nullptr);

  /// action: words of the button; empty for none.
  void showNotice(const QString& icon, const QString& sentence, const QString& action);
  [[nodiscard]] QString sentence() const { return m_sentence; }
  [[nodiscard]] QPushButton& button() const { return *m_action; }

 Q_SIGNALS:
  void actionTriggered();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  /// Where the icon and the sentence stand; the button is put below them.
  struct Places {
    QRect icon, words;
  };
  [[nodiscard]] Places places() const;
  void arrange();

  QString m_icon;
  QString m_sentence;
  QPushButton* m_action;
};

}  // namespace molloquy::widgets
