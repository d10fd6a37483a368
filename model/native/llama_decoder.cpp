#include "model/native/llama_decoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "model/base/half_numbers.h"
#include "model/llama/rotary_frequencies.h"

namespace molloquy::native {
namespace {

/// Positions of a prompt that go through the network together.
constexpr int kPromptChunk = 256;
/// The same where the logits of all are wanted: V numbers a position.
constexpr int kReadOutChunk = 64;

}  // namespace

/// m rows on their way through the network.
struct LlamaDecoder::Pass {
  int m = 0;
  Path path = Path::Step;
  std::vector<int> positions;  ///< [m]

  /// Rows that read the same blocks: the chunk of a prompt, or the sequences of one slot.
  struct Group {
    std::vector<int> rows;
    std::vector<const KvBlock*> blocks;
    std::vector<std::uint32_t> masks;  ///< [rows, blocks]
  };
  std::vector<Group> groups;
  std::vector<SequenceStore::Place> places;  ///< [m], where the row's keys go

  /// Rows whose logits are wanted, from the first on.
  int firstReadOut = 0;
  Path readOut = Path::Step;
  float* logits = nullptr;  ///< [m - firstReadOut, V] or nullptr.
};

LlamaDecoder::LlamaDecoder(const llama::Config& config, std::shared_ptr<const LlamaWeights> weights,
                           const LlamaDecoderOptions& options)
    : m_config(config),
      m_weights(std::move(weights)),
      m_table(kernels::kernelsFor(options.level)),
      m_team(options.threads),
      m_shape{config.layers, config.kvHeads, config.headDim()},
      m_frequencies(llama::rotaryFrequencies(config)),
      m_sequences(m_shape),
      m_scratch(static_cast<std::size_t>(m_team.size())) {}

LlamaDecoder::~LlamaDecoder() = default;

void LlamaDecoder::embed(std::span<const TokenId> tokens, std::span<float> rows) {
  const auto D = static_cast<std::size_t>(m_config.hidden);
  assert(rows.size() == tokens.size() * D);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint16_t* from =
        m_weights->embedding.bfloat16 + static_cast<std::size_t>(tokens[i].value) * D;
    for (std::size_t c = 0; c < D; ++c) rows[i * D + c] = floatFromBfloat16(from[c]);
  }
}

int LlamaDecoder::promptLength(int slot) const {
  const auto prompt = m_prompts.find(slot);
  return prompt == m_prompts.end() ? 0 : prompt->second.length;
}

void LlamaDecoder::truncatePrompt(int slot, int length) {
  m_sequences.end();
  const auto found = m_prompts.find(slot);
  if (found == m_prompts.end() || found->second.length <= length) return;
  Prompt& prompt = found->second;
  prompt.length = std::max(0, length);
  prompt.blocks.resize(static_cast<std::size_t>((prompt.length + kBlockTokens - 1) / kBlockTokens));
}

bool LlamaDecoder::extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                                std::stop_token stop) {
  m_sequences.end();
  const auto D = static_cast<std::size_t>(m_config.hidden);
  const std::size_t count = rows.size() / D;
  for (std::size_t begin = 0; begin < count; begin += kPromptChunk) {
    if (stop.stop_requested()) return false;
    const std::size_t m = std::min<std::size_t>(kPromptChunk, count - begin);
    const bool wanted = begin + m == count && !logits.empty();
    readChunk(m_prompts[slot], rows.subspan(begin * D, m * D), 1, wanted ? logits.data() : nullptr);
  }
  return true;
}

bool LlamaDecoder::readPrompt(int slot, std::span<const float> rows, const OnLogits& onLogits,
                              std::stop_token stop) {
  m_sequences.end();
  const auto D = static_cast<std::size_t>(m_config.hidden);
  const auto V = static_cast<std::size_t>(m_config.vocab);
  const std::size_t count = rows.size() / D;
  std::vector<float> logits(std::min<std::size_t>(kReadOutChunk, count) * V);
  for (std::size_t begin = 0; begin < count; begin += kReadOutChunk) {
    if (stop.stop_requested()) return false;
    const std::size_t m = std::min<std::size_t>(kReadOutChunk, count - begin);
    readChunk(m_prompts[slot], rows.subspan(begin * D, m * D), static_cast<int>(m), logits.data());
    for (std::size_t i = 0; i < m; ++i) onLogits(begin + i, std::span(logits).subspan(i * V, V));
  }
  return true;
}

