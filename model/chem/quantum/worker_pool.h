#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/chem/quantum/worker_process.h"

namespace molloquy::quantum {

/// The worker program beside the model libraries (pluginFolder()).
/// Errors: Unsupported (built without xtb), NotFound (not installed).
Result<std::filesystem::path> workerProgram();

struct PoolOptions {
  std::filesystem::path program;             ///< workerProgram().
  int workers = 1;                           ///< each computes on one core.
  std::chrono::milliseconds limit{120'000};  ///< for one structure.
};

/// GFN2-xTB in child processes: a crash, an endless computation or nonsense of one costs the
/// structure it was asked about and no other. A worker that ended is replaced when it is next
/// needed. Destroyed, all workers are ended; none outlives this program.
/// Thread: compute from any, as many at once as there are workers; others wait for one.
class WorkerPool {
 public:
  /// Starts all workers. Errors: as WorkerProcess::start.
  static Result<std::unique_ptr<WorkerPool>> start(const PoolOptions& options,
                                                   const std::stop_token& stop);

  /// Errors: as gfn2SinglePoint; Internal (the worker ended or took too long, see
  /// WorkerProcess::ask); InvalidInput (stopped).
  Result<SinglePoint> compute(const SinglePointInput& input, const std::stop_token& stop);
  /// The same for energy and slope. A pool of one worker computes on from the previous positions.
  Result<Forces> forces(const SinglePointInput& input, Guess guess, const std::stop_token& stop);
  /// The same for what the electrons do.
  Result<Electrons> electrons(const SinglePointInput& input, const std::stop_token& stop);

  /// Of the workers that wait for work.
  [[nodiscard]] std::vector<pid_t> idleProcessIds() const;
  /// Version of the library that the workers use: "6.5.1".
  [[nodiscard]] const std::string& xtbVersion() const { return m_xtbVersion; }

 private:
  /// A place for a worker; empty after its worker ended.
  using Place = std::optional<WorkerProcess>;

  /// The answer to a request, which gets its number here.
  Result<Computed> ask(WorkerRequest request, const std::stop_token& stop);
  /// The same as the struct that was asked for.
  template <class T>
  Result<T> askFor(WorkerRequest request, const std::stop_token& stop);

  explicit WorkerPool(PoolOptions options) : m_options(std::move(options)) {}
  /// An idle worker's place; nothing when stopped.
  std::optional<Place> borrow(const std::stop_token& stop);
  void giveBack(Place place);
  /// Starts a worker where there is none that runs.
  Result<void> ready(Place& place, const std::stop_token& stop);

  PoolOptions m_options;
  std::string m_xtbVersion;
  mutable std::mutex m_mutex;
  std::condition_variable_any m_returned;
  std::vector<Place> m_idle;       ///< guarded by m_mutex.
  std::uint64_t m_lastNumber = 0;  ///< of a request; guarded by m_mutex.
};

}  // namespace molloquy::quantum
