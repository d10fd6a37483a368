#include "app/controllers/neighbour_controller.h"

#include <utility>

#include "app/controllers/library_records.h"
#include "app/controllers/retrieval_work.h"

namespace molloquy::app {
namespace {

/// An edit is often followed by the next one.
constexpr int kRestMs = 150;
constexpr std::size_t kNeighbours = 24;

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

/// The molecule of a card's key: "12" or "12/3" with a text.
library::MoleculeId idOf(const QString& key) {
  return library::MoleculeId(key.section(u'/', 0, 0).toLongLong());
}

}  // namespace

NeighbourController::NeighbourController(
    const MoleculeDocument& document, RetrievalDesk& desk,
    std::function<std::vector<std::filesystem::path>()> modelFolders, QObject* parent)
    : QObject(parent), m_document(document), m_desk(desk), m_modelFolders(std::move(modelFolders)) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kRestMs);
  connect(&m_soon, &QTimer::timeout, this, &NeighbourController::refresh);
  const auto later = [this] {
    m_stale = true;
    if (m_watched && m_sentence.isEmpty()) m_soon.start();
  };
  connect(&document, &MoleculeDocument::moleculeChanged, this,
          [this, later](MoleculeChange change) {
            if (change == MoleculeChange::Opened) remember();
            later();
          });
  connect(&document, &MoleculeDocument::conformerChanged, this, later);
}

QString NeighbourController::keyOf(library::MoleculeId id, std::optional<library::TextId> text) {
  QString key = QString::number(id.value);
  if (text) key += u'/' + QString::number(text->value);
  return key;
}

void NeighbourController::setLibrary(const QString& location) {
  if (std::exchange(m_location, location) != location) refresh();
}

void NeighbourController::setBy(library::NeighbourBy by) {
  if (std::exchange(m_by, by) != by) refresh();
}

void NeighbourController::setFind(library::NeighbourQuery::Find find) {
  if (std::exchange(m_find, find) != find) refresh();
}

void NeighbourController::setSentence(const QString& sentence) {
  if (std::exchange(m_sentence, sentence.trimmed()) != sentence.trimmed()) refresh();
}

void NeighbourController::setWatched(bool watched) {
  m_watched = watched;
  if (watched && m_stale) refresh();
  if (!watched) m_soon.stop();
}

library::NeighbourQuery NeighbourController::query() const {
  library::NeighbourQuery query;
  query.by = m_sentence.isEmpty() ? m_by : library::NeighbourBy::Meaning;
  query.find = m_find;
  query.count = kNeighbours;
  query.sentence = m_sentence.toStdString();
  if (!m_document.isEmpty() && m_sentence.isEmpty()) {
    query.molecule = m_document.snapshot().molecule;
    query.conformer = m_document.snapshot().conformer;
  }
  return query;
}

SearchedPlace NeighbourController::place() const {
  return {m_location.toStdString(),
          m_folder.filePath(QStringLiteral("session.mollib")).toStdString()};
}

void NeighbourController::refresh() {
  m_soon.stop();
  m_searching.request_stop();
  if (!m_watched) {
    m_stale = true;
    return;
  }
  m_stale = false;
  const quint64 number = ++m_search;
  if (m_document.isEmpty() && m_sentence.isEmpty()) {
    m_neighbours.clear();
    Q_EMIT found({});
    return;
  }
  Q_EMIT searching();
  m_searching = m_desk.ask<NeighbourAnswer>(
      this,
      [place = place(), folders = m_modelFolders(), query = query()](RetrievalBench& bench,
                                                                     const std::stop_token& stop) {
        return neighboursOf(bench, place, folders, query, stop);
      },
      [this, number](const Result<NeighbourAnswer>& answer) {
        if (number != m_search) return;
        m_neighbours.clear();
        if (!answer) {
          Q_EMIT failed(sentence(answer.error()));
          return;
        }
        for (const library::Neighbour& one : answer->list.neighbours) {
          const auto text = m_find == library::NeighbourQuery::Find::Texts && one.text
                                ? std::optional(one.text->id)
                                : std::nullopt;
          m_neighbours.emplace(keyOf(one.row.id, text), one);
        }
        if (answer->lack == NeighbourAnswer::Lack::Embeddings && answer->isQuick) {
          embed();
          return;
        }
        Q_EMIT found(*answer);
      });
}

