#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::unimol {

/// Uni-Mol's own molecule dictionary in id order, with [MASK] appended: 31 entries.
/// Source: Uni-Mol (Zhou et al., ICLR 2023), dictionary of the molecule model without hydrogens.
std::vector<std::string> publishedDictionary();

/// Sizes of the 3D structure encoder. Defaults: the published 15-layer model (mol_pre_no_h_220816).
///
/// JSON names are the snake_case forms ("embed_dim"). Source: Uni-Mol (Zhou et al., ICLR 2023),
/// appendix on pretraining; reference unimol.py.
struct Config {
  int layers = 15;
  int embedDim = 512;  ///< D.
  int ffnDim = 2048;
  int heads = 64;             ///< H; head width is D / H.
  int gaussianKernels = 128;  ///< K.
  std::vector<std::string> dictionary = publishedDictionary();
  double layerNormEps = 1e-5;
  double dropout = 0.1;   ///< embedding, residual and attention dropout, training only.
  int padToMultiple = 8;  ///< batches are padded to a multiple of this.
  int maxAtoms = 256;     ///< kept atoms of a larger molecule.

  /// Ids of the marks: [PAD], [CLS], [SEP], [UNK], the first four entries.
  static constexpr int kPad = 0;
  static constexpr int kBegin = 1;
  static constexpr int kEnd = 2;
  static constexpr int kUnknown = 3;

  [[nodiscard]] int headDim() const { return embedDim / heads; }
  /// Ordered pairs of dictionary entries: type(i) * |dictionary| + type(j).
  [[nodiscard]] int edgeTypes() const {
    return static_cast<int>(dictionary.size() * dictionary.size());
  }

  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates. Errors: Corrupt, naming the field.
Result<Config> configFromJson(const nlohmann::json& object);
nlohmann::json toJson(const Config& config);

/// Multiply-adds of matrix products, times two, of one structure in a row of N places.
double encoderFlops(const Config& config, double N);

}  // namespace molloquy::unimol
