#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace molloquy::metrics {

/// How work on many rows is done.
struct RowWork {
  std::size_t threads = 0;  ///< 0: one for each processor.
  std::stop_token stop{};
  /// Told now and then how many rows are done; from any of the threads.
  std::function<void(std::size_t done, std::size_t total)> progress{};
};

enum class WorkEnd { Done, Stopped };

/// Calls work(i) once for every i in [0, rows), several at a time and in no certain order. After a
/// stop no new row is begun. What work throws ends the others and is thrown here.
WorkEnd forEachRow(std::size_t rows, const std::function<void(std::size_t row)>& work,
                   const RowWork& how);

}  // namespace molloquy::metrics
