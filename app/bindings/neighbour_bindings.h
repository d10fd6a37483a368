#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include "app/bindings/bound_parts.h"

namespace molloquy::widgets {
class NeighboursPanel;
}

namespace molloquy::app {

/// The Neighbours tab: what it asks for goes to the neighbour controller, what comes back to its
/// cards, its map and the overlay in the picture.
class NeighbourBindings : public QObject {
  Q_OBJECT

 public:
  explicit NeighbourBindings(const BoundParts& parts);

 private:
  void bindPanel();
  void bindAnswers();
  void bindOverlay();
  void bindMap();
  void watch();
  void showLibraries();
  void show(const NeighbourAnswer& answer);
  void showLack(const NeighbourAnswer& answer);
  void open(const QString& key);
  void requestThumbnail(const QString& key, QSize size, double devicePixelRatio);
  void showOverlay(const OverlaidNeighbour& laid);
  [[nodiscard]] widgets::NeighboursPanel& panel() const;

  BoundParts m_parts;
  QString m_note;               ///< of the list before; said once.
  QHash<QString, int> m_ranks;  ///< of the list before, by key.
  QHash<QString, std::string> m_mapSmiles;
};

}  // namespace molloquy::app
