#include "widgets/inspector/bond_table_model.h"

#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/table_view.h"
#include "widgets/inspector/typed_number.h"

namespace molloquy::widgets {
namespace {

namespace edit = chem::edit;

constexpr double kShortest = 0.1;
constexpr double kLongest = 100;

}  // namespace

std::vector<chem::BondOrder> BondTableModel::orders() {
  using chem::BondOrder;
  return {BondOrder::Single,    BondOrder::Double,   BondOrder::Triple,
          BondOrder::Quadruple, BondOrder::Aromatic, BondOrder::Dative};
}

QString BondTableModel::orderText(chem::BondOrder order) {
  switch (order) {
    case chem::BondOrder::Single:
      return tr("Single");
    case chem::BondOrder::Double:
      return tr("Double");
    case chem::BondOrder::Triple:
      return tr("Triple");
    case chem::BondOrder::Quadruple:
      return tr("Quadruple");
    case chem::BondOrder::Aromatic:
      return tr("Aromatic");
    case chem::BondOrder::Dative:
      return tr("Dative");
    case chem::BondOrder::Other:
      return tr("Other");
  }
  return {};
}

void BondTableModel::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                                  chem::Positions positions,
                                  std::optional<chem::AtomProperties> properties) {
  const auto count = [](const auto& m) { return m ? m->bonds().size() : 0; };
  const bool same = count(molecule) == count(m_molecule);
  if (!same) beginResetModel();
  m_molecule = std::move(molecule);
  m_positions = std::move(positions);
  m_properties = std::move(properties);
  if (!same) {
    endResetModel();
  } else if (rowCount() > 0) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
  }
}

void BondTableModel::setPositions(chem::Positions positions) {
  m_positions = std::move(positions);
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, Length), index(rowCount() - 1, Length));
}

void BondTableModel::setProperties(std::optional<chem::AtomProperties> properties) {
  m_properties = std::move(properties);
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, Cip), index(rowCount() - 1, Cip));
}

void BondTableModel::setReadOnly(const QString& reason) { m_readOnly = reason; }

int BondTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_molecule ? 0 : static_cast<int>(m_molecule->bonds().size());
}

int BondTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

std::optional<double> BondTableModel::length(std::size_t bond) const {
  const chem::Bond& it = m_molecule->bonds()[bond];
  if (it.begin.value >= m_positions.size() || it.end.value >= m_positions.size()) return {};
  const chem::Point3& a = m_positions[it.begin.value];
  const chem::Point3& b = m_positions[it.end.value];
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

QString BondTableModel::text(std::size_t bond, int column) const {
  const chem::Bond& it = m_molecule->bonds()[bond];
  switch (column) {
    case Name:
      return QString::fromStdString(chem::atomName(*m_molecule, it.begin)) + QChar(0x2013) +
             QString::fromStdString(chem::atomName(*m_molecule, it.end));
    case Order:
      return orderText(it.order);
    case Length: {
      const auto value = length(bond);
      return value ? shownNumber(QString::number(*value, 'f', 4)) : QStringLiteral("–");
    }
    default:
      return m_properties && bond < m_properties->bondCip.size()
                 ? QString::fromStdString(m_properties->bondCip[bond])
                 : QString();
  }
}

QVariant BondTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto bond = static_cast<std::size_t>(index.row());
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return text(bond, column);
    case Qt::EditRole:
      return column == Order ? QVariant(static_cast<int>(m_molecule->bonds()[bond].order))
                             : QVariant(text(bond, column));
    case Qt::TextAlignmentRole:
      return static_cast<int>((column == Length ? Qt::AlignRight : Qt::AlignLeft) |
                              Qt::AlignVCenter);
    case kEmphasisRole:
      return static_cast<int>(column == Name  ? Emphasis::Strong
                              : column == Cip ? Emphasis::Secondary
                                              : Emphasis::Normal);
    case Qt::ToolTipRole:
      if (column == Order || column == Length)
        return m_readOnly.isEmpty() ? tr("Double-click or F2 to change it") : m_readOnly;
      return {};
    default:
      return {};
  }
}

QVariant BondTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= ColumnCount) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == Length ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("Bond"), tr("Order"), tr("Length Å"), tr("CIP")};
  return names[section];
}

bool BondTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
  const chem::Bond& bond = m_molecule->bonds()[static_cast<std::size_t>(index.row())];
  if (index.column() == Order) {
    const auto order = static_cast<chem::BondOrder>(value.toInt());
    if (order == bond.order) return false;
    Q_EMIT editRequested(edit::SetBond{bond.begin, bond.end, order});
    return true;
  }
  const QString typed = value.toString().trimmed();
  if (typed == data(index, Qt::EditRole).toString()) return false;
  const auto length = typedNumber(typed);
  if (!length || *length < kShortest || *length > kLongest) {
    Q_EMIT refused(index, tr("A bond length is a number from 0.1 to 100 angstrom."));
    return false;
  }
  Q_EMIT editRequested(edit::SetInternal{{bond.begin, bond.end}, *length});
  return true;
}

Qt::ItemFlags BondTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  const bool length =
      index.column() == Length && this->length(static_cast<std::size_t>(index.row()));
  if (m_readOnly.isEmpty() && (index.column() == Order || length)) flags |= Qt::ItemIsEditable;
  return flags;
}

}  // namespace molloquy::widgets
