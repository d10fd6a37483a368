#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/neighbours/neighbour_types.h"

class QStackedWidget;

namespace molloquy::widgets {

class Banner;
class BusyBar;
class EmbeddingMap;
class EmptyNotice;
class NeighbourCards;
class NeighbourStrip;

/// The Neighbours tab: a strip that says what is looked for, where and by which definition, and
/// below it the nearest as cards, or the library as a map. Values in, intents out.
class NeighboursPanel : public QWidget {
  Q_OBJECT
 public:
  explicit NeighboursPanel(QWidget* parent = nullptr);

  void setState(const NeighboursState& state);
  /// The nearest first; cards that stay keep their selection and drawing.
  void setCards(std::vector<NeighbourCard> cards);
  /// The drawing of a card or of a point of the map; a null image says that there is none.
  void setThumbnail(const QString& key, const QImage& image);
  /// Asks for every drawing anew: the colours or the open structure changed.
  void forgetThumbnails();
  void setLibraries(std::vector<LibraryChoice> libraries, const QString& current);
  /// note: how the places were found and how much they show ("Principal components, 41 % of the
  /// variance"); without points it stands in the middle as the reason.
  void setMap(std::vector<MapPoint> points, const QString& note);
  /// Where the open structure lies on the map; nullopt takes the star away.
  void setMapMarker(std::optional<QPointF> place, const QString& name = {});
  /// Emit nothing.
  void setOrder(NeighbourOrder order);
  void setFind(NeighbourFind find);
  void setView(NeighbourView view);
  /// The card that lies over the open structure; empty: none does.
  void setOverlaid(const QString& key);

  [[nodiscard]] NeighbourOrder order() const;
  [[nodiscard]] NeighbourFind find() const;
  [[nodiscard]] NeighbourView view() const;
  /// What the neighbours are looked for by instead of the open structure; empty: none.
  [[nodiscard]] QString sentence() const;
  [[nodiscard]] QStringList selectedKeys() const;
  [[nodiscard]] int cardCount() const;

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void orderChosen(molloquy::widgets::NeighbourOrder order);
  void findChosen(molloquy::widgets::NeighbourFind find);
  void viewChosen(molloquy::widgets::NeighbourView view);
  void libraryChosen(const QString& key);
  /// Enter in the field; empty: back to the open structure.
  void sentenceSubmitted(const QString& sentence);
  /// Click or Space: lay it over the open structure.
  void overlayRequested(const QString& key);
  /// The same again, or Esc: take it away.
  void overlayRemoved();
  /// Double click or Enter: open it.
  void openRequested(const QString& key);
  /// "Use as examples": put these into the next question.
  void contextRequested(const QStringList& keys);
  /// A drawing of `size` logical pixels at `devicePixelRatio`, the common atoms highlighted in
  /// neighbourColour() (neighbour_card.h).
  void thumbnailNeeded(const QString& key, const QSize& size, double devicePixelRatio);
  void thumbnailCancelled(const QString& key);
  // The remedies of the states.
  void embedRequested();    ///< NotEmbedded.
  void cancelRequested();   ///< Searching.
  void modelRequested();    ///< NoModel.
  void libraryRequested();  ///< NoLibrary.
  void retryRequested();    ///< Failed.

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void connectStrip();
  void connectParts();
  void showState();
  void showContext();
  /// The selected, else the two nearest.
  [[nodiscard]] QStringList contextKeys() const;
  void overlay(const QString& key);
  void emitRemedy();
  void arrange();

  NeighbourStrip* m_strip;
  BusyBar* m_busyBar;
  Banner* m_banner;
  QStackedWidget* m_pages;
  EmptyNotice* m_notice;
  NeighbourCards* m_cards;
  EmbeddingMap* m_map;
  NeighboursState m_state;
  QString m_overlaid;
};

}  // namespace molloquy::widgets
