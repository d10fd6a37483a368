#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "model/chem/atom_properties.h"
#include "model/chem/edit/operations.h"
#include "model/chem/geometry.h"
#include "widgets/selection/atom_selection_model.h"

class QAbstractItemModel;
class QStackedWidget;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class AtomTableModel;
class Banner;
class BondTableModel;
class SegmentedControl;
class TableView;

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
  [[nodiscard]] Table table() const;

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);
  void saveRequested(const QString& suggestedName, const QByteArray& bytes);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* buildHead();
  TableView* buildTable(QAbstractItemModel& model, const QString& name);
  void showSelection();
  void selectRows(TableView& view, const std::vector<int>& rows);
  void takeSelection(const TableView& view);
  void showCounts();
  void showRefusal(const QString& sentence);

  AtomSelectionModel& m_selection;
  AtomTableModel* m_atomModel;
  BondTableModel* m_bondModel;
  TableView* m_atoms;
  TableView* m_bonds;
  Banner* m_banner;
  QStackedWidget* m_stack;
  SegmentedControl* m_tables;
  theme::ThemedLabel* m_counts;
  QString m_readOnly;
  bool m_updating = false;
};

}  // namespace molloquy::widgets
