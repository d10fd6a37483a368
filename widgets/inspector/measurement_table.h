#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "widgets/inspector/measurements_panel.h"
#include "widgets/inspector/table_view.h"

namespace molloquy::widgets {

/// Measurements as a model; "Now" takes a typed number.
class MeasurementTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Kind, Atoms, Now, Before, Shown, Remove, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  /// Rows of the same count keep their places, so that a drag does not disturb the selection.
  void setRows(std::vector<MeasurementRow> rows);
  [[nodiscard]] const std::vector<MeasurementRow>& rows() const { return m_rows; }
  void setFailed(int row, const QString& sentence);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void valueTyped(int row, double value);

 private:
  std::vector<MeasurementRow> m_rows;
  int m_failedRow = -1;
  QString m_failure;
};

/// The table with an eye and a cross in each row.
class MeasurementTable : public TableView {
  Q_OBJECT
 public:
  explicit MeasurementTable(QWidget* parent = nullptr);

  [[nodiscard]] MeasurementTableModel& rows() { return *m_model; }
  [[nodiscard]] const MeasurementTableModel& rows() const { return *m_model; }

 Q_SIGNALS:
  void shownToggled(int row, bool shown);
  void removed(int row);
  void atomsActivated(int row);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fitColumns();
  void press(const QModelIndex& index);
  void editValue(const QModelIndex& index);

  MeasurementTableModel* m_model;
};

}  // namespace molloquy::widgets
