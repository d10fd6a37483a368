#include "model/bench/load_bench.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "model/bench/measure.h"
#include "model/bench/random_weights.h"
#include "model/checkpoints/safetensors_stream_writer.h"
#include "model/native/llama_decoder.h"

namespace molloquy::bench {
namespace {

namespace fs = std::filesystem;

/// Bytes of this process in memory that no file stands behind.
double privateBytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) * 1024.0;
  }
  return 0.0;
}

/// Deletes the file whatever happens.
class ScratchFile {
 public:
  explicit ScratchFile(fs::path path) : m_path(std::move(path)) {}
  ~ScratchFile() {
    std::error_code ignored;
    fs::remove(m_path, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  [[nodiscard]] const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

struct NamedMatrix {
  std::string name;
  const native::Matrix* matrix;
};

/// The matrices of random weights under their published names, and where the norms go.
std::vector<NamedMatrix> namedMatrices(const native::LlamaWeights& weights) {
  std::vector<NamedMatrix> named = {{"model.embed_tokens", &weights.embedding},
                                    {"lm_head", &weights.head}};
  for (std::size_t i = 0; i < weights.layers.size(); ++i) {
    const native::LlamaLayer& layer = weights.layers[i];
    const std::string prefix = fmt::format("model.layers.{}.", i);
    named.push_back({prefix + "self_attn.q_proj", &layer.q});
    named.push_back({prefix + "self_attn.k_proj", &layer.k});
    named.push_back({prefix + "self_attn.v_proj", &layer.v});
    named.push_back({prefix + "self_attn.o_proj", &layer.o});
    named.push_back({prefix + "mlp.gate_proj", &layer.gate});
    named.push_back({prefix + "mlp.up_proj", &layer.up});
    named.push_back({prefix + "mlp.down_proj", &layer.down});
  }
  return named;
}

Result<void> writeFile(const fs::path& file, const native::LlamaWeights& weights) {
  using checkpoints::TensorType;
  const auto width = static_cast<std::int64_t>(weights.norm.size());
  std::vector<checkpoints::PlannedTensor> planned;
  const std::vector<NamedMatrix> matrices = namedMatrices(weights);
  for (const NamedMatrix& named : matrices) {
    planned.push_back({fmt::format("{}.weight", named.name), TensorType::BF16,
                       {named.matrix->rows, named.matrix->columns}});
  }
  std::vector<std::string> norms = {"model.norm.weight"};
  for (std::size_t i = 0; i < weights.layers.size(); ++i) {
    norms.push_back(fmt::format("model.layers.{}.input_layernorm.weight", i));
    norms.push_back(fmt::format("model.layers.{}.post_attention_layernorm.weight", i));
  }
  for (const std::string& name : norms) planned.push_back({name, TensorType::F32, {width}});
  auto writer = checkpoints::SafetensorsStreamWriter::create(file, planned, {});
  if (!writer) return tl::unexpected(writer.error());
  for (const NamedMatrix& named : matrices) {
    const std::span numbers(named.matrix->bfloat16,
                            static_cast<std::size_t>(named.matrix->rows) *
                                static_cast<std::size_t>(named.matrix->columns));
    if (auto written = writer->write(std::as_bytes(numbers)); !written) return written;
  }
  for (std::size_t i = 0; i < norms.size(); ++i) {
    if (auto written = writer->write(std::as_bytes(std::span(weights.norm))); !written) {
      return written;
    }
  }
  return writer->finish();
}

/// Opens the file and writes one token; times of both.
struct LoadTimes {
  Time ready;
  Time firstToken;
  double privateGrowth = 0.0;
};

Result<LoadTimes> loadOnce(const fs::path& file, const llama::Config& config, int threads) {
  LoadTimes times;
  const double before = privateBytes();
  Result<std::shared_ptr<const native::LlamaWeights>> weights{};
  times.ready = timed([&] {
    weights = checkpoints::WeightFiles::open(file).and_then(
        [&](const checkpoints::WeightFiles& files) {
          return native::loadLlamaWeights(files, config);
        });
  });
  if (!weights) return tl::unexpected(weights.error());
  times.privateGrowth = privateBytes() - before;
  times.firstToken = timed([&] {
    native::LlamaDecoder decoder(config, *weights, {threads});
    std::vector<float> logits(static_cast<std::size_t>(config.vocab));
    decoder.beginSequences(std::vector<int>{0}, 1);
    decoder.step(std::vector<TokenId>{TokenId(1)}, std::vector<int>{0}, logits);
  });
  return times;
}

}  // namespace

Result<void> benchLoad(const Options& options, const OnRow& onRow, std::stop_token stop) {
  const Result<llama::Config> shape = shapeNamed(options.shape);
  if (!shape) return tl::unexpected(shape.error());
  const fs::path folder = options.scratch.empty() ? fs::temp_directory_path() : options.scratch;
  const ScratchFile file(folder / fmt::format("molloquy-bench-{}.safetensors", getpid()));
  const double gigabytes =
      static_cast<double>(randomWeightBytes(*shape, native::Storage::Bfloat16)) / 1e9;
  {
    const auto weights = randomWeights(*shape, native::Storage::Bfloat16);
    if (const auto written = writeFile(file.path(), *weights); !written) return written;
  }
  std::vector<double> ready;
  std::vector<double> firstToken;
  double growth = 0.0;
  for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
    const Result<LoadTimes> times = loadOnce(file.path(), *shape, options.threads);
    if (!times) return tl::unexpected(times.error());
    ready.push_back(times->ready.wall);
    firstToken.push_back(times->firstToken.wall);
    growth = std::max(growth, times->privateGrowth);
  }
  if (ready.empty()) return {};
  Row row;
  row.what = "load bf16, cached";
  row.unit = "loads";
  row.seconds = median(ready);
  row.perSecond = 1.0 / row.seconds;
  row.note = fmt::format("{:.2f} GB mapped; private memory grew by {:.1f} MB; first token {:.3f} s "
                         "after that",
                         gigabytes, growth / 1e6, median(firstToken));
  onRow(row);
  return {};
}

}  // namespace molloquy::bench
