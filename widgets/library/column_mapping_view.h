#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/library/library_types.h"

class QComboBox;
class QHBoxLayout;
class QScrollArea;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class TableView;

/// The first rows of a table.
class SampleModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  explicit SampleModel(QObject* parent) : QAbstractTableModel(parent) {}
  void setSample(const QStringList& columns, const std::vector<QStringList>& rows);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 private:
  QStringList m_columns;
  std::vector<QStringList> m_rows;
};

/// A table's first rows with a choice over each column of what it means.
class ColumnMappingView : public QWidget {
  Q_OBJECT

 public:
  explicit ColumnMappingView(QWidget* parent);

  void setSample(const TableSample& sample);
  [[nodiscard]] std::vector<ColumnRole> roles() const;
  /// Why the table cannot be imported as it is mapped, or empty.
  static QString problemOf(const std::vector<ColumnRole>& roles);

 Q_SIGNALS:
  void rolesChanged(const std::vector<molloquy::widgets::ColumnRole>& roles);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void placeChoices();
  void tell();

  theme::ThemedLabel* m_layout;
  theme::ThemedLabel* m_says;
  QWidget* m_heads;
  TableView* m_table;
  SampleModel* m_model;
  std::vector<QComboBox*> m_choices;
};

}  // namespace molloquy::widgets
