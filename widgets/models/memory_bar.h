#pragma once

#include <QWidget>

#include "widgets/models/model_types.h"

namespace molloquy::widgets {

/// What a model needs against what is free: a sentence and under it a bar of the whole machine's
/// memory in parts: taken by others, needed, left free.
class MemoryBar : public QWidget {
  Q_OBJECT

 public:
  explicit MemoryBar(QWidget* parent = nullptr);

  void setMemory(const ModelMemory& memory);
  /// "Needs 4.1 GiB of 9.3 GiB free".
  [[nodiscard]] QString sentence() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintParts(QPainter& painter, const QRectF& track) const;

  ModelMemory m_memory;
};

}  // namespace molloquy::widgets
