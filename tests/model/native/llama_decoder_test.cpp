#include <torch/torch.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cmath>
#include <numeric>
#include <vector>

#include "model/checkpoints/weight_files.h"
#include "model/llama/decoder.h"
#include "model/native/llama_decoder.h"
#include "model/nn/weights.h"

using namespace molloquy;

namespace {

llama::Config smallConfig() {
  llama::Config config;
  config.vocab = 83;  // not a multiple of a tile
  config.hidden = 64;
  config.intermediate = 128;
  config.layers = 2;
  config.heads = 4;
  config.kvHeads = 2;
  config.maxPosition = 512;
  config.rmsNormEps = 1e-5;
  return config;
}

/// A libtorch decoder whose weights a bfloat16 can hold, and the native one on the same file.
struct Pair {
  llama::Config config;
  QTemporaryDir folder;
  llama::Decoder torchDecoder{nullptr};
  std::unique_ptr<native::LlamaDecoder> nativeDecoder;

  explicit Pair(const llama::Config& c, int threads = 2,
                kernels::CpuLevel level = kernels::bestCpuLevel())
      : config(c) {
    torch::manual_seed(3);
    torchDecoder = llama::Decoder(config);
    const torch::NoGradGuard noGrad;
    for (const auto& parameter : torchDecoder->named_parameters()) {
      const bool norm = parameter.key().find("norm") != std::string::npos;
      at::Tensor numbers = torch::randn_like(parameter.value()) * (norm ? 0.1 : 0.2);
      if (norm) numbers = numbers + 1.0;
      parameter.value().copy_(numbers.to(at::kBFloat16));
    }
    torchDecoder->eval();
    const std::filesystem::path file =
        std::filesystem::path(folder.path().toStdString()) / "model.safetensors";
    const auto saved = nn::saveWeights(*torchDecoder, file, nn::SavedType::Bfloat16);
    if (!saved) qFatal("%s", saved.error().message.c_str());
    const auto files = checkpoints::WeightFiles::open(file);
    if (!files) qFatal("%s", files.error().message.c_str());
    const auto weights = native::loadLlamaWeights(*files, config);
    if (!weights) qFatal("%s", weights.error().message.c_str());
    nativeDecoder = std::make_unique<native::LlamaDecoder>(
        config, *weights, native::LlamaDecoderOptions{threads, level});
  }

  /// Logits [L, V] of the libtorch decoder in float32.
  [[nodiscard]] at::Tensor expected(const std::vector<int>& ids) {
    const torch::NoGradGuard noGrad;
    llama::DecoderInput input;
    std::vector<std::int64_t> wide(ids.begin(), ids.end());
    input.embeddings = torchDecoder->embed(torch::tensor(wide, torch::kInt64).unsqueeze(0));
    return torchDecoder->logits(torchDecoder->forward(input))[0];
  }

  /// Reads the ids as a prompt into the slot; logits behind the last.
  std::vector<float> prompt(int slot, const std::vector<int>& ids) {
    std::vector<float> logits(static_cast<std::size_t>(config.vocab));
    const std::vector<float> rows = embedded(ids);
    nativeDecoder->extendPrompt(slot, rows, logits, {});
    return logits;
  }

  std::vector<float> embedded(const std::vector<int>& ids) {
    std::vector<TokenId> tokens;
    for (const int id : ids) tokens.emplace_back(id);
    std::vector<float> rows(ids.size() * static_cast<std::size_t>(config.hidden));
    nativeDecoder->embed(tokens, rows);
    return rows;
  }

  std::vector<float> step(const std::vector<int>& ids, const std::vector<int>& parents) {
    std::vector<TokenId> tokens;
    for (const int id : ids) tokens.emplace_back(id);
    std::vector<float> logits(ids.size() * static_cast<std::size_t>(config.vocab));
    nativeDecoder->step(tokens, parents, logits);
    return logits;
  }
};

/// Largest difference relative to the largest number.
double difference(const float* logits, const at::Tensor& expected) {
  const at::Tensor ours =
      torch::from_blob(const_cast<float*>(logits), {expected.size(0)}, torch::kFloat);
  return ((ours - expected).abs().max() / expected.abs().max()).item<double>();
}

std::vector<int> someIds(int count, int seed = 1) {
  std::vector<int> ids;
  for (int i = 0; i < count; ++i) ids.push_back((i * 37 + seed * 11 + i * i) % 83);
  return ids;
}

/// Activations are rounded to bfloat16 (8 bits) a few times a layer.
constexpr double kTolerance = 0.03;

}  // namespace

