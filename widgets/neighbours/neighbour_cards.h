#pragma once

#include <QListView>

#include "widgets/neighbours/neighbour_types.h"

namespace molloquy::widgets {

class NeighbourCardDelegate;
class NeighbourListModel;
class ThumbnailQueue;

/// The neighbours as cards, as many in a row as are at least 160 wide. A click or Space lays one
/// over the open structure, a double click or Enter opens it, Ctrl and Shift select several; cards
/// can be dragged to the prompt.
class NeighbourCards : public QListView {
  Q_OBJECT
 public:
  explicit NeighbourCards(QWidget* parent = nullptr);

  /// Cards that stay keep their selection, the current one and their drawing.
  void setCards(std::vector<NeighbourCard> cards);
  /// A null image: there is none.
  void setThumbnail(const QString& key, const QImage& image);
  void forgetThumbnails();
  void setOverlaid(const QString& key);

  [[nodiscard]] const std::vector<NeighbourCard>& cards() const;
  /// In the order of the cards.
  [[nodiscard]] QStringList selectedKeys() const;
  [[nodiscard]] int columns() const;

 Q_SIGNALS:
  void overlayRequested(const QString& key);
  void openRequested(const QString& key);
  void contextRequested(const QStringList& keys);
  void cardsSelected();
  void thumbnailNeeded(const QString& key, const QSize& size, double devicePixelRatio);
  void thumbnailCancelled(const QString& key);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void startDrag(Qt::DropActions actions) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

 private:
  void shapeCards();
  [[nodiscard]] bool lacksDrawing(const QString& key) const;
  void copySelection() const;

  NeighbourListModel* m_model;
  NeighbourCardDelegate* m_delegate;
  ThumbnailQueue* m_queue;
  Qt::KeyboardModifiers m_modifiers;  ///< of the click that ends.
  bool m_doubleClicked = false;
};

}  // namespace molloquy::widgets
