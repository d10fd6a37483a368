#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "model/chem/atom_properties.h"
#include "model/chem/edit/operations.h"
#include "model/chem/geometry.h"
#include "widgets/selection/atom_selection_model.h"

class QStackedWidget;
class QTableView;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class AtomTableModel;
class BondTableModel;
class SegmentedControl;

/// The Atoms tab: every atom and every bond as a table that edits. Rows follow the selection of all
/// other views and set it.
class StructureTables : public QWidget {
  Q_OBJECT
 public:
  enum class Table { Atoms, Bonds };

  explicit StructureTables(AtomSelectionModel& selection, QWidget* parent = nullptr);

  /// positions: of the conformer that is shown. properties: nullopt = not known yet.
  void setStructure(std::shared_ptr<const chem::Molecule> molecule, chem::Positions positions,
                    std::optional<chem::AtomProperties> properties);
  /// Only the coordinates changed (each step of a drag).
  void setPositions(chem::Positions positions);
  void setProperties(std::optional<chem::AtomProperties> properties);
  /// Why cells cannot be edited now ("An optimisation is running."); empty = they can.
  void setReadOnly(const QString& reason);
  void clear();

  void setTable(Table table);

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  void showSelection();
  void takeSelection(bool atoms);
  void showCounts();
  void copyRows();

  AtomSelectionModel& m_selection;
  AtomTableModel* m_atomModel;
  BondTableModel* m_bondModel;
  QTableView* m_atoms;
  QTableView* m_bonds;
  QStackedWidget* m_stack;
  SegmentedControl* m_tables;
  theme::ThemedLabel* m_counts;
  bool m_updating = false;
};

}  // namespace molloquy::widgets