/// The native decoder against the libtorch one.
class NativeDecoderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void promptsAndStepsEqualLibtorch_data();
  void promptsAndStepsEqualLibtorch();
  void everyLevelWritesTheSame_data();
  void everyLevelWritesTheSame();
  void aPromptInPartsEqualsItWhole();
  void beamsReadTheirOwnTokens();
  void batchesReadTheirOwnPrompts();
  void aCutPromptIsContinued();
  void keptTokensAreRead();
  void aStopLeavesThePromptAsItWas();
  void badWeightsAreNamed_data();
  void badWeightsAreNamed();
};

void NativeDecoderTest::promptsAndStepsEqualLibtorch_data() {
  QTest::addColumn<QString>("family");
  for (const char* family :
       {"grouped queries", "one key head for each query head", "tied embeddings",
        "head width of its own", "biases", "linear rotary scaling", "Llama 3 rotary scaling",
        "sliding window", "adapters"}) {
    QTest::newRow(family) << family;
  }
}

void NativeDecoderTest::promptsAndStepsEqualLibtorch() {
  QFETCH(QString, family);
  llama::Config config = smallConfig();
  if (family.startsWith("one key")) config.kvHeads = 4;
  if (family.startsWith("tied")) config.tieWordEmbeddings = true;
  if (family.startsWith("head width")) config.headWidth = 24;
  if (family == "biases") config.qkvBias = true;
  if (family.startsWith("linear")) {
    config.ropeScaling.kind = llama::RopeScaling::Kind::Linear;
    config.ropeScaling.factor = 4.0;
  }
  if (family.startsWith("Llama 3")) {
    config.ropeScaling = {llama::RopeScaling::Kind::Llama3, 8.0, 1.0, 4.0, 64};
  }
  if (family == "sliding window") config.slidingWindow = 9;
  if (family == "adapters") config.lora = llama::LoraConfig{};
  Pair pair(config);
  const std::vector<int> ids = someIds(75);
  const at::Tensor expected = pair.expected(ids);
  const std::vector<float> logits = pair.prompt(0, {ids.begin(), ids.begin() + 70});
  QVERIFY2(difference(logits.data(), expected[69]) < kTolerance,
           qPrintable(QString::number(difference(logits.data(), expected[69]))));
  pair.nativeDecoder->beginSequences(std::vector<int>{0}, 5);
  for (int i = 70; i < 75; ++i) {
    const std::vector<float> next = pair.step({ids[static_cast<std::size_t>(i)]}, {0});
    QVERIFY(difference(next.data(), expected[i]) < kTolerance);
  }
}

void NativeDecoderTest::everyLevelWritesTheSame_data() {
  QTest::addColumn<int>("level");
  for (int level = 0; level <= static_cast<int>(kernels::CpuLevel::Avx512Bfloat16); ++level) {
    if (!kernels::hasCpuLevel(static_cast<kernels::CpuLevel>(level))) continue;
    QTest::newRow(kernels::toString(static_cast<kernels::CpuLevel>(level))) << level;
  }
}

void NativeDecoderTest::everyLevelWritesTheSame() {
  QFETCH(int, level);
  Pair pair(smallConfig(), 1, static_cast<kernels::CpuLevel>(level));
  const std::vector<int> ids = someIds(40);
  const at::Tensor expected = pair.expected(ids);
  QVERIFY(difference(pair.prompt(0, ids).data(), expected[39]) < kTolerance);
}

void NativeDecoderTest::aPromptInPartsEqualsItWhole() {
  Pair pair(smallConfig());
  const std::vector<int> ids = someIds(300);  // more than a chunk
  const std::vector<float> whole = pair.prompt(0, ids);
  pair.prompt(1, {ids.begin(), ids.begin() + 33});
  pair.prompt(1, {ids.begin() + 33, ids.begin() + 34});
  const std::vector<float> parts = pair.prompt(1, {ids.begin() + 34, ids.end()});
  QCOMPARE(pair.nativeDecoder->promptLength(1), 300);
  QVERIFY(whole == parts);
}

void NativeDecoderTest::beamsReadTheirOwnTokens() {
  Pair pair(smallConfig());
  const std::vector<int> ids = someIds(37);
  pair.prompt(0, ids);
  pair.nativeDecoder->beginSequences(std::vector<int>{0, 0, 0}, 4);
  pair.step({5, 6, 7}, {0, 1, 2});
  pair.step({8, 9, 10}, {1, 1, 0});
  const std::vector<float> logits = pair.step({11, 12, 13}, {2, 0, 1});
  const std::vector<std::vector<int>> tails = {{5, 10, 11}, {6, 8, 12}, {6, 9, 13}};
  for (std::size_t beam = 0; beam < tails.size(); ++beam) {
    std::vector<int> whole = ids;
    whole.insert(whole.end(), tails[beam].begin(), tails[beam].end());
    const at::Tensor expected = pair.expected(whole)[39];
    QVERIFY(difference(&logits[beam * 83], expected) < kTolerance);
  }
}

