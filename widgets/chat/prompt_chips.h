#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/chat/chat_types.h"

class QToolButton;

namespace molloquy::widgets {

class StructureChip;

/// A neighbour that goes into the next question: its name, and an x that takes it away.
class ContextChip : public QWidget {
  Q_OBJECT
 public:
  explicit ContextChip(const Chip& chip, QWidget* parent);

  [[nodiscard]] const Chip& chip() const { return m_chip; }
  [[nodiscard]] QToolButton& closeButton() const { return *m_close; }
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void clicked();
  void closed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Chip m_chip;
  QToolButton* m_close;
};

/// What goes with a question: the structure first, then neighbours, in as many lines as they need.
class PromptChips : public QWidget {
  Q_OBJECT
 public:
  explicit PromptChips(QWidget* parent = nullptr);

  void setStructure(const std::optional<Chip>& chip);
  void setContext(std::vector<Chip> chips);
  [[nodiscard]] const std::vector<ContextChip*>& context() const { return m_context; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void clicked(const QString& key);
  void removed(const QString& key);
  /// The chip that had the keyboard is gone and no other is left.
  void keyboardLeft();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  /// Puts the chips in place; returns the height they need.
  int arrange();
  void fitHeight();

  StructureChip* m_structure;
  std::vector<ContextChip*> m_context;
};

}  // namespace molloquy::widgets
