#pragma once

#include <stop_token>

#include "model/corpus/corpus_line.h"
#include "model/prepare/conformer_store.h"
#include "model/prepare/left_out.h"

namespace molloquy::prepare {

/// Where a geometry came from.
enum class GeometryOrigin { Given, Stored, Embedded };

struct GeometryResult {
  Geometry geometry;
  GeometryOrigin origin = GeometryOrigin::Given;
};
/// Why there is none.
struct GeometryProblem {
  Loss loss = Loss::NoConformer;
  std::string reason;
};

/// How conformers are embedded for structures without.
struct EmbeddingSettings {
  int conformers = 1;
  std::uint32_t seed = 7;
};

/// The structure's own conformers, or embedded ones; hydrogens are left out unless there is nothing
/// else. Equal structures and settings give equal numbers in every thread.
/// store  asked before embedding, and told; may be null.
/// After a stop the problem is NoConformer, and nothing is stored.
tl::expected<GeometryResult, GeometryProblem> geometryOf(const corpus::Structure& structure,
                                                         const EmbeddingSettings& settings,
                                                         ConformerStore* store,
                                                         const std::stop_token& stop);

/// The same text for the same atoms and points, and for nothing else.
std::string contentKey(const Geometry& geometry);

}  // namespace molloquy::prepare
