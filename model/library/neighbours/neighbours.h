#pragma once

#include <array>
#include <filesystem>
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

/// SHA-256 of everything that a stage-1 network's numbers depend on: its weights, sizes and
/// vocabulary, and the encoder in the model's own weights. Embeddings of two stamps are never
/// compared. A language model beside them is not read.
/// Errors: NotFound (no stage-1 network, naming the file), Corrupt, Internal.
Result<std::string> modelStamp(const std::filesystem::path& modelFolder);

struct EmbedProgress {
  std::size_t done = 0, all = 0;  ///< molecules and texts; those that cannot be read count as done.
  double perSecond = 0;
  std::size_t refused = 0;  ///< molecules that the network cannot read.
  std::string remark;       ///< why the last of them could not be read; empty without one.
};
/// Computes what a library lacks of the session's embeddings, molecules then texts, a batch a
/// transaction; molecules without a conformer are given one, which is not kept. Molecules that
/// cannot be read stay without and are tried again the next time.
/// returns how many molecules and texts were embedded; a stop is a normal end.
/// Errors: those of the library and the session.
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
  std::size_t rerank =
      48;  ///< of the nearest go to the matching head, if it was trained; 0 = none.
};
/// A neighbour as a card shows it.
struct Neighbour {
  LibraryRow row;
  std::optional<MoleculeText> text;  ///< the found one, else the molecule's first.
  std::vector<Score> scores;         ///< the one it was ordered by first.
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<AtomIndex> common;  ///< its heavy atoms of the largest common substructure found.
  std::vector<AtomIndex> commonInQuery;  ///< the same atoms of the query, in the same order.
};
struct NeighbourList {
  std::vector<Neighbour> neighbours;
  std::string orderedBy;  ///< the definition: "Morgan radius 2, 2,048 bits, Tanimoto".
  std::string note;       ///< a sentence, or empty.
  std::size_t searched = 0;
  double seconds = 0;
};
/// `session` and `stamp` are needed for Meaning and sentences only, which are always looked for by
/// meaning. The molecule itself, by its InChIKey, and its texts are not its neighbours. The
/// matching head re-orders pairs of a structure and a text (molecule to texts, sentence to
/// molecules) by the sum of its logit and the cosine; both are among the scores. A stop ends the
/// work: what was found is returned, with fewer common substructures. Errors: InvalidInput (nothing
/// to look for, no conformer to compare by shape, no session), NotFound (no embeddings of this
/// model: embed the library first), those of the library.
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
/// The principal directions of the pooled vectors of up to `molecules` molecules, evenly over the
/// library. Errors: NotFound (fewer than three molecules with embeddings of this model),
/// InvalidInput with the message "The map was stopped.", those of the library.
Result<EmbeddingMap> embeddingMap(MoleculeLibrary& library, const std::string& stamp,
                                  std::size_t molecules, std::stop_token stop);
/// The place of a vector that is not in the library; {0, 0}, the middle, for one of another width.
std::array<float, 2> placeOnMap(const EmbeddingMap& map, std::span<const float> pooled);
/// The pooled vector of a molecule, of length one: what placeOnMap takes. Without a conformer one
/// is made. Errors: those of the session and of embedding.
Result<std::vector<float>> pooledVector(session::RetrievalSession& session,
                                        const chem::Molecule& molecule,
                                        const chem::Conformer* conformer, std::stop_token stop);

}  // namespace molloquy::library
