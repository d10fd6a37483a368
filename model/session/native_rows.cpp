#include "model/session/native_rows.h"

#include <torch/torch.h>

#include "model/native/unimol_encoder.h"

namespace molloquy::session {
namespace {

/// Rows [B, N, D] of a batch; where a structure is padded, its padding row stands for all.
at::Tensor rowsOf(native::UnimolEncoder& encoder, const unimol::GraphBatch& batch) {
  const std::int64_t B = batch.tokens.size(0);
  const std::int64_t N = batch.tokens.size(1);
  const auto* tokens = batch.tokens.data_ptr<std::int64_t>();
  const auto* distances = batch.distances.data_ptr<float>();
  std::vector<native::EncoderGraph> graphs;
  for (std::int64_t b = 0; b < B; ++b) {
    const std::int64_t n =
        batch.paddingMask.defined() ? N - batch.paddingMask[b].sum().item<std::int64_t>() : N;
    graphs.push_back({{tokens + b * N, static_cast<std::size_t>(n)}, distances + b * N * N, N});
  }
  const auto encoded = encoder.encode(
      graphs, batch.paddingMask.defined() ? native::PaddingRow::One : native::PaddingRow::None);
  const auto D = static_cast<std::int64_t>(encoded.front().values.size()) / encoded.front().rows;
  at::Tensor rows = at::empty({B, N, D}, torch::kFloat);
  for (std::int64_t b = 0; b < B; ++b) {
    const native::EncodedStructure& structure = encoded[static_cast<std::size_t>(b)];
    for (std::int64_t i = 0; i < N; ++i) {
      const std::int64_t from = std::min<std::int64_t>(i, structure.rows - 1);
      std::copy_n(structure.values.data() + from * D, D, rows.data_ptr<float>() + (b * N + i) * D);
    }
  }
  return rows;
}

}  // namespace

molm::RowSource nativeRows(molm::MoleculeLanguageModel& model, int threads) {
  constexpr const char* kPrefix = "graph_encoder.";
  const auto parameters = model->named_parameters();
  const native::EncoderTensors tensors =
      [&](const std::string& name,
          std::span<const std::int64_t> shape) -> Result<std::vector<float>> {
    const at::Tensor* found = parameters.find(kPrefix + name);
    if (found == nullptr || found->sizes() != at::IntArrayRef(shape.data(), shape.size())) {
      return fail(ErrorCode::Corrupt, "The encoder lacks the tensor \"" + name + "\".");
    }
    const at::Tensor flat = found->detach().to(torch::kFloat).contiguous().view({-1});
    return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  };
  auto made = native::UnimolEncoder::create(model->config().unimol, tensors, {threads});
  if (!made) return {};
  for (const auto& parameter : parameters) {
    if (parameter.key().starts_with(kPrefix)) {
      at::Tensor tensor = parameter.value();
      tensor.set_data(at::empty({0}, tensor.options()));
    }
  }
  const std::shared_ptr<native::UnimolEncoder> encoder = *std::move(made);
  return [encoder](const unimol::GraphBatch& batch) { return rowsOf(*encoder, batch); };
}

}  // namespace molloquy::session
