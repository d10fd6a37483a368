#pragma once

#include <memory>
#include <vector>

#include <QAbstractScrollArea>
#include <QString>
#include <QTimer>

#include "model/facts/computed_facts.h"

namespace molloquy::widgets {

class BusyBar;
class FactsTable;

/// Computed facts in two columns (one when narrow), long identifiers below over the full width.
/// Every row tells its definition on hover and on F2, and can be walked and copied by keyboard.
class FactsPanel : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit FactsPanel(QWidget* parent = nullptr);
  ~FactsPanel() override;

  /// Rows in the order given. A fact with an empty value shows as failed; its definition says why.
  void setFacts(std::vector<facts::Fact> facts);
  /// Facts are on their way: the labels of the last facts stay, values become a dash.
  void setBusy();
  /// No facts at all, and why.
  void setFailed(const QString& sentence);
  /// No structure.
  void clear();

  /// Makes the row of a fact current and scrolls to it. False when there is no such row.
  bool showFact(const QString& id);
  /// The current row, -1 when there is none.
  [[nodiscard]] int currentRow() const { return m_current; }
  [[nodiscard]] int rowCount() const { return static_cast<int>(m_facts.size()); }
  /// The facts as they were given.
  [[nodiscard]] const std::vector<facts::Fact>& facts() const { return m_given; }
  /// Place of a row in the viewport, logical pixels.
  [[nodiscard]] QRect rowRect(int row) const;
  /// What Ctrl+C and Ctrl+Shift+C put on the clipboard for a row.
  [[nodiscard]] QString valueText(int row) const;
  [[nodiscard]] QString sentenceText(int row) const;
  [[nodiscard]] QString definitionText(int row) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// Rows came or went.
  void rowsChanged();
  void factCopied(const QString& text);
  void currentRowChanged(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  enum class State { Empty, Busy, Ready, Failed };

  void layOut();
  void setCurrentRow(int row);
  void setHoveredRow(int row);
  void copyRow(int row, bool whole);
  void showDefinition(int row, const QPoint& globalPlace);
  void showMenu(int row, const QPoint& globalPlace);
  [[nodiscard]] QPoint toTable(const QPoint& viewportPlace) const;
  void paintMessage(QPainter& painter) const;
  void updateAccessibleText();

  std::vector<facts::Fact> m_given;
  std::vector<facts::Fact> m_facts;  ///< one per row: the two ring counts share theirs.
  std::unique_ptr<FactsTable> m_table;
  State m_state = State::Empty;
  QString m_failure;
  int m_current = -1;
  int m_hovered = -1;
  bool m_hoverOnCopy = false;
  QTimer m_definitionTimer;
  BusyBar* m_busy;
};

}  // namespace molloquy::widgets