void LlamaDecoder::readChunk(Prompt& prompt, std::span<const float> rows, int readOut,
                             float* logits) {
  const int window = m_config.slidingWindow;
  Pass pass;
  pass.m = static_cast<int>(rows.size()) / m_config.hidden;
  pass.path = Path::Prompt;
  const int first = prompt.length;
  while (static_cast<int>(prompt.blocks.size()) * kBlockTokens < first + pass.m) {
    prompt.blocks.push_back(std::make_unique<KvBlock>(m_shape));
  }
  Pass::Group group;
  for (const auto& block : prompt.blocks) group.blocks.push_back(block.get());
  for (int i = 0; i < pass.m; ++i) {
    const int position = first + i;
    pass.positions.push_back(position);
    group.rows.push_back(i);
    pass.places.push_back({prompt.blocks[static_cast<std::size_t>(position / kBlockTokens)].get(),
                           position % kBlockTokens});
    for (int b = 0; b < static_cast<int>(group.blocks.size()); ++b) {
      std::uint32_t mask = 0;
      for (int t = 0; t < kBlockTokens; ++t) {
        const int token = b * kBlockTokens + t;
        if (token <= position && (window == 0 || token > position - window)) mask |= 1U << t;
      }
      group.masks.push_back(mask);
    }
  }
  pass.groups.push_back(std::move(group));
  pass.firstReadOut = pass.m - readOut;
  pass.readOut = readOut > 1 ? Path::Prompt : Path::Step;
  pass.logits = logits;
  m_hidden.reserve(static_cast<std::size_t>(kPromptChunk) *
                   static_cast<std::size_t>(m_config.hidden));
  std::copy(rows.begin(), rows.end(), m_hidden.data());
  run(pass);
  prompt.length += pass.m;
}

void LlamaDecoder::beginSequences(std::span<const int> slots, int /*capacity*/) {
  m_sequences.begin(slots);
}

void LlamaDecoder::step(std::span<const TokenId> tokens, std::span<const int> parents,
                        std::span<float> logits) {
  m_sequences.grow(parents);
  Pass pass;
  pass.m = static_cast<int>(tokens.size());
  pass.path = Path::Step;
  pass.logits = logits.data();
  std::map<int, std::size_t> groupOf;
  for (int i = 0; i < pass.m; ++i) {
    const int slot = m_sequences.slot(i);
    const auto [found, isNew] = groupOf.emplace(slot, pass.groups.size());
    if (isNew) pass.groups.emplace_back();
    pass.groups[found->second].rows.push_back(i);
    pass.positions.push_back(promptLength(slot) + m_sequences.length(i) - 1);
    pass.places.push_back(m_sequences.newest(i));
  }
  // What each row may read: its prompt, then its own tokens among the pages.
  const int window = m_config.slidingWindow;
  for (const auto& [slot, index] : groupOf) {
    Pass::Group& group = pass.groups[index];
    const SequenceStore::Pages pages = m_sequences.pages(slot, window);
    const auto prompt = m_prompts.find(slot);
    const int length = promptLength(slot);
    if (prompt != m_prompts.end()) {
      for (const auto& block : prompt->second.blocks) group.blocks.push_back(block.get());
    }
    const auto promptBlocks = static_cast<int>(group.blocks.size());
    group.blocks.insert(group.blocks.end(), pages.blocks.begin(), pages.blocks.end());
    for (std::size_t row = 0; row < group.rows.size(); ++row) {
      const int position = pass.positions[static_cast<std::size_t>(group.rows[row])];
      for (int b = 0; b < promptBlocks; ++b) {
        std::uint32_t mask = 0;
        for (int t = 0; t < kBlockTokens; ++t) {
          const int token = b * kBlockTokens + t;
          if (token < length && (window == 0 || token > position - window)) mask |= 1U << t;
        }
        group.masks.push_back(mask);
      }
      const auto own = pages.masks.begin() + static_cast<std::ptrdiff_t>(row * pages.blocks.size());
      group.masks.insert(group.masks.end(), own,
                         own + static_cast<std::ptrdiff_t>(pages.blocks.size()));
    }
  }
  m_hidden.reserve(tokens.size() * static_cast<std::size_t>(m_config.hidden));
  embed(tokens, {m_hidden.data(), tokens.size() * static_cast<std::size_t>(m_config.hidden)});
  run(pass);
}

