#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/library/library_types.h"

namespace molloquy::library {

/// What molecules are compared by. Tanimoto of bits but for Shape.
enum class Likeness : std::uint8_t {
  Morgan,  ///< radius 2, 2,048 bits.
  Path,    ///< RDKit's paths of 1 to 7 bonds, 2,048 bits.
  Maccs,   ///< 166 keys.
  Shape,   ///< USRCAT of the conformers, then overlap volumes of the best.
};

struct SimilarTo {
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;  ///< read for Shape only.
  Likeness by = Likeness::Morgan;
  double atLeast = 0.0;  ///< of the score, 0..1.
};

/// Values that every molecule of a library has, besides the properties of its records.
enum class Computed : std::uint8_t {
  AverageMass,
  HeavyAtoms,
  LogP,
  Tpsa,
  HBondDonors,
  HBondAcceptors,
  RotatableBonds,
  Rings,
  Charge
};
struct PropertyRange {
  std::optional<Computed> computed;  ///< else `property`.
  std::string property;              ///< the name of a record's value, compared as a number.
  double atLeast = -std::numeric_limits<double>::infinity();
  double atMost = std::numeric_limits<double>::infinity();
};

/// Which numbers of a model are compared.
enum class EmbeddingKind : std::uint8_t {
  Structure,  ///< Q features of a molecule: a text is as near as the nearest of them.
  Pooled,     ///< their mean, of length one: molecule beside molecule.
  Text,       ///< of a text.
};
/// Nearest in a model's space: by the largest inner product of any of `vectors` with any of the
/// row's.
struct LikeVectors {
  std::string modelStamp;                         ///< the model the vectors come from.
  EmbeddingKind kind = EmbeddingKind::Structure;  ///< what is searched.
  std::size_t width = 0;
  std::vector<float> vectors;  ///< [n, width], each of length one.
};

enum class ResultOrder : std::uint8_t { Relevance, Title, Mass, Newest };

/// Every part that is given must hold; none given finds all. Results come best first by the score
/// of `like`, else of `similar`, else of the words, else by `order`; Relevance is the nearness of
/// the name, else the order of arrival. A search by EmbeddingKind::Text finds texts: a molecule
/// comes as often as it has texts. By Shape at most 50 come, the nearest by USRCAT.
struct SearchQuery {
  std::string name;   ///< the beginning of a name's word, a formula, InChIKey or SMILES.
  std::string words;  ///< in texts and notes; quotes keep words together, * ends a beginning.
  std::string substructure;  ///< SMARTS or SMILES.
  std::optional<SimilarTo> similar;
  std::optional<LikeVectors> like;
  std::vector<PropertyRange> ranges;
  std::vector<std::string> tags;  ///< all of them.
  ResultOrder order = ResultOrder::Relevance;
  std::size_t offset = 0;
  std::size_t limit = 100;
};

/// What a score of a hit says; always shown beside it.
enum class ScoreKind : std::uint8_t {
  Words,      ///< BM25 of the words, larger is better.
  Tanimoto,   ///< of the query's Likeness.
  Shape,      ///< shape Tanimoto, of volumes, 0..1.
  Embedding,  ///< cosine in the model's space.
  Match,      ///< the model's matching head, as a probability.
};
struct Score {
  ScoreKind kind = ScoreKind::Words;
  double value = 0;
};

struct SearchHit {
  MoleculeId id;
  std::optional<TextId> text;  ///< the text that was found, of a search by words or texts.
  std::vector<Score> scores;
  std::vector<AtomIndex> matched;  ///< of LibraryMolecule::molecule, of a substructure search.
};

struct SearchResult {
  std::vector<SearchHit> hits;
  /// How many hold in all; nullopt where it was not counted to the end.
  std::optional<std::size_t> total;
  double seconds = 0;
  std::string note;  ///< a sentence when something notable happened, else empty.
};

/// Hits of a long search as they are found, each once and in their final order. Called on the
/// searching thread.
using OnHits = std::function<void(const std::vector<SearchHit>& hits)>;

}  // namespace molloquy::library
