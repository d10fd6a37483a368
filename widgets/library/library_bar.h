#pragma once

#include <QWidget>
#include <vector>

#include "widgets/library/library_types.h"

class QMenu;
class QToolButton;

namespace molloquy::widgets {

class BusyBar;
class EditableChips;
class ChoiceButton;
class LibrarySearchForm;
class Popover;

/// Which library is listed, what can be done with it, and the conditions of the search in it.
/// Hidden until there are libraries to choose from.
class LibraryBar : public QWidget {
  Q_OBJECT

 public:
  enum class Searching { No, Yes };

  explicit LibraryBar(QWidget* parent);

  /// The libraries that are known, and the key of the open one.
  void setPlaces(std::vector<LibraryPlace> places, const QString& openKey);
  [[nodiscard]] bool hasPlaces() const { return !m_places.empty(); }
  void setSearching(Searching searching);
  void setConditions(const LibraryConditions& conditions);
  [[nodiscard]] LibraryConditions conditions() const;
  /// The form of the conditions: takes what the library has and what is open.
  [[nodiscard]] LibrarySearchForm& form() { return *m_form; }
  /// Opens the form as its button does.
  void openForm();

 Q_SIGNALS:
  void placeChosen(const QString& key);
  void createRequested();
  void openRequested();
  /// A library on a server (a connection string) is to be opened.
  void connectRequested();
  void importRequested();
  void exportRequested();
  void conditionsChanged(const molloquy::widgets::LibraryConditions& conditions);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fillMenu();
  void showChips();

  std::vector<LibraryPlace> m_places;
  QString m_open;
  ChoiceButton* m_choice;
  QMenu* m_menu;
  QToolButton* m_filter;
  EditableChips* m_chips;
  Popover* m_popover;
  LibrarySearchForm* m_form;
  BusyBar* m_busy;
};

}  // namespace molloquy::widgets
