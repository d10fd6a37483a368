#pragma once

#include <memory>
#include <optional>

#include <QAbstractTableModel>

#include "model/chem/atom_properties.h"
#include "model/chem/edit/operations.h"
#include "model/chem/geometry.h"

namespace molloquy::widgets {

/// Every bond as a row: its atoms, order and length; the last two take typed values.
class BondTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Name, Order, Length, Cip, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setStructure(std::shared_ptr<const chem::Molecule> molecule, chem::Positions positions,
                    std::optional<chem::AtomProperties> properties);
  void setPositions(chem::Positions positions);
  void setProperties(std::optional<chem::AtomProperties> properties);
  void setReadOnly(const QString& reason);
  [[nodiscard]] const chem::Molecule* molecule() const { return m_molecule.get(); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  /// The orders that can be chosen, in their order of the list.
  static std::vector<chem::BondOrder> orders();
  static QString orderText(chem::BondOrder order);

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);
  void refused(const QModelIndex& index, const QString& sentence);

 private:
  [[nodiscard]] std::optional<double> length(std::size_t bond) const;
  [[nodiscard]] QString text(std::size_t bond, int column) const;

  std::shared_ptr<const chem::Molecule> m_molecule;
  chem::Positions m_positions;
  std::optional<chem::AtomProperties> m_properties;
  QString m_readOnly;
};

}  // namespace molloquy::widgets
