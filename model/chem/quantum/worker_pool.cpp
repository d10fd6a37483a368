#include "model/chem/quantum/worker_pool.h"

#include <utility>

namespace molloquy::quantum {
namespace {

/// A worker greets as soon as its libraries are loaded.
constexpr std::chrono::seconds kStartLimit{30};

tl::unexpected<Error> stopped() {
  return fail(ErrorCode::InvalidInput, "The computation was stopped.");
}

}  // namespace

Result<std::unique_ptr<WorkerPool>> WorkerPool::start(const PoolOptions& options,
                                                      const std::stop_token& stop) {
  std::unique_ptr<WorkerPool> pool(new WorkerPool(options));
  for (int i = 0; i < options.workers; ++i) {
    Place place;
    if (Result<void> started = pool->ready(place, stop); !started) {
      return tl::unexpected(started.error());
    }
    pool->m_xtbVersion = place->greeting().xtbVersion;
    pool->m_idle.push_back(std::move(place));
  }
  return pool;
}

Result<SinglePoint> WorkerPool::compute(const SinglePointInput& input,
                                        const std::stop_token& stop) {
  if (const auto checked = checkInput(input); !checked) return tl::unexpected(checked.error());
  std::optional<Place> place = borrow(stop);
  if (!place) return stopped();
  if (Result<void> started = ready(*place, stop); !started) {
    giveBack(std::nullopt);
    return tl::unexpected(started.error());
  }
  WorkerRequest request{0, input};
  {
    const std::scoped_lock lock(m_mutex);
    request.number = ++m_lastNumber;
  }
  Result<WorkerAnswer> answer = (*place)->ask(request, m_options.limit, stop);
  if (!answer) {
    place->reset();
    giveBack(std::nullopt);
    return tl::unexpected(answer.error());
  }
  giveBack(*std::move(place));
  return std::move(answer->result);
}

std::optional<WorkerPool::Place> WorkerPool::borrow(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  if (!m_returned.wait(lock, stop, [this] { return !m_idle.empty(); })) return std::nullopt;
  Place place = std::move(m_idle.back());
  m_idle.pop_back();
  return place;
}

void WorkerPool::giveBack(Place place) {
  {
    const std::scoped_lock lock(m_mutex);
    m_idle.push_back(std::move(place));
  }
  m_returned.notify_one();
}

Result<void> WorkerPool::ready(Place& place, const std::stop_token& stop) {
  if (place && place->isAlive()) return {};
  place.reset();
  Result<WorkerProcess> worker = WorkerProcess::start(m_options.program, kStartLimit, stop);
  if (!worker) return tl::unexpected(worker.error());
  place.emplace(*std::move(worker));
  return {};
}

std::vector<pid_t> WorkerPool::idleProcessIds() const {
  const std::scoped_lock lock(m_mutex);
  std::vector<pid_t> ids;
  for (const Place& place : m_idle) {
    if (place) ids.push_back(place->processId());
  }
  return ids;
}

}  // namespace molloquy::quantum
