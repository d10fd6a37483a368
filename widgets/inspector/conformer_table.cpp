#include "widgets/inspector/conformer_table.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <algorithm>
#include <limits>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

QString number(const std::optional<double>& value, int decimals, const QString& unit = {}) {
  if (!value) return QStringLiteral("–");
  return shownNumber(QString::number(*value, 'f', decimals)) + unit;
}

/// The first column: a square in the overlay's colour and the number.
class NumberDelegate : public CellDelegate {
 public:
  using CellDelegate::CellDelegate;

  static QRect squareRect(const QRect& cell) {
    const int side = theme::scaled(12);
    return {cell.left() + theme::scaled(10), cell.center().y() - side / 2, side, side};
  }

 protected:
  void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QRect& place,
                    const QModelIndex& index) const override {
    const theme::Tokens& t = theme::tokensFor(option.palette);
    const int slot = index.data(ConformerTableModel::kSlotRole).toInt();
    const QRectF square = squareRect(option.rect);
    painter.setRenderHint(QPainter::Antialiasing);
    if (slot >= 0) {
      theme::painting::box(painter, square, theme::painting::kRadiusTag, theme::pinColour(t, slot),
                           {});
      theme::painting::checkStroke(painter, square.adjusted(1, 1, -1, -1), t.surface, 1.5);
    } else {
      theme::painting::box(painter, square, theme::painting::kRadiusTag, t.surface, t.lineStrong);
    }
    CellDelegate::paintContent(painter, option, place.adjusted(theme::scaled(20), 0, 0, 0), index);
  }

  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override {
    const bool pressed =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    const bool released = event->type() == QEvent::MouseButtonRelease;
    if (!pressed && !released) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    // The target is larger than the square: 24 px.
    QRect target = option.rect;
    target.setWidth(theme::scaled(28));
    if (mouse->button() != Qt::LeftButton || !target.contains(mouse->pos())) return false;
    if (released) {
      const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
      model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
    return true;
  }
};

}  // namespace

void ConformerTableModel::setRows(std::vector<ConformerRow> rows) {
  beginResetModel();
  m_rows = std::move(rows);
  std::erase_if(m_overlay, [this](const OverlaidConformer& one) {
    return one.conformer >= static_cast<int>(m_rows.size());
  });
  endResetModel();
}

void ConformerTableModel::setTorsionName(const QString& name) {
  m_torsionName = name;
  Q_EMIT headerDataChanged(Qt::Horizontal, Torsion, Torsion);
}

void ConformerTableModel::setOverlay(std::vector<OverlaidConformer> overlay) {
  m_overlay = std::move(overlay);
  if (!m_rows.empty())
    Q_EMIT dataChanged(index(0, Number), index(rowCount() - 1, Number),
                       {Qt::CheckStateRole, kSlotRole});
}

void ConformerTableModel::setCurrent(int conformer) { m_current = conformer; }

int ConformerTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ConformerTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

int ConformerTableModel::slotOf(int conformer) const {
  for (const OverlaidConformer& one : m_overlay)
    if (one.conformer == conformer) return one.slot;
  return -1;
}

QString ConformerTableModel::text(const ConformerRow& row, int column) const {
  switch (column) {
    case Number:
      return row.degeneracy > 1 ? QStringLiteral("%1 ×%2").arg(row.number).arg(row.degeneracy)
                                : QString::number(row.number);
    case Energy:
      return number(row.relativeKcalPerMol, 2);
    case Share:
      return number(row.share ? std::optional(*row.share * 100) : std::nullopt, 1);
    case Rmsd:
      return number(row.rmsdAngstrom, 2);
    default:
      return number(row.torsionDegrees, 1, QStringLiteral("°"));
  }
}

QVariant ConformerTableModel::sortKey(const ConformerRow& row, int column) const {
  constexpr double kLast = std::numeric_limits<double>::max();
  switch (column) {
    case Number:
      return row.number;
    case Energy:
      return row.relativeKcalPerMol.value_or(kLast);
    case Share:
      return row.share.value_or(kLast);
    case Rmsd:
      return row.rmsdAngstrom.value_or(kLast);
    default:
      return row.torsionDegrees.value_or(kLast);
  }
}

QVariant ConformerTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const ConformerRow& row = m_rows[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return text(row, column);
    case kSortRole:
      return sortKey(row, column);
    case kSlotRole:
      return slotOf(index.row());
    case Qt::CheckStateRole:
      return column == Number ? QVariant(slotOf(index.row()) >= 0 ? Qt::Checked : Qt::Unchecked)
                              : QVariant();
    case Qt::TextAlignmentRole:
      return static_cast<int>((column == Number ? Qt::AlignLeft : Qt::AlignRight) |
                              Qt::AlignVCenter);
    case kEmphasisRole:
      return static_cast<int>(column == Energy    ? Emphasis::Strong
                              : column == Torsion ? Emphasis::Secondary
                                                  : Emphasis::Normal);
    case Qt::AccessibleTextRole:
      return column == Number && slotOf(index.row()) >= 0
                 ? tr("Conformer %1, in the overlay").arg(row.number)
                 : text(row, column);
    case Qt::ToolTipRole:
      if (column == Number)
        return row.degeneracy > 1
                   ? tr("Stands for itself and its mirror image. The square lays it over the "
                        "current one (Space).")
                   : tr("The square lays it over the current one (Space).");
      return {};
    default:
      return {};
  }
}

