#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/reflect/direction.h"
#include "model/retrieval/caption_index.h"
#include "model/retrieval/molecule_index.h"
#include "model/retrieval/reference_rows.h"

namespace molloquy::reflect {

struct ExampleOptions {
  retrieval::NeighbourOptions neighbours;
  retrieval::MoleculeSimilarity similarity = retrieval::MoleculeSimilarity::Path;
  int threads = 1;
};

/// Whether a row may stand as an example: it is of the training data.
bool isTrainingRow(const retrieval::ReferenceRow& row);

/// Similar rows of the training split: by molecule for Mol2Cap, by caption for Cap2Mol. The row
/// itself and rows with the same structure are left out.
/// Thread: const after creation. Source: molreflect.md 3.1, 4.2.
class ExampleFinder {
 public:
  /// rows  have to outlive the finder. returns nothing after a stop request.
  static std::optional<ExampleFinder> create(std::span<const retrieval::ReferenceRow> rows,
                                             Direction direction, const ExampleOptions& options,
                                             const retrieval::OnProgress& onProgress,
                                             std::stop_token stop);

  /// In the order in which a prompt shows them; fewer than asked for where there are no more.
  [[nodiscard]] std::vector<retrieval::Neighbour> examplesFor(std::size_t row) const;

 private:
  ExampleFinder(std::span<const retrieval::ReferenceRow> rows, const ExampleOptions& options)
      : m_rows(rows), m_options(options) {}
  [[nodiscard]] std::vector<retrieval::Neighbour> byMolecule(std::size_t row,
                                                             std::size_t count) const;
  [[nodiscard]] std::vector<retrieval::Neighbour> byCaption(std::size_t row,
                                                            std::size_t count) const;

  std::span<const retrieval::ReferenceRow> m_rows;
  ExampleOptions m_options;
  std::optional<retrieval::MoleculeIndex> m_molecules;
  std::optional<retrieval::CaptionIndex> m_captions;
  std::vector<std::size_t> m_captionRows;  ///< the row of each caption of the index.
};

}  // namespace molloquy::reflect
