#pragma once

#include <optional>

#include <QString>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace molloquy::widgets {

class BusyBar;

/// The running job at the left of the status bar: first nothing, then a bar, then words and Cancel.
class StatusJob : public QWidget {
  Q_OBJECT
 public:
  explicit StatusJob(QWidget* parent);

  void setDelays(int barMs, int wordsMs);
  void showJob(const QString& words, std::optional<double> fraction, bool cancellable);
  void end();
  /// True while the words stand where the structure's numbers were.
  [[nodiscard]] bool showsWords() const { return m_showsWords; }

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void cancelRequested();
  void wordsShown(bool shown);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void setWordsShown(bool shown);
  [[nodiscard]] QString shownText() const;

  QString m_words;
  std::optional<double> m_fraction;
  bool m_running = false;
  bool m_showsWords = false;
  int m_barMs;
  int m_wordsMs;
  QTimer m_wordsTimer;
  BusyBar* m_bar;
  QPushButton* m_cancel;
};

}  // namespace molloquy::widgets
