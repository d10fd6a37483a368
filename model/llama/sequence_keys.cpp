#include "model/llama/sequence_keys.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

#include "model/nn/attention.h"

namespace molloquy::llama {
namespace {

/// Copies to the device without waiting for it: from page-locked memory to a GPU.
at::Tensor onDevice(const at::Tensor& host, at::Device device) {
  return device.is_cpu() ? host : host.pin_memory().to(device, /*non_blocking=*/true);
}

at::Tensor indexTensor(const std::vector<int64_t>& values, at::Device device) {
  return onDevice(torch::tensor(values, torch::kInt64), device);
}

}  // namespace

SequenceKeys::SequenceKeys(std::span<PromptKeys* const> slots, int capacity, int window,
                           ColumnsRead columns)
    : m_capacity(capacity), m_window(window), m_columns(columns) {
  for (PromptKeys* slot : slots) {
    auto group = std::find_if(m_groups.begin(), m_groups.end(),
                              [slot](const Group& known) { return known.slot == slot; });
    if (group == m_groups.end()) group = m_groups.insert(group, Group{slot, 0});
    ++group->width;
    m_sequences.push_back({static_cast<std::size_t>(group - m_groups.begin()), {}});
  }
  reserve();
}

void SequenceKeys::reserve() {
  if (m_length < m_reserved) return;
  // OPTIMIZATION: in steps, since few answers grow as long as they may.
  constexpr int kFirst = 64;
  m_reserved = std::min(m_capacity, std::max(kFirst, 2 * m_reserved));
  for (const Group& group : m_groups) {
    group.slot->reserve(group.slot->length() + group.width * m_reserved);
  }
}

void SequenceKeys::prepare(std::span<const int> parents) {
  TORCH_CHECK(!parents.empty() && parents.size() <= m_sequences.size(), "step: got ",
              parents.size(), " tokens for ", m_sequences.size(), " sequences");
  TORCH_CHECK(m_length < m_capacity, "step: the sequences have room for ", m_capacity, " tokens");
  reserve();
  m_next.clear();
  std::vector<int64_t> used(m_groups.size(), 0);
  std::vector<int64_t> positions;
  for (const int parent : parents) {
    TORCH_CHECK(parent >= 0 && static_cast<std::size_t>(parent) < m_sequences.size(),
                "step: there is no sequence ", parent);
    Sequence sequence = m_sequences[static_cast<std::size_t>(parent)];
    const Group& group = m_groups[sequence.group];
    const int64_t column = used[sequence.group]++;
    TORCH_CHECK(column < group.width, "step: more than ", group.width, " sequences in a slot");
    sequence.table.push_back(column);
    positions.push_back(group.slot->length() + m_length);
    m_next.push_back(std::move(sequence));
  }
  m_positions = indexTensor(positions, m_groups.front().slot->keys(0).device());
  m_runs.clear();
  for (std::size_t first = 0; first < m_next.size();) {
    m_runs.push_back(runFrom(first));
    first += static_cast<std::size_t>(m_runs.back().count);
  }
}

SequenceKeys::Run SequenceKeys::runFrom(std::size_t first) const {
  Run run;
  run.group = m_next[first].group;
  run.first = static_cast<int64_t>(first);
  const Group& group = m_groups[run.group];
  const int64_t begin = group.slot->length() + m_length * group.width;
  std::vector<int64_t> written;
  for (std::size_t i = first; i < m_next.size() && m_next[i].group == run.group; ++i) {
    written.push_back(begin + m_next[i].table.back());
  }
  run.count = static_cast<int64_t>(written.size());
  run.columns = begin + group.width;
  if (m_columns == ColumnsRead::Rounded) {
    constexpr int64_t kStep = PromptKeys::kColumnStep;
    run.columns = std::min((run.columns + kStep - 1) / kStep * kStep, group.slot->columns());
  }
  run.written = indexTensor(written, group.slot->keys(0).device());
  run.mask = maskOf(run);
  return run;
}

at::Tensor SequenceKeys::maskOf(const Run& run) const {
  const Group& group = m_groups[run.group];
  const int64_t prompt = group.slot->length();
  const int64_t position = prompt + m_length;
  // Columns further back than the window are not read.
  const int64_t oldest = m_window > 0 ? std::max<int64_t>(0, position - m_window + 1) : 0;
  if (group.width == 1 && oldest == 0 && m_columns == ColumnsRead::Exact) return {};
  const at::Tensor mask = at::full({run.count, run.columns}, std::numeric_limits<float>::lowest());
  for (int64_t row = 0; row < run.count; ++row) {
    float* columns = mask.data_ptr<float>() + row * run.columns;
    std::fill(columns + std::min(oldest, prompt), columns + prompt, 0.0F);
    const std::vector<int64_t>& table = m_next[static_cast<std::size_t>(run.first + row)].table;
    for (int64_t t = std::max<int64_t>(0, oldest - prompt); t <= m_length; ++t) {
      columns[prompt + t * group.width + table[static_cast<std::size_t>(t)]] = 0.0F;
    }
  }
  return onDevice(mask, group.slot->keys(0).device()).unsqueeze(0).unsqueeze(0);
}

const PromptKeys* SequenceKeys::commonSlot() const {
  return m_groups.size() == 1 ? m_groups.front().slot : nullptr;
}

SequenceKeys::StepTensors SequenceKeys::stepTensors() const {
  TORCH_CHECK(m_runs.size() == 1, "step: its numbers are those of ", m_runs.size(), " slots");
  return {m_positions, m_runs.front().written, m_runs.front().mask};
}

void SequenceKeys::setStepTensors(const StepTensors& tensors) {
  m_positions = tensors.positions;
  m_runs.front().written = tensors.written;
  m_runs.front().mask = tensors.mask;
}

at::Tensor SequenceKeys::attend(int layer, const at::Tensor& q, const at::Tensor& k,
                                const at::Tensor& v) {
  std::vector<at::Tensor> parts;
  for (const Run& run : m_runs) {
    PromptKeys& slot = *m_groups[run.group].slot;
    slot.keys(layer).index_copy_(2, run.written, k.narrow(2, run.first, run.count));
    slot.values(layer).index_copy_(2, run.written, v.narrow(2, run.first, run.count));
    parts.push_back(nn::attention(
        q.narrow(2, run.first, run.count), slot.keys(layer).narrow(2, 0, run.columns),
        slot.values(layer).narrow(2, 0, run.columns), run.mask, nn::AttentionReach::Everything));
  }
  return parts.size() == 1 ? parts.front() : at::cat(parts, 2);  // [1, H, count, d]
}

void SequenceKeys::commit() {
  m_sequences = std::move(m_next);
  m_next.clear();
  ++m_length;
}

void SequenceKeys::keep(std::size_t sequence) {
  TORCH_CHECK(sequence < m_sequences.size(), "keepSequence: there is no sequence ", sequence);
  const Group& group = m_groups[m_sequences[sequence].group];
  std::vector<int64_t> columns;
  for (std::size_t t = 0; t < m_sequences[sequence].table.size(); ++t) {
    columns.push_back(group.slot->length() + static_cast<int64_t>(t) * group.width +
                      m_sequences[sequence].table[t]);
  }
  group.slot->append(indexTensor(columns, group.slot->keys(0).device()));
}

}  // namespace molloquy::llama
