#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "widgets/inspector/conformer_rows.h"
#include "widgets/inspector/table_view.h"

class QSortFilterProxyModel;

namespace molloquy::widgets {

/// The rows as a model; sorting compares the numbers, not their texts.
class ConformerTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Number, Energy, Share, Rmsd, Torsion, ColumnCount };
  static constexpr int kSortRole = Qt::UserRole + 1;
  static constexpr int kSlotRole = Qt::UserRole + 2;  ///< pin slot of the overlay; -1 = off.

  using QAbstractTableModel::QAbstractTableModel;

  void setRows(std::vector<ConformerRow> rows);
  [[nodiscard]] const std::vector<ConformerRow>& rows() const { return m_rows; }
  void setTorsionName(const QString& name);
  void setOverlay(std::vector<OverlaidConformer> overlay);
  [[nodiscard]] const std::vector<OverlaidConformer>& overlay() const { return m_overlay; }
  void setCurrent(int conformer);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  /// By the person's hand.
  void overlayChanged();

 private:
  [[nodiscard]] QString text(const ConformerRow& row, int column) const;
  [[nodiscard]] QVariant sortKey(const ConformerRow& row, int column) const;
  [[nodiscard]] int slotOf(int conformer) const;

  std::vector<ConformerRow> m_rows;
  std::vector<OverlaidConformer> m_overlay;  ///< by conformer.
  QString m_torsionName;
  int m_current = -1;
};

/// The table: squares for the overlay, sorted by any column, the current conformer selected.
class ConformerTable : public TableView {
  Q_OBJECT
 public:
  explicit ConformerTable(QWidget* parent = nullptr);

  [[nodiscard]] ConformerTableModel& rows() { return *m_model; }
  void setTorsionName(const QString& name);
  /// 0-based; emits nothing.
  void setCurrent(int conformer);

 Q_SIGNALS:
  void conformerChosen(int conformer);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fitColumns();

  ConformerTableModel* m_model;
  QSortFilterProxyModel* m_proxy;
  bool m_quiet = false;
};

}  // namespace molloquy::widgets
