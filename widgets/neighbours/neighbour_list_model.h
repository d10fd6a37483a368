#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <vector>

#include "widgets/neighbours/neighbour_types.h"

namespace molloquy::widgets {

/// The cards in their order and their drawings. Drawings of cards that left are kept while they
/// fit, since an edit often brings them back.
class NeighbourListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { KeyRole = Qt::UserRole, ThumbnailRole };
  static constexpr qsizetype kThumbnailBytes = 24 * 1024 * 1024;

  explicit NeighbourListModel(QObject* parent = nullptr);

  void setCards(std::vector<NeighbourCard> cards);
  [[nodiscard]] const std::vector<NeighbourCard>& cards() const { return m_cards; }
  /// In device pixels, devicePixelRatio set.
  void setThumbnail(const QString& key, const QImage& image);
  void dropThumbnails();
  [[nodiscard]] bool hasThumbnail(const QString& key) const { return m_thumbnails.contains(key); }
  [[nodiscard]] QModelIndex indexOfKey(const QString& key) const;

  /// Tool tip: scores with their definitions, the whole text, the source.
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] QStringList mimeTypes() const override;
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
  [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

 private:
  std::vector<NeighbourCard> m_cards;
  QCache<QString, QImage> m_thumbnails;
};

/// "0.69": two places, U+2212 for minus, the locale's decimal mark.
QString scoreText(double value);

}  // namespace molloquy::widgets
