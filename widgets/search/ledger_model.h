#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>
#include <vector>

#include "widgets/search/search_types.h"

namespace molloquy::widgets {

/// The lines of the ledger, the latest last.
class LedgerModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Time, Method, Url, Sent, Received, Reason, Outcome, ColumnCount };
  /// What a line is sorted by.
  static constexpr int kSortRole = Qt::UserRole;

  explicit LedgerModel(QObject* parent) : QAbstractTableModel(parent) {}

  void setLines(std::vector<NetworkLine> lines);
  void put(const NetworkLine& line);
  [[nodiscard]] const std::vector<NetworkLine>& lines() const { return m_lines; }
  /// Every line with all its numbers, as comma-separated values with a head line.
  [[nodiscard]] QString csv() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 private:
  std::vector<NetworkLine> m_lines;
  QHash<quint64, int> m_rowOf;
};

/// The lines that hold every word of a filter, in any column.
class LedgerFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit LedgerFilter(QObject* parent);
  void setWords(const QString& words);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList m_words;
};

}  // namespace molloquy::widgets
