#include "widgets/library/record_list_model.h"

#include <algorithm>
#include <utility>

#include "widgets/depiction/formula_text.h"
#include "widgets/library/record_mime.h"

namespace molloquy::widgets {

RecordListModel::RecordListModel(QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(kThumbnailBytes) {}

void RecordListModel::takeFields(const Record& record) {
  for (const auto& [name, value] : record.properties) {
    if (m_knownFields.contains(name)) continue;
    m_knownFields.insert(name, true);
    m_fields += name;
  }
}

void RecordListModel::remember(int row) {
  const Record& record = m_records[static_cast<std::size_t>(row)];
  m_rowOf.insert(record.key, row);
  takeFields(record);
}

void RecordListModel::setRecords(std::vector<Record> records) {
  beginResetModel();
  m_records = std::move(records);
  m_rowOf.clear();
  m_rowOf.reserve(static_cast<qsizetype>(m_records.size()));
  m_fields.clear();
  m_knownFields.clear();
  for (int row = 0; row < rowCount(); ++row) remember(row);
  endResetModel();
  Q_EMIT fieldsChanged();
}

void RecordListModel::append(std::vector<Record> records) {
  const qsizetype fieldsBefore = m_fields.size();
  std::vector<Record> added;
  added.reserve(records.size());
  QHash<QString, std::size_t> addedAt;
  for (Record& record : records) {
    if (m_rowOf.contains(record.key)) {
      put(record);
    } else if (const auto twin = addedAt.constFind(record.key); twin != addedAt.constEnd()) {
      added[*twin] = std::move(record);
    } else {
      addedAt.insert(record.key, added.size());
      added.push_back(std::move(record));
    }
  }
  if (!added.empty()) {
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    std::move(added.begin(), added.end(), std::back_inserter(m_records));
    for (int row = first; row < rowCount(); ++row) remember(row);
    endInsertRows();
  }
  if (m_fields.size() != fieldsBefore) Q_EMIT fieldsChanged();
}

void RecordListModel::put(const Record& record) {
  const qsizetype fieldsBefore = m_fields.size();
  if (const QModelIndex known = indexOfKey(record.key); known.isValid()) {
    m_records[static_cast<std::size_t>(known.row())] = record;
    takeFields(record);
    m_thumbnails.remove(record.key);
    Q_EMIT dataChanged(known, known);
  } else {
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_records.push_back(record);
    remember(row);
    endInsertRows();
  }
  if (m_fields.size() != fieldsBefore) Q_EMIT fieldsChanged();
}

void RecordListModel::clear() {
  setRecords({});
  m_thumbnails.clear();
}

void RecordListModel::setThumbnail(const QString& key, const QImage& image) {
  const QModelIndex index = indexOfKey(key);
  if (!index.isValid()) return;
  m_thumbnails.insert(key, new QImage(image), std::max<qsizetype>(1, image.sizeInBytes()));
  Q_EMIT dataChanged(index, index, {ThumbnailRole});
}

void RecordListModel::dropThumbnails() {
  m_thumbnails.clear();
  if (!m_records.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ThumbnailRole});
}

QModelIndex RecordListModel::indexOfKey(const QString& key) const {
  const auto row = m_rowOf.constFind(key);
  return row == m_rowOf.constEnd() ? QModelIndex() : index(*row);
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
    case Qt::ToolTipRole: {
      QStringList lines{record.title};
      for (const auto& [name, value] : record.properties) {
        if (lines.size() > 12) break;
        lines += QStringLiteral("%1: %2").arg(name, value.left(80));
      }
      return lines.join(u'\n');
    }
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
      const QImage* image = m_thumbnails.object(record.key);
      return image == nullptr ? QVariant() : QVariant(*image);
    }
    default:
      return {};
  }
}

Qt::ItemFlags RecordListModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractListModel::flags(index);
  return m_provider ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList RecordListModel::mimeTypes() const { return RecordMimeData::types(); }

QMimeData* RecordListModel::mimeData(const QModelIndexList& indexes) const {
  if (!m_provider || indexes.isEmpty()) return nullptr;
  QStringList keys;
  for (const QModelIndex& index : indexes) keys += data(index, KeyRole).toString();
  return new RecordMimeData(keys, m_provider);
}

}  // namespace molloquy::widgets
