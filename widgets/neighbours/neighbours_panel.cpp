#include "widgets/neighbours/neighbours_panel.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStackedWidget>

#include "widgets/frame/banner.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/neighbours/embedding_map.h"
#include "widgets/neighbours/empty_notice.h"
#include "widgets/neighbours/movement_words.h"
#include "widgets/neighbours/neighbour_cards.h"
#include "widgets/neighbours/neighbour_strip.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using Kind = NeighboursState::Kind;

/// Lower than this, the strip has one row, so that a card fits below it.
constexpr int kTwoRows = 236;
/// How many of the nearest "Use as examples" takes where none is selected.
constexpr int kNearest = 2;

QString iconOf(Kind kind) {
  switch (kind) {
    case Kind::NoStructure:
      return QStringLiteral("hexagon");
    case Kind::NoLibrary:
      return QStringLiteral("library");
    case Kind::NoModel:
    case Kind::NotEmbedded:
      return QStringLiteral("memory");
    case Kind::Failed:
      return QStringLiteral("warning");
    case Kind::Searching:
    case Kind::Ready:
      break;
  }
  return QStringLiteral("search");
}

QString remedyOf(const NeighboursState& state) {
  if (!state.remedy.isEmpty()) return state.remedy;
  switch (state.kind) {
    case Kind::NoLibrary:
      return NeighboursPanel::tr("Open a library…");
    case Kind::NoModel:
      return NeighboursPanel::tr("Load a model…");
    case Kind::NotEmbedded:
      return NeighboursPanel::tr("Compute embeddings");
    case Kind::Searching:
      return NeighboursPanel::tr("Cancel");
    case Kind::Failed:
      return NeighboursPanel::tr("Try again");
    case Kind::NoStructure:
    case Kind::Ready:
      break;
  }
  return {};
}

QString sentenceOf(const NeighboursState& state) {
  if (!state.sentence.isEmpty()) return state.sentence;
  switch (state.kind) {
    case Kind::NoStructure:
      return NeighboursPanel::tr("Open a structure, or write a sentence, to see its neighbours.");
    case Kind::NoLibrary:
      return NeighboursPanel::tr("Neighbours are looked for in a library. None is open.");
    case Kind::NoModel:
      return NeighboursPanel::tr("Nearness by meaning needs a model with a stage-1 network.");
    case Kind::NotEmbedded:
      return NeighboursPanel::tr("This library has no embeddings of this model yet.");
    case Kind::Searching:
      return NeighboursPanel::tr("Looking for neighbours");
    case Kind::Failed:
      return NeighboursPanel::tr("The neighbours could not be found.");
    case Kind::Ready:
      break;
  }
  return NeighboursPanel::tr("There is no other molecule in this library.");
}

}  // namespace

NeighboursPanel::NeighboursPanel(QWidget* parent)
    : QWidget(parent),
      m_strip(new NeighbourStrip(this)),
      m_busyBar(new BusyBar(this)),
      m_banner(new Banner(this)),
      m_pages(new QStackedWidget(this)),
      m_notice(new EmptyNotice(m_pages)),
      m_cards(new NeighbourCards(m_pages)),
      m_map(new EmbeddingMap(m_pages)) {
  setAccessibleName(tr("Neighbours"));
  for (QWidget* page : {static_cast<QWidget*>(m_notice), static_cast<QWidget*>(m_cards),
                        static_cast<QWidget*>(m_map)})
    m_pages->addWidget(page);
  m_banner->hide();
  connectStrip();
  connectParts();
  setMap({}, tr("The map appears when the embeddings of a library are known."));
  showState();
}

void NeighboursPanel::connectStrip() {
  connect(m_strip, &NeighbourStrip::orderChosen, this, &NeighboursPanel::orderChosen);
  connect(m_strip, &NeighbourStrip::findChosen, this, &NeighboursPanel::findChosen);
  connect(m_strip, &NeighbourStrip::viewChosen, this, [this](NeighbourView view) {
    showState();
    Q_EMIT viewChosen(view);
  });
  connect(m_strip, &NeighbourStrip::libraryChosen, this, &NeighboursPanel::libraryChosen);
  connect(m_strip, &NeighbourStrip::sentenceSubmitted, this, &NeighboursPanel::sentenceSubmitted);
  connect(m_strip, &NeighbourStrip::contextClicked, this, [this] {
    const QStringList keys = contextKeys();
    if (!keys.isEmpty()) Q_EMIT contextRequested(keys);
  });
}

