#pragma once

#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>
#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/document/molecule_document.h"
#include "app/workers/library_desk.h"
#include "model/chem/geometry.h"

namespace molloquy::app {

/// What came of a search for neighbours.
struct NeighbourAnswer {
  /// What has to be there first: a stage-1 network, or embeddings of the library.
  enum class Lack { Nothing, Model, Embeddings } lack = Lack::Nothing;
  QString sentence;      ///< why, when something lacks.
  bool isQuick = false;  ///< what lacks is computed in a moment, without being asked for.
  library::NeighbourList list;
};

/// A neighbour laid over the structure on the bench.
struct OverlaidNeighbour {
  QString key;
  QString name;
  std::shared_ptr<const chem::Molecule> molecule;
  chem::Positions positions;  ///< angstrom, moved; both shapes stay rigid.
  int atoms = 0;              ///< heavy atoms that were laid on one another.
  double rmsd = 0;            ///< of those, angstrom.
  QString note;
};

struct LibraryMap {
  library::EmbeddingMap map;
  std::vector<library::LibraryRow> rows;       ///< of map.ids.
  std::optional<std::array<float, 2>> marker;  ///< where the structure on the bench lies.
};

/// Where neighbours are looked for.
struct SearchedPlace {
  std::string location;  ///< of a library; empty: what was opened since the start, in `visited`.
  std::filesystem::path visited;
};

/// Neighbours of the structure on the bench, or of a sentence, in a library or in what was opened
/// since the start. While it is watched it asks again whenever the structure changes; a newer wish
/// stops the older. Outlives the desk.
class NeighbourController : public QObject {
  Q_OBJECT

 public:
  /// modelFolder  where the stage-1 network is looked for, best first.
  NeighbourController(const MoleculeDocument& document, RetrievalDesk& desk,
                      std::function<std::vector<std::filesystem::path>()> modelFolders,
                      QObject* parent = nullptr);

  /// Location of the library that is searched; empty: what was opened since the start.
  void setLibrary(const QString& location);
  [[nodiscard]] const QString& library() const { return m_location; }
  void setBy(library::NeighbourBy by);
  void setFind(library::NeighbourQuery::Find find);
  /// Neighbours of a sentence; empty: of the structure again.
  void setSentence(const QString& sentence);
  /// Somebody looks at the neighbours; else nothing is computed.
  void setWatched(bool watched);  // NOLINT: a state, told as Qt tells visibility.
  void refresh();
  void cancel();

  void embed();
  void makeMap();
  void overlay(const QString& key);
  /// Puts what is on the bench into the library of this start.
  void remember();
  [[nodiscard]] std::size_t visited() const { return m_visited; }

  [[nodiscard]] static QString keyOf(library::MoleculeId id, std::optional<library::TextId> text);
  /// A card of the last list; nullptr for an unknown key.
  [[nodiscard]] const library::Neighbour* neighbour(const QString& key) const;
  using OnMolecule = std::function<void(const std::shared_ptr<const library::LibraryMolecule>&)>;
  void read(const QString& key, OnMolecule done);

 Q_SIGNALS:
  void searching();
  void found(const molloquy::app::NeighbourAnswer& answer);
  void failed(const QString& sentence);
  void embedProgressed(const molloquy::library::EmbedProgress& progress);
  void embedded(quint64 count);
  void mapReady(const molloquy::app::LibraryMap& map);
  void mapFailed(const QString& sentence);
  void overlaid(const molloquy::app::OverlaidNeighbour& neighbour);
  void overlayFailed(const QString& sentence);
  void visitedChanged();

 private:
  [[nodiscard]] library::NeighbourQuery query() const;
  [[nodiscard]] SearchedPlace place() const;

  const MoleculeDocument& m_document;
  RetrievalDesk& m_desk;
  std::function<std::vector<std::filesystem::path>()> m_modelFolders;
  QTemporaryDir m_folder;  ///< of the library of this start.
  QString m_location;
  library::NeighbourBy m_by = library::NeighbourBy::Structure;
  library::NeighbourQuery::Find m_find = library::NeighbourQuery::Find::Molecules;
  QString m_sentence;
  QTimer m_soon;
  bool m_watched = false;
  bool m_stale = true;
  std::stop_source m_searching, m_overlaying, m_mapping;
  quint64 m_search = 0, m_overlay = 0, m_map = 0;
  std::map<QString, library::Neighbour> m_neighbours;
  std::size_t m_visited = 0;
};

}  // namespace molloquy::app
