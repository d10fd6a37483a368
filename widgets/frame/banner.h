#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace molloquy::widgets {

/// One sentence in the panel it concerns: mark, words, at most one action, close. Hidden until
/// shown.
class Banner : public QWidget {
  Q_OBJECT
 public:
  enum class Kind { Notice, Warning, Failure };
  Q_ENUM(Kind)

  explicit Banner(QWidget* parent = nullptr);

  /// action: words of the button, empty for none.
  void showMessage(Kind kind, const QString& sentence, const QString& action = {});
  [[nodiscard]] QString sentence() const { return m_sentence; }

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void actionTriggered();
  void closed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] int wordsWidth(int width) const;
  void applyColours();

  Kind m_kind = Kind::Notice;
  QString m_sentence;
  QLabel* m_words;
  QPushButton* m_action;
  QToolButton* m_close;
};

}  // namespace molloquy::widgets