void LlamaDecoder::keepSequence(int sequence) {
  Prompt& prompt = m_prompts[m_sequences.slot(sequence)];
  m_sequences.appendTo(prompt, sequence);
  m_sequences.end();
}

std::size_t LlamaDecoder::cacheBytes() const {
  std::size_t blocks = 0;
  for (const auto& [slot, prompt] : m_prompts) blocks += prompt.blocks.size();
  return blocks * m_shape.blockNumbers() * sizeof(std::uint16_t) + m_sequences.bytes();
}

void LlamaDecoder::fillRotations(const Pass& pass) {
  const auto half = static_cast<std::size_t>(m_config.headDim() / 2);
  for (std::size_t i = 0; i < pass.positions.size(); ++i) {
    for (std::size_t c = 0; c < half; ++c) {
      const float angle = static_cast<float>(pass.positions[i]) * m_frequencies[c];
      m_cosine[i * half + c] = std::cos(angle);
      m_sine[i * half + c] = std::sin(angle);
    }
  }
}

void LlamaDecoder::run(Pass& pass) {
  const auto m = static_cast<std::size_t>(pass.m);
  const auto d = static_cast<std::size_t>(m_config.headDim());
  const auto heads = static_cast<std::size_t>(m_config.heads);
  const auto F = static_cast<std::size_t>(m_config.intermediate);
  m_qkv.reserve(m * (heads + 2 * static_cast<std::size_t>(m_config.kvHeads)) * d);
  m_attended.reserve(m * heads * d);
  m_gate.reserve(m * F);
  m_up.reserve(m * F);
  m_cosine.reserve(m * d / 2);
  m_sine.reserve(m * d / 2);
  m_activation.reserve(m_table, pass.m,
                       std::max({m_config.intermediate, m_config.hidden,
                                 static_cast<int>(heads * d)}));
  fillRotations(pass);
  m_team.run([&](const kernels::TeamMember& member) {
    for (int layer = 0; layer < m_config.layers; ++layer) layerWork(member, pass, layer);
    if (pass.logits != nullptr) readOut(member, pass);
  });
}

void LlamaDecoder::layerWork(const kernels::TeamMember& member, Pass& pass, int layer) {
  const LlamaLayer& weights = m_weights->layers[static_cast<std::size_t>(layer)];
  MemberScratch& scratch = m_scratch[static_cast<std::size_t>(member.index)];
  const int D = m_config.hidden;
  const int F = m_config.intermediate;
  const int queries = m_config.heads * m_config.headDim();
  const int keys = m_config.kvHeads * m_config.headDim();
  const int width = queries + 2 * keys;
  const auto eps = static_cast<float>(m_config.rmsNormEps);
  const auto product = [&](const Matrix& matrix, const ProductTarget& target) {
    multiply(m_table, matrix, m_activation, pass.path, target, shareOf(member, matrix),
             scratch.multiply);
  };

  // 1. Attention.
  m_activation.fill(member, m_table,
                    {m_hidden.data(), D, pass.m, D, weights.attentionNorm.data(), eps}, pass.path,
                    {&weights.q, &weights.k, &weights.v});
  member.barrier();
  product(weights.q, {m_qkv.data(), width});
  product(weights.k, {m_qkv.data() + queries, width});
  product(weights.v, {m_qkv.data() + queries + keys, width});
  member.barrier();
  attendHeads(member, pass, layer);
  member.barrier();
  m_activation.fill(member, m_table, {m_attended.data(), queries, pass.m, queries, nullptr, 0.0F},
                    pass.path, {&weights.o});
  member.barrier();
  product(weights.o, {m_hidden.data(), D, ProductTarget::Mode::Add});
  member.barrier();

  // 2. Feed-forward.
  m_activation.fill(member, m_table,
                    {m_hidden.data(), D, pass.m, D, weights.feedForwardNorm.data(), eps},
                    pass.path, {&weights.gate, &weights.up});
  member.barrier();
  product(weights.gate, {m_gate.data(), F});
  product(weights.up, {m_up.data(), F});
  const auto own = shareOf(member, weights.gate);
  for (int i = 0; i < pass.m; ++i) {
    float* gate = m_gate.data() + std::ptrdiff_t{i} * F + own.begin;
    m_table.siluMultiply(gate, m_up.data() + std::ptrdiff_t{i} * F + own.begin,
                         own.end - own.begin, gate);
  }
  member.barrier();
  m_activation.fill(member, m_table, {m_gate.data(), F, pass.m, F, nullptr, 0.0F}, pass.path,
                    {&weights.down});
  member.barrier();
  product(weights.down, {m_hidden.data(), D, ProductTarget::Mode::Add});
  member.barrier();
}

