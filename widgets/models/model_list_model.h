#pragma once

#include <QAbstractListModel>
#include <vector>

#include "widgets/models/model_types.h"

namespace molloquy::widgets {

/// The models of the list.
class ModelListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { FolderRole = Qt::UserRole + 1, SummaryRole, StateRole };

  explicit ModelListModel(QObject* parent = nullptr);

  /// Rows with the same folders in the same order only change; others are exchanged.
  void setRows(std::vector<ModelRow> rows);
  [[nodiscard]] const std::vector<ModelRow>& rows() const { return m_rows; }
  /// Invalid when there is none.
  [[nodiscard]] QModelIndex indexOf(const QString& folder) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  [[nodiscard]] bool sameFolders(const std::vector<ModelRow>& rows) const;

  std::vector<ModelRow> m_rows;
};

/// "Loaded", "Loading", "Not loaded", "Cannot be opened".
QString stateWord(ModelRowState state);

}  // namespace molloquy::widgets
