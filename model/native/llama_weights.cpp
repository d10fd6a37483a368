#include "model/native/llama_weights.h"

#include <cstring>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/half_numbers.h"
#include "model/kernels/aligned_buffer.h"

namespace molloquy::native {
namespace {

using checkpoints::TensorType;
using checkpoints::WeightFiles;
using checkpoints::WeightView;
using Shape = std::vector<std::int64_t>;

/// Any floating tensor number by number.
float numberAt(const WeightView& view, std::size_t i) {
  const std::byte* data = view.bytes().data();
  if (view.entry().type == TensorType::F32) {
    float value;
    std::memcpy(&value, data + 4 * i, 4);
    return value;
  }
  std::uint16_t bits;
  std::memcpy(&bits, data + 2 * i, 2);
  return view.entry().type == TensorType::F16 ? floatFromHalf(bits) : floatFromBfloat16(bits);
}

bool isFloating(TensorType type) {
  return type == TensorType::F32 || type == TensorType::F16 || type == TensorType::BF16;
}

std::size_t countOf(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  return count;
}

/// Reads the tensors of one decoder; the first problem ends it.
class Reader {
 public:
  Reader(const WeightFiles& files, const llama::Config& config, const WeightProgress& progress,
         std::stop_token stop)
      : m_files(files), m_config(config), m_progress(progress), m_stop(std::move(stop)) {
    if (files.find("llm_model.model.embed_tokens.weight") != nullptr) m_prefix = "llm_model.";
  }

  Result<std::shared_ptr<const LlamaWeights>> read();

 private:
  /// The tensor, or the error that it is absent or of another shape or kind.
  Result<const WeightView*> find(const std::string& name, const Shape& shape) const;
  Result<std::vector<float>> vector(const std::string& name, std::int64_t size) const;
  Result<Matrix> matrix(const std::string& layer, std::int64_t rows, std::int64_t columns);
  Result<void> quantized(Matrix& matrix, const std::string& name) const;
  Result<void> plain(Matrix& matrix, const std::string& name);
  Result<void> adapter(Matrix& matrix, const std::string& layer) const;
  Result<LlamaLayer> layer(int index);

