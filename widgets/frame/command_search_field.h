#pragma once

#include <QAbstractButton>
#include <QKeySequence>

namespace molloquy::widgets {

/// Looks like a field, is a button: opens the command palette.
class CommandSearchField : public QAbstractButton {
  Q_OBJECT
 public:
  explicit CommandSearchField(QWidget* parent = nullptr);

  /// The keys that open the palette, shown at the right.
  void setKeys(const QKeySequence& keys);
  /// Icon only.
  void setCompact(bool compact);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QKeySequence m_keys;
  bool m_compact = false;
};

}  // namespace molloquy::widgets
