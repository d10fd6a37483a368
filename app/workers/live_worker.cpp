#include "app/workers/live_worker.h"

#include <chrono>
#include <exception>
#include <utility>

namespace molloquy::app {
namespace {

constexpr int kStepsAtOnce = 20;
/// About one picture of the screen.
constexpr std::chrono::milliseconds kBudget{16};
/// Nothing moves: look again now and then, in case the hand pulls.
constexpr int kAtRestIntervalMs = 60;

}  // namespace

LiveWorker::LiveWorker() : m_timer(this) {
  setObjectName("live worker");
  connect(&m_timer, &QTimer::timeout, this, &LiveWorker::advance);
}

void LiveWorker::fail(const Error& error) {
  m_timer.stop();
  m_minimiser.reset();
  Q_EMIT failed({m_id, error});
}

void LiveWorker::start(const LiveRequest& request) {
  m_id = request.id;
  try {
    auto minimiser =
        energy::LiveMinimiser::start(request.molecule, request.positions, request.method, {});
    if (!minimiser) {
      fail(minimiser.error());
      return;
    }
    m_minimiser = std::move(*minimiser);
    if (auto held = m_minimiser->hold(request.fixedAtoms, request.constraints, {}); !held) {
      fail(held.error());
      return;
    }
    m_last = {m_id, request.positions, 0, 0};
    m_timer.start(0);
  } catch (const std::exception& exception) {
    fail(Error(ErrorCode::Internal, exception.what()).within("optimising"));
  }
}

void LiveWorker::pull(const LivePull& pull) {
  if (pull.id != m_id || !m_minimiser) return;
  std::vector<energy::Pull> pulls;
  if (pull.pull) pulls.push_back(*pull.pull);
  // An atom that is gone only ends the pull.
  static_cast<void>(m_minimiser->setPulls(std::move(pulls)));
  m_timer.start(0);
}

void LiveWorker::stop(const LiveStop& stop) {
  if (stop.id != m_id || !m_minimiser) return;
  m_timer.stop();
  m_minimiser.reset();
  Q_EMIT ended({m_id, m_last});
}

void LiveWorker::advance() {
  if (!m_minimiser) return;
  try {
    auto step = m_minimiser->advance(kStepsAtOnce, kBudget, {});
    if (!step) {
      fail(step.error());
      return;
    }
    const int steps = m_last.steps + step->steps;
    m_last = {m_id, std::move(step->positions), step->energyKcalPerMol, steps};
    Q_EMIT stepped(m_last);
    m_timer.setInterval(step->atRest ? kAtRestIntervalMs : 0);
  } catch (const std::exception& exception) {
    fail(Error(ErrorCode::Internal, exception.what()).within("optimising"));
  }
}

}  // namespace molloquy::app
