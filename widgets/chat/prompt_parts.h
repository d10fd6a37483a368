#pragma once

#include <QPushButton>
#include <QWidget>
#include <optional>

#include "widgets/chat/chat_types.h"

namespace molloquy::widgets {

/// The structure the next question is about; without one a dashed chip says so.
class StructureChip : public QWidget {
  Q_OBJECT

 public:
  explicit StructureChip(QWidget* parent = nullptr);

  void setChip(const std::optional<Chip>& chip);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::optional<Chip> m_chip;
};

/// "Stop" with the key that does the same.
class StopButton : public QPushButton {
  Q_OBJECT

 public:
  explicit StopButton(QWidget* parent = nullptr);

  /// Narrow boxes leave the key away.
  void setKeyShown(bool shown);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
  /// Width with the key.
  [[nodiscard]] int fullWidth() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool m_keyShown = true;
};

}  // namespace molloquy::widgets
