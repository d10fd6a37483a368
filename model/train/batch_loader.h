#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "model/train/objective.h"

namespace molloquy::train {

/// A micro-batch to build, and the seed of its noise and of the network's draws.
struct PlannedBatch {
  recipes::BatchIndices examples;
  std::uint64_t seed = 0;
};

/// Builds the batches of a plan in threads of its own, a few ahead, and hands them out in order.
///
/// Thread: `next` from one thread. What a builder throws is thrown again by `next`.
class BatchLoader {
 public:
  struct Options {
    int threads = 1;
    bool pinned = false;  ///< page-locked memory, for copies that do not wait.
  };
  /// The objective has to outlive the loader.
  BatchLoader(const TrainingObjective& objective, std::vector<PlannedBatch> plan,
              const Options& options);
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// A batch and its place in the plan. Precondition: taken() < the plan's size.
  std::unique_ptr<MicroBatch> next();
  [[nodiscard]] std::size_t taken() const { return m_taken; }
  [[nodiscard]] std::size_t size() const { return m_plan.size(); }
  [[nodiscard]] const PlannedBatch& planned(std::size_t index) const { return m_plan[index]; }
  /// Seconds that `next` has waited for the builders.
  [[nodiscard]] double secondsWaited() const { return m_waited; }

 private:
  void build(const std::stop_token& stop);

  const TrainingObjective& m_objective;
  std::vector<PlannedBatch> m_plan;
  bool m_pinned;

  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::map<std::size_t, std::unique_ptr<MicroBatch>> m_ready;
  std::exception_ptr m_error;
  std::size_t m_started = 0;  ///< batches that a thread has begun
  std::size_t m_taken = 0;    ///< batches handed out
  double m_waited = 0;
  std::vector<std::jthread> m_threads;
};

}  // namespace molloquy::train
