#pragma once

#include <QObject>
#include <QPointer>

#include "app/bindings/bound_parts.h"

namespace molloquy::widgets {
class ElementChooser;
}

namespace molloquy::app {

/// The hand's edits: from the tools, the tables, the menus and the keys to steps of the history,
/// and back to what is selected and said.
class EditBindings : public QObject {
  Q_OBJECT

 public:
  explicit EditBindings(const BoundParts& parts);

 private:
  void loadFragments();
  void bindTools();
  void bindHistory();
  void bindMeasurements();
  void bindCommands();
  void bindChemistryCommands();
  void showMeasurements();
  void showHistory();
  void showEnabled();
  void typeValue(int row, double value);
  void chooseElement();
  void openContextMenu(QPoint place, std::optional<AtomIndex> atom, std::optional<BondIndex> bond);
  /// The selected atoms, or all when none is.
  [[nodiscard]] std::vector<AtomIndex> selectedOrAll() const;

  BoundParts m_parts;
  QPointer<widgets::ElementChooser> m_elements;
};

}  // namespace molloquy::app
