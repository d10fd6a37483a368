#include "app/bindings/neighbour_bindings.h"

#include <QAction>
#include <QLocale>
#include <QPointF>
#include <algorithm>
#include <utility>

#include "app/controllers/library_records.h"
#include "widgets/depiction/structure_ink.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/neighbours/neighbour_card.h"
#include "widgets/neighbours/neighbours_panel.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

using Tab = widgets::LowerPanel::Tab;
using State = widgets::NeighboursState;

const QString kSession = QStringLiteral("session");
constexpr int kOverlayColour = 1;      ///< pin B.
constexpr double kStickRadius = 0.11;  ///< angstrom: seen within the bonds of ball and stick.

library::NeighbourBy byOf(widgets::NeighbourOrder order) {
  switch (order) {
    case widgets::NeighbourOrder::Shape:
      return library::NeighbourBy::Shape;
    case widgets::NeighbourOrder::Meaning:
      return library::NeighbourBy::Meaning;
    case widgets::NeighbourOrder::Structure:
      break;
  }
  return library::NeighbourBy::Structure;
}

widgets::NeighbourScore scoreOf(const library::Score& score) {
  using library::ScoreKind;
  const auto tr = [](const char* text) { return NeighbourBindings::tr(text); };
  switch (score.kind) {
    case ScoreKind::Tanimoto:
      return {tr("Tanimoto"), tr("Morgan radius 2, 2,048 bits: shared bits over all bits."),
              score.value};
    case ScoreKind::Shape:
      return {tr("Shape"), tr("Shared over joint volume of the two shapes, laid on one another."),
              score.value};
    case ScoreKind::Embedding:
      return {tr("Meaning"), tr("Cosine of the two in the model's space."), score.value};
    case ScoreKind::Match:
      return {tr("Match"), tr("The model's matching head: how likely the two belong together."),
              score.value};
    case ScoreKind::Words:
      break;
  }
  return {tr("Words"), tr("BM25 of the words."), score.value};
}

widgets::NeighbourCard cardOf(const library::Neighbour& neighbour, bool ofTexts) {
  widgets::NeighbourCard card;
  const auto text = ofTexts && neighbour.text ? std::optional(neighbour.text->id) : std::nullopt;
  card.key = NeighbourController::keyOf(neighbour.row.id, text);
  card.molecule = NeighbourController::keyOf(neighbour.row.id, std::nullopt);
  const library::LibraryRow& row = neighbour.row;
  card.name = QString::fromStdString(row.title.empty() ? row.smiles : row.title);
  card.formula = QString::fromStdString(row.formula);
  if (neighbour.text) {
    card.text = QString::fromStdString(neighbour.text->text);
    card.source = QString::fromStdString(neighbour.text->source.name);
  } else {
    card.source = QString::fromStdString(row.source);
  }
  for (const library::Score& score : neighbour.scores) card.scores.push_back(scoreOf(score));
  card.commonAtoms = static_cast<int>(neighbour.common.size());
  return card;
}

QString searchedWords(const library::NeighbourList& list) {
  const QLocale locale;
  return NeighbourBindings::tr("%1 searched, %2 ms")
      .arg(locale.toString(static_cast<qulonglong>(list.searched)),
           locale.toString(list.seconds * 1000, 'f', list.seconds < 0.01 ? 1 : 0));
}

}  // namespace

NeighbourBindings::NeighbourBindings(const BoundParts& parts) : m_parts(parts) {
  bindPanel();
  bindAnswers();
  bindOverlay();
  bindMap();
  connect(&m_parts.library, &LibraryController::infoChanged, this, [this] {
    // The library that is open is searched until another one is chosen.
    m_parts.neighbours.setLibrary(m_parts.library.location());
    showLibraries();
  });
  connect(&m_parts.neighbours, &NeighbourController::visitedChanged, this,
          &NeighbourBindings::showLibraries);
  showLibraries();
}

widgets::NeighboursPanel& NeighbourBindings::panel() const {
  return m_parts.window.lowerPanel().neighbours();
}