void LlamaDecoder::attendHeads(const kernels::TeamMember& member, Pass& pass, int layer) {
  MemberScratch& scratch = m_scratch[static_cast<std::size_t>(member.index)];
  const int d = m_config.headDim();
  const int kvHeads = m_config.kvHeads;
  const int perKey = m_config.heads / kvHeads;
  const int queries = m_config.heads * d;
  const int width = queries + 2 * kvHeads * d;
  const int words = kernels::operandWords(m_table, d);
  scratch.queries.reserve(static_cast<std::size_t>(pass.m) * static_cast<std::size_t>(perKey) *
                          static_cast<std::size_t>(words));
  const auto heads = member.share(kvHeads);
  for (int head = heads.begin; head < heads.end; ++head) {
    // 1. Rotate; store keys and values.
    for (int i = 0; i < pass.m; ++i) {
      float* row = m_qkv.data() + std::ptrdiff_t{i} * width;
      const float* cosine = m_cosine.data() + std::ptrdiff_t{i} * (d / 2);
      const float* sine = m_sine.data() + std::ptrdiff_t{i} * (d / 2);
      float* key = row + queries + head * d;
      m_table.rotate(key, cosine, sine, d);
      const SequenceStore::Place& place = pass.places[static_cast<std::size_t>(i)];
      place.block->write(layer, head, place.token, key, row + queries + (kvHeads + head) * d);
      for (int g = 0; g < perKey; ++g) {
        m_table.rotate(row + (head * perKey + g) * d, cosine, sine, d);
      }
    }
    // 2. Every group of rows against its blocks.
    for (const Pass::Group& group : pass.groups) {
      std::vector<float*> out;
      std::vector<const std::uint32_t*> masks;
      int count = 0;
      for (std::size_t r = 0; r < group.rows.size(); ++r) {
        const int i = group.rows[r];
        for (int g = 0; g < perKey; ++g) {
          const int query = (head * perKey + g) * d;
          m_table.toOperand(m_qkv.data() + std::ptrdiff_t{i} * width + query, d,
                            scratch.queries.data() + std::ptrdiff_t{count++} * words);
          out.push_back(m_attended.data() + std::ptrdiff_t{i} * queries + query);
          masks.push_back(group.masks.data() + r * group.blocks.size());
        }
      }
      attend(m_table, m_shape,
             {{scratch.queries.data(), words}, count, layer, head, group.blocks, masks.data(),
              out.data()},
             scratch.attention);
    }
  }
}

void LlamaDecoder::readOut(const kernels::TeamMember& member, Pass& pass) {
  const int D = m_config.hidden;
  const int first = pass.firstReadOut;
  const Matrix& head = m_weights->head;
  m_activation.fill(member, m_table,
                    {m_hidden.data() + std::ptrdiff_t{first} * D, D, pass.m - first, D,
                     m_weights->norm.data(), static_cast<float>(m_config.rmsNormEps)},
                    pass.readOut, {&head});
  member.barrier();
  multiply(m_table, head, m_activation, pass.readOut, {pass.logits, head.rows},
           shareOf(member, head), m_scratch[static_cast<std::size_t>(member.index)].multiply);
}

}  // namespace molloquy::native
