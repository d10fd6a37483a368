#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// A sentence under a field, with a mark in front once there is a verdict.
class VerdictLabel : public QWidget {
  Q_OBJECT

 public:
  enum class Verdict { None, Good, Bad };

  explicit VerdictLabel(QWidget* parent = nullptr);

  void setVerdict(Verdict verdict, const QString& sentence);
  [[nodiscard]] QString sentence() const { return m_sentence; }

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] int wordsLeft() const;
  /// Takes the height that the words need at this width.
  void fitHeight();

  Verdict m_verdict = Verdict::None;
  QString m_sentence;
};

}  // namespace molloquy::widgets
