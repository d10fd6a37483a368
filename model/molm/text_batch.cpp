#include "model/molm/text_batch.h"

#include <torch/torch.h>

#include <algorithm>

namespace molloquy::molm {
namespace {

constexpr std::int64_t kNoLabel = -100;

/// Tokens of one example and the position where supervision starts.
struct Sequence {
  std::vector<std::int64_t> tokens;
  std::size_t firstLearnt = 0;
};

Sequence joined(const TextSample& sample, const TextLayout& layout) {
  Sequence sequence;
  for (const TokenId id : sample.prompt) sequence.tokens.push_back(id.value);
  sequence.firstLearnt = sequence.tokens.size();
  if (layout.answerPrefixBos) sequence.tokens.push_back(layout.special.begin.value);
  for (const TokenId id : sample.answer) sequence.tokens.push_back(id.value);
  if (!layout.answerPrefixBos) sequence.tokens.push_back(layout.special.end.value);
  return sequence;
}

at::Tensor indexTensor(const std::vector<std::int64_t>& values) {
  return torch::tensor(values, torch::kInt64);
}

}  // namespace

TextLayout layoutOf(const Config& config) {
  return {config.special, config.qformer.queryTokens, config.answerPrefixBos};
}

TextBatch TextBatch::to(at::Device device, bool nonBlocking) const {
  TextBatch moved{tokens.to(device, nonBlocking),     attend,
                  labels.to(device, nonBlocking),     moleculeRows.to(device, nonBlocking),
                  learntRows.to(device, nonBlocking), targets.to(device, nonBlocking)};
  if (attend.defined()) moved.attend = attend.to(device, nonBlocking);
  return moved;
}

TextBatch collateText(std::span<const TextSample> samples, const TextLayout& layout,
                      PaddingSide side, std::int64_t length) {
  std::vector<Sequence> sequences;
  std::int64_t longest = 0;
  for (const TextSample& sample : samples) {
    sequences.push_back(joined(sample, layout));
    longest = std::max(longest, static_cast<std::int64_t>(sequences.back().tokens.size()));
  }
  const std::int64_t L = length > 0 ? length : longest;
  TORCH_CHECK(longest <= L, "collateText: an example has ", longest, " tokens, the batch ", L);
  const auto B = static_cast<std::int64_t>(samples.size());
  TextBatch batch;
  batch.tokens = torch::full({B, L}, layout.special.pad.value, torch::kInt64);
  batch.labels = torch::full({B, L}, kNoLabel, torch::kInt64);
  std::vector<std::int64_t> molecule;
  std::vector<std::int64_t> learnt;
  std::vector<std::int64_t> targets;
  for (std::int64_t b = 0; b < B; ++b) {
    const Sequence& sequence = sequences[static_cast<std::size_t>(b)];
    const auto count = static_cast<std::int64_t>(sequence.tokens.size());
    const std::int64_t start = b * L + (side == PaddingSide::Left ? L - count : 0);
    std::copy(sequence.tokens.begin(), sequence.tokens.end(),
              batch.tokens.data_ptr<std::int64_t>() + start);
    const std::size_t moleculesBefore = molecule.size();
    for (std::int64_t t = 0; t < count; ++t) {
      const std::int64_t token = sequence.tokens[static_cast<std::size_t>(t)];
      if (token == layout.special.molecule.value) molecule.push_back(start + t);
      if (static_cast<std::size_t>(t) < sequence.firstLearnt) continue;
      batch.labels.data_ptr<std::int64_t>()[start + t] = token;
      if (t > 0) {
        learnt.push_back(start + t - 1);
        targets.push_back(token);
      }
    }
    TORCH_CHECK(
        molecule.size() - moleculesBefore == static_cast<std::size_t>(layout.moleculeTokens),
        "collateText: example ", b, " has ", molecule.size() - moleculesBefore,
        " molecule tokens, the model ", layout.moleculeTokens);
  }
  if (side == PaddingSide::Left) batch.attend = batch.tokens.ne(layout.special.pad.value);
  batch.moleculeRows = indexTensor(molecule);
  batch.learntRows = indexTensor(learnt);
  batch.targets = indexTensor(targets);
  return batch;
}

}  // namespace molloquy::molm