void NeighbourBindings::bindPanel() {
  widgets::NeighboursPanel& shown = panel();
  connect(&shown, &widgets::NeighboursPanel::orderChosen, this,
          [this](widgets::NeighbourOrder order) {
            m_ranks.clear();
            m_parts.neighbours.setBy(byOf(order));
          });
  connect(&shown, &widgets::NeighboursPanel::findChosen, this, [this](widgets::NeighbourFind find) {
    m_ranks.clear();
    m_parts.neighbours.setFind(find == widgets::NeighbourFind::Texts
                                   ? library::NeighbourQuery::Find::Texts
                                   : library::NeighbourQuery::Find::Molecules);
  });
  connect(&shown, &widgets::NeighboursPanel::libraryChosen, this, [this](const QString& key) {
    m_ranks.clear();
    m_parts.neighbours.setLibrary(key == kSession ? QString() : key);
    showLibraries();
    if (panel().view() == widgets::NeighbourView::Map) m_parts.neighbours.makeMap();
  });
  connect(&shown, &widgets::NeighboursPanel::sentenceSubmitted, this, [this](const QString& text) {
    m_ranks.clear();
    m_parts.neighbours.setSentence(text);
  });
  connect(&shown, &widgets::NeighboursPanel::openRequested, this, &NeighbourBindings::open);
  connect(&shown, &widgets::NeighboursPanel::embedRequested, &m_parts.neighbours,
          &NeighbourController::embed);
  connect(&shown, &widgets::NeighboursPanel::cancelRequested, this, [this] {
    m_parts.neighbours.cancel();
    panel().setState({State::Kind::Failed, tr("The search was stopped."), {}, {}, {}, {}});
  });
  connect(&shown, &widgets::NeighboursPanel::retryRequested, &m_parts.neighbours,
          &NeighbourController::refresh);
  connect(&shown, &widgets::NeighboursPanel::modelRequested, this,
          [this] { m_parts.window.actions().manageModels->trigger(); });
  connect(&shown, &widgets::NeighboursPanel::libraryRequested, this,
          [this] { m_parts.window.actions().library.open->trigger(); });
  connect(&shown, &widgets::NeighboursPanel::thumbnailNeeded, this,
          &NeighbourBindings::requestThumbnail);
  connect(&shown, &widgets::NeighboursPanel::thumbnailCancelled, this, [this](const QString& key) {
    m_parts.inspector.cancelThumbnail(QStringLiteral("neighbour/") + key);
  });
  connect(&m_parts.inspector, &InspectorController::thumbnailChanged, this,
          [this](const QString& key, const QImage& image) {
            if (key.startsWith(QLatin1String("neighbour/"))) {
              panel().setThumbnail(key.section(u'/', 1), image);
            }
          });
  connect(&m_parts.inspector, &InspectorController::thumbnailFailed, this,
          [this](const QString& key) {
            if (key.startsWith(QLatin1String("neighbour/"))) {
              panel().setThumbnail(key.section(u'/', 1), {});
            }
          });
  connect(&m_parts.window.lowerPanel(), &widgets::LowerPanel::currentTabChanged, this,
          &NeighbourBindings::watch);
  connect(&m_parts.window.lowerPanel(), &widgets::LowerPanel::collapsedChanged, this,
          &NeighbourBindings::watch);
}

void NeighbourBindings::watch() {
  const widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  m_parts.neighbours.setWatched(lower.currentTab() == Tab::Neighbours && !lower.isCollapsed());
}

void NeighbourBindings::bindAnswers() {
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          [this](MoleculeChange change) {
            if (change == MoleculeChange::Opened) m_ranks.clear();
            panel().setOverlaid({});
          });
  connect(&m_parts.neighbours, &NeighbourController::searching, this, [this] {
    State state{State::Kind::Searching, tr("Looking for neighbours"), {}, {}, {}, {}};
    panel().setState(state);
  });
  connect(&m_parts.neighbours, &NeighbourController::found, this, &NeighbourBindings::show);
  connect(&m_parts.neighbours, &NeighbourController::failed, this, [this](const QString& sentence) {
    panel().setState({State::Kind::Failed, sentence, {}, {}, {}, {}});
  });
  connect(&m_parts.neighbours, &NeighbourController::embedProgressed, this,
          [this](const library::EmbedProgress& progress) {
            const QLocale locale;
            State state{State::Kind::Searching,
                        tr("Embedding %1 of %2, %3 a second")
                            .arg(locale.toString(static_cast<qulonglong>(progress.done)),
                                 locale.toString(static_cast<qulonglong>(progress.all)),
                                 locale.toString(progress.perSecond, 'f', 0)),
                        {},
                        {},
                        {},
                        {}};
            if (progress.all > 0) {
              state.fraction =
                  static_cast<double>(progress.done) / static_cast<double>(progress.all);
            }
            panel().setState(state);
          });
}

