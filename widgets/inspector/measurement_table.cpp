#include "widgets/inspector/measurement_table.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/typed_number.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

bool isLength(MeasurementKind kind) {
  return kind == MeasurementKind::BondLength || kind == MeasurementKind::Distance;
}

QString valueText(const MeasurementRow& row, const std::optional<double>& value) {
  if (!value) return QStringLiteral("–");
  const bool length = isLength(row.kind);
  return shownNumber(QString::number(*value, 'f', length ? 3 : 1)) +
         (length ? QStringLiteral(" Å") : QStringLiteral("°"));
}

/// The eye and the cross: an icon in the middle of the cell.
class IconDelegate : public CellDelegate {
 public:
  using CellDelegate::CellDelegate;

 protected:
  void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QRect&,
                    const QModelIndex& index) const override {
    const theme::Tokens& t = theme::tokensFor(option.palette);
    const QString icon = index.data(Qt::DecorationRole).toString();
    const auto side = double(theme::scaled(16));
    QRectF place(0, 0, side, side);
    place.moveCenter(QRectF(option.rect).center());
    theme::paintIcon(painter, place, icon, t.text2);
  }
};

}  // namespace

void MeasurementTableModel::setRows(std::vector<MeasurementRow> rows) {
  m_failedRow = -1;
  if (rows.size() == m_rows.size()) {
    m_rows = std::move(rows);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

void MeasurementTableModel::setFailed(int row, const QString& sentence) {
  if (row < 0 || row >= rowCount()) return;
  m_failedRow = row;
  m_failure = sentence;
  Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int MeasurementTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MeasurementTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant MeasurementTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const MeasurementRow& row = m_rows[static_cast<std::size_t>(index.row())];
  const QString kinds[] = {tr("Bond length"), tr("Distance"), tr("Angle"), tr("Torsion")};
  const int column = index.column();
  if (role == Qt::DisplayRole) {
    const QString texts[] = {kinds[static_cast<int>(row.kind)], row.atoms, valueText(row, row.now),
                             valueText(row, row.before),        {},        {}};
    return texts[column];
  }
  if (role == Qt::EditRole && column == Now)
    return row.now ? QLocale().toString(*row.now, 'f', isLength(row.kind) ? 3 : 1) : QString();
  if (role == Qt::DecorationRole && column == Shown)
    return row.shown ? QStringLiteral("visible") : QStringLiteral("hidden");
  if (role == Qt::DecorationRole && column == Remove) return QStringLiteral("close");
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((column == Now || column == Before ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
  if (role == kEmphasisRole)
    return static_cast<int>(index.row() == m_failedRow && column == Now ? Emphasis::Wrong
                            : column == Now                             ? Emphasis::Strong
                            : column == Kind                            ? Emphasis::Normal
                            : column == Before                          ? Emphasis::Hint
                                                                        : Emphasis::Secondary);
  if (role == Qt::ToolTipRole) {
    if (index.row() == m_failedRow && column == Now) return m_failure;
    if (column == Now) return tr("Double-click or F2 to type the value");
    if (column == Shown)
      return row.shown ? tr("Shown in the picture (Space hides it)")
                       : tr("Hidden from the picture (Space shows it)");
    if (column == Remove) return tr("Remove this measurement (Delete)");
  }
  if (role == Qt::AccessibleTextRole && column == Shown)
    return row.shown ? tr("Shown") : tr("Hidden");
  if (role == Qt::AccessibleTextRole && column == Remove) return tr("Remove");
  return {};
}

QVariant MeasurementTableModel::headerData(int section, Qt::Orientation orientation,
                                           int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == Now || section == Before ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && section == Before) return tr("Before the last edit");
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("Measurement"), tr("Atoms"), tr("Now"), tr("Before"), {}, {}};
  return section < ColumnCount ? names[section] : QString();
}

bool MeasurementTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || index.column() != Now) return false;
  const auto typed = typedNumber(value.toString());
  if (!typed) {
    setFailed(index.row(), tr("\"%1\" is no number.").arg(value.toString()));
    return false;
  }
  // Enter on an unchanged value is no edit.
  if (value.toString() == data(index, Qt::EditRole).toString()) return false;
  Q_EMIT valueTyped(index.row(), *typed);
  return true;
}

Qt::ItemFlags MeasurementTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  if (index.column() == Now && m_rows[static_cast<std::size_t>(index.row())].now)
    flags |= Qt::ItemIsEditable;
  return flags;
}

MeasurementTable::MeasurementTable(QWidget* parent)
    : TableView(parent), m_model(new MeasurementTableModel(this)) {
  setModel(m_model);
  setSelectionMode(SingleSelection);
  setEditTriggers(NoEditTriggers);
  for (const int column : {MeasurementTableModel::Shown, MeasurementTableModel::Remove})
    setItemDelegateForColumn(column, new IconDelegate(this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Measurements"));
  setEmptyText(tr("Nothing is measured. Take the Measure tool (M) and click two to four atoms."));
  connect(this, &QAbstractItemView::clicked, this, &MeasurementTable::press);
  connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
    if (index.column() < MeasurementTableModel::Shown) editValue(index);
  });
  connect(m_model, &QAbstractItemModel::modelReset, this, &MeasurementTable::fitColumns);
}

void MeasurementTable::editValue(const QModelIndex& index) {
  const QModelIndex now = index.siblingAtColumn(MeasurementTableModel::Now);
  if (m_model->flags(now) & Qt::ItemIsEditable) edit(now);
}

void MeasurementTable::press(const QModelIndex& index) {
  if (index.column() == MeasurementTableModel::Shown)
    Q_EMIT shownToggled(index.row(), !m_model->rows()[static_cast<std::size_t>(index.row())].shown);
  else if (index.column() == MeasurementTableModel::Remove)
    Q_EMIT removed(index.row());
}

void MeasurementTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  TableView::currentChanged(current, previous);
  if (current.isValid() && current.row() != previous.row()) Q_EMIT atomsActivated(current.row());
}

void MeasurementTable::keyPressEvent(QKeyEvent* event) {
  const QModelIndex index = currentIndex();
  if (index.isValid() && state() != EditingState) {
    switch (event->key()) {
      case Qt::Key_F2:
      case Qt::Key_Return:
      case Qt::Key_Enter:
        return editValue(index);
      case Qt::Key_Space:
        return press(index.siblingAtColumn(MeasurementTableModel::Shown));
      case Qt::Key_Delete:
      case Qt::Key_Backspace:
        return press(index.siblingAtColumn(MeasurementTableModel::Remove));
      default:
        break;
    }
  }
  TableView::keyPressEvent(event);
}

void MeasurementTable::fitColumns() {
  const int icon = theme::scaled(26);
  const int room = viewport()->width() - 2 * icon - theme::scaled(4);
  const double parts[] = {0.25, 0.35, 0.21, 0.19};
  int used = 0;
  for (int column = 0; column < 4; ++column) {
    const int width = column == 3 ? room - used : static_cast<int>(room * parts[column]);
    setColumnWidth(column, qMax(0, width));
    used += width;
  }
  setColumnWidth(MeasurementTableModel::Shown, icon);
  setColumnWidth(MeasurementTableModel::Remove, icon);
}

void MeasurementTable::resizeEvent(QResizeEvent* event) {
  TableView::resizeEvent(event);
  fitColumns();
}

}  // namespace molloquy::widgets
