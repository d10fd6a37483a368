#include "model/bench/benchmark.h"

#include <array>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/bench/encode_bench.h"
#include "model/bench/language_benches.h"
#include "model/bench/load_bench.h"
#include "model/bench/quality_bench.h"
#include "model/bench/train_bench.h"

namespace molloquy::bench {

Result<void> run(const Options& options, const OnRow& onRow, std::stop_token stop) {
  using Bench = Result<void> (*)(const Options&, const OnRow&, std::stop_token);
  static constexpr std::array<std::pair<std::string_view, Bench>, 7> kBenches = {
      {{"decode", benchDecode},
       {"beams", benchBeams},
       {"prefill", benchPrefill},
       {"encode", benchEncode},
       {"load", benchLoad},
       {"quality", benchQuality},
       {"train", benchTrain}}};
  for (const auto& [name, bench] : kBenches) {
    if (options.work != name) continue;
    try {
      return bench(options, onRow, std::move(stop));
    } catch (const std::bad_alloc&) {
      return fail(ErrorCode::OutOfMemory,
                  fmt::format("The memory does not suffice for bench {} of {}; choose a smaller shape "
                              "or type.",
                              options.work, options.shape));
    } catch (const std::exception& problem) {
      return fail(ErrorCode::Internal,
                  fmt::format("Bench {} failed: {}.", options.work, problem.what()));
    }
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no bench; decode, beams, prefill, encode, load, quality and train are.",
                          options.work));
}

}  // namespace molloquy::bench
