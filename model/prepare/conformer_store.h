#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::prepare {

/// Atoms and conformers as they are learnt from.
struct Geometry {
  std::vector<std::string> symbols;
  std::vector<std::vector<std::array<float, 3>>> conformers;  ///< angstrom, one point an atom.
};

/// What embedding a structure gave: its geometry, or the reason why there is none.
struct Embedding {
  Geometry geometry;    ///< without atoms when there is a problem.
  std::string problem;  ///< a sentence, or empty.
};

/// Embeddings that were made before, in one LMDB file that several programs may use at a time; what
/// is written there is whole or absent. Keys are texts that name everything an embedding depends
/// on. Thread: any, several at a time.
class ConformerStore {
 public:
  /// Opens or makes the store. Errors: Internal (the folder cannot be written), Corrupt, naming it.
  static Result<std::unique_ptr<ConformerStore>> open(const std::filesystem::path& folder);
  ~ConformerStore();
  ConformerStore(const ConformerStore&) = delete;
  ConformerStore& operator=(const ConformerStore&) = delete;

  /// nullopt: never made, or unreadable.
  [[nodiscard]] std::optional<Embedding> find(const std::string& key) const;
  /// Kept from now on; written with others from time to time, and by flush.
  void put(const std::string& key, const Embedding& embedding);
  /// Errors: Internal (disk full), naming the store.
  Result<void> flush();

 private:
  struct State;
  explicit ConformerStore(std::unique_ptr<State> state);

  std::unique_ptr<State> m_state;
};

}  // namespace molloquy::prepare
