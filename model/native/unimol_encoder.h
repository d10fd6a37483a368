#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/native/packed_linear.h"
#include "model/unimol/config.h"

namespace molloquy::native {

/// Finds a float32 tensor of the encoder by its name without prefix ("encoder.layers.0.fc1.weight").
/// Errors: Corrupt, naming it with the expected shape.
using EncoderTensors = std::function<Result<std::vector<float>>(const std::string& name,
                                                               std::span<const std::int64_t> shape)>;

struct UnimolEncoderOptions {
  int threads = 1;
  EncoderPrecision precision = EncoderPrecision::Float32;
  kernels::CpuLevel level = kernels::bestCpuLevel();
};

/// One structure: marks included, n of them.
struct EncoderGraph {
  std::span<const std::int64_t> tokens;  ///< [n]
  const float* distances = nullptr;      ///< [n, n] angstrom, rows `stride` apart.
  std::ptrdiff_t stride = 0;
};

/// Rows of one structure: [rows, D], atoms with their marks first, then the padding row if asked for.
struct EncodedStructure {
  int rows = 0;
  std::vector<float> values;
};

/// Whether every structure gets one padding row, which attends to all atoms and is attended to by
/// none (GraphMaskPolicy::PadReadout). All padding rows of a structure are equal, so one stands for
/// any number.
enum class PaddingRow { None, One };

/// The 3D structure encoder on the processor. Structures lie end to end without padding: products
/// run over the rows of all of them, attention over each alone. Equal to unimol::Encoder in float32
/// up to rounding.
/// Source: Uni-Mol (Zhou et al., ICLR 2023); reference unimol.py, class SimpleUniMolModel.
class UnimolEncoder {
 public:
  /// Reads and packs the weights. Errors: those of `tensors`; Unsupported (a head wider than 16).
  static Result<std::unique_ptr<UnimolEncoder>> create(const unimol::Config& config,
                                                       const EncoderTensors& tensors,
                                                       const UnimolEncoderOptions& options);
  ~UnimolEncoder();

  /// Encodes structures, some at a time so that about 512 rows are on their way.
  std::vector<EncodedStructure> encode(std::span<const EncoderGraph> structures,
                                       PaddingRow padding);

 private:
  struct Weights;
  struct Batch;
  UnimolEncoder(const unimol::Config& config, std::unique_ptr<Weights> weights,
                const UnimolEncoderOptions& options);
  void encodeBatch(Batch& batch);
  void pairBiases(const kernels::TeamMember& member, Batch& batch);
  void layer(const kernels::TeamMember& member, Batch& batch, int index);
  void normalise(const kernels::TeamMember& member, Batch& batch, const std::vector<float>& weight,
                 const std::vector<float>& bias, float* to);
  LinearInput inputOf(const kernels::TeamMember& member, Batch& batch, const float* values,
                      int columns);

  unimol::Config m_config;
  std::unique_ptr<Weights> m_weights;
  const kernels::KernelTable& m_table;
  EncoderPrecision m_precision;
  kernels::ThreadTeam m_team;
};

}  // namespace molloquy::native
