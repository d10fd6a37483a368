#include "widgets/models/model_list_model.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

namespace molloquy::widgets {

ModelListModel::ModelListModel(QObject* parent) : QAbstractListModel(parent) {}

void ModelListModel::setRows(std::vector<ModelRow> rows) {
  if (!sameFolders(rows)) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (m_rows[i] == rows[i]) continue;
    m_rows[i] = std::move(rows[i]);
    const QModelIndex changed = index(static_cast<int>(i));
    Q_EMIT dataChanged(changed, changed);
  }
}

bool ModelListModel::sameFolders(const std::vector<ModelRow>& rows) const {
  return std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                    [](const ModelRow& a, const ModelRow& b) { return a.folder == b.folder; });
}

QModelIndex ModelListModel::indexOf(const QString& folder) const {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const ModelRow& row) { return row.folder == folder; });
  return found == m_rows.end() ? QModelIndex()
                               : index(static_cast<int>(std::distance(m_rows.begin(), found)));
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const ModelRow& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return row.name;
    case Qt::AccessibleTextRole:
      return tr("%1, %2, %3").arg(row.name, stateWord(row.state), row.summary);
    case Qt::ToolTipRole:
    case FolderRole:
      return row.folder;
    case SummaryRole:
      return row.summary;
    case StateRole:
      return static_cast<int>(row.state);
    default:
      return {};
  }
}

QString stateWord(ModelRowState state) {
  const char* word = "Not loaded";
  switch (state) {
    case ModelRowState::NotLoaded:
      break;
    case ModelRowState::Loading:
      word = "Loading";
      break;
    case ModelRowState::Loaded:
      word = "Loaded";
      break;
    case ModelRowState::Broken:
      word = "Cannot be opened";
      break;
  }
  return QCoreApplication::translate("molloquy::widgets", word);
}

}  // namespace molloquy::widgets
