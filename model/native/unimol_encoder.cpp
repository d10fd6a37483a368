#include "model/native/unimol_encoder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include <fmt/format.h>

namespace molloquy::native {
namespace {

using kernels::kPanelColumns;
using Range = kernels::TeamMember::Range;

/// Rows that go through the network together: enough to reuse each weight, few enough to stay in
/// the second-level cache.
constexpr int kBatchRows = 512;
/// Numbers between the end of a row and the next: twelve rows are read side by side, and rows a power of
/// two apart would fall into the same few places of the caches.
constexpr int kRowGap = 16;
/// Pairs that become biases together.
constexpr int kPairBlock = 96;

struct Norm {
  std::vector<float> weight;
  std::vector<float> bias;
};

struct LayerWeights {
  Norm attentionNorm;
  Norm feedForwardNorm;
  PackedLinear qkv;
  PackedLinear out;
  PackedLinear fc1;
  PackedLinear fc2;
};

}  // namespace

struct UnimolEncoder::Weights {
  std::vector<float> tokens;  ///< [dictionary, D]
  Norm embeddingNorm;
  Norm finalNorm;
  std::vector<float> means, inverseStds, factors;  ///< [K]
  std::vector<float> mul, bias;                    ///< [edge types]
  PackedLinear pair1;                              ///< K -> K
  PackedLinear pair2;                              ///< K -> H
  std::vector<LayerWeights> layers;
};

/// Structures on their way.
struct UnimolEncoder::Batch {
  struct Part {
    const EncoderGraph* structure = nullptr;
    int first = 0;              ///< row in the batch.
    int keys = 0;               ///< atoms and marks.
    int rows = 0;               ///< with the padding row.
    std::vector<float> pairs;   ///< [H, rows, keys]
  };
  std::vector<Part> parts;
  int m = 0;
  kernels::AlignedBuffer<float> x, normed, qkv, context, inner;
  kernels::AlignedBuffer<std::uint32_t> operands;
  std::vector<EncodedStructure> results;
};

namespace {

/// Reads the encoder's tensors by name, and stops at the first error.
class WeightReader {
 public:
  WeightReader(const EncoderTensors& tensors, const kernels::KernelTable& table,
               EncoderPrecision precision)
      : m_tensors(tensors), m_table(table), m_precision(precision) {}

