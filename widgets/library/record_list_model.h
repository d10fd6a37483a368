#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <QImage>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace molloquy::widgets {

/// One structure of the left list.
struct Record {
  QString key;  ///< unique in its list.
  QString title;
  QString formula;   ///< plain, "C9H8O4".
  double mass = 0;   ///< average, g/mol; 0 = not known yet.
  QString subtitle;  ///< shown instead of formula and mass when not empty ("record 3 of 12").
  /// Data fields of the file in their order, names as written ("logP", "1.31").
  std::vector<std::pair<QString, QString>> properties{};
};

/// Records as other programs take them.
struct RecordTexts {
  QString smiles;  ///< a line each, title after the SMILES.
  QByteArray sdf;
  QUrl file;  ///< a file with the same; may be empty.
};
/// Makes the texts of records that are dragged or copied; asked only when something takes them.
using RecordTextProvider = std::function<RecordTexts(const QStringList& keys)>;

/// The records of one list and their thumbnails. Takes any number at once; thumbnails are kept
/// while they fit into kThumbnailBytes, those that were shown longest ago go first.
class RecordListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { KeyRole = Qt::UserRole, FormulaRole, MassRole, SubtitleRole, ThumbnailRole };
  static constexpr qsizetype kThumbnailBytes = 32 * 1024 * 1024;

  explicit RecordListModel(QObject* parent = nullptr);

  void setRecords(std::vector<Record> records);
  /// Adds many records in one go; one whose key is known replaces that record.
  void append(std::vector<Record> records);
  /// Adds a record, or replaces the one with the same key.
  void put(const Record& record);
  void clear();
  /// The drawing of a record, in device pixels (devicePixelRatio set). Unknown keys are ignored.
  void setThumbnail(const QString& key, const QImage& image);
  /// Forgets every drawing (the colours changed).
  void dropThumbnails();
  /// How records leave the list; without it they cannot be dragged.
  void setTextProvider(RecordTextProvider provider) { m_provider = std::move(provider); }
  [[nodiscard]] const RecordTextProvider& textProvider() const { return m_provider; }

  [[nodiscard]] QModelIndex indexOfKey(const QString& key) const;
  [[nodiscard]] const std::vector<Record>& records() const { return m_records; }
  /// Names of all data fields, in the order in which they first appeared.
  [[nodiscard]] const QStringList& fields() const { return m_fields; }
  [[nodiscard]] bool hasThumbnail(const QString& key) const { return m_thumbnails.contains(key); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] QStringList mimeTypes() const override;
  /// Caller owns it, as Qt has it.
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
  [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

 Q_SIGNALS:
  void fieldsChanged();

 private:
  void remember(int row);
  void takeFields(const Record& record);

  std::vector<Record> m_records;
  QHash<QString, int> m_rowOf;
  QStringList m_fields;
  QHash<QString, bool> m_knownFields;
  QCache<QString, QImage> m_thumbnails;
  RecordTextProvider m_provider;
};

}  // namespace molloquy::widgets