  const WeightFiles& m_files;
  const llama::Config& m_config;
  const WeightProgress& m_progress;
  std::stop_token m_stop;
  std::string m_prefix;
  std::uint64_t m_copied = 0;
  std::uintmax_t m_seen = 0;
};

Result<const WeightView*> Reader::find(const std::string& name, const Shape& shape) const {
  const WeightView* view = m_files.find(name);
  if (view == nullptr) {
    return fail(ErrorCode::Corrupt,
                fmt::format("The weights lack the tensor \"{}\" [{}].", name, fmt::join(shape, ", ")));
  }
  if (view->entry().shape != shape) {
    return fail(ErrorCode::Corrupt,
                fmt::format("Tensor \"{}\" has the shape [{}], but the configuration asks for [{}].",
                            name, fmt::join(view->entry().shape, ", "), fmt::join(shape, ", ")));
  }
  return view;
}

Result<std::vector<float>> Reader::vector(const std::string& name, std::int64_t size) const {
  const auto view = find(name, {size});
  if (!view) return tl::unexpected(view.error());
  if (!isFloating((*view)->entry().type)) {
    return fail(ErrorCode::Corrupt, fmt::format("Tensor \"{}\" does not hold floating numbers.", name));
  }
  std::vector<float> numbers(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = numberAt(**view, i);
  return numbers;
}

Result<Matrix> Reader::matrix(const std::string& layer, std::int64_t rows, std::int64_t columns) {
  if (m_stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Loading was stopped.");
  Matrix matrix;
  matrix.rows = static_cast<int>(rows);
  matrix.columns = static_cast<int>(columns);
  const std::string name = m_prefix + layer + ".weight";
  if (m_files.find(name + ".int4") != nullptr) matrix.storage = Storage::Int4;
  if (m_files.find(name + ".int8") != nullptr) matrix.storage = Storage::Int8;
  Result<void> read = matrix.isQuantized() ? quantized(matrix, name) : plain(matrix, name);
  if (read) read = adapter(matrix, m_prefix + layer);
  if (!read) return tl::unexpected(read.error());
  m_seen += matrix.bytes();
  if (m_progress) m_progress(m_seen, m_files.totalBytes());
  return matrix;
}

Result<void> Reader::quantized(Matrix& matrix, const std::string& name) const {
  if (!kernels::canQuantize(matrix.rows, matrix.columns)) {
    return fail(ErrorCode::Corrupt,
                fmt::format("\"{}\" [{}, {}] cannot be quantised in whole tiles.", name, matrix.rows,
                            matrix.columns));
  }
  const auto bytes = kernels::tileBytes(matrix.rows, matrix.columns, matrix.bits());
  const auto tiles = find(name + "." + toString(matrix.storage), {static_cast<std::int64_t>(bytes)});
  if (!tiles) return tl::unexpected(tiles.error());
  const auto count = kernels::scaleCount(matrix.rows, matrix.columns);
  const auto scales = find(name + ".scale", {static_cast<std::int64_t>(count)});
  if (!scales) return tl::unexpected(scales.error());
  if ((*tiles)->entry().type != TensorType::U8 || (*scales)->entry().type != TensorType::F16 ||
      reinterpret_cast<std::uintptr_t>((*scales)->bytes().data()) % 2 != 0) {
    return fail(ErrorCode::Corrupt,
                fmt::format("The tiles of \"{}\" have to be U8 and their scales F16.", name));
  }
  matrix.tiles = reinterpret_cast<const std::uint8_t*>((*tiles)->bytes().data());
  matrix.scales = reinterpret_cast<const std::uint16_t*>((*scales)->bytes().data());
  matrix.owner = std::make_shared<std::pair<WeightView, WeightView>>(**tiles, **scales);
  return {};
}

Result<void> Reader::plain(Matrix& matrix, const std::string& name) {
  const auto view = find(name, {matrix.rows, matrix.columns});
  if (!view) return tl::unexpected(view.error());
  const TensorType type = (*view)->entry().type;
  if (!isFloating(type)) {
    return fail(ErrorCode::Corrupt, fmt::format("Tensor \"{}\" does not hold floating numbers.", name));
  }
  const auto* data = (*view)->bytes().data();
  if (type == TensorType::BF16 && reinterpret_cast<std::uintptr_t>(data) % 2 == 0) {
    matrix.bfloat16 = reinterpret_cast<const std::uint16_t*>(data);
    matrix.owner = std::make_shared<WeightView>(**view);
    return {};
  }
  const std::size_t count = countOf((*view)->entry().shape);
  auto copy = std::make_shared<kernels::AlignedBuffer<std::uint16_t>>(count);
  for (std::size_t i = 0; i < count; ++i) (*copy)[i] = bfloat16FromFloat(numberAt(**view, i));
  m_copied += count * sizeof(std::uint16_t);
  matrix.bfloat16 = copy->data();
  matrix.owner = std::move(copy);
  return {};
}

Result<void> Reader::adapter(Matrix& matrix, const std::string& layer) const {
  const WeightView* down = m_files.find(layer + ".lora_A.weight");
  if (down == nullptr || !m_config.lora) return {};
  const std::int64_t rank = m_config.lora->rank;
  const auto checkedDown = find(layer + ".lora_A.weight", {rank, matrix.columns});
  if (!checkedDown) return tl::unexpected(checkedDown.error());
  const auto up = find(layer + ".lora_B.weight", {matrix.rows, rank});
  if (!up) return tl::unexpected(up.error());
  matrix.adapter.rank = static_cast<int>(rank);
  matrix.adapter.down.resize(countOf((*checkedDown)->entry().shape));
  matrix.adapter.up.resize(countOf((*up)->entry().shape));
  for (std::size_t i = 0; i < matrix.adapter.down.size(); ++i) {
    matrix.adapter.down[i] = bfloat16FromFloat(numberAt(**checkedDown, i));
  }
  const auto scale = static_cast<float>(m_config.lora->scale());
  for (std::size_t i = 0; i < matrix.adapter.up.size(); ++i) {
    matrix.adapter.up[i] = scale * numberAt(**up, i);
  }
  return {};
}

Result<LlamaLayer> Reader::layer(int index) {
  LlamaLayer layer;
  const std::string name = fmt::format("model.layers.{}.", index);
  const std::int64_t D = m_config.hidden;
  const std::int64_t F = m_config.intermediate;
  const std::int64_t queries = std::int64_t{m_config.heads} * m_config.headDim();
  const std::int64_t keys = std::int64_t{m_config.kvHeads} * m_config.headDim();
  struct Row {
    Matrix* matrix;
    const char* name;
    std::int64_t rows;
    std::int64_t columns;
    bool bias;
  };
  const bool biased = m_config.qkvBias;
  for (const Row& row : {Row{&layer.q, "self_attn.q_proj", queries, D, biased},
                         Row{&layer.k, "self_attn.k_proj", keys, D, biased},
                         Row{&layer.v, "self_attn.v_proj", keys, D, biased},
                         Row{&layer.o, "self_attn.o_proj", D, queries, false},
                         Row{&layer.gate, "mlp.gate_proj", F, D, false},
                         Row{&layer.up, "mlp.up_proj", F, D, false},
                         Row{&layer.down, "mlp.down_proj", D, F, false}}) {
    auto read = matrix(name + row.name, row.rows, row.columns);
    if (!read) return tl::unexpected(read.error());
    *row.matrix = *std::move(read);
    if (!row.bias) continue;
    auto bias = vector(m_prefix + name + row.name + ".bias", row.rows);
    if (!bias) return tl::unexpected(bias.error());
    row.matrix->bias = *std::move(bias);
  }
  auto attentionNorm = vector(m_prefix + name + "input_layernorm.weight", D);
  if (!attentionNorm) return tl::unexpected(attentionNorm.error());
  layer.attentionNorm = *std::move(attentionNorm);
  auto feedForwardNorm = vector(m_prefix + name + "post_attention_layernorm.weight", D);
  if (!feedForwardNorm) return tl::unexpected(feedForwardNorm.error());
  layer.feedForwardNorm = *std::move(feedForwardNorm);
  return layer;
}

Result<std::shared_ptr<const LlamaWeights>> Reader::read() {
  auto weights = std::make_shared<LlamaWeights>();
  auto embedding = matrix("model.embed_tokens", m_config.vocab, m_config.hidden);
  if (!embedding) return tl::unexpected(embedding.error());
  if (embedding->isQuantized()) {
    return fail(ErrorCode::Unsupported, "Quantised word embeddings cannot be used.");
  }
  weights->embedding = *std::move(embedding);
  for (int index = 0; index < m_config.layers; ++index) {
    auto read = layer(index);
    if (!read) return tl::unexpected(read.error());
    weights->layers.push_back(*std::move(read));
  }
  auto norm = vector(m_prefix + "model.norm.weight", m_config.hidden);
  if (!norm) return tl::unexpected(norm.error());
  weights->norm = *std::move(norm);
  if (m_config.tieWordEmbeddings) {
    weights->head = weights->embedding;
  } else {
    auto head = matrix("lm_head", m_config.vocab, m_config.hidden);
    if (!head) return tl::unexpected(head.error());
    weights->head = *std::move(head);
  }
  weights->copiedBytes = m_copied;
  return std::shared_ptr<const LlamaWeights>(std::move(weights));
}

}  // namespace

std::uint64_t LlamaWeights::bytesPerToken() const {
  std::uint64_t bytes = head.bytes();
  for (const LlamaLayer& layer : layers) {
    for (const Matrix* matrix : {&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up,
                                 &layer.down}) {
      bytes += matrix->bytes();
    }
  }
  return bytes;
}

Result<std::shared_ptr<const LlamaWeights>> loadLlamaWeights(const WeightFiles& files,
                                                             const llama::Config& config,
                                                             const WeightProgress& progress,
                                                             std::stop_token stop) {
  return Reader(files, config, progress, std::move(stop)).read();
}

}  // namespace molloquy::native
