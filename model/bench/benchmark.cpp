#include "model/bench/benchmark.h"

#include <array>
#include <utility>

#include "model/bench/encode_bench.h"
#include "model/bench/language_benches.h"
#include "model/bench/load_bench.h"

namespace molloquy::bench {

std::optional<Work> workNamed(const std::string& name) {
  static constexpr std::array<std::pair<const char*, Work>, 5> kWorks = {
      {{"decode", Work::Decode},
       {"beams", Work::Beams},
       {"prefill", Work::Prefill},
       {"encode", Work::Encode},
       {"load", Work::Load}}};
  for (const auto& [known, work] : kWorks) {
    if (name == known) return work;
  }
  return std::nullopt;
}

Result<void> run(const Options& options, const OnRow& onRow, std::stop_token stop) {
  switch (options.work) {
    case Work::Decode:
      return benchDecode(options, onRow, std::move(stop));
    case Work::Beams:
      return benchBeams(options, onRow, std::move(stop));
    case Work::Prefill:
      return benchPrefill(options, onRow, std::move(stop));
    case Work::Encode:
      return benchEncode(options, onRow, std::move(stop));
    case Work::Load:
      return benchLoad(options, onRow, std::move(stop));
  }
  return {};
}

}  // namespace molloquy::bench
