#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "model/retrieval/caption_index.h"
#include "model/retrieval/molecule_keys.h"

namespace molloquy::retrieval {

using OnProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Molecules by the bits their fingerprints share. Thread: const after creation.
class MoleculeIndex {
 public:
  /// Rows whose SMILES cannot be read are nobody's neighbours; `onUnreadable` gets their errors.
  /// Computed by several threads; progress and errors are told on the caller's.
  /// returns nothing after a stop request.
  static std::optional<MoleculeIndex> create(
      std::span<const std::string> smiles, MoleculeSimilarity similarity, int threads,
      const OnProgress& onProgress,
      const std::function<void(std::size_t row, const Error& error)>& onUnreadable,
      std::stop_token stop);

  [[nodiscard]] std::size_t size() const { return m_keys.size(); }
  /// Nothing for a row that could not be read.
  [[nodiscard]] const std::optional<MoleculeKeys>& keys(std::size_t row) const {
    return m_keys[row];
  }
  /// The most similar rows that the filter lets through, best first; the same structure is left
  /// out.
  [[nodiscard]] std::vector<Neighbour> nearest(const MoleculeKeys& query, std::size_t count,
                                               const RowFilter& filter) const;

 private:
  std::vector<std::optional<MoleculeKeys>> m_keys;
};

}  // namespace molloquy::retrieval
