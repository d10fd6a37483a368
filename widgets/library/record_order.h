#pragma once

#include <limits>
#include <vector>

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QString>

#include "widgets/library/record_filter.h"

namespace molloquy::widgets {

/// The records of a RecordListModel in a chosen order, those that meet a filter. Values are sorted
/// as numbers where they are numbers; records without the value come last in both directions.
class RecordOrder : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit RecordOrder(QObject* parent = nullptr);

  void setSourceModel(QAbstractItemModel* model) override;
  /// "name", "formula", "mass" or a data field; empty = the order of the file.
  void sortBy(const QString& property, Qt::SortOrder order);
  [[nodiscard]] const QString& sortProperty() const { return m_property; }
  void setFilter(RecordFilter filter);

 protected:
  [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  struct Key {
    double number = std::numeric_limits<double>::quiet_NaN();
    QCollatorSortKey text;
    bool missing = false;
  };
  [[nodiscard]] const Key& key(int row) const;

  QString m_property;
  RecordFilter m_filter;
  QCollator m_collator;
  mutable std::vector<Key> m_keys;  ///< by source row, made when first compared.
};

}  // namespace molloquy::widgets
