#include "widgets/library/record_list_model.h"

#include <algorithm>

#include "widgets/depiction/formula_text.h"

namespace molloquy::widgets {

RecordListModel::RecordListModel(QObject* parent) : QAbstractListModel(parent) {}

void RecordListModel::setRecords(std::vector<Record> records) {
  beginResetModel();
  m_records = std::move(records);
  endResetModel();
}

void RecordListModel::put(const Record& record) {
  if (const QModelIndex known = indexOfKey(record.key); known.isValid()) {
    m_records[static_cast<std::size_t>(known.row())] = record;
    Q_EMIT dataChanged(known, known);
    return;
  }
  const int row = rowCount();
  beginInsertRows({}, row, row);
  m_records.push_back(record);
  endInsertRows();
}

void RecordListModel::clear() {
  beginResetModel();
  m_records.clear();
  m_thumbnails.clear();
  endResetModel();
}

void RecordListModel::setThumbnail(const QString& key, const QImage& image) {
  const QModelIndex index = indexOfKey(key);
  if (!index.isValid()) return;
  m_thumbnails.insert(key, image);
  Q_EMIT dataChanged(index, index, {ThumbnailRole});
}

void RecordListModel::dropThumbnails() {
  m_thumbnails.clear();
  if (!m_records.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ThumbnailRole});
}

QModelIndex RecordListModel::indexOfKey(const QString& key) const {
  const auto found = std::find_if(m_records.begin(), m_records.end(),
                                  [&](const Record& record) { return record.key == key; });
  if (found == m_records.end()) return {};
  return index(static_cast<int>(found - m_records.begin()));
}

int RecordListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

QVariant RecordListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Record& record = m_records[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return record.title;
    case Qt::ToolTipRole:
      return record.title;
    case Qt::AccessibleTextRole:
      return record.subtitle.isEmpty()
                 ? QStringLiteral("%1, %2").arg(record.title, spokenFormula(record.formula))
                 : QStringLiteral("%1, %2").arg(record.title, record.subtitle);
    case KeyRole:
      return record.key;
    case FormulaRole:
      return record.formula;
    case MassRole:
      return record.mass;
    case SubtitleRole:
      return record.subtitle;
    case ThumbnailRole: {
      const auto image = m_thumbnails.constFind(record.key);
      return image == m_thumbnails.constEnd() ? QVariant() : QVariant(*image);
    }
    default:
      return {};
  }
}

}  // namespace molloquy::widgets
