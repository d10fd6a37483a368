#include "widgets/inspector/atom_table_model.h"

#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/table_view.h"
#include "widgets/inspector/typed_number.h"

namespace molloquy::widgets {
namespace {

namespace edit = chem::edit;

constexpr int kChargeLimit = 15;
constexpr int kIsotopeLimit = 300;
constexpr double kCoordinateLimit = 1e5;

bool isCoordinate(int column) { return column >= AtomTableModel::X && column <= AtomTableModel::Z; }

QString decimal(double value, int decimals) {
  return shownNumber(QString::number(value, 'f', decimals));
}

/// "cl", "CL" -> "Cl".
std::string symbolOf(const QString& text) {
  const QString plain = text.trimmed();
  return (plain.left(1).toUpper() + plain.mid(1).toLower()).toStdString();
}

}  // namespace

void AtomTableModel::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                                  chem::Positions positions,
                                  std::optional<chem::AtomProperties> properties) {
  const auto count = [](const auto& m) { return m ? m->atoms().size() : 0; };
  // The same atoms keep scroll place, current cell and selection.
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

void AtomTableModel::setPositions(chem::Positions positions) {
  m_positions = std::move(positions);
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, X), index(rowCount() - 1, Z));
}

void AtomTableModel::setProperties(std::optional<chem::AtomProperties> properties) {
  m_properties = std::move(properties);
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, PartialCharge), index(rowCount() - 1, Cip));
  Q_EMIT headerDataChanged(Qt::Horizontal, PartialCharge, PartialCharge);
}

void AtomTableModel::setReadOnly(const QString& reason) { m_readOnly = reason; }

int AtomTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_molecule ? 0 : static_cast<int>(m_molecule->atoms().size());
}

int AtomTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString AtomTableModel::text(std::size_t atom, int column) const {
  const chem::Atom& it = m_molecule->atoms()[atom];
  switch (column) {
    case Name:
      return QString::fromStdString(
          chem::atomName(*m_molecule, AtomIndex(static_cast<std::uint32_t>(atom))));
    case Element:
      return QString::fromStdString(chem::elementSymbol(it.atomicNumber));
    case Charge:
      return it.formalCharge == 0  ? QStringLiteral("0")
             : it.formalCharge > 0 ? QStringLiteral("+%1").arg(it.formalCharge)
                                   : shownNumber(QString::number(it.formalCharge));
    case Isotope:
      return it.isotope == 0 ? QStringLiteral("–") : QString::number(it.isotope);
    case PartialCharge:
      return m_properties && atom < m_properties->partialCharge.size()
                 ? decimal(m_properties->partialCharge[atom], 3)
                 : QStringLiteral("–");
    case Cip:
      return m_properties && atom < m_properties->cip.size()
                 ? QString::fromStdString(m_properties->cip[atom])
                 : QString();
    default:
      return isCoordinate(column) && atom < m_positions.size()
                 ? decimal(m_positions[atom][static_cast<std::size_t>(column - X)], 4)
                 : QStringLiteral("–");
  }
}

QString AtomTableModel::editText(std::size_t atom, int column) const {
  if (column == Isotope && m_molecule->atoms()[atom].isotope == 0) return {};
  return text(atom, column);
}

QVariant AtomTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto atom = static_cast<std::size_t>(index.row());
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return text(atom, column);
    case Qt::EditRole:
      return editText(atom, column);
    case Qt::TextAlignmentRole:
      return static_cast<int>(
          (column == Name || column == Element || column == Cip ? Qt::AlignLeft : Qt::AlignRight) |
          Qt::AlignVCenter);
    case kEmphasisRole:
      return static_cast<int>(column == Name               ? Emphasis::Strong
                              : column >= PartialCharge    ? Emphasis::Secondary
                              : text(atom, column) == u"–" ? Emphasis::Hint
                                                           : Emphasis::Normal);
    case Qt::ToolTipRole:
      if (column == PartialCharge && m_properties)
        return QString::fromStdString(m_properties->chargeMethod);
      if (column >= Element && column <= Z)
        return m_readOnly.isEmpty() ? tr("Double-click or F2 to change it") : m_readOnly;
      return {};
    default:
      return {};
  }
}

