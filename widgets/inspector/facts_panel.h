#pragma once

#include <memory>
#include <vector>

#include <QAbstractScrollArea>
#include <QString>
#include <QTimer>

#include "model/facts/computed_facts.h"

namespace molloquy::widgets {

/// Computed facts in two columns (one when narrow), long identifiers below over the full width. Every
/// row tells its definition on hover and on F2, and can be walked and copied by keyboard.
class FactsPanel : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit FactsPanel(QWidget* parent = nullptr);
  ~FactsPanel() override;

  /// Rows in the order given. A fact with an empty value shows as failed; its definition says why.
  void setFacts(std::vector<facts::Fact> facts);
  /// Facts are on their way: labels stay, values become a dash.
  void setBusy();
  /// No facts at all, and why.
  void setFailed(const QString& sentence);
  /// No structure.
  void clear();

  /// Makes the row of a fact current and scrolls to it. False when there is no such row.
  bool showFact(const QString& id);
  /// The current row, -1 when there is none.
  [[nodiscard]] int currentRow() const { return m_current; }
  [[nodiscard]] int rowCount() const;
  /// Place of a row in the viewport, logical pixels.
  [[nodiscard]] QRect rowRect(int row) const;
  /// What Ctrl+C and Ctrl+Shift+C put on the clipboard for a row.
  [[nodiscard]] QString valueText(int row) const;
  [[nodiscard]] QString sentenceText(int row) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void factCopied(const QString& text);
  void currentRowChanged(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;

 private:
  enum class State { Empty, Busy, Ready, Failed };
  class Table;

  void layOut();
  void setCurrentRow(int row);
  void setHoveredRow(int row);
  void copyRow(int row, bool whole);
  void showDefinition(int row, const QPoint& globalPlace);
  void fillMenu(int row, const QPoint& globalPlace);
  void updateAccessibleText();

  std::vector<facts::Fact> m_facts;
  std::unique_ptr<Table> m_table;
  State m_state = State::Empty;
  QString m_failure;
  int m_current = -1;
  int m_hovered = -1;
  bool m_keyboardFocus = false;
  bool m_hoverOnCopy = false;
  QTimer m_definitionTimer;
};

}  // namespace molloquy::widgets
