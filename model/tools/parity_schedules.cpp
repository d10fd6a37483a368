// Learning rates of all steps against the reference's schedulers (lr_schedules.json).
#include <fmt/format.h>

#include <cmath>

#include "model/recipes/schedule.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

/// Rates are stored with nine digits.
constexpr double kRateTolerance = 1e-8;

struct Case {
  const char* name;
  recipes::ScheduleKind kind;
  bool byEpoch;  ///< rows are epoch, step, rate; else step, rate.
};

constexpr Case kCases[] = {{"stage1_cosine", recipes::ScheduleKind::EpochCosine, true},
                           {"stage2_cosine", recipes::ScheduleKind::EpochCosine, true},
                           {"step_lr", recipes::ScheduleKind::EpochDecay, true},
                           {"stage3_cosine_per_step", recipes::ScheduleKind::StepCosine, false}};

recipes::ScheduleSettings settingsOf(const nlohmann::json& stored, recipes::ScheduleKind kind) {
  recipes::ScheduleSettings settings;
  settings.kind = kind;
  settings.learningRate = stored.at("init_lr");
  settings.minLearningRate = stored.at("min_lr");
  settings.warmupLearningRate = stored.at("warmup_start_lr");
  settings.warmupSteps = stored.at("warmup_steps");
  settings.decay = stored.value("decay_rate", settings.decay);
  settings.steps = stored.value("max_step", settings.steps);
  return settings;
}

void compareSchedule(const nlohmann::json& stored, const Case& schedule, Report& report) {
  const auto settings = settingsOf(stored.at("settings"), schedule.kind);
  const auto& rows = stored.at(schedule.byEpoch ? "rows_epoch_step_lr" : "rows_step_lr");
  std::size_t different = 0;
  std::string first;
  for (const nlohmann::json& row : rows) {
    recipes::RunPosition at;
    at.epoch = schedule.byEpoch ? row[0].get<int>() : 0;
    at.step = row[schedule.byEpoch ? 1 : 0];
    at.epochs = stored.at("settings").value("max_epoch", 1);
    at.epochBatches = settings.warmupSteps;  // epochs as long as the warm-up
    const double golden = row[schedule.byEpoch ? 2 : 1];
    const double ours = recipes::learningRateAt(settings, at);
    if (std::abs(ours - golden) <= kRateTolerance * golden) continue;
    if (++different == 1) first = fmt::format("{}: {} against {}", row.dump(), ours, golden);
  }
  report.compareMany(fmt::format("schedule {}", schedule.name), rows.size(), different, first);
}

}  // namespace

void runScheduleCases(GoldenFolder& golden, Report& report) {
  const nlohmann::json all = golden.json("lr_schedules.json");
  for (const Case& schedule : kCases) {
    if (!all.is_object() || !all.contains(schedule.name)) {
      report.absent(fmt::format("schedule {}", schedule.name));
    } else {
      compareSchedule(all[schedule.name], schedule, report);
    }
  }
}

}  // namespace molloquy::parity
