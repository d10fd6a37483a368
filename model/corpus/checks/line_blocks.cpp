#include "model/corpus/checks/line_blocks.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace molloquy::corpus {
namespace {

/// Lines that are in memory at once.
constexpr std::size_t kBlockLines = 512;

unsigned threadsFor(const CheckOptions& options, std::size_t lines) {
  const unsigned wanted =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::min<std::size_t>(wanted, lines));
}

/// Fills in the facts of every line, several at once.
void lookAt(std::vector<CheckedLine>& block, const CheckOptions& options,
            const std::stop_token& stop) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < block.size() && !stop.stop_requested(); i = next++) {
      block[i].facts = factsOf(block[i].content, options, stop);
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threadsFor(options, block.size()); ++i) others.emplace_back(work);
  work();
}

}  // namespace

Result<void> forEachCheckedLine(const std::filesystem::path& file, const CheckOptions& options,
                                const LineSinks& sinks, const std::stop_token& stop) {
  std::vector<CheckedLine> block;
  const auto handOver = [&] {
    lookAt(block, options, stop);
    if (!stop.stop_requested()) {
      for (CheckedLine& line : block) sinks.onLine(std::move(line));
    }
    block.clear();
  };
  const auto report =
      importFile(file, {},
                 {[&](std::size_t number, Line&& line) {
                    block.push_back({number, std::move(line), {}});
                    if (block.size() == kBlockLines) handOver();
                    return Reading::GoOn;
                  },
                  [&](const ImportRejection& rejection) { sinks.onRejection(rejection.row); },
                  sinks.onProgress},
                 stop);
  if (!report) return tl::unexpected(report.error());
  handOver();
  return {};
}

}  // namespace molloquy::corpus
