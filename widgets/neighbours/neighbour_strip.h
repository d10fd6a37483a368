#pragma once

#include <QWidget>
#include <vector>

#include "widgets/neighbours/neighbour_types.h"

class QLineEdit;
class QPushButton;
class QToolButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class ChoiceButton;
class SegmentedControl;

/// The head of the Neighbours tab: what is looked for, by which definition, where, and in place of
/// the open structure a sentence. Two rows; in a low panel one, where the sentence takes the row
/// when it is asked for.
class NeighbourStrip : public QWidget {
  Q_OBJECT
 public:
  enum class Rows { One, Two };

  explicit NeighbourStrip(QWidget* parent = nullptr);

  void setRows(Rows rows);
  void setOrder(NeighbourOrder order);
  void setFind(NeighbourFind find);
  void setView(NeighbourView view);
  void setLibraries(std::vector<LibraryChoice> libraries, const QString& current);
  void setDefinition(const QString& definition);
  /// "2 new, caffeine up 3"; and what was searched: "12 molecules, 4 ms".
  void setMovement(const QString& moved, const QString& searched);
  /// Words on hover of "Use as examples"; `possible` empty: it is enabled, else the reason.
  void setContext(const QString& whatIsUsed, const QString& impossible);

  [[nodiscard]] NeighbourOrder order() const { return m_order; }
  [[nodiscard]] NeighbourFind find() const { return m_find; }
  [[nodiscard]] NeighbourView view() const { return m_view; }
  [[nodiscard]] QString sentence() const { return m_sentence; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void orderChosen(molloquy::widgets::NeighbourOrder order);
  void findChosen(molloquy::widgets::NeighbourFind find);
  void viewChosen(molloquy::widgets::NeighbourView view);
  void libraryChosen(const QString& key);
  void sentenceSubmitted(const QString& sentence);
  void contextClicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildChoices();
  void buildSentence();
  void buildMenus();
  void fillMenu(ChoiceButton& button, const QStringList& words, int current,
                void (NeighbourStrip::*choose)(int));
  void chooseOrder(int index);
  void chooseFind(int index);
  void chooseView(int index);
  void submitSentence();
  void showSentence(bool shown);
  void showChoices();
  void arrange();
  void arrangeFirst(int top, int height);
  void arrangeSecond(int top, int height);

  SegmentedControl* m_orders;
  ChoiceButton* m_orderList;
  SegmentedControl* m_finds;
  ChoiceButton* m_findList;
  SegmentedControl* m_views;
  ChoiceButton* m_viewList;
  theme::ThemedLabel* m_definition;
  theme::ThemedLabel* m_movement;
  QToolButton* m_info;
  QToolButton* m_openSentence;
  QLineEdit* m_edit;
  ChoiceButton* m_library;
  QPushButton* m_use;
  std::vector<QWidget*> m_placed;  ///< those that have a place at this width.
  std::vector<LibraryChoice> m_libraries;
  QString m_libraryKey;
  QString m_sentence;
  Rows m_rows = Rows::Two;
  NeighbourOrder m_order = NeighbourOrder::Structure;
  NeighbourFind m_find = NeighbourFind::Molecules;
  NeighbourView m_view = NeighbourView::Cards;
  bool m_sentenceOpen = false;
  bool m_useFolded = false;
};

}  // namespace molloquy::widgets
