#include "app/cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

constexpr std::chrono::milliseconds kSilence{400};
constexpr std::chrono::milliseconds kRefresh{100};

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
  if (total > 0) m_percent = static_cast<int>(done * 100 / total);
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
  const std::string percent =
      terminal && m_percent >= 0 ? fmt::format(" {} %", m_percent.load()) : "";
  fmt::print(stderr, "{}{} ...{}{}", terminal ? "\r" : "", m_doing, percent,
             terminal ? "\033[K" : "\n");
  std::fflush(stderr);
  m_shown = true;
}

}  // namespace molloquy::cli
