#include "widgets/inspector/electron_tables.h"

#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/table_view.h"

namespace molloquy::widgets {
namespace {

QString signedNumber(double value) {
  const QString text = shownNumber(QString::number(value, 'f', 3));
  return value > 0 ? u'+' + text : text;
}

}  // namespace

QString wavenumberText(double wavenumber) {
  const QString text = shownNumber(QString::number(std::abs(wavenumber), 'f', 1));
  return wavenumber < 0 ? text + u'i' : text;
}

void ChargeTableModel::setCharges(std::shared_ptr<const chem::Molecule> molecule,
                                  std::vector<double> charges) {
  beginResetModel();
  m_molecule = std::move(molecule);
  m_charges = std::move(charges);
  if (!m_molecule || m_charges.size() > m_molecule->atoms().size()) m_charges.clear();
  endResetModel();
}

int ChargeTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_charges.size());
}

int ChargeTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant ChargeTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto atom = static_cast<std::size_t>(index.row());
  if (role == Qt::DisplayRole)
    return index.column() == Name ? QString::fromStdString(chem::atomName(
                                        *m_molecule, AtomIndex(static_cast<std::uint32_t>(atom))))
                                  : signedNumber(m_charges[atom]);
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) |
                            Qt::AlignVCenter);
  if (role == kEmphasisRole)
    return static_cast<int>(index.column() == Name ? Emphasis::Secondary : Emphasis::Strong);
  return {};
}

QVariant ChargeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && section == Charge)
    return tr("Mulliken charge of GFN2-xTB, elementary charges");
  if (role != Qt::DisplayRole) return {};
  return section == Name ? tr("Atom") : tr("Charge e");
}

void ModeTableModel::setModes(std::vector<energy::NormalMode> modes) {
  beginResetModel();
  m_modes = std::move(modes);
  m_played = -1;
  endResetModel();
}

void ModeTableModel::setPlayed(int mode) {
  m_played = mode;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ModeTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_modes.size());
}

int ModeTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant ModeTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const energy::NormalMode& mode = m_modes[static_cast<std::size_t>(index.row())];
  const bool played = index.row() == m_played;
  if (role == Qt::DisplayRole) {
    switch (index.column()) {
      case Number:
        return played ? QStringLiteral("▸ %1").arg(index.row() + 1)
                      : QString::number(index.row() + 1);
      case Wavenumber:
        return wavenumberText(mode.wavenumber);
      case Intensity:
        return shownNumber(QString::number(mode.irIntensity, 'f', 1));
      default:
        return shownNumber(QString::number(mode.reducedMass, 'f', 2));
    }
  }
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  if (role == kEmphasisRole)
    return static_cast<int>(index.column() == Wavenumber && mode.wavenumber < 0 ? Emphasis::Wrong
                            : index.column() == Wavenumber                      ? Emphasis::Strong
                                                           : Emphasis::Secondary);
  if (role == Qt::ToolTipRole)
    return mode.wavenumber < 0 ? tr("Imaginary: these positions are not a minimum along this mode.")
           : played            ? tr("Press again to stop (Space)")
                               : tr("Press to play the mode in 3D (Space)");
  if (role == Qt::AccessibleTextRole && index.column() == Number)
    return played ? tr("Mode %1, playing").arg(index.row() + 1)
                  : tr("Mode %1").arg(index.row() + 1);
  return {};
}

QVariant ModeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= ColumnCount) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  const QString tips[] = {tr("Normal mode"), tr("Wavenumber; i marks an imaginary one"),
                          tr("Infrared intensity, km/mol"), tr("Reduced mass, dalton")};
  if (role == Qt::ToolTipRole) return tips[section];
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("#"), tr("cm⁻¹"), tr("km/mol"), tr("Da")};
  return names[section];
}

}  // namespace molloquy::widgets
