#include "model/train/batch_loader.h"

#include <chrono>

namespace molloquy::train {
namespace {

/// Batches that may wait to be taken.
constexpr std::size_t kAhead = 8;

}  // namespace

BatchLoader::BatchLoader(const TrainingObjective& objective, std::vector<PlannedBatch> plan,
                         const Options& options)
    : m_objective(objective), m_plan(std::move(plan)), m_pinned(options.pinned) {
  for (int i = 0; i < std::max(1, options.threads); ++i) {
    m_threads.emplace_back([this](const std::stop_token& stop) { build(stop); });
  }
}

BatchLoader::~BatchLoader() {
  for (std::jthread& thread : m_threads) thread.request_stop();
}

std::unique_ptr<MicroBatch> BatchLoader::next() {
  const auto asked = std::chrono::steady_clock::now();
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_error || m_ready.contains(m_taken); });
  m_waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
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
      std::unique_ptr<MicroBatch> batch =
          m_objective.collate(m_plan[index].examples, m_plan[index].seed);
      if (m_pinned) batch->pin();
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