void NativeDecoderTest::batchesReadTheirOwnPrompts() {
  Pair pair(smallConfig());
  const std::vector<std::vector<int>> prompts = {someIds(20, 1), someIds(45, 2), someIds(3, 3)};
  for (int slot = 0; slot < 3; ++slot) pair.prompt(slot, prompts[static_cast<std::size_t>(slot)]);
  pair.nativeDecoder->beginSequences(std::vector<int>{2, 0, 1}, 3);
  pair.step({1, 2, 3}, {0, 1, 2});
  // The sequence of slot 0 ended.
  const std::vector<float> logits = pair.step({4, 5}, {0, 2});
  std::vector<int> third = prompts[2];
  third.insert(third.end(), {1, 4});
  std::vector<int> second = prompts[1];
  second.insert(second.end(), {3, 5});
  QVERIFY(difference(logits.data(), pair.expected(third)[4]) < kTolerance);
  QVERIFY(difference(&logits[83], pair.expected(second)[46]) < kTolerance);
}

void NativeDecoderTest::aCutPromptIsContinued() {
  Pair pair(smallConfig());
  std::vector<int> ids = someIds(50);
  pair.prompt(0, ids);
  pair.nativeDecoder->truncatePrompt(0, 35);
  QCOMPARE(pair.nativeDecoder->promptLength(0), 35);
  ids.resize(35);
  ids.insert(ids.end(), {70, 71, 72});
  const std::vector<float> continued = pair.prompt(0, {70, 71, 72});
  const std::vector<float> fresh = pair.prompt(1, ids);
  QVERIFY(continued == fresh);
}

void NativeDecoderTest::keptTokensAreRead() {
  Pair pair(smallConfig());
  std::vector<int> ids = someIds(31);
  pair.prompt(0, ids);
  pair.nativeDecoder->beginSequences(std::vector<int>{0}, 4);
  for (const int token : {3, 14, 15}) pair.step({token}, {0});
  pair.nativeDecoder->keepSequence(0);
  QCOMPARE(pair.nativeDecoder->promptLength(0), 34);
  ids.insert(ids.end(), {3, 14, 15, 9, 26});
  QVERIFY(difference(pair.prompt(0, {9, 26}).data(), pair.expected(ids)[35]) < kTolerance);
}

void NativeDecoderTest::aStopLeavesThePromptAsItWas() {
  Pair pair(smallConfig());
  pair.prompt(0, someIds(10));
  std::stop_source stop;
  stop.request_stop();
  const std::vector<float> rows = pair.embedded(someIds(5));
  QVERIFY(!pair.nativeDecoder->extendPrompt(0, rows, {}, stop.get_token()));
  QCOMPARE(pair.nativeDecoder->promptLength(0), 10);
}

void NativeDecoderTest::badWeightsAreNamed_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<QString>("message");
  QTest::newRow("a layer too many")
      << "layers" << "The weights lack the tensor \"model.layers.2.self_attn.q_proj.weight\" [64, 64].";
  QTest::newRow("another feed-forward width")
      << "intermediate"
      << "Tensor \"model.layers.0.mlp.gate_proj.weight\" has the shape [128, 64], but the "
         "configuration asks for [192, 64].";
  QTest::newRow("biases that are not there")
      << "biases" << "The weights lack the tensor \"model.layers.0.self_attn.q_proj.bias\" [64].";
}

void NativeDecoderTest::badWeightsAreNamed() {
  QFETCH(QString, change);
  QFETCH(QString, message);
  const Pair pair(smallConfig());
  llama::Config config = pair.config;
  if (change == "layers") config.layers = 3;
  if (change == "intermediate") config.intermediate = 192;
  if (change == "biases") config.qkvBias = true;
  const auto files =
      checkpoints::WeightFiles::open(std::filesystem::path(pair.folder.path().toStdString()));
  QVERIFY(files.has_value());
  const auto weights = native::loadLlamaWeights(*files, config);
  QVERIFY(!weights.has_value());
  QCOMPARE(QString::fromStdString(weights.error().message), message);
}

QTEST_APPLESS_MAIN(NativeDecoderTest)
#include "llama_decoder_test.moc"
