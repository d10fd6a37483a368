#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "model/bench/benchmark.h"

namespace {

void print(const molloquy::bench::Row& row) {
  std::string line = fmt::format("{:<40} {:>9.3f} ms  {:>9.2f} {}/s", row.what, row.seconds * 1e3,
                                 row.perSecond, row.unit);
  if (row.gigabytes > 0) line += fmt::format("  {:.1f} GB/s", row.gigabytes);
  if (row.gigaflops > 0) line += fmt::format("  {:.0f} GFLOP/s", row.gigaflops);
  if (!row.limit.empty()) line += fmt::format("  {:.2f} ({})", row.ratio, row.limit);
  if (!row.note.empty()) line += "  " + row.note;
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

}  // namespace

/// Speed on random weights, for machines without the command line program.
int main(int argc, char** argv) {
  CLI::App program("Speed beside limits and peers, on random weights.", "molloquy-bench");
  std::string work;
  molloquy::bench::Options options;
  program.add_option("WORK", work, "decode, beams, prefill, encode or load")->required();
  program.add_option("--shape", options.shape, "tinyllama or llama-2-7b");
  program.add_option("--type", options.types, "bf16, int8, int4");
  program.add_option("--threads", options.threads)->check(CLI::PositiveNumber);
  program.add_option("--repeats", options.repeats)->check(CLI::PositiveNumber);
  program.add_flag("--no-peers{false}", options.peers, "Leave out plain libtorch");
  CLI11_PARSE(program, argc, argv);
  const auto known = molloquy::bench::workNamed(work);
  if (!known) {
    fmt::print(stderr, "\"{}\" is no bench; decode, beams, prefill, encode and load are.\n", work);
    return 2;
  }
  options.work = *known;
  const auto done = molloquy::bench::run(options, print, {});
  if (!done) {
    fmt::print(stderr, "{}\n", done.error().message);
    return 3;
  }
  return 0;
}
