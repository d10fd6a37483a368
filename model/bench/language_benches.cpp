#include "model/bench/language_benches.h"

#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "model/bench/measure.h"
#include "model/bench/random_weights.h"
#include "model/bench/torch_peer.h"
#include "model/native/llama_decoder.h"

namespace molloquy::bench {
namespace {

constexpr int kPromptTokens = 64;
constexpr int kPrefillTokens = 256;
constexpr int kCapacity = 512;
constexpr int kBeams = 5;

std::vector<TokenId> someTokens(int count, int vocab) {
  std::vector<TokenId> tokens;
  for (int i = 0; i < count; ++i) tokens.emplace_back((i * 7919 + 13) % vocab);
  return tokens;
}

/// A native decoder on random weights, and what every bench of it needs.
struct Subject {
  llama::Config config;
  std::shared_ptr<const native::LlamaWeights> weights;
  std::unique_ptr<native::LlamaDecoder> decoder;
  std::vector<float> logits;

  Subject(const llama::Config& shape, native::Storage storage, int threads)
      : config(shape),
        weights(randomWeights(shape, storage)),
        decoder(std::make_unique<native::LlamaDecoder>(shape, weights,
                                                       native::LlamaDecoderOptions{threads})),
        logits(static_cast<std::size_t>(kBeams) * static_cast<std::size_t>(shape.vocab)) {}

  void prompt(int count) {
    const std::vector<TokenId> tokens = someTokens(count, config.vocab);
    std::vector<float> rows(tokens.size() * static_cast<std::size_t>(config.hidden));
    decoder->embed(tokens, rows);
    decoder->truncatePrompt(0, 0);
    decoder->extendPrompt(0, rows, {logits.data(), static_cast<std::size_t>(config.vocab)}, {});
  }

  /// Time of one step of `beams` texts, from several.
  Time step(int beams) {
    constexpr int kSteps = 6;
    const std::vector<int> slots(static_cast<std::size_t>(beams), 0);
    std::vector<int> parents(static_cast<std::size_t>(beams));
    std::iota(parents.begin(), parents.end(), 0);
    const std::vector<TokenId> tokens = someTokens(beams, config.vocab);
    const std::span<float> out(logits.data(), tokens.size() * static_cast<std::size_t>(config.vocab));
    decoder->beginSequences(slots, kSteps + 1);
    decoder->step(tokens, parents, out);
    // From now on every text continues its neighbour: a reorder in each step.
    std::rotate(parents.begin(), parents.begin() + beams / 2, parents.end());
    const Time time = timed([&] {
      for (int i = 0; i < kSteps; ++i) decoder->step(tokens, parents, out);
    });
    return {time.wall / kSteps, time.processor / kSteps};
  }
};

/// Walks over the number types; `work` measures one.
template <class Work>
Result<void> forEachType(const Options& options, std::stop_token stop, Work work) {
  const Result<llama::Config> shape = shapeNamed(options.shape);
  if (!shape) return tl::unexpected(shape.error());
  for (const std::string& name : options.types) {
    const Result<native::Storage> storage = storageNamed(name);
    if (!storage) return tl::unexpected(storage.error());
    if (stop.stop_requested()) return {};
    try {
      work(*shape, *storage);
    } catch (const std::bad_alloc&) {
      return fail(ErrorCode::OutOfMemory,
                  fmt::format("{} in {} needs {:.1f} GB for its weights, more than is free.",
                              options.shape, name,
                              static_cast<double>(randomWeightBytes(*shape, *storage)) / 1e9));
    }
  }
  return {};
}

std::string readLimit(double rate) { return fmt::format("read rate {:.1f} GB/s", rate / 1e9); }
std::string peakLimit(double peak) { return fmt::format("peak {:.0f} GFLOP/s", peak / 1e9); }

struct Samples {
  std::vector<double> seconds;
  std::vector<double> limits;
  double wall = 0.0;
  double processor = 0.0;

