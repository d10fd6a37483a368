#include "model/recipes/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace molloquy::recipes {
namespace {

/// From `high` at share 0 to `low` at share 1.
double cosine(double low, double high, double share) {
  return low + (high - low) * 0.5 * (1.0 + std::cos(std::numbers::pi * share));
}

double risen(const ScheduleSettings& s, std::int64_t step, std::int64_t warmup) {
  const double share =
      static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(warmup, 1));
  return std::min(s.learningRate,
                  s.warmupLearningRate + (s.learningRate - s.warmupLearningRate) * share);
}

double epochRate(const ScheduleSettings& s, const RunPosition& at) {
  if (at.epoch == 0) {
    return risen(s, at.step, std::min<std::int64_t>(at.epochBatches, s.warmupSteps));
  }
  if (s.kind == ScheduleKind::EpochDecay) {
    return std::max(s.minLearningRate, s.learningRate * std::pow(s.decay, at.epoch));
  }
  return cosine(s.minLearningRate, s.learningRate,
                static_cast<double>(at.epoch) / static_cast<double>(at.epochs));
}

double stepRate(const ScheduleSettings& s, const RunPosition& at) {
  if (at.step <= s.warmupSteps) return risen(s, at.step, s.warmupSteps);
  const std::int64_t last = std::max<std::int64_t>(1, s.steps > 0 ? s.steps : at.steps);
  return cosine(s.minLearningRate, s.learningRate,
                static_cast<double>(at.step) / static_cast<double>(last));
}

double linearRate(const ScheduleSettings& s, const RunPosition& at) {
  if (at.step <= s.warmupSteps) return risen(s, at.step, s.warmupSteps);
  const std::int64_t last = s.steps > 0 ? s.steps : at.steps;
  const auto falling = static_cast<double>(std::max<std::int64_t>(1, last - s.warmupSteps));
  const double left = std::clamp(static_cast<double>(last - at.step) / falling, 0.0, 1.0);
  return s.minLearningRate + (s.learningRate - s.minLearningRate) * left;
}

double progressRate(const ScheduleSettings& s, const RunPosition& at) {
  if (at.step < s.warmupSteps) {
    return s.warmupLearningRate + (s.learningRate - s.warmupLearningRate) *
                                      static_cast<double>(at.step + 1) / s.warmupSteps;
  }
  return cosine(s.minLearningRate, s.learningRate, std::clamp(at.share, 0.0, 1.0));
}

}  // namespace

double learningRateAt(const ScheduleSettings& schedule, const RunPosition& position) {
  switch (schedule.kind) {
    case ScheduleKind::ProgressCosine:
      return progressRate(schedule, position);
    case ScheduleKind::EpochCosine:
    case ScheduleKind::EpochDecay:
      return epochRate(schedule, position);
    case ScheduleKind::StepCosine:
      return stepRate(schedule, position);
    case ScheduleKind::StepLinear:
      return linearRate(schedule, position);
    case ScheduleKind::Constant:
      return schedule.warmupSteps == 0 ? schedule.learningRate
                                       : risen(schedule, position.step, schedule.warmupSteps);
  }
  return schedule.learningRate;
}

}  // namespace molloquy::recipes
