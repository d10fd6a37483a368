#include "model/metrics/row_work.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace molloquy::metrics {
namespace {

/// Rows that a thread takes at once: few enough to share the work, many enough to be worth it.
constexpr std::size_t kRowsAtOnce = 16;

}  // namespace

WorkEnd forEachRow(std::size_t rows, const std::function<void(std::size_t row)>& work,
                   const RowWork& how) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr problem;
  std::once_flag first;
  const auto takeRows = [&] {
    for (std::size_t begin = 0; (begin = next.fetch_add(kRowsAtOnce)) < rows;) {
      const std::size_t end = std::min(begin + kRowsAtOnce, rows);
      for (std::size_t row = begin; row < end; ++row) {
        if (how.stop.stop_requested() || failed) return;
        try {
          work(row);
        } catch (...) {
          std::call_once(first, [&] { problem = std::current_exception(); });
          failed = true;
          return;
        }
      }
      const std::size_t soFar = done.fetch_add(end - begin) + (end - begin);
      if (how.progress) how.progress(soFar, rows);
    }
  };
  const std::size_t wanted =
      how.threads > 0 ? how.threads : std::max(1U, std::thread::hardware_concurrency());
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(wanted, rows / kRowsAtOnce + 1); ++i) {
      helpers.emplace_back(takeRows);
    }
    takeRows();
  }
  if (problem) std::rethrow_exception(problem);
  return done == rows ? WorkEnd::Done : WorkEnd::Stopped;
}

}  // namespace molloquy::metrics
