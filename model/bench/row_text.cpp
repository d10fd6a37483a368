#include <fmt/format.h>

#include "model/bench/benchmark.h"

namespace molloquy::bench {

std::string toText(const Row& row) {
  std::string text = fmt::format("{:<40}", row.what);
  if (row.seconds > 0) {
    text += fmt::format(" {:>9.3f} ms {:>9.2f} {}/s", row.seconds * 1e3, row.perSecond, row.unit);
  }
  if (row.gigabytes > 0) text += fmt::format("  {:.1f} GB/s", row.gigabytes);
  if (row.gigaflops > 0) text += fmt::format("  {:.0f} GFLOP/s", row.gigaflops);
  if (!row.limit.empty()) text += fmt::format("  {:.3f} ({})", row.ratio, row.limit);
  if (row.coresUsed > 0) text += fmt::format("  {:.2f} cores", row.coresUsed);
  if (!row.note.empty()) text += "  " + row.note;
  return text;
}

}  // namespace molloquy::bench
