#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "model/molm/text_batch.h"
#include "model/train/batch_plan.h"
#include "model/unimol/graph_batch.h"

namespace molloquy::train {

/// A batch as the network wants it, on the CPU.
struct TrainingBatch {
  unimol::GraphBatch graphs;
  molm::TextBatch text;
};

/// How batches are made.
struct BatchOptions {
  double coordinateNoise = 0.0;  ///< angstrom.
  std::uint64_t seed = 0;        ///< of the noise.
  bool pinned = false;           ///< page-locked memory, for copies that do not wait.
};

/// Builds one batch. index  seeds the noise together with options.seed.
TrainingBatch makeBatch(const PreparedDataset& data, const BatchIndices& pairs,
                        const molm::Config& config, const BatchOptions& options,
                        std::uint64_t index);

/// Builds the batches of a plan in threads of its own, a few ahead, and hands them out in order.
///
/// Thread: `next` from one thread. What a builder throws is thrown again by `next`.
class BatchLoader {
 public:
  /// data and config have to outlive the loader.
  BatchLoader(const PreparedDataset& data, std::vector<BatchIndices> plan,
              const molm::Config& config, const BatchOptions& options, int threads);
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  [[nodiscard]] bool isFinished() const { return m_taken == m_plan.size(); }
  /// Precondition: not finished.
  TrainingBatch next();

 private:
  void build(const std::stop_token& stop);

  const PreparedDataset& m_data;
  std::vector<BatchIndices> m_plan;
  const molm::Config& m_config;
  BatchOptions m_options;

  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::map<std::size_t, TrainingBatch> m_ready;
  std::exception_ptr m_error;
  std::size_t m_started = 0;  ///< batches that a thread has begun
  std::size_t m_taken = 0;    ///< batches handed out
  std::vector<std::jthread> m_threads;
};

}  // namespace molloquy::train
