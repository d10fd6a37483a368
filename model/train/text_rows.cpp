#include "model/train/text_rows.h"

#include <torch/torch.h>

namespace molloquy::train {

molm::TextBatch textBatch(const recipes::PreparedDataset& data,
                          const recipes::BatchIndices& examples, const molm::TextLayout& layout,
                          const recipes::BatchSettings& settings) {
  std::vector<molm::TextSample> samples;
  for (const std::size_t example : examples) {
    samples.push_back({data.prompt(example), data.answer(example)});
  }
  const auto side = settings.padding == recipes::BatchSettings::Side::Left
                        ? molm::PaddingSide::Left
                        : molm::PaddingSide::Right;
  return molm::collateText(samples, layout, side, settings.width);
}

molm::TextBatch pinned(const molm::TextBatch& text) {
  const auto pin = [](const at::Tensor& x) { return x.defined() ? x.pin_memory() : x; };
  return {pin(text.tokens),       pin(text.attend),     pin(text.labels),
          pin(text.moleculeRows), pin(text.learntRows), pin(text.targets)};
}

std::vector<recipes::FedExample> describeRows(const recipes::PreparedDataset& data,
                                              const recipes::BatchIndices& examples,
                                              const molm::TextBatch& text) {
  const auto pad = static_cast<std::int64_t>(data.vocabulary().pad.value);
  const std::int64_t L = text.tokens.size(1);
  std::vector<recipes::FedExample> rows;
  for (std::size_t b = 0; b < examples.size(); ++b) {
    recipes::FedExample row;
    row.source = data.sources()[data.sourceOf(examples[b])];
    row.task = data.tasks()[data.taskOf(examples[b])];
    const auto* tokens = text.tokens.data_ptr<std::int64_t>() + static_cast<std::int64_t>(b) * L;
    const auto* labels = text.labels.data_ptr<std::int64_t>() + static_cast<std::int64_t>(b) * L;
    row.tokens.assign(tokens, tokens + L);
    row.labels.assign(labels, labels + L);
    for (const std::int64_t token : row.tokens) row.attend.push_back(token != pad ? 1 : 0);
    if (data.structureOf(examples[b]) >= 0) {
      row.atoms = data.atomCount(static_cast<std::size_t>(data.structureOf(examples[b])));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

double decoderFlops(const llama::Config& config, recipes::Learning learning, std::int64_t rows,
                    std::int64_t width, std::int64_t learntRows) {
  const double D = config.hidden;
  const double d = config.headDim();
  const double block =
      D * d * (2.0 * config.heads + 2.0 * config.kvHeads) + 3.0 * D * config.intermediate;
  const auto tokens = static_cast<double>(rows * width);
  const double linear = 2.0 * tokens * config.layers * block +
                        2.0 * static_cast<double>(learntRows) * D * config.vocab;
  const double attention = 4.0 * tokens * static_cast<double>(width) * config.heads * d *
                           config.layers * 0.5;  // half of it lies behind the diagonal
  const double passes = learning == recipes::Learning::Full ? 3.0 : 2.0;
  return passes * linear + 3.0 * attention;
}

}  // namespace molloquy::train
