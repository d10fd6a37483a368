#include "app/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

constexpr std::chrono::milliseconds kSilence{400};
constexpr std::chrono::milliseconds kRefresh{100};

/// Before that what is left cannot be told from what is done.
constexpr std::chrono::seconds kBeforeForecast{3};

/// ", 2 min left" once there is enough to tell from.
std::string forecast(std::uintmax_t done, std::uintmax_t total,
                     std::chrono::steady_clock::duration passed) {
  if (done == 0 || done >= total || passed < kBeforeForecast) return "";
  const double seconds = std::chrono::duration<double>(passed).count() *
                         static_cast<double>(total - done) / static_cast<double>(done);
  if (seconds < 60.0) return fmt::format(", {:.0f} s left", seconds);
  if (seconds < 3600.0) return fmt::format(", {:.0f} min left", seconds / 60.0);
  return fmt::format(", {:.1f} h left", seconds / 3600.0);
}

bool onTerminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace

Progress::Progress(std::string doing)
    : m_doing(std::move(doing)), m_watcher([this](const std::stop_token& stop) { watch(stop); }) {}

Progress::~Progress() {
  m_watcher.request_stop();
  m_watcher.join();
  if (m_shown && onTerminal()) fmt::print(stderr, "\r\033[K");
}

void Progress::report(std::uintmax_t done, std::uintmax_t total) {
  m_total = total;
  m_done = done;
}

void Progress::watch(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  const auto never = [] { return false; };
  m_end.wait_for(lock, stop, kSilence, never);
  while (!stop.stop_requested()) {
    show();
    if (!onTerminal()) return;
    m_end.wait_for(lock, stop, kRefresh, never);
  }
}

void Progress::show() {
  const bool terminal = onTerminal();
  const std::uintmax_t total = m_total;
  const std::uintmax_t done = std::min(m_done.load(), total);
  const std::string percent =
      terminal && total > 0
          ? fmt::format(" {} %{}", done * 100 / total,
                        forecast(done, total, std::chrono::steady_clock::now() - m_start))
          : "";
  fmt::print(stderr, "{}{} ...{}{}", terminal ? "\r" : "", m_doing, percent,
             terminal ? "\033[K" : "\n");
  std::fflush(stderr);
  m_shown = true;
}

}  // namespace molloquy::cli
