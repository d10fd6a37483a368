#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/cli/bench_render.h"
#include "app/cli/bench_search.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  bench::Options bench;
  RenderBenchOptions render;
  vectors::bench::SearchBenchOptions search;
  bool noPeers = false;
};

nlohmann::ordered_json rowJson(const bench::Row& row) {
  return {{"what", row.what},           {"seconds", row.seconds},     {"per_second", row.perSecond},
          {"unit", row.unit},           {"gigabytes_per_second", row.gigabytes},
          {"gigaflops", row.gigaflops}, {"limit", row.limit},         {"ratio", row.ratio},
          {"cores_used", row.coresUsed}, {"note", row.note}};
}

Result<void> measure(const Options& options, const bench::OnRow& onRow, std::stop_token stop) {
  if (options.bench.work == "search") {
    vectors::bench::SearchBenchOptions search = options.search;
    search.threads = options.bench.threads;
    search.peers = !options.noPeers;
    return vectors::bench::measureSearch(search, onRow, std::move(stop));
  }
  bench::Options chosen = options.bench;
  chosen.peers = !options.noPeers;
  return session::runBenchmark(chosen, onRow, std::move(stop));
}

ExitCode run(const Options& options) {
  if (options.bench.work == "render") {
    return runRenderBench(options.common.output(), options.render);
  }
  Output output = options.common.output();
  const InterruptScope interrupt;
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  const auto onRow = [&](const bench::Row& row) {
    output.isJson() ? rows.push_back(rowJson(row)) : output.write(bench::toText(row) + "\n");
  };
  const auto done = measure(options, onRow, interrupt.token());
  if (!done) {
    const bool usage = done.error().code == ErrorCode::InvalidInput;
    return output.fail(done.error(), usage ? ExitCode::Usage : ExitCode::Environment);
  }
  if (output.isJson()) {
    output.writeJson({{"command", "bench"}, {"work", options.bench.work}, {"rows", rows}});
  }
  return output.finish();
}

}  // namespace

void addBench(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(program, "bench", "Speed of this machine beside limits and peers",
                                 options->common);
  bench::Options& bench = options->bench;
  command
      ->add_option("WORK", bench.work,
                   "decode, beams, prefill, encode, load, quality, train, search or render")
      ->required();
  command->add_option("--shape", bench.shape,
                      "Random weights of tinyllama or llama-2-7b; train: small or tinyllama");
  command->add_option("--model", bench.model, "quality: a model folder instead of random weights");
  command->add_option("--type", bench.types, "bf16, int8, int4 (default: all)");
  command->add_option("--threads", bench.threads, "Threads (default: 1)")->check(CLI::PositiveNumber);
  command->add_option("--repeats", bench.repeats, "Runs; the middle one counts (default: 5)")
      ->check(CLI::PositiveNumber);
  command->add_flag("--no-peers", options->noPeers, "Leave out plain libtorch, and faiss of search");
  addRenderBenchOptions(*command, options->render);
  addSearchBenchOptions(*command, options->search);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
