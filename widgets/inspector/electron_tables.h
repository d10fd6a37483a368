#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "model/chem/energy/electronic_structure.h"
#include "model/chem/molecule.h"

namespace molloquy::widgets {

/// Charges by atom.
class ChargeTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Name, Charge, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setCharges(std::shared_ptr<const chem::Molecule> molecule, std::vector<double> charges);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 private:
  std::shared_ptr<const chem::Molecule> m_molecule;
  std::vector<double> m_charges;
};

/// Normal modes: wavenumber, intensity, reduced mass; the one that is played has a mark.
class ModeTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Number, Wavenumber, Intensity, Mass, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setModes(std::vector<energy::NormalMode> modes);
  [[nodiscard]] const std::vector<energy::NormalMode>& modes() const { return m_modes; }
  void setPlayed(int mode);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 private:
  std::vector<energy::NormalMode> m_modes;
  int m_played = -1;
};

/// "1,735.2" or "412.0i" for an imaginary one.
QString wavenumberText(double wavenumber);

}  // namespace molloquy::widgets