  std::vector<float> numbers(const std::string& name, std::vector<std::int64_t> shape) {
    if (m_error) return {};
    auto read = m_tensors(name, shape);
    if (read) return *std::move(read);
    m_error = read.error();
    return {};
  }
  Norm norm(const std::string& name, int width) {
    return {numbers(name + ".weight", {width}), numbers(name + ".bias", {width})};
  }
  PackedLinear linear(const std::string& name, int outputs, int columns) {
    const std::vector<float> weight = numbers(name + ".weight", {outputs, columns});
    const std::vector<float> bias = numbers(name + ".bias", {outputs});
    if (m_error) return {};
    return {m_table, m_precision, weight, bias, outputs, columns};
  }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  const EncoderTensors& m_tensors;
  const kernels::KernelTable& m_table;
  EncoderPrecision m_precision;
  std::optional<Error> m_error;
};

}  // namespace

Result<std::unique_ptr<UnimolEncoder>> UnimolEncoder::create(const unimol::Config& config,
                                                             const EncoderTensors& tensors,
                                                             const UnimolEncoderOptions& options) {
  if (config.headDim() > 16 || config.embedDim % 2 != 0  ||
      config.embedDim % kPanelColumns != 0 || config.ffnDim % kPanelColumns != 0 ||
      config.gaussianKernels % kPanelColumns != 0) {
    return fail(ErrorCode::Unsupported,
                fmt::format("An encoder of width {} with {} heads, {} Gaussians and a feed-forward of {} "
                            "does not fit into the native loops.",
                            config.embedDim, config.heads, config.gaussianKernels, config.ffnDim));
  }
  const int D = config.embedDim;
  const int K = config.gaussianKernels;
  WeightReader read(tensors, kernels::kernelsFor(options.level), options.precision);
  auto weights = std::make_unique<Weights>();
  weights->tokens =
      read.numbers("embed_tokens.weight", {static_cast<std::int64_t>(config.dictionary.size()), D});
  weights->embeddingNorm = read.norm("encoder.emb_layer_norm", D);
  weights->finalNorm = read.norm("encoder.final_layer_norm", D);
  weights->means = read.numbers("gbf.means.weight", {1, K});
  const std::vector<float> stds = read.numbers("gbf.stds.weight", {1, K});
  weights->mul = read.numbers("gbf.mul.weight", {config.edgeTypes(), 1});
  weights->bias = read.numbers("gbf.bias.weight", {config.edgeTypes(), 1});
  // The reference's pi and floor, which the weights were trained with.
  for (const float value : stds) {
    const float std = std::fabs(value) + 1e-5F;
    weights->inverseStds.push_back(1.0F / std);
    weights->factors.push_back(1.0F / (std::sqrt(2.0F * 3.14159F) * std));
  }
  weights->pair1 = read.linear("gbf_proj.linear1", K, K);
  weights->pair2 = read.linear("gbf_proj.linear2", config.heads, K);
  for (int i = 0; i < config.layers && !read.error(); ++i) {
    const std::string name = fmt::format("encoder.layers.{}.", i);
    LayerWeights layer;
    layer.attentionNorm = read.norm(name + "self_attn_layer_norm", D);
    layer.feedForwardNorm = read.norm(name + "final_layer_norm", D);
    layer.qkv = read.linear(name + "self_attn.in_proj", 3 * D, D);
    layer.out = read.linear(name + "self_attn.out_proj", D, D);
    layer.fc1 = read.linear(name + "fc1", config.ffnDim, D);
    layer.fc2 = read.linear(name + "fc2", D, config.ffnDim);
    weights->layers.push_back(std::move(layer));
  }
  if (read.error()) return tl::unexpected(*read.error());
  return std::unique_ptr<UnimolEncoder>(new UnimolEncoder(config, std::move(weights), options));
}

UnimolEncoder::UnimolEncoder(const unimol::Config& config, std::unique_ptr<Weights> weights,
                             const UnimolEncoderOptions& options)
    : m_config(config),
      m_weights(std::move(weights)),
      m_table(kernels::kernelsFor(options.level)),
      m_precision(options.precision),
      m_team(options.threads) {}

UnimolEncoder::~UnimolEncoder() = default;

std::vector<EncodedStructure> UnimolEncoder::encode(
    std::span<const EncoderGraph> structures, PaddingRow padding) {
  std::vector<EncodedStructure> results;
  const int extra = padding == PaddingRow::One ? 1 : 0;
  std::size_t next = 0;
  while (next < structures.size()) {
    Batch batch;
    while (next < structures.size()) {
      const auto keys = static_cast<int>(structures[next].tokens.size());
      if (batch.m > 0 && batch.m + keys + extra > kBatchRows) break;
      batch.parts.push_back({&structures[next], batch.m, keys, keys + extra, {}});
      batch.m += keys + extra;
      ++next;
    }
    encodeBatch(batch);
    std::move(batch.results.begin(), batch.results.end(), std::back_inserter(results));
  }
  return results;
}

void UnimolEncoder::encodeBatch(Batch& batch) {
  const auto D = static_cast<std::size_t>(m_config.embedDim);
  const auto m = static_cast<std::size_t>(batch.m);
  const auto F = static_cast<std::size_t>(m_config.ffnDim);
  batch.x.reserve(m * D);
  batch.normed.reserve(m * (D + kRowGap));
  batch.qkv.reserve(m * 3 * D);
  batch.context.reserve(m * (D + kRowGap));
  batch.inner.reserve(m * (F + kRowGap));
  batch.operands.reserve(m * static_cast<std::size_t>(
                                 kernels::operandWords(
                                     m_table, std::max(m_config.ffnDim, m_config.embedDim)) +
                                 kRowGap));
  for (Batch::Part& part : batch.parts) {
    part.pairs.resize(static_cast<std::size_t>(m_config.heads) * static_cast<std::size_t>(part.rows) *
                      static_cast<std::size_t>(part.keys));
    for (int i = 0; i < part.rows; ++i) {
      float* row = batch.x.data() + static_cast<std::size_t>(part.first + i) * D;
      if (i >= part.keys) {
        std::fill_n(row, D, 0.0F);
        continue;
      }
      const auto token = static_cast<std::size_t>(part.structure->tokens[static_cast<std::size_t>(i)]);
      const Norm& norm = m_weights->embeddingNorm;
      m_table.layerNorm(m_weights->tokens.data() + token * D, norm.weight.data(), norm.bias.data(),
                        static_cast<float>(m_config.layerNormEps), m_config.embedDim, row);
    }
  }
  m_team.run([&](const kernels::TeamMember& member) {
    pairBiases(member, batch);
    member.barrier();
    for (int i = 0; i < m_config.layers; ++i) layer(member, batch, i);
    normalise(member, batch, m_weights->finalNorm.weight, m_weights->finalNorm.bias,
              batch.normed.data());
  });
  for (const Batch::Part& part : batch.parts) {
    EncodedStructure result;
    result.rows = part.rows;
    for (int i = part.first; i < part.first + part.rows; ++i) {
      const float* row = batch.normed.data() + static_cast<std::size_t>(i) * (D + kRowGap);
      result.values.insert(result.values.end(), row, row + D);
    }
    batch.results.push_back(std::move(result));
  }
}

void UnimolEncoder::pairBiases(const kernels::TeamMember& member, Batch& batch) {
  const int K = m_config.gaussianKernels;
  const int H = m_config.heads;
  const auto types = static_cast<std::int64_t>(m_config.dictionary.size());
  std::vector<float> gaussians(static_cast<std::size_t>(kPairBlock) * static_cast<std::size_t>(K));
  std::vector<float> inner(gaussians.size());
  const int biasStride = (H + kPanelColumns - 1) / kPanelColumns * kPanelColumns;
  std::vector<float> biases(static_cast<std::size_t>(kPairBlock) *
                            static_cast<std::size_t>(biasStride));
  kernels::AlignedBuffer<std::uint32_t> words(
      static_cast<std::size_t>(kPairBlock) *
      static_cast<std::size_t>(kernels::operandWords(m_table, K)));
  const std::ptrdiff_t stride = kernels::operandWords(m_table, K);
  const auto product = [&](const PackedLinear& linear, const float* x, int count, float* y,
                           int yStride) {
    if (m_precision == EncoderPrecision::Bfloat16) {
      for (int p = 0; p < count; ++p) m_table.toOperand(x + std::ptrdiff_t{p} * K, K, words.data() + p * stride);
    }
    linear.multiply(m_table, {x, K, {words.data(), stride}, count}, y, yStride,
                    kernels::PanelJob::Output::Overwrite, {0, linear.outputs()});
  };
  // Members take structures in turn.
  for (std::size_t index = static_cast<std::size_t>(member.index); index < batch.parts.size();
       index += static_cast<std::size_t>(member.count)) {
    Batch::Part& part = batch.parts[index];
    const int pairs = part.rows * part.keys;
    for (int begin = 0; begin < pairs; begin += kPairBlock) {
      const int count = std::min(kPairBlock, pairs - begin);
      for (int p = 0; p < count; ++p) {
        const int i = (begin + p) / part.keys;
        const auto j = static_cast<std::size_t>((begin + p) % part.keys);
        float distance = 0.0F;
        std::int64_t type = 0;
        if (i < part.keys) {
          distance = part.structure->distances[i * part.structure->stride + static_cast<std::ptrdiff_t>(j)];
          type = part.structure->tokens[static_cast<std::size_t>(i)] * types + part.structure->tokens[j];
        }
        const float u = m_weights->mul[static_cast<std::size_t>(type)] * distance +
                        m_weights->bias[static_cast<std::size_t>(type)];
        m_table.gaussians(u, m_weights->means.data(), m_weights->inverseStds.data(),
                          m_weights->factors.data(), K, gaussians.data() + std::ptrdiff_t{p} * K);
      }
      product(m_weights->pair1, gaussians.data(), count, inner.data(), K);
      for (int p = 0; p < count; ++p) {
        float* row = inner.data() + std::ptrdiff_t{p} * K;
        m_table.geluBias(row, m_weights->pair1.bias().data(), K, row);
      }
      product(m_weights->pair2, inner.data(), count, biases.data(), biasStride);
      for (int h = 0; h < H; ++h) {
        float* head = part.pairs.data() + static_cast<std::ptrdiff_t>(h) * pairs + begin;
        const float offset = m_weights->pair2.bias()[static_cast<std::size_t>(h)];
        for (int p = 0; p < count; ++p) head[p] = biases[static_cast<std::size_t>(p * biasStride + h)] + offset;
      }
    }
  }
}

void UnimolEncoder::normalise(const kernels::TeamMember& member, Batch& batch,
                              const std::vector<float>& weight, const std::vector<float>& bias,
                              float* to) {
  const int D = m_config.embedDim;
  const Range rows = member.share(batch.m);
  for (int i = rows.begin; i < rows.end; ++i) {
    m_table.layerNorm(batch.x.data() + std::ptrdiff_t{i} * D, weight.data(), bias.data(),
                      static_cast<float>(m_config.layerNormEps), D,
                      to + std::ptrdiff_t{i} * (D + kRowGap));
  }
}

LinearInput UnimolEncoder::inputOf(const kernels::TeamMember& member, Batch& batch,
                                   const float* values, int columns) {
  const std::ptrdiff_t stride = kernels::operandWords(m_table, columns) + kRowGap;
  if (m_precision == EncoderPrecision::Bfloat16) {
    const Range rows = member.share(batch.m);
    for (int i = rows.begin; i < rows.end; ++i) {
      m_table.toOperand(values + std::ptrdiff_t{i} * (columns + kRowGap), columns,
                        batch.operands.data() + i * stride);
    }
  }
  member.barrier();
  return {values, std::ptrdiff_t{columns} + kRowGap, {batch.operands.data(), stride}, batch.m};
}

void UnimolEncoder::layer(const kernels::TeamMember& member, Batch& batch, int index) {
  using Output = kernels::PanelJob::Output;
  const LayerWeights& weights = m_weights->layers[static_cast<std::size_t>(index)];
  const int D = m_config.embedDim;
  const int F = m_config.ffnDim;
  const int d = m_config.headDim();
  const auto addBias = [&](const PackedLinear& linear, float* y, std::ptrdiff_t stride) {
    const Range own = linear.share(member);
    for (int i = 0; i < batch.m; ++i) {
      m_table.addScaled(linear.bias().data() + own.begin, 1.0F, own.end - own.begin,
                        y + i * stride + own.begin);
    }
  };

  // 1. Attention with the pair logits as bias; the logits are what the next layer starts from.
  normalise(member, batch, weights.attentionNorm.weight, weights.attentionNorm.bias,
            batch.normed.data());
  LinearInput x = inputOf(member, batch, batch.normed.data(), D);
  weights.qkv.multiply(m_table, x, batch.qkv.data(), std::ptrdiff_t{3} * D, Output::Overwrite,
                       weights.qkv.share(member));
  addBias(weights.qkv, batch.qkv.data(), std::ptrdiff_t{3} * D);
  member.barrier();
  const float scale = 1.0F / std::sqrt(static_cast<float>(d));
  const Range heads = member.share(m_config.heads);
  std::vector<float> scratch;
  for (Batch::Part& part : batch.parts) {
    scratch.resize(static_cast<std::size_t>(2 * d + 1) * static_cast<std::size_t>(part.keys));
    float* rows = batch.qkv.data() + std::ptrdiff_t{part.first} * 3 * D;
    for (int h = heads.begin; h < heads.end; ++h) {
      for (int i = 0; i < part.rows; ++i) {
        for (int c = 0; c < d; ++c) rows[std::ptrdiff_t{i} * 3 * D + h * d + c] *= scale;
      }
      const float* q = rows + std::ptrdiff_t{h} * d;
      m_table.pairAttention({q, q + D, q + std::ptrdiff_t{2} * D, std::ptrdiff_t{3} * D, part.rows,
                             part.keys, d,
                             part.pairs.data() + std::ptrdiff_t{h} * part.rows * part.keys,
                             batch.context.data() + std::ptrdiff_t{part.first} * (D + kRowGap) + h * d,
                             D + kRowGap,
                             scratch.data()});
    }
  }
  member.barrier();
  x = inputOf(member, batch, batch.context.data(), D);
  weights.out.multiply(m_table, x, batch.x.data(), D, Output::Add, weights.out.share(member));
  addBias(weights.out, batch.x.data(), D);
  member.barrier();

  // 2. Feed-forward.
  normalise(member, batch, weights.feedForwardNorm.weight, weights.feedForwardNorm.bias,
            batch.normed.data());
  x = inputOf(member, batch, batch.normed.data(), D);
  weights.fc1.multiply(m_table, x, batch.inner.data(), F + kRowGap, Output::Overwrite,
                       weights.fc1.share(member));
  const Range own = weights.fc1.share(member);
  for (int i = 0; i < batch.m; ++i) {
    float* row = batch.inner.data() + std::ptrdiff_t{i} * (F + kRowGap) + own.begin;
    m_table.geluBias(row, weights.fc1.bias().data() + own.begin, own.end - own.begin, row);
  }
  member.barrier();
  x = inputOf(member, batch, batch.inner.data(), F);
  weights.fc2.multiply(m_table, x, batch.x.data(), D, Output::Add, weights.fc2.share(member));
  addBias(weights.fc2, batch.x.data(), D);
  member.barrier();
}

}  // namespace molloquy::native
