#include "model/train/batch_loader.h"

#include <torch/torch.h>

#include <random>

#include "model/qformer/graph_mask.h"

namespace molloquy::train {
namespace {

/// Batches that may wait to be taken.
constexpr std::size_t kAhead = 8;

void addNoise(StructureRecord& record, double deviation, std::mt19937_64& generator) {
  if (deviation <= 0.0) return;
  std::normal_distribution<float> noise(0.0F, static_cast<float>(deviation));
  for (auto& point : record.positions) {
    for (float& value : point) value += noise(generator);
  }
}

TrainingBatch pinned(const TrainingBatch& batch) {
  const auto pin = [](const at::Tensor& x) { return x.defined() ? x.pin_memory() : x; };
  return {{pin(batch.graphs.tokens), pin(batch.graphs.distances), pin(batch.graphs.edgeTypes),
           pin(batch.graphs.paddingMask)},
          {pin(batch.text.tokens), pin(batch.text.attend), pin(batch.text.labels),
           pin(batch.text.moleculeRows), pin(batch.text.learntRows), pin(batch.text.targets)}};
}

}  // namespace

TrainingBatch makeBatch(const PreparedDataset& data, const BatchIndices& pairs,
                        const molm::Config& config, const BatchOptions& options,
                        std::uint64_t index) {
  std::mt19937_64 generator(options.seed * 1'000'003 + index);
  std::vector<unimol::TokenizedMolecule> molecules;
  std::vector<molm::TextSample> samples;
  for (const std::size_t pair : pairs) {
    StructureRecord record = data.structure(data.structureOf(pair));
    addNoise(record, options.coordinateNoise, generator);
    auto molecule = unimol::tokenizeAtoms(record.symbols, record.positions, config.unimol);
    TORCH_CHECK(molecule.has_value(), "pair ", pair, ": ", molecule.error().message);
    molecules.push_back(*std::move(molecule));
    samples.push_back({data.prompt(pair), data.answer(pair)});
  }
  TrainingBatch batch{
      unimol::collateGraphs(molecules, config.unimol, qformer::paddingFor(config.graphMask)),
      molm::collateText(samples, config, molm::PaddingSide::Right)};
  return options.pinned ? pinned(batch) : batch;
}

BatchLoader::BatchLoader(const PreparedDataset& data, std::vector<BatchIndices> plan,
                         const molm::Config& config, const BatchOptions& options, int threads)
    : m_data(data), m_plan(std::move(plan)), m_config(config), m_options(options) {
  for (int i = 0; i < threads; ++i) {
    m_threads.emplace_back([this](const std::stop_token& stop) { build(stop); });
  }
}

BatchLoader::~BatchLoader() {
  for (std::jthread& thread : m_threads) thread.request_stop();
}

TrainingBatch BatchLoader::next() {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_error || m_ready.contains(m_taken); });
  if (m_error) std::rethrow_exception(m_error);
  auto node = m_ready.extract(m_taken++);
  m_changed.notify_all();
  return std::move(node.mapped());
}

void BatchLoader::build(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  while (true) {
    m_changed.wait(lock, stop,
                   [this] { return m_started == m_plan.size() || m_started < m_taken + kAhead; });
    if (stop.stop_requested() || m_started == m_plan.size()) return;
    const std::size_t index = m_started++;
    lock.unlock();
    try {
      TrainingBatch batch = makeBatch(m_data, m_plan[index], m_config, m_options, index);
      lock.lock();
      m_ready.emplace(index, std::move(batch));
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      m_error = std::current_exception();
    }
    m_changed.notify_all();
  }
}

}  // namespace molloquy::train