  void add(const Time& time, int threads) {
    seconds.push_back(time.counted(threads));
    wall += time.wall;
    processor += time.processor;
  }
  [[nodiscard]] Row row(std::string what, std::string unit, double units) const {
    Row row;
    row.what = std::move(what);
    row.unit = std::move(unit);
    row.seconds = median(seconds);
    row.perSecond = units / row.seconds;
    row.coresUsed = wall > 0.0 ? processor / wall : 0.0;
    return row;
  }
};

}  // namespace

Result<void> benchDecode(const Options& options, const OnRow& onRow, std::stop_token stop) {
  return forEachType(options, stop, [&](const llama::Config& shape, native::Storage storage) {
    Subject subject(shape, storage, options.threads);
    Probes probes(options.threads);
    subject.prompt(kPromptTokens);
    const bool withPeer = options.peers && storage == native::Storage::Bfloat16;
    std::unique_ptr<TorchPeer> peer;
    if (withPeer) {
      peer = std::make_unique<TorchPeer>(shape, subject.weights, options.threads, kCapacity);
      peer->readPrompt(someTokens(kPromptTokens, shape.vocab));
    }
    Samples own;
    Samples plain;
    for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
      own.limits.push_back(probes.readRate());
      own.add(subject.step(1), options.threads);
      if (!withPeer) continue;
      constexpr int kPeerSteps = 3;
      const Time time = timed([&] {
        for (int i = 0; i < kPeerSteps; ++i) peer->step(TokenId(i));
      });
      plain.add({time.wall / kPeerSteps, time.processor / kPeerSteps}, options.threads);
    }
    const auto bytes = static_cast<double>(subject.weights->bytesPerToken());
    Row row = own.row(fmt::format("decode {}", native::toString(storage)), "tokens", 1.0);
    row.gigabytes = bytes / row.seconds / 1e9;
    row.limit = readLimit(median(own.limits));
    row.ratio = bytes / row.seconds / median(own.limits);
    row.note = fmt::format("{:.2f} GB a token, {}", bytes / 1e9,
                           kernels::toString(kernels::bestCpuLevel()));
    onRow(row);
    if (!withPeer) return;
    Row peerRow = plain.row("libtorch bf16", "tokens", 1.0);
    peerRow.gigabytes = bytes / peerRow.seconds / 1e9;
    peerRow.limit = "ours / this";
    peerRow.ratio = peerRow.seconds / row.seconds;
    onRow(peerRow);
  });
}

Result<void> benchBeams(const Options& options, const OnRow& onRow, std::stop_token stop) {
  return forEachType(options, stop, [&](const llama::Config& shape, native::Storage storage) {
    Subject subject(shape, storage, options.threads);
    subject.prompt(kPromptTokens);
    const std::size_t promptBytes = subject.decoder->cacheBytes();
    Samples one;
    Samples five;
    for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
      one.add(subject.step(1), options.threads);
      five.add(subject.step(kBeams), options.threads);
    }
    Row row = five.row(fmt::format("{} beams {}", kBeams, native::toString(storage)), "tokens",
                       kBeams);
    row.limit = "a step / a step of one";
    row.ratio = row.seconds / median(one.seconds);
    row.note = fmt::format(
        "prompt cache {:.1f} MB whatever the beams, with all pages {:.1f} MB; bytes moved by a "
        "reorder: 0",
        static_cast<double>(promptBytes) / 1e6,
        static_cast<double>(subject.decoder->cacheBytes()) / 1e6);
    onRow(row);
  });
}

Result<void> benchPrefill(const Options& options, const OnRow& onRow, std::stop_token stop) {
  return forEachType(options, stop, [&](const llama::Config& shape, native::Storage storage) {
    Subject subject(shape, storage, options.threads);
    Probes probes(options.threads);
    subject.prompt(kPrefillTokens);
    const bool withPeer = options.peers && storage == native::Storage::Bfloat16;
    std::unique_ptr<TorchPeer> peer;
    if (withPeer) {
      peer = std::make_unique<TorchPeer>(shape, subject.weights, options.threads, kCapacity);
    }
    Samples own;
    Samples plain;
    for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
      own.limits.push_back(probes.peakOperations());
      own.add(timed([&] { subject.prompt(kPrefillTokens); }), options.threads);
      if (!withPeer) continue;
      const std::vector<TokenId> tokens = someTokens(kPrefillTokens, shape.vocab);
      plain.add(timed([&] { peer->readPrompt(tokens); }), options.threads);
    }
    // Linear layers, and scores and mixing of the causal half.
    const double n = kPrefillTokens;
    const double operations =
        2.0 * n * linearNumbers(shape) +
        2.0 * n * n * shape.layers * static_cast<double>(shape.heads) * shape.headDim() +
        2.0 * static_cast<double>(shape.vocab) * shape.hidden;
    Row row = own.row(fmt::format("prefill {}", native::toString(storage)), "tokens", n);
    row.gigaflops = operations / row.seconds / 1e9;
    row.limit = peakLimit(median(own.limits));
    row.ratio = operations / row.seconds / median(own.limits);
    onRow(row);
    if (!withPeer) return;
    Row peerRow = plain.row("libtorch bf16", "tokens", n);
    peerRow.gigaflops = operations / peerRow.seconds / 1e9;
    peerRow.limit = "ours / this";
    peerRow.ratio = peerRow.seconds / row.seconds;
    onRow(peerRow);
  });
}

}  // namespace molloquy::bench