void NeighbourBindings::show(const NeighbourAnswer& answer) {
  if (answer.lack != NeighbourAnswer::Lack::Nothing) {
    showLack(answer);
    return;
  }
  if (m_parts.document.isEmpty() && answer.list.orderedBy.empty()) {
    panel().setCards({});
    panel().setState({State::Kind::NoStructure, {}, {}, {}, {}, {}});
    m_parts.window.lowerPanel().setCount(Tab::Neighbours, 0);
    return;
  }
  const bool texts = panel().find() == widgets::NeighbourFind::Texts;
  std::vector<widgets::NeighbourCard> cards;
  QHash<QString, int> ranks;
  for (const library::Neighbour& neighbour : answer.list.neighbours) {
    widgets::NeighbourCard card = cardOf(neighbour, texts);
    card.rankBefore = m_ranks.value(card.key, -1);
    ranks.insert(card.key, static_cast<int>(cards.size()));
    cards.push_back(std::move(card));
  }
  m_ranks = std::move(ranks);
  // What the model does not know of a sentence has to be seen beside what it found.
  const QString note = QString::fromStdString(answer.list.note);
  if (std::exchange(m_note, note) != note && !note.isEmpty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, note);
  }
  m_parts.window.lowerPanel().setCount(Tab::Neighbours, static_cast<int>(cards.size()));
  panel().setCards(std::move(cards));
  State state{State::Kind::Ready,
              QString::fromStdString(answer.list.note),
              {},
              QString::fromStdString(answer.list.orderedBy),
              searchedWords(answer.list),
              {}};
  panel().setState(state);
}

void NeighbourBindings::showLack(const NeighbourAnswer& answer) {
  panel().setCards({});
  m_parts.window.lowerPanel().setCount(Tab::Neighbours, 0);
  if (answer.lack == NeighbourAnswer::Lack::Model) {
    panel().setState({State::Kind::NoModel, answer.sentence, {}, {}, {}, {}});
    return;
  }
  const QString name = QString::fromStdString(m_parts.library.info().name);
  panel().setState({State::Kind::NotEmbedded,
                    tr("%1 has molecules that the model has not seen yet.").arg(name),
                    {},
                    {},
                    {},
                    {}});
}

void NeighbourBindings::showLibraries() {
  std::vector<widgets::LibraryChoice> choices;
  if (!m_parts.library.location().isEmpty()) {
    choices.push_back({m_parts.library.location(),
                       QString::fromStdString(m_parts.library.info().name),
                       static_cast<qint64>(m_parts.library.info().molecules)});
  }
  choices.push_back(
      {kSession, tr("This session"), static_cast<qint64>(m_parts.neighbours.visited())});
  panel().setLibraries(
      choices, m_parts.neighbours.library().isEmpty() ? kSession : m_parts.neighbours.library());
}

void NeighbourBindings::open(const QString& key) {
  m_parts.neighbours.read(
      key, [this](const std::shared_ptr<const library::LibraryMolecule>& molecule) {
        const auto file = fileOf(*molecule);
        m_parts.records.addToSession(
            file, {{QString::fromStdString(molecule->formula), molecule->averageMass}});
        m_parts.structures.open(file, 0);
      });
}