QVariant ConformerTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == Number ? Qt::AlignHCenter : Qt::AlignRight) |
                            Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    const QString tips[] = {tr("Conformer, and whether it lies over the current one"),
                            tr("Energy above the lowest, kcal/mol"),
                            tr("Boltzmann share among those kept, percent"),
                            tr("Distance of heavy atoms to the lowest, symmetry-aware, angstrom"),
                            tr("The torsion that is followed, degrees")};
    return section < ColumnCount ? tips[section] : QString();
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Number:
      return QStringLiteral("#");
    case Energy:
      return tr("ΔE");
    case Share:
      return tr("Share %");
    case Rmsd:
      return tr("RMSD Å");
    default:
      return m_torsionName;
  }
}

bool ConformerTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || index.column() != Number) return false;
  const int conformer = index.row();
  const bool on = value.toInt() == Qt::Checked;
  if (on == (slotOf(conformer) >= 0)) return false;
  if (on) {
    // The lowest colour that is free, so that the others keep theirs.
    int slot = 0;
    while (std::any_of(m_overlay.begin(), m_overlay.end(),
                       [slot](const OverlaidConformer& one) { return one.slot == slot; }))
      ++slot;
    m_overlay.push_back({conformer, slot});
    std::sort(m_overlay.begin(), m_overlay.end(),
              [](const auto& a, const auto& b) { return a.conformer < b.conformer; });
  } else {
    std::erase_if(m_overlay,
                  [conformer](const OverlaidConformer& one) { return one.conformer == conformer; });
  }
  Q_EMIT dataChanged(index, index, {Qt::CheckStateRole, kSlotRole});
  Q_EMIT overlayChanged();
  return true;
}

Qt::ItemFlags ConformerTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  if (index.column() == Number) flags |= Qt::ItemIsUserCheckable;
  return flags;
}

ConformerTable::ConformerTable(QWidget* parent)
    : TableView(parent),
      m_model(new ConformerTableModel(this)),
      m_proxy(new QSortFilterProxyModel(this)) {
  m_proxy->setSourceModel(m_model);
  m_proxy->setSortRole(ConformerTableModel::kSortRole);
  setModel(m_proxy);
  setSelectionMode(SingleSelection);
  setEditTriggers(NoEditTriggers);
  setItemDelegateForColumn(ConformerTableModel::Number, new NumberDelegate(this));
  setSortingEnabled(true);
  sortByColumn(ConformerTableModel::Number, Qt::AscendingOrder);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Conformers"));
  connect(m_model, &QAbstractItemModel::modelReset, this, &ConformerTable::fitColumns);
  setTorsionName({});
}

void ConformerTable::setTorsionName(const QString& name) {
  m_model->setTorsionName(name);
  setColumnHidden(ConformerTableModel::Torsion, name.isEmpty());
  fitColumns();
}

void ConformerTable::setCurrent(int conformer) {
  m_model->setCurrent(conformer);
  const QModelIndex index =
      m_proxy->mapFromSource(m_model->index(conformer, ConformerTableModel::Number));
  if (index == currentIndex()) return;
  m_quiet = true;
  setCurrentIndex(index);
  m_quiet = false;
}

void ConformerTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  TableView::currentChanged(current, previous);
  if (m_quiet || !current.isValid() || current.row() == previous.row()) return;
  Q_EMIT conformerChosen(m_proxy->mapToSource(current).row());
}

void ConformerTable::fitColumns() {
  const int room = viewport()->width();
  const bool torsion = !isColumnHidden(ConformerTableModel::Torsion);
  const double parts[] = {0.2, 0.165, 0.2, 0.205, 0.23};
  double sum = 0;
  for (int column = 0; column < ConformerTableModel::ColumnCount; ++column)
    if (column != ConformerTableModel::Torsion || torsion) sum += parts[column];
  int used = 0;
  const int last = torsion ? ConformerTableModel::Torsion : ConformerTableModel::Rmsd;
  for (int column = 0; column <= last; ++column) {
    const int width = column == last ? room - used : static_cast<int>(room * parts[column] / sum);
    setColumnWidth(column, width);
    used += width;
  }
}

void ConformerTable::resizeEvent(QResizeEvent* event) {
  TableView::resizeEvent(event);
  fitColumns();
}

void ConformerTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
    const QModelIndex square = currentIndex().siblingAtColumn(ConformerTableModel::Number);
    const bool on = square.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model()->setData(square, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    return;
  }
  TableView::keyPressEvent(event);
}

}  // namespace molloquy::widgets
