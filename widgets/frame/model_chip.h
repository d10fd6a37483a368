#pragma once

#include <QAbstractButton>
#include <QString>

namespace molloquy::widgets {

/// Which model answers and how it is: a button of the menu bar's corner that opens the model's
/// detail.
class ModelChip : public QAbstractButton {
  Q_OBJECT
 public:
  enum class State { None, Loading, Ready, Failed };
  Q_ENUM(State)

  explicit ModelChip(QWidget* parent = nullptr);

  /// name "molloquy-starter", device "CPU · float32".
  void setModel(const QString& name, const QString& device);
  /// sentence: the cause when Failed, shown as tooltip and to screen readers.
  void setState(State state, const QString& sentence = {});
  [[nodiscard]] State state() const { return m_state; }
  /// Share of the weights read, 0..1; shown as a ring while Loading.
  void setProgress(double fraction);
  /// Dot and device only.
  void setCompact(bool compact);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] QString nameText() const;
  [[nodiscard]] QString deviceText() const;
  void paintMark(QPainter& painter, const QRectF& place) const;
  void updateAccessibleText();

  QString m_name;
  QString m_device;
  QString m_sentence;
  State m_state = State::None;
  double m_progress = 0;
  bool m_compact = false;
};

}  // namespace molloquy::widgets
