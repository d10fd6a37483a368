#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QString>

namespace molloquy::widgets {

/// One structure of the left list.
struct Record {
  QString key;  ///< unique in its list.
  QString title;
  QString formula;   ///< plain, "C9H8O4".
  double mass = 0;   ///< average, g/mol; 0 = not known yet.
  QString subtitle;  ///< shown instead of formula and mass when not empty ("record 3 of 12").
};

/// The records of one list and their thumbnails.
class RecordListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { KeyRole = Qt::UserRole, FormulaRole, MassRole, SubtitleRole, ThumbnailRole };

  explicit RecordListModel(QObject* parent = nullptr);

  void setRecords(std::vector<Record> records);
  /// Adds a record, or replaces the one with the same key.
  void put(const Record& record);
  void clear();
  /// The drawing of a record, in device pixels (devicePixelRatio set). Unknown keys are ignored.
  void setThumbnail(const QString& key, const QImage& image);
  /// Forgets every drawing (the colours changed).
  void dropThumbnails();

  [[nodiscard]] QModelIndex indexOfKey(const QString& key) const;
  [[nodiscard]] const std::vector<Record>& records() const { return m_records; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<Record> m_records;
  QHash<QString, QImage> m_thumbnails;
};

}  // namespace molloquy::widgets
