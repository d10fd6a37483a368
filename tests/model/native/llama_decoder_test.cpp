#include "decoder_pair.h"

#include <QtTest/QTest>

using namespace molloquy;
using testing::DecoderPair;
using testing::difference;
using testing::smallConfig;
using testing::someIds;

namespace {

/// Activations are rounded to bfloat16 (8 bits) a few times a layer.
constexpr double kTolerance = 0.04;

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
  void everyRowCanBeReadOut_data();
  void everyRowCanBeReadOut();
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
  DecoderPair pair(config);
  const std::vector<int> ids = someIds(75);
  const at::Tensor expected = pair.expected(ids);
  const std::vector<float> logits = pair.prompt(0, {ids.begin(), ids.begin() + 70});
  QVERIFY2(difference(logits.data(), expected[69]) < kTolerance,
           qPrintable(QString::number(difference(logits.data(), expected[69]))));
  pair.nativeDecoder->beginSequences(std::vector<int>{0}, 5);
  for (int i = 70; i < 75; ++i) {
    const std::vector<float> next = pair.step({ids[static_cast<std::size_t>(i)]}, {0});
    QVERIFY2(difference(next.data(), expected[i]) < kTolerance,
             qPrintable(QString::number(difference(next.data(), expected[i]))));
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
  DecoderPair pair(smallConfig(), 1, static_cast<kernels::CpuLevel>(level));
  const std::vector<int> ids = someIds(40);
  const at::Tensor expected = pair.expected(ids);
  QVERIFY(difference(pair.prompt(0, ids).data(), expected[39]) < kTolerance);
}

void NativeDecoderTest::aPromptInPartsEqualsItWhole() {
  DecoderPair pair(smallConfig());
  const std::vector<int> ids = someIds(300);  // more than a chunk
  const std::vector<float> whole = pair.prompt(0, ids);
  pair.prompt(1, {ids.begin(), ids.begin() + 33});
  pair.prompt(1, {ids.begin() + 33, ids.begin() + 34});
  const std::vector<float> parts = pair.prompt(1, {ids.begin() + 34, ids.end()});
  QCOMPARE(pair.nativeDecoder->promptLength(1), 300);
  QVERIFY(whole == parts);
}

void NativeDecoderTest::beamsReadTheirOwnTokens() {
  DecoderPair pair(smallConfig());
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
  DecoderPair pair(smallConfig());
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
  DecoderPair pair(smallConfig());
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

void NativeDecoderTest::everyRowCanBeReadOut_data() {
  QTest::addColumn<int>("rows");
  QTest::newRow("one row") << 1;
  QTest::newRow("one chunk") << 64;
  QTest::newRow("more than a chunk") << 131;
}

void NativeDecoderTest::everyRowCanBeReadOut() {
  QFETCH(int, rows);
  DecoderPair pair(smallConfig());
  std::vector<int> ids = someIds(20);
  pair.prompt(0, ids);
  const std::vector<int> more = someIds(rows, 5);
  ids.insert(ids.end(), more.begin(), more.end());
  const at::Tensor expected = pair.expected(ids);
  int told = 0;
  const bool all = pair.nativeDecoder->readPrompt(
      0, pair.embedded(more),
      [&](std::size_t row, std::span<const float> logits) {
        QCOMPARE(static_cast<int>(row), told++);
        QCOMPARE(logits.size(), static_cast<std::size_t>(pair.config.vocab));
        QVERIFY(difference(logits.data(), expected[20 + static_cast<int>(row)]) < kTolerance);
      },
      {});
  QVERIFY(all);
  QCOMPARE(told, rows);
  QCOMPARE(pair.nativeDecoder->promptLength(0), 20 + rows);
  std::stop_source source;
  source.request_stop();
  QVERIFY(!pair.nativeDecoder->readPrompt(0, pair.embedded(more), {}, source.get_token()));
  QCOMPARE(pair.nativeDecoder->promptLength(0), 20 + rows);
}

void NativeDecoderTest::keptTokensAreRead() {
  DecoderPair pair(smallConfig());
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
  DecoderPair pair(smallConfig());
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
      << "layers"
      << "The weights lack the tensor \"model.layers.2.self_attn.q_proj.weight\" [64, 64].";
  QTest::newRow("another feed-forward width")
      << "intermediate"
      << "Tensor \"model.layers.0.mlp.gate_proj.weight\" has the shape [128, 64], but the "
         "configuration asks for [192, 64].";
  QTest::newRow("biases that are not there")
      << "biases"
      << "The weights lack the tensor \"model.layers.0.self_attn.q_proj.bias\" [64].";
}

void NativeDecoderTest::badWeightsAreNamed() {
  QFETCH(QString, change);
  QFETCH(QString, message);
  const DecoderPair pair(smallConfig());
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