void NeighbourBindings::requestThumbnail(const QString& key, QSize size, double devicePixelRatio) {
  const library::Neighbour* neighbour = m_parts.neighbours.neighbour(key);
  InspectorController::Drawn drawn;
  if (neighbour) {
    drawn.molecule = neighbour->molecule;
    drawn.smiles = neighbour->row.smiles;
    drawn.highlighted = neighbour->common;
  } else if (const auto known = m_mapSmiles.constFind(key); known != m_mapSmiles.constEnd()) {
    drawn.smiles = *known;
  } else {
    return;
  }
  drawn.highlight = widgets::neighbourColour(theme::tokensFor(m_parts.window.palette()));
  m_parts.inspector.requestThumbnail(QStringLiteral("neighbour/") + key, drawn,
                                     widgets::structureInk(m_parts.window.palette()), size,
                                     devicePixelRatio);
}

void NeighbourBindings::bindOverlay() {
  widgets::NeighboursPanel& shown = panel();
  connect(&shown, &widgets::NeighboursPanel::overlayRequested, &m_parts.neighbours,
          &NeighbourController::overlay);
  connect(&shown, &widgets::NeighboursPanel::overlayRemoved, this, [this] {
    m_parts.window.viewport().setOverlays({});
    panel().setOverlaid({});
  });
  connect(&m_parts.neighbours, &NeighbourController::overlaid, this,
          &NeighbourBindings::showOverlay);
  connect(&m_parts.neighbours, &NeighbourController::overlayFailed, this,
          [this](const QString& sentence) {
            panel().setOverlaid({});
            m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure, sentence);
          });
}

void NeighbourBindings::showOverlay(const OverlaidNeighbour& laid) {
  const QColor colour =
      theme::pinColour(theme::tokensFor(m_parts.window.palette()), kOverlayColour);
  render::Overlay overlay{
      laid.molecule,
      laid.positions,
      {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
       static_cast<std::uint8_t>(colour.blue())},
      kStickRadius};
  const QLocale locale;
  m_parts.window.viewport().setOverlays(
      {std::move(overlay)}, {laid.name},
      {m_parts.document.snapshot().title,
       laid.atoms == 1 ? tr("1 atom aligned") : tr("%1 atoms aligned").arg(laid.atoms),
       tr("RMSD %1 Å").arg(locale.toString(laid.rmsd, 'f', 2))});
  panel().setOverlaid(laid.key);
  if (!laid.note.isEmpty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice,
                                        laid.note + u' ' + tr("It was laid over by its shape."));
  }
}

void NeighbourBindings::bindMap() {
  connect(&panel(), &widgets::NeighboursPanel::viewChosen, this,
          [this](widgets::NeighbourView view) {
            if (view == widgets::NeighbourView::Map) m_parts.neighbours.makeMap();
          });
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this] {
    if (panel().isVisible() && panel().view() == widgets::NeighbourView::Map) {
      m_parts.neighbours.makeMap();
    }
  });
  connect(&m_parts.neighbours, &NeighbourController::embedded, this, [this] {
    if (panel().view() == widgets::NeighbourView::Map) m_parts.neighbours.makeMap();
  });
  connect(&m_parts.neighbours, &NeighbourController::mapReady, this, [this](const LibraryMap& map) {
    std::vector<widgets::MapPoint> points;
    QHash<qint64, QString> names;
    m_mapSmiles.clear();
    for (const library::LibraryRow& row : map.rows) {
      names.insert(row.id.value,
                   QString::fromStdString(row.title.empty() ? row.smiles : row.title));
      m_mapSmiles.insert(NeighbourController::keyOf(row.id, std::nullopt), row.smiles);
    }
    for (std::size_t i = 0; i < map.map.ids.size(); ++i) {
      const library::MoleculeId id = map.map.ids[i];
      points.push_back({NeighbourController::keyOf(id, std::nullopt), names.value(id.value),
                        static_cast<double>(map.map.places[i][0]),
                        static_cast<double>(map.map.places[i][1])});
    }
    panel().setMap(std::move(points), QString::fromStdString(map.map.method));
    std::optional<QPointF> marker;
    if (map.marker) {
      marker =
          QPointF(static_cast<double>((*map.marker)[0]), static_cast<double>((*map.marker)[1]));
    }
    panel().setMapMarker(marker, m_parts.document.snapshot().title);
  });
  connect(&m_parts.neighbours, &NeighbourController::mapFailed, this,
          [this](const QString& sentence) { panel().setMap({}, sentence); });
}

}  // namespace molloquy::app
