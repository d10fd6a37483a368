#include "model/bench/encode_bench.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <random>

#include "model/bench/measure.h"
#include "model/native/unimol_encoder.h"
#include "model/unimol/encoder.h"

namespace molloquy::bench {
namespace {

constexpr int kStructures = 256;

/// Random coils of 30 +- 9 atoms, a bond length apart.
std::vector<unimol::TokenizedMolecule> someStructures() {
  std::mt19937 random(5);
  std::normal_distribution<double> size(30.0, 9.0);
  std::normal_distribution<double> step(0.0, 0.9);
  std::uniform_int_distribution<int> element(4, 6);
  std::vector<unimol::TokenizedMolecule> structures;
  for (int i = 0; i < kStructures; ++i) {
    const int atoms = std::clamp(static_cast<int>(size(random)), 5, 80);
    unimol::TokenizedMolecule molecule;
    molecule.tokens.push_back(unimol::Config::kBegin);
    molecule.coordinates.push_back({0.0, 0.0, 0.0});
    std::array<double, 3> at{0.0, 0.0, 0.0};
    for (int atom = 0; atom < atoms; ++atom) {
      for (double& axis : at) axis += step(random);
      molecule.tokens.push_back(element(random));
      molecule.coordinates.push_back(at);
    }
    molecule.tokens.push_back(unimol::Config::kEnd);
    molecule.coordinates.push_back({0.0, 0.0, 0.0});
    structures.push_back(std::move(molecule));
  }
  return structures;
}

/// Structures as the native encoder wants them; tensors stay with it.
struct Graphs {
  std::vector<unimol::GraphBatch> batches;
  std::vector<native::EncoderGraph> graphs;

  Graphs(std::span<const unimol::TokenizedMolecule> structures, const unimol::Config& config) {
    for (const unimol::TokenizedMolecule& structure : structures) {
      batches.push_back(
          unimol::collateGraphs({&structure, 1}, config, unimol::GraphPadding::Tight));
      graphs.push_back({structure.tokens, batches.back().distances.data_ptr<float>(),
                        static_cast<std::ptrdiff_t>(structure.tokens.size())});
    }
  }
};

struct Subject {
  unimol::Config config;
  unimol::Encoder encoder{nullptr};
  std::vector<unimol::TokenizedMolecule> structures = someStructures();
  double operations = 0.0;

  Subject() {
    torch::manual_seed(1);
    encoder = unimol::Encoder(config);
    const torch::NoGradGuard noGrad;
    for (at::Tensor& parameter : encoder->parameters()) {
      parameter.copy_(torch::randn_like(parameter) * 0.03);
    }
    for (const auto& parameter : encoder->named_parameters()) {
      if (parameter.key().find("norm.weight") != std::string::npos) parameter.value().fill_(1.0);
    }
    encoder->eval();
    for (const auto& structure : structures) {
      operations += unimol::encoderFlops(config, static_cast<double>(structure.tokens.size()));
    }
  }

  std::unique_ptr<native::UnimolEncoder> nativeEncoder(native::EncoderPrecision precision,
                                                       int threads) {
    const auto parameters = encoder->named_parameters();
    auto made = native::UnimolEncoder::create(
        config,
        [&](const std::string& name, std::span<const std::int64_t>) -> Result<std::vector<float>> {
          const at::Tensor flat = parameters[name].detach().contiguous().view({-1});
          return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
        },
        {threads, precision});
    TORCH_CHECK(made.has_value(), "native encoder");
    return *std::move(made);
  }

  /// What plain libtorch does with one structure after another.
  Time oneByOne(int count) {
    const c10::InferenceMode inference;
    const Time time = timed([&] {
      for (int i = 0; i < count; ++i) {
        encoder->forward(unimol::collateGraphs({&structures[static_cast<std::size_t>(i)], 1}, config,
                                               unimol::GraphPadding::Tight));
      }
    });
    return {time.wall / count, time.processor / count};
  }
};

/// Root of squared differences over squares, of the rows of the first structures.
double deviation(const std::vector<native::EncodedStructure>& a,
                 const std::vector<native::EncodedStructure>& b) {
  double off = 0.0;
  double size = 0.0;
  for (std::size_t s = 0; s < a.size(); ++s) {
    for (std::size_t i = 0; i < a[s].values.size(); ++i) {
      off += std::pow(static_cast<double>(a[s].values[i]) - b[s].values[i], 2);
      size += std::pow(static_cast<double>(a[s].values[i]), 2);
    }
  }
  return std::sqrt(off / size);
}

}  // namespace

Result<void> benchEncode(const Options& options, const OnRow& onRow, std::stop_token stop) {
  at::set_num_threads(options.threads);
  Subject subject;
  const Graphs graphs(subject.structures, subject.config);
  Probes probes(options.threads);
  auto single = subject.nativeEncoder(native::EncoderPrecision::Float32, options.threads);
  auto half = subject.nativeEncoder(native::EncoderPrecision::Bfloat16, options.threads);
  constexpr int kPeerStructures = 24;
  std::vector<double> peaks, floats, halves, ones;
  std::vector<native::EncodedStructure> exact, rounded;
  for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
    peaks.push_back(probes.peakOperations());
    const Time own = timed([&] { exact = single->encode(graphs.graphs, native::PaddingRow::None); });
    floats.push_back(own.counted(options.threads) / kStructures);
    const Time fast = timed([&] { rounded = half->encode(graphs.graphs, native::PaddingRow::None); });
    halves.push_back(fast.counted(options.threads) / kStructures);
    if (options.peers) ones.push_back(subject.oneByOne(kPeerStructures).counted(options.threads));
  }
  const double operations = subject.operations / kStructures;
  const auto report = [&](const char* what, double seconds) {
    Row row;
    row.what = what;
    row.unit = "molecules";
    row.seconds = seconds;
    row.perSecond = 1.0 / seconds;
    row.gigaflops = operations / seconds / 1e9;
    row.limit = fmt::format("peak {:.0f} GFLOP/s", median(peaks) / 1e9);
    row.ratio = operations / seconds / median(peaks);
    return row;
  };
  onRow(report("encode f32, end to end without padding", median(floats)));
  Row fast = report("encode bf16", median(halves));
  fast.note = fmt::format("{:.2f} times f32; rows differ by {:.4f} of their size",
                          median(floats) / median(halves), deviation(exact, rounded));
  onRow(fast);
  if (options.peers) {
    Row peer = report("libtorch f32, one by one", median(ones));
    peer.limit = "ours / this";
    peer.ratio = median(ones) / median(floats);
    onRow(peer);
  }
  return {};
}

}  // namespace molloquy::bench
