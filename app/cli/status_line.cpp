#include "app/cli/status_line.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "model/base/text_offsets.h"

namespace molloquy::cli {
namespace {

constexpr std::size_t kUsualWidth = 80;
/// Longer times are estimates that nobody waits for.
constexpr double kMostSeconds = 1e7;

std::size_t terminalWidth() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
  return size.ws_col;
}

}  // namespace

StatusLine::StatusLine() : m_terminal(::isatty(STDERR_FILENO) == 1) {}

StatusLine::~StatusLine() { clear(); }

void StatusLine::show(const std::string& text) {
  if (!m_terminal) return;
  const std::lock_guard lock(m_mutex);
  m_foot = text;
  draw();
}

void StatusLine::print(const std::string& line) {
  const std::lock_guard lock(m_mutex);
  fmt::print(stderr, "{}{}\n", m_terminal && !m_foot.empty() ? "\r\033[K" : "", line);
  draw();
}

void StatusLine::clear() {
  const std::lock_guard lock(m_mutex);
  if (m_foot.empty()) return;
  m_foot.clear();
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
}

void StatusLine::draw() {
  if (m_foot.empty()) return;
  // The last column stays free: some terminals break the line there.
  const std::size_t end = byteOffset(m_foot, terminalWidth() - 1);
  fmt::print(stderr, "\r{}\033[K", m_foot.substr(0, end));
  std::fflush(stderr);
}

std::string clockText(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > kMostSeconds) return "-";
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string bytesText(double bytes) {
  constexpr std::array kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < kUnits.size(); ++unit) bytes /= 1024;
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

}  // namespace molloquy::cli
