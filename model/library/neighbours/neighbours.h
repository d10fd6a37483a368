#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "model/library/molecule_library.h"
#include "model/session/retrieval_session.h"

namespace molloquy::library {

/// Hash of a stage-1 network's weights and sizes: embeddings of two stamps are never compared.
Result<std::string> modelStamp(const std::filesystem::path& modelFolder);

struct EmbedProgress {
  std::size_t done = 0, all = 0;
  double perSecond = 0;
};
/// Computes what a library lacks of the session's embeddings, a batch a transaction; molecules
/// without a conformer are given one. returns how many were embedded; a stop is a normal end.
Result<std::size_t> embedLibrary(MoleculeLibrary& library, session::RetrievalSession& session,
                                 const std::string& stamp,
                                 const std::function<void(const EmbedProgress&)>& onProgress,
                                 std::stop_token stop);

/// What neighbours are looked for by.
enum class NeighbourBy : std::uint8_t {
  Structure,  ///< Morgan Tanimoto.
  Shape,      ///< 3D shape.
  Meaning,    ///< the model's space.
};
struct NeighbourQuery {
  std::shared_ptr<const chem::Molecule> molecule;  ///< of the bench, or
  std::shared_ptr<const chem::Conformer> conformer;
  std::string sentence;  ///< a sentence, when it is not empty.
  NeighbourBy by = NeighbourBy::Structure;
  enum class Find : std::uint8_t { Molecules, Texts } find = Find::Molecules;
  std::size_t count = 24;
  std::size_t rerank = 48;  ///< of the nearest go to the matching head; 0 = none.
};
/// A neighbour as a card shows it.
struct Neighbour {
  LibraryRow row;
  std::optional<MoleculeText> text;  ///< the found one, else the molecule's first.
  std::vector<Score> scores;         ///< the one it was ordered by first.
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<AtomIndex> common;  ///< its atoms of the largest common substructure.
  std::vector<AtomIndex> commonInQuery;
};
struct NeighbourList {
  std::vector<Neighbour> neighbours;
  std::string orderedBy;  ///< the definition: "Morgan radius 2, 2,048 bits, Tanimoto".
  std::string note;       ///< a sentence, or empty.
  std::size_t searched = 0;
  double seconds = 0;
};
/// `session` is needed for Meaning and sentences only. The molecule itself is not its neighbour.
/// Errors: InvalidInput, NotFound (no embeddings of this model: embed the library first).
Result<NeighbourList> findNeighbours(MoleculeLibrary& library, session::RetrievalSession* session,
                                     const std::string& stamp, const NeighbourQuery& query,
                                     std::stop_token stop);

/// Where a library's molecules lie on paper: their vectors' two principal directions.
struct EmbeddingMap {
  std::vector<MoleculeId> ids;
  std::vector<std::array<float, 2>> places;
  std::string method;       ///< as told to the person.
  double explained = 0;     ///< share of the variance that two directions show, 0..1.
  std::vector<float> mean;  ///< [width]
  std::vector<float> axes;  ///< [2, width]
};
Result<EmbeddingMap> embeddingMap(MoleculeLibrary& library, const std::string& stamp,
                                  std::size_t molecules, std::stop_token stop);
/// The place of a vector that is not in the library.
std::array<float, 2> placeOnMap(const EmbeddingMap& map, std::span<const float> pooled);

}  // namespace molloquy::library
