#include "widgets/library/record_order.h"

#include <cmath>
#include <utility>

#include "widgets/library/record_list_model.h"

namespace molloquy::widgets {
namespace {

/// Digits padded with zeros, so that b9 comes before b10. QCollator's own numeric mode does nothing
/// in the C locale.
QString naturally(const QString& text) {
  constexpr qsizetype kDigits = 12;
  QString padded;
  for (qsizetype at = 0; at < text.size();) {
    qsizetype end = at;
    while (end < text.size() && text[end].isDigit()) ++end;
    if (end == at) {
      padded += text[at++].toCaseFolded();
      continue;
    }
    padded += text.mid(at, end - at).rightJustified(kDigits, u'0');
    at = end;
  }
  return padded;
}

}  // namespace

RecordOrder::RecordOrder(QObject* parent) : QSortFilterProxyModel(parent) {
  m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void RecordOrder::setSourceModel(QAbstractItemModel* model) {
  if (sourceModel() != nullptr) disconnect(sourceModel(), nullptr, this, nullptr);
  m_keys.clear();
  // Connected before the base class connects, so that it never sorts by old keys.
  connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_keys.clear(); });
  connect(model, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
            if (roles != QList<int>{RecordListModel::ThumbnailRole}) m_keys.clear();
          });
  QSortFilterProxyModel::setSourceModel(model);
}

void RecordOrder::sortBy(const QString& property, Qt::SortOrder order) {
  m_property = property;
  m_keys.clear();
  property.isEmpty() ? sort(-1) : sort(0, order);
  if (!property.isEmpty()) invalidate();
}

void RecordOrder::setFilter(RecordFilter filter) {
  m_filter = std::move(filter);
  invalidateFilter();
}

const RecordOrder::Key& RecordOrder::key(int row) const {
  const auto& records = static_cast<const RecordListModel*>(sourceModel())->records();
  while (m_keys.size() <= static_cast<std::size_t>(row)) {
    const Record& record = records[m_keys.size()];
    const auto text = recordValue(record, m_property);
    const auto number = recordNumber(record, m_property);
    m_keys.push_back({number.value_or(std::numeric_limits<double>::quiet_NaN()),
                      m_collator.sortKey(naturally(text.value_or(QString()))),
                      !text || text->isEmpty()});
  }
  return m_keys[static_cast<std::size_t>(row)];
}

bool RecordOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  (void)key(std::max(left.row(), right.row()));
  const Key& one = key(left.row());
  const Key& other = key(right.row());
  if (one.missing != other.missing)
    return sortOrder() == Qt::AscendingOrder ? other.missing : one.missing;
  const bool numbers = !std::isnan(one.number) && !std::isnan(other.number);
  if (numbers) return one.number < other.number;
  if (std::isnan(one.number) != std::isnan(other.number)) return std::isnan(other.number);
  return one.text < other.text;
}

bool RecordOrder::filterAcceptsRow(int row, const QModelIndex&) const {
  const auto& records = static_cast<const RecordListModel*>(sourceModel())->records();
  return m_filter.accepts(records[static_cast<std::size_t>(row)]);
}

}  // namespace molloquy::widgets