void NeighbourController::cancel() {
  m_searching.request_stop();
  ++m_search;
}

void NeighbourController::embed() {
  m_searching.request_stop();
  const quint64 number = ++m_search;
  Q_EMIT searching();
  m_searching = m_desk.ask<std::size_t>(
      this,
      [this, place = place(), folders = m_modelFolders()](
          RetrievalBench& bench, const std::stop_token& stop) -> Result<std::size_t> {
        const auto library = searchedLibrary(bench, place);
        if (!library) return tl::unexpected(library.error());
        if (auto open = openRetrieval(bench, folders, stop); !open) {
          return tl::unexpected(open.error());
        }
        const auto tell = [this](const library::EmbedProgress& progress) {
          postTo(this, [this, progress] { Q_EMIT embedProgressed(progress); });
        };
        return library::embedLibrary(**library, *bench.session, bench.stamp, tell, stop);
      },
      [this, number](const Result<std::size_t>& count) {
        if (count) {
          Q_EMIT embedded(*count);
        } else {
          Q_EMIT failed(sentence(count.error()));
        }
        if (number == m_search && count) refresh();
      });
}

void NeighbourController::makeMap() {
  m_mapping.request_stop();
  const quint64 number = ++m_map;
  m_mapping = m_desk.ask<LibraryMap>(
      this,
      [place = place(), folders = m_modelFolders(), structure = m_document.snapshot()](
          RetrievalBench& bench, const std::stop_token& stop) {
        return mapOf(bench, place, folders, structure, stop);
      },
      [this, number](const Result<LibraryMap>& map) {
        if (number != m_map) return;
        if (map) {
          Q_EMIT mapReady(*map);
        } else {
          Q_EMIT mapFailed(sentence(map.error()));
        }
      });
}

void NeighbourController::overlay(const QString& key) {
  m_overlaying.request_stop();
  const quint64 number = ++m_overlay;
  if (m_document.isEmpty()) return;
  m_overlaying = m_desk.ask<OverlaidNeighbour>(
      this,
      [place = place(), id = idOf(key), structure = m_document.snapshot()](
          RetrievalBench& bench, const std::stop_token& stop) -> Result<OverlaidNeighbour> {
        const auto library = searchedLibrary(bench, place);
        if (!library) return tl::unexpected(library.error());
        return laidOver(**library, id, structure, stop);
      },
      [this, number, key](const Result<OverlaidNeighbour>& laid) {
        if (number != m_overlay) return;
        if (laid) {
          OverlaidNeighbour named = *laid;
          named.key = key;
          Q_EMIT overlaid(named);
        } else {
          Q_EMIT overlayFailed(sentence(laid.error()));
        }
      });
}

void NeighbourController::remember() {
  if (m_document.isEmpty() || m_document.snapshot().molecule->atoms().empty()) return;
  library::NewMolecule molecule = newMoleculeOf(m_document.snapshot(), m_document.state());
  m_desk.ask<std::size_t>(
      this,
      [file = place().visited, molecule = std::move(molecule)](RetrievalBench& bench,
                                                               const std::stop_token&) {
        return rememberVisited(bench, file, molecule);
      },
      [this](const Result<std::size_t>& count) {
        if (!count) return;  // an empty structure, or one that chemistry cannot name
        m_visited = *count;
        Q_EMIT visitedChanged();
      });
}

const library::Neighbour* NeighbourController::neighbour(const QString& key) const {
  const auto known = m_neighbours.find(key);
  return known == m_neighbours.end() ? nullptr : &known->second;
}

void NeighbourController::read(const QString& key, OnMolecule done) {
  m_desk.ask<SharedMolecule>(
      this,
      [place = place(), id = idOf(key)](RetrievalBench& bench, const std::stop_token&) {
        return readMolecule(searchedLibrary(bench, place), id);
      },
      [this, done = std::move(done)](const Result<SharedMolecule>& molecule) {
        molecule ? done(*molecule) : Q_EMIT failed(sentence(molecule.error()));
      });
}

}  // namespace molloquy::app
