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

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] int wordsLeft() const;

  Verdict m_verdict = Verdict::None;
  QString m_sentence;
};

}  // namespace molloquy::widgets
