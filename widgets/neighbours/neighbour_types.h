#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace molloquy::widgets {

/// A score with the word that says what it is.
struct NeighbourScore {
  QString word;        ///< "Tanimoto", "Meaning", "Match", "Shape".
  QString definition;  ///< a sentence.
  double value = 0;    ///< the bar shows what lies within 0..1.
};

/// A card: one molecule of the library, or one text with its molecule.
struct NeighbourCard {
  QString key;  ///< unique among the cards: two texts of one molecule are two cards.
  QString name, formula;
  QString text;                        ///< a caption, may be empty.
  QString source;                      ///< "PubChem, CID 2244".
  std::vector<NeighbourScore> scores;  ///< the one that orders first.
  int commonAtoms = 0;
  int rankBefore = -1;  ///< place in the list before the last edit, 0-based; -1: it is new.
  QString molecule{};   ///< key of its point on the map; empty: `key`.
};

enum class NeighbourOrder { Structure, Shape, Meaning };
enum class NeighbourFind { Molecules, Texts };
enum class NeighbourView { Cards, Map };

/// A point of the map.
struct MapPoint {
  QString key, name;
  double x = 0, y = 0;
};

/// A library that can be searched, as a menu lists it.
struct LibraryChoice {
  QString key;  ///< its location, or "session".
  QString name;
  qint64 molecules = 0;
};

/// What the panel is doing or why it is empty.
struct NeighboursState {
  enum class Kind {
    NoStructure,
    NoLibrary,
    NoModel,
    NotEmbedded,
    Searching,
    Ready,
    Failed
  } kind = Kind::NoStructure;
  QString sentence;                ///< reason and remedy, for all but Ready.
  QString remedy;                  ///< words of its one button; empty: the usual ones of the kind.
  QString definition;              ///< "Morgan radius 2, 2,048 bits, Tanimoto".
  QString searched;                ///< "12 molecules, 4 ms".
  std::optional<double> fraction;  ///< of work of known length while Searching.
};

}  // namespace molloquy::widgets