QVariant AtomTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= ColumnCount) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>(
        (section == Name || section == Element || section == Cip ? Qt::AlignLeft : Qt::AlignRight) |
        Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    if (section == Isotope) return tr("Mass number; – stands for the natural mixture");
    if (section == PartialCharge)
      return m_properties ? tr("Partial charge, %1, elementary charges")
                                .arg(QString::fromStdString(m_properties->chargeMethod))
                          : tr("Partial charges are not computed yet.");
    if (section == Cip) return tr("Stereo label by the rules of Cahn, Ingold and Prelog");
    return {};
  }
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("Atom"), tr("Element"), tr("Charge"),  tr("Isotope"), tr("x Å"),
                           tr("y Å"),  tr("z Å"),     tr("Partial"), tr("CIP")};
  return names[section];
}

bool AtomTableModel::refuse(const QModelIndex& index, const QString& sentence) {
  Q_EMIT refused(index, sentence);
  return false;
}

bool AtomTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
  const QString typed = value.toString().trimmed();
  if (typed == data(index, Qt::EditRole).toString()) return false;
  if (index.column() == Element) return typeElement(index, typed);
  if (isCoordinate(index.column())) return typeCoordinate(index, typed);
  return typeWhole(index, typed);
}

bool AtomTableModel::typeElement(const QModelIndex& index, const QString& text) {
  const auto number = chem::atomicNumberOf(symbolOf(text));
  if (!number || *number == 0)
    return refuse(index, tr("\"%1\" is no element. Type a symbol such as C or Cl.").arg(text));
  const auto atom = static_cast<std::uint32_t>(index.row());
  if (*number == m_molecule->atoms()[atom].atomicNumber) return false;
  Q_EMIT editRequested(edit::SetElement{{AtomIndex(atom)}, *number});
  return true;
}

bool AtomTableModel::typeWhole(const QModelIndex& index, const QString& text) {
  const bool charge = index.column() == Charge;
  const auto atom = static_cast<std::uint32_t>(index.row());
  const auto number = text.isEmpty() && !charge ? std::optional<double>(0) : typedNumber(text);
  const double least = charge ? -kChargeLimit : 0;
  const double most = charge ? kChargeLimit : kIsotopeLimit;
  if (!number || *number != std::round(*number) || *number < least || *number > most)
    return refuse(index, charge
                             ? tr("A charge is a whole number from −15 to +15.")
                             : tr("A mass number is a whole number up to 300; empty is natural."));
  const int whole = static_cast<int>(*number);
  if (charge && whole == m_molecule->atoms()[atom].formalCharge) return false;
  if (!charge && whole == m_molecule->atoms()[atom].isotope) return false;
  if (charge) {
    Q_EMIT editRequested(edit::SetCharge{{AtomIndex(atom)}, whole});
  } else {
    Q_EMIT editRequested(edit::SetIsotope{{AtomIndex(atom)}, whole});
  }
  return true;
}

bool AtomTableModel::typeCoordinate(const QModelIndex& index, const QString& text) {
  const auto value = typedNumber(text);
  if (!value || std::abs(*value) > kCoordinateLimit)
    return refuse(index, tr("\"%1\" is no coordinate. Type a number in angstrom.").arg(text));
  const auto atom = static_cast<std::size_t>(index.row());
  edit::SetPositions moved;
  moved.positions = m_positions;
  moved.positions[atom][static_cast<std::size_t>(index.column() - X)] = *value;
  moved.title = tr("Move %1").arg(this->text(atom, Name)).toStdString();
  Q_EMIT editRequested(moved);
  return true;
}

Qt::ItemFlags AtomTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  const int column = index.column();
  const bool coordinate = isCoordinate(column);
  const bool known = !coordinate || static_cast<std::size_t>(index.row()) < m_positions.size();
  if (m_readOnly.isEmpty() && column >= Element && column <= Z && known)
    flags |= Qt::ItemIsEditable;
  return flags;
}

}  // namespace molloquy::widgets
