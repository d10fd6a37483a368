#include "model/chem/quantum/worker_pool.h"

#include <algorithm>
#include <utility>

namespace molloquy::quantum {
namespace {

/// A worker greets as soon as its libraries are loaded.
constexpr std::chrono::seconds kStartLimit{30};

tl::unexpected<Error> stopped() {
  return fail(ErrorCode::InvalidInput, "The computation was stopped.");
}

tl::unexpected<Error> otherAnswer() {
  return fail(ErrorCode::Internal,
              "The xtb worker answered another question than the one that was asked.");
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
  return askFor<SinglePoint>({0, input, Asked::SinglePoint, Guess::Fresh}, stop);
}

Result<Forces> WorkerPool::forces(const SinglePointInput& input, Guess guess,
                                  const std::stop_token& stop) {
  auto forces = askFor<Forces>({0, input, Asked::Forces, guess}, stop);
  if (!forces || forces->gradient.size() == input.positions.size()) return forces;
  return otherAnswer();
}

Result<Electrons> WorkerPool::electrons(const SinglePointInput& input,
                                        const std::stop_token& stop) {
  auto electrons = askFor<Electrons>({0, input, Asked::Electrons, Guess::Fresh}, stop);
  if (!electrons) return electrons;
  const std::size_t atoms = input.positions.size();
  const bool fits = electrons->charges.size() == atoms &&
                    electrons->occupations.size() == electrons->orbitalEv.size() &&
                    std::all_of(electrons->bondOrders.begin(), electrons->bondOrders.end(),
                                [&](const BondOrderOfPair& pair) {
                                  return pair.first < atoms && pair.second < atoms;
                                });
  if (fits) return electrons;
  return otherAnswer();
}

template <class T>
Result<T> WorkerPool::askFor(WorkerRequest request, const std::stop_token& stop) {
  Result<Computed> computed = ask(std::move(request), stop);
  if (!computed) return tl::unexpected(computed.error());
  if (T* answer = std::get_if<T>(&*computed)) return std::move(*answer);
  return otherAnswer();
}

Result<Computed> WorkerPool::ask(WorkerRequest request, const std::stop_token& stop) {
  if (const auto checked = checkInput(request.input); !checked) {
    return tl::unexpected(checked.error());
  }
  std::optional<Place> place = borrow(stop);
  if (!place) return stopped();
  if (Result<void> started = ready(*place, stop); !started) {
    giveBack(std::nullopt);
    return tl::unexpected(started.error());
  }
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
