#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace molloquy::widgets {

/// A few exclusive choices in one track. Arrow keys move, Tab leaves.
class SegmentedControl : public QWidget {
  Q_OBJECT
 public:
  explicit SegmentedControl(const QStringList& choices, QWidget* parent = nullptr);

  [[nodiscard]] int current() const;
  /// Sets the choice without emitting chosen; -1 = none of them.
  void setCurrent(int index);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QButtonGroup* m_group;
};

}  // namespace molloquy::widgets
