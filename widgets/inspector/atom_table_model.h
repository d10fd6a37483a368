#pragma once

#include <memory>
#include <optional>

#include <QAbstractTableModel>

#include "model/chem/atom_properties.h"
#include "model/chem/edit/operations.h"
#include "model/chem/geometry.h"

namespace molloquy::widgets {

/// Every atom as a row; texts are made when a row is shown, so the count does not matter. A typed
/// value becomes an operation; the table changes when the structure does.
class AtomTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Name, Element, Charge, Isotope, X, Y, Z, PartialCharge, Cip, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setStructure(std::shared_ptr<const chem::Molecule> molecule, chem::Positions positions,
                    std::optional<chem::AtomProperties> properties);
  void setPositions(chem::Positions positions);
  void setProperties(std::optional<chem::AtomProperties> properties);
  void setReadOnly(const QString& reason);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void editRequested(const molloquy::chem::edit::Operation& operation);
  /// A typed text means nothing here, and what would.
  void refused(const QModelIndex& index, const QString& sentence);

 private:
  [[nodiscard]] QString text(std::size_t atom, int column) const;
  [[nodiscard]] QString editText(std::size_t atom, int column) const;
  bool typeElement(const QModelIndex& index, const QString& text);
  bool typeWhole(const QModelIndex& index, const QString& text);
  bool typeCoordinate(const QModelIndex& index, const QString& text);
  bool refuse(const QModelIndex& index, const QString& sentence);

  std::shared_ptr<const chem::Molecule> m_molecule;
  chem::Positions m_positions;
  std::optional<chem::AtomProperties> m_properties;
  QString m_readOnly;
};

}  // namespace molloquy::widgets
