#include "model/bench/random_weights.h"

#include <fmt/format.h>

#include "model/base/half_numbers.h"
#include "model/kernels/aligned_buffer.h"
#include "model/kernels/kernel_table.h"
#include "model/kernels/thread_team.h"

namespace molloquy::bench {
namespace {

using native::Matrix;
using native::Storage;

/// Marsaglia's xorshift, 64 bits at a time.
class FastRandom {
 public:
  std::uint64_t next() {
    m_state ^= m_state << 13;
    m_state ^= m_state >> 7;
    m_state ^= m_state << 17;
    return m_state;
  }

 private:
  std::uint64_t m_state = 88172645463325252ULL;
};

/// Upper bits of bfloat16 numbers between 1/128 and 1/64, and between 1/16 and 1/8.
constexpr std::uint64_t kSmall = 0x3C003C003C003C00ULL;
constexpr std::uint64_t kLarge = 0x3D803D803D803D80ULL;

Matrix randomMatrix(FastRandom& random, int rows, int columns, Storage storage,
                    std::uint64_t size = kSmall) {
  Matrix matrix;
  matrix.rows = rows;
  matrix.columns = columns;
  matrix.storage = kernels::canQuantize(rows, columns) ? storage : Storage::Bfloat16;
  const std::uint64_t bytes = matrix.bytes();
  auto numbers = std::make_shared<kernels::AlignedBuffer<std::uint64_t>>(bytes / 8 + 1);
  // bfloat16: sign and seven bits of fraction are drawn.
  const bool plain = matrix.storage == Storage::Bfloat16;
  const std::uint64_t keep = plain ? 0x807F807F807F807FULL : ~0ULL;
  const std::uint64_t set = plain ? size : 0ULL;
  for (std::size_t i = 0; i < numbers->size(); ++i) (*numbers)[i] = (random.next() & keep) | set;
  if (plain) {
    matrix.bfloat16 = reinterpret_cast<const std::uint16_t*>(numbers->data());
  } else {
    auto* tiles = reinterpret_cast<std::uint8_t*>(numbers->data());
    auto* scales = reinterpret_cast<std::uint16_t*>(
        tiles + kernels::tileBytes(rows, columns, matrix.bits()));
    const std::uint16_t half = storage == Storage::Int4 ? 0x1800 : 0x0800;  // 2^-9, 2^-13
    std::fill_n(scales, kernels::scaleCount(rows, columns), half);
    matrix.tiles = tiles;
    matrix.scales = scales;
  }
  matrix.owner = std::move(numbers);
  return matrix;
}

Matrix quantizedMatrix(const Matrix& matrix, Storage storage, kernels::ThreadTeam& team) {
  if (matrix.isQuantized() || !kernels::canQuantize(matrix.rows, matrix.columns)) return matrix;
  Matrix copy = matrix;
  copy.storage = storage;
  copy.bfloat16 = nullptr;
  const std::size_t bytes = kernels::tileBytes(matrix.rows, matrix.columns, copy.bits());
  const std::size_t count = kernels::scaleCount(matrix.rows, matrix.columns);
  auto numbers = std::make_shared<kernels::AlignedBuffer<std::uint8_t>>(bytes + 2 * count);
  auto* scales = reinterpret_cast<std::uint16_t*>(numbers->data() + bytes);
  const auto columns = static_cast<std::size_t>(matrix.columns);
  const std::size_t rowNumbers = kernels::kTileRows * columns;
  team.run([&](const kernels::TeamMember& member) {
    std::vector<float> rows(rowNumbers);
    const auto share = member.share(matrix.rows / kernels::kTileRows);
    for (auto tile = static_cast<std::size_t>(share.begin);
         tile < static_cast<std::size_t>(share.end); ++tile) {
      for (std::size_t i = 0; i < rowNumbers; ++i) {
        rows[i] = floatFromBfloat16(matrix.bfloat16[tile * rowNumbers + i]);
      }
      const std::size_t tileBytes = kernels::tileBytes(kernels::kTileRows, matrix.columns, copy.bits());
      const std::size_t tileScales = kernels::scaleCount(kernels::kTileRows, matrix.columns);
      kernels::quantizeTileRow(rows, matrix.columns, copy.bits(),
                               {numbers->data() + tile * tileBytes, tileBytes},
                               {scales + tile * tileScales, tileScales});
    }
  });
  copy.tiles = numbers->data();
  copy.scales = scales;
  copy.owner = std::move(numbers);
  return copy;
}

}  // namespace

Result<llama::Config> shapeNamed(const std::string& name) {
  llama::Config config;  // the published Llama-2-7B
  config.vocab = 32000;
  if (name == "llama-2-7b") return config;
  if (name == "tinyllama") {
    config.hidden = 2048;
    config.intermediate = 5632;
    config.layers = 22;
    config.kvHeads = 4;
    config.rmsNormEps = 1e-5;
    return config;
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no known shape; tinyllama and llama-2-7b are.", name));
}

Result<Storage> storageNamed(const std::string& name) {
  for (const Storage storage : {Storage::Bfloat16, Storage::Int8, Storage::Int4}) {
    if (name == native::toString(storage)) return storage;
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no number type; bf16, int8 and int4 are.", name));
}

double linearNumbers(const llama::Config& config) {
  const double D = config.hidden;
  const double queries = static_cast<double>(config.heads) * config.headDim();
  const double keys = static_cast<double>(config.kvHeads) * config.headDim();
  return config.layers * (2.0 * D * queries + 2.0 * D * keys + 3.0 * D * config.intermediate);
}

std::uint64_t randomWeightBytes(const llama::Config& config, Storage storage) {
  const double perNumber = storage == Storage::Bfloat16 ? 2.0
                           : storage == Storage::Int8   ? 1.0 + 2.0 / 64
                                                        : 0.5 + 2.0 / 64;
  const double words = static_cast<double>(config.vocab) * config.hidden;
  return static_cast<std::uint64_t>((linearNumbers(config) + words) * perNumber + words * 2.0);
}

std::shared_ptr<const native::LlamaWeights> randomWeights(const llama::Config& config,
                                                          Storage storage) {
  FastRandom random;
  const int D = config.hidden;
  const int F = config.intermediate;
  const int queries = config.heads * config.headDim();
  const int keys = config.kvHeads * config.headDim();
  auto weights = std::make_shared<native::LlamaWeights>();
  weights->embedding = randomMatrix(random, config.vocab, D, Storage::Bfloat16);
  weights->head = randomMatrix(random, config.vocab, D, storage, kLarge);
  weights->norm.assign(static_cast<std::size_t>(D), 1.0F);
  for (int i = 0; i < config.layers; ++i) {
    native::LlamaLayer layer;
    layer.attentionNorm = layer.feedForwardNorm = weights->norm;
    layer.q = randomMatrix(random, queries, D, storage);
    layer.k = randomMatrix(random, keys, D, storage);
    layer.v = randomMatrix(random, keys, D, storage);
    layer.o = randomMatrix(random, D, queries, storage);
    layer.gate = randomMatrix(random, F, D, storage);
    layer.up = randomMatrix(random, F, D, storage);
    layer.down = randomMatrix(random, D, F, storage);
    weights->layers.push_back(std::move(layer));
  }
  return weights;
}

std::shared_ptr<const native::LlamaWeights> quantizedCopy(const native::LlamaWeights& weights,
                                                          Storage storage, int threads) {
  kernels::ThreadTeam team(threads);
  auto copy = std::make_shared<native::LlamaWeights>(weights);
  copy->head = quantizedMatrix(weights.head, storage, team);
  for (native::LlamaLayer& layer : copy->layers) {
    for (Matrix* matrix : {&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up,
                           &layer.down}) {
      *matrix = quantizedMatrix(*matrix, storage, team);
    }
  }
  return copy;
}

}  // namespace molloquy::bench