void NeighboursPanel::connectParts() {
  connect(m_cards, &NeighbourCards::overlayRequested, this, &NeighboursPanel::overlay);
  connect(m_cards, &NeighbourCards::openRequested, this, &NeighboursPanel::openRequested);
  connect(m_cards, &NeighbourCards::contextRequested, this, &NeighboursPanel::contextRequested);
  connect(m_cards, &NeighbourCards::cardsSelected, this, &NeighboursPanel::showContext);
  connect(m_cards, &NeighbourCards::thumbnailNeeded, this, &NeighboursPanel::thumbnailNeeded);
  connect(m_cards, &NeighbourCards::thumbnailCancelled, this, &NeighboursPanel::thumbnailCancelled);
  connect(m_map, &EmbeddingMap::pointChosen, this, &NeighboursPanel::overlay);
  connect(m_map, &EmbeddingMap::openRequested, this, &NeighboursPanel::openRequested);
  connect(m_map, &EmbeddingMap::thumbnailNeeded, this, &NeighboursPanel::thumbnailNeeded);
  connect(m_notice, &EmptyNotice::actionTriggered, this, &NeighboursPanel::emitRemedy);
  connect(m_banner, &Banner::actionTriggered, this, &NeighboursPanel::emitRemedy);
  connect(m_banner, &Banner::closed, this, &NeighboursPanel::arrange);
}

void NeighboursPanel::setState(const NeighboursState& state) {
  m_state = state;
  showState();
}

void NeighboursPanel::setCards(std::vector<NeighbourCard> cards) {
  QStringList ringed;
  for (const NeighbourCard& card : cards)
    ringed += card.molecule.isEmpty() ? card.key : card.molecule;
  m_cards->setCards(std::move(cards));
  m_map->setRinged(ringed);
  showState();
}

void NeighboursPanel::setThumbnail(const QString& key, const QImage& image) {
  m_cards->setThumbnail(key, image);
  m_map->setThumbnail(key, image);
}

void NeighboursPanel::forgetThumbnails() {
  m_cards->forgetThumbnails();
  m_map->forgetThumbnails();
}

void NeighboursPanel::setLibraries(std::vector<LibraryChoice> libraries, const QString& current) {
  m_strip->setLibraries(std::move(libraries), current);
}

void NeighboursPanel::setMap(std::vector<MapPoint> points, const QString& note) {
  m_map->setPoints(std::move(points), note);
  showState();
}

void NeighboursPanel::setMapMarker(std::optional<QPointF> place, const QString& name) {
  m_map->setMarker(place, name);
}

void NeighboursPanel::setOrder(NeighbourOrder order) { m_strip->setOrder(order); }
void NeighboursPanel::setFind(NeighbourFind find) { m_strip->setFind(find); }

void NeighboursPanel::setView(NeighbourView view) {
  m_strip->setView(view);
  showState();
}

void NeighboursPanel::setOverlaid(const QString& key) {
  m_overlaid = key;
  m_cards->setOverlaid(key);
  m_map->setOverlaid(key);
}

NeighbourOrder NeighboursPanel::order() const { return m_strip->order(); }
NeighbourFind NeighboursPanel::find() const { return m_strip->find(); }
NeighbourView NeighboursPanel::view() const { return m_strip->view(); }
QString NeighboursPanel::sentence() const { return m_strip->sentence(); }
QStringList NeighboursPanel::selectedKeys() const { return m_cards->selectedKeys(); }
int NeighboursPanel::cardCount() const { return static_cast<int>(m_cards->cards().size()); }

void NeighboursPanel::overlay(const QString& key) {
  if (key == m_overlaid) {
    setOverlaid({});
    Q_EMIT overlayRemoved();
    return;
  }
  setOverlaid(key);
  Q_EMIT overlayRequested(key);
}

