#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "model/bench/benchmark.h"

/// Speed on random weights, for machines without the command line program.
int main(int argc, char** argv) {
  CLI::App program("Speed beside limits and peers, on random weights.", "molloquy-bench");
  molloquy::bench::Options options;
  program.add_option("WORK", options.work, "decode, beams, prefill, encode, load or quality")
      ->required();
  program.add_option("--shape", options.shape, "tinyllama or llama-2-7b");
  program.add_option("--type", options.types, "bf16, int8, int4");
  program.add_option("--model", options.model, "quality: a model folder instead of random weights");
  program.add_option("--threads", options.threads)->check(CLI::PositiveNumber);
  program.add_option("--repeats", options.repeats)->check(CLI::PositiveNumber);
  program.add_flag("--no-peers{false}", options.peers, "Leave out plain libtorch");
  CLI11_PARSE(program, argc, argv);
  const auto print = [](const molloquy::bench::Row& row) {
    fmt::print("{}\n", molloquy::bench::toText(row));
    std::fflush(stdout);
  };
  const auto done = molloquy::bench::run(options, print, {});
  if (!done) {
    fmt::print(stderr, "{}\n", done.error().message);
    return 3;
  }
  return 0;
}
