#pragma once

#include <QBasicTimer>
#include <QListView>

#include "widgets/chat/turn_view_state.h"

class QPushButton;

namespace molloquy::widgets {

class ChatModel;
class PinModel;
class TurnDelegate;

/// The turns of a conversation. Text can be selected across turns and copied; phrases, claims and
/// buttons answer to the pointer and to the arrow keys. It follows the end while it is at the end;
/// elsewhere it stays where it is and shows a "New text" button.
class TurnList : public QListView {
  Q_OBJECT

 public:
  /// Both models outlive the list.
  TurnList(ChatModel& model, PinModel& pins, QWidget* parent = nullptr);
  ~TurnList() override;

  /// Phrases with the best overlap light up, in these turns (none given: in all).
  void setFocusedAtoms(std::vector<AtomIndex> atoms,
                       std::optional<std::vector<quint64>> turns = std::nullopt);

  [[nodiscard]] bool isFollowing() const { return m_following; }
  void scrollToEnd();

  /// The selected text; turns are separated by a blank line.
  [[nodiscard]] QString selectedText() const;
  void selectAllText();
  void clearSelectedText();

  /// Where a part of a turn stands, in viewport coordinates.
  [[nodiscard]] std::vector<QRectF> partRects(quint64 turn, TurnPart part) const;
  /// What is at a point of the viewport.
  [[nodiscard]] TurnPlace placeAt(const QPoint& point) const;
  [[nodiscard]] const TurnViewState& viewState() const { return m_state; }

  void doItemsLayout() override;

 public Q_SLOTS:
  /// Copies the selection, or does nothing when there is none.
  void copySelection();

 Q_SIGNALS:
  void phraseActivated(quint64 turn, int link, Qt::KeyboardModifiers modifiers);
  void phraseHovered(quint64 turn, int link);
  void factActivated(quint64 turn, int railEntry);
  void structureChipClicked(quint64 turn);
  /// The chip of a neighbour, on a question or below the answer that used it.
  void neighbourChipClicked(quint64 turn, const QString& key);
  void regenerateRequested(quint64 turn);
  void failureActionTriggered(quint64 turn);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void timerEvent(QTimerEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  bool viewportEvent(QEvent* event) override;
  void updateGeometries() override;
  void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                   const QList<int>& roles) override;

 private:
  [[nodiscard]] QPointF rowCorner(int row) const;
  [[nodiscard]] TextPlace textPlaceAt(const QPoint& point) const;
  [[nodiscard]] QString toolTipAt(const QPoint& point) const;
  [[nodiscard]] std::vector<TurnPlace> keyboardStops() const;
  void setHovered(const TurnPlace& place);
  void setFocused(const TurnPlace& place);
  void announcePhrase();
  void moveFocus(int step);
  void select(TextPlace anchor, TextPlace end);
  void activate(const TurnPlace& place, Qt::KeyboardModifiers modifiers);
  void activateChip(const TurnPlace& place);
  void copyTurn(quint64 turn);
  void relay();
  void updateTurn(quint64 turn);
  void updateCaretTimer();
  void placeNewTextButton();
  void onTextAppended();
  void onScrolled(int value);
  void onReset();

  ChatModel& m_model;
  TurnDelegate* m_delegate;
  QPushButton* m_newText;
  TurnViewState m_state;
  TextPlace m_anchor;
  QPoint m_pressedAt;
  bool m_selecting = false;
  bool m_following = true;
  bool m_settingScroll = false;
  QPoint m_pointer{-1, -1};
  TurnPlace m_announced;
  QBasicTimer m_caretTimer;
  QBasicTimer m_copiedTimer;
};

}  // namespace molloquy::widgets