QStringList NeighboursPanel::contextKeys() const {
  QStringList keys = m_cards->selectedKeys();
  if (!keys.isEmpty()) return keys;
  for (const NeighbourCard& card : m_cards->cards()) {
    if (keys.size() == kNearest) break;
    keys += card.key;
  }
  return keys;
}

void NeighboursPanel::showContext() {
  const QStringList keys = contextKeys();
  QStringList names;
  for (const NeighbourCard& card : m_cards->cards())
    if (keys.contains(card.key)) names += card.name;
  m_strip->setContext(tr("Put into the next question: %1").arg(names.join(QStringLiteral(", "))),
                      keys.isEmpty() ? tr("There are no neighbours yet.") : QString());
}

void NeighboursPanel::showState() {
  const bool any = cardCount() > 0;
  const bool searching = m_state.kind == Kind::Searching;
  if (searching) {
    m_busyBar->start(m_state.fraction);
  } else {
    m_busyBar->stop();
  }
  m_strip->setDefinition(m_state.definition);
  m_strip->setMovement(searching ? QString() : movementWords(m_cards->cards()),
                       searching ? sentenceOf(m_state) : m_state.searched);
  // Whatever can still be shown stays; what is missing is said above it.
  const bool map = view() == NeighbourView::Map;
  const bool content = map ? m_map->pointCount() > 0 : any;
  // Work of known length is long work: it can be called off with the pointer too.
  const bool trouble = m_state.kind != Kind::Ready && (!searching || m_state.fraction.has_value());
  if (content && trouble) {
    m_banner->showMessage(
        m_state.kind == Kind::Failed ? Banner::Kind::Failure : Banner::Kind::Notice,
        sentenceOf(m_state), remedyOf(m_state));
  } else {
    m_banner->hide();
  }
  m_notice->showNotice(iconOf(m_state.kind), sentenceOf(m_state), remedyOf(m_state));
  const bool mapTells = map && m_state.kind == Kind::Ready;  // its own note says what is missing
  m_pages->setCurrentWidget(content || mapTells ? (map ? static_cast<QWidget*>(m_map) : m_cards)
                                                : m_notice);
  showContext();
  arrange();
}

void NeighboursPanel::emitRemedy() {
  switch (m_state.kind) {
    case Kind::NoLibrary:
      return Q_EMIT libraryRequested();
    case Kind::NoModel:
      return Q_EMIT modelRequested();
    case Kind::NotEmbedded:
      return Q_EMIT embedRequested();
    case Kind::Searching:
      return Q_EMIT cancelRequested();
    case Kind::Failed:
      return Q_EMIT retryRequested();
    case Kind::NoStructure:
    case Kind::Ready:
      break;
  }
}

void NeighboursPanel::arrange() {
  m_strip->setRows(height() >= theme::scaled(kTwoRows) ? NeighbourStrip::Rows::Two
                                                       : NeighbourStrip::Rows::One);
  int y = m_strip->sizeHint().height();
  m_strip->setGeometry(0, 0, width(), y);
  m_busyBar->setGeometry(0, y - 2, width(), 2);
  m_busyBar->raise();
  if (!m_banner->isHidden()) {
    const int banner = m_banner->heightForWidth(width());
    m_banner->setGeometry(0, y, width(), banner);
    y += banner;
  }
  m_pages->setGeometry(0, y, width(), qMax(0, height() - y));
}

QSize NeighboursPanel::minimumSizeHint() const { return {theme::scaled(300), theme::scaled(96)}; }

void NeighboursPanel::resizeEvent(QResizeEvent*) { arrange(); }

void NeighboursPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrange();
  QWidget::changeEvent(event);
}

void NeighboursPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_state.kind == Kind::Searching) {
    Q_EMIT cancelRequested();
  } else if (event->key() == Qt::Key_Escape && !m_overlaid.isEmpty()) {
    overlay(m_overlaid);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void NeighboursPanel::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).panel);
}

}  // namespace molloquy::widgets
