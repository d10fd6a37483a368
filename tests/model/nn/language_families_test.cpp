#include <torch/torch.h>

#include <QTest>
#include <cmath>

#include "model/llama/decoder.h"
#include "model/llama/rotary_frequencies.h"
#include "model/nn/attention.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using tests::largestDifference;

namespace {

constexpr double kModule = 1e-5;

llama::Config tinyLlama() { return tests::tinyConfig().llama; }

/// A decoder whose every parameter is drawn.
llama::Decoder drawn(const llama::Config& config) {
  llama::Decoder decoder(config);
  const torch::NoGradGuard noGrad;
  torch::manual_seed(8);
  for (auto& parameter : decoder->named_parameters()) parameter.value().normal_(0.0, 0.3);
  decoder->eval();
  return decoder;
}

at::Tensor hiddenOf(llama::Decoder& decoder, int64_t tokens) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(9);
  llama::DecoderInput input;
  input.embeddings = torch::randn({1, tokens, decoder->config().hidden});
  return decoder->forward(input);
}

double frequency(const llama::Config& config, std::size_t pair) {
  return llama::rotaryFrequencies(config)[pair];
}

}  // namespace

class LanguageFamiliesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void frequenciesFallFromOne() {
    llama::Config config = tinyLlama();
    config.headWidth = 4;
    config.ropeTheta = 10000.0;
    const auto frequencies = llama::rotaryFrequencies(config);
    QCOMPARE(frequencies.size(), std::size_t{2});
    QCOMPARE(frequencies[0], 1.0F);
    QVERIFY(std::abs(frequencies[1] - 0.01F) < 1e-8F);
  }

  void linearScalingStretchesAllWaves() {
    llama::Config config = tinyLlama();
    config.headWidth = 4;
    config.ropeScaling = {.kind = llama::RopeScaling::Kind::Linear, .factor = 4.0};
    QVERIFY(std::abs(frequency(config, 0) - 0.25) < 1e-8);
    QVERIFY(std::abs(frequency(config, 1) - 0.0025) < 1e-9);
  }

  // Llama 3.1: d = 128, theta = 500000, factor 8, low 1, high 4, 8192 positions. Waves of pair 0
  // (6.28 positions) are kept; those of pair 63 (theta^(126/128) * 2 pi = 2.56e6) are stretched
  // eightfold; pair 32's wave is sqrt(500000) * 2 pi = 4442.9: 8192 / 4442.9 = 1.84384 turns, so
  // (1.84384 - 1) / 3 = 0.281281 of it is kept: 1.41421e-3 * (0.718719 / 8 + 0.281281).
  void llama3ScalingKeepsShortWavesAndStretchesLongOnes_data() {
    QTest::addColumn<int>("pair");
    QTest::addColumn<double>("plain");
    QTest::addColumn<double>("factor");
    QTest::newRow("a short wave") << 0 << 1.0 << 1.0;
    QTest::newRow("a wave between") << 32 << std::pow(500000.0, -0.5) << 0.718719 / 8 + 0.281281;
    QTest::newRow("a long wave") << 63 << std::pow(500000.0, -126.0 / 128.0) << 1.0 / 8;
  }

  void llama3ScalingKeepsShortWavesAndStretchesLongOnes() {
    QFETCH(int, pair);
    QFETCH(double, plain);
    QFETCH(double, factor);
    llama::Config config;
    config.headWidth = 128;
    config.ropeTheta = 500000.0;
    config.ropeScaling = {.kind = llama::RopeScaling::Kind::Llama3, .factor = 8.0};
    const double ours = frequency(config, static_cast<std::size_t>(pair));
    QVERIFY(std::abs(ours / (plain * factor) - 1.0) < 1e-5);
  }

  void aWindowChangesNothingBelowItsLength() {
    llama::Config config = tinyLlama();
    llama::Decoder full = drawn(config);
    config.slidingWindow = 6;
    llama::Decoder windowed = drawn(config);
    QVERIFY(largestDifference(hiddenOf(full, 6), hiddenOf(windowed, 6)) < kModule);
    const at::Tensor a = hiddenOf(full, 7);
    const at::Tensor b = hiddenOf(windowed, 7);
    QVERIFY(largestDifference(a.narrow(1, 0, 6), b.narrow(1, 0, 6)) < kModule);
    QVERIFY(largestDifference(a.narrow(1, 6, 1), b.narrow(1, 6, 1)) > 1e-3);
  }

  // In one layer a token sees its window only: what is further back may be anything.
  void aWindowHidesWhatIsFurtherBack() {
    llama::Config config = tinyLlama();
    config.layers = 1;
    config.slidingWindow = 3;
    llama::Decoder decoder = drawn(config);
    const torch::NoGradGuard noGrad;
    llama::DecoderInput input;
    input.embeddings = torch::randn({1, 8, config.hidden});
    const at::Tensor before = decoder->forward(input).select(1, 7);
    input.embeddings = input.embeddings.clone();
    input.embeddings.narrow(1, 0, 5).normal_();
    QVERIFY(largestDifference(decoder->forward(input).select(1, 7), before) < kModule);
    input.embeddings.narrow(1, 5, 1).normal_();
    QVERIFY(largestDifference(decoder->forward(input).select(1, 7), before) > 1e-3);
  }

  void headsMayBeWiderThanTheirShare() {
    llama::Config config = tinyLlama();
    config.headWidth = 6;  // 4 heads of 6 in a width of 16
    llama::Decoder decoder = drawn(config);
    const auto parameters = decoder->named_parameters();
    const auto shape = [&](const char* name) {
      return parameters[std::string("model.layers.0.self_attn.") + name + ".weight"].sizes().vec();
    };
    QVERIFY((shape("q_proj") == std::vector<int64_t>{24, 16}));
    QVERIFY((shape("k_proj") == std::vector<int64_t>{12, 16}));
    QVERIFY((shape("o_proj") == std::vector<int64_t>{16, 24}));
    QVERIFY((hiddenOf(decoder, 5).sizes().vec() == std::vector<int64_t>{1, 5, 16}));
  }

  // One layer written out: what the biases add, with rotary positions and shared key heads.
  void biasesBelongToQueriesKeysAndValues() {
    llama::Config config = tinyLlama();
    config.layers = 1;
    config.qkvBias = true;
    llama::Decoder decoder = drawn(config);
    const torch::NoGradGuard noGrad;
    const auto parameters = decoder->named_parameters();
    const auto weight = [&](const std::string& name) { return parameters[name]; };
    const std::string layer = "model.layers.0.";
    llama::DecoderInput input;
    input.embeddings = torch::randn({1, 5, config.hidden});
    const auto norm = [&](const at::Tensor& x, const std::string& name) {
      const at::Tensor inverse = (x.square().mean(-1, true) + config.rmsNormEps).rsqrt();
      return x * inverse * weight(name);
    };
    const at::Tensor h = norm(input.embeddings, layer + "input_layernorm.weight");
    const auto projected = [&](const std::string& name, int64_t heads) {
      const std::string full = layer + "self_attn." + name;
      return nn::splitHeads(at::linear(h, weight(full + ".weight"), weight(full + ".bias")), heads);
    };
    const auto turned = [&](const at::Tensor& x) {
      at::Tensor y = x.clone();
      for (int64_t position = 0; position < 5; ++position) {
        for (int64_t i = 0; i < 2; ++i) {
          const double angle = static_cast<double>(position) *
                               std::pow(config.ropeTheta, -static_cast<double>(2 * i) / 4.0);
          const at::Tensor a = x.select(2, position).select(2, i);
          const at::Tensor b = x.select(2, position).select(2, i + 2);
          y.select(2, position).select(2, i).copy_(a * std::cos(angle) - b * std::sin(angle));
          y.select(2, position).select(2, i + 2).copy_(b * std::cos(angle) + a * std::sin(angle));
        }
      }
      return y;
    };
    const at::Tensor attended =
        nn::plainAttention(turned(projected("q_proj", 4)), turned(projected("k_proj", 2)),
                           projected("v_proj", 2), {}, nn::AttentionReach::Causal);
    const at::Tensor x = input.embeddings + at::linear(nn::mergeHeads(attended),
                                                       weight(layer + "self_attn.o_proj.weight"));
    const at::Tensor g = norm(x, layer + "post_attention_layernorm.weight");
    const at::Tensor fed =
        at::linear(at::silu(at::linear(g, weight(layer + "mlp.gate_proj.weight"))) *
                       at::linear(g, weight(layer + "mlp.up_proj.weight")),
                   weight(layer + "mlp.down_proj.weight"));
    const at::Tensor want = norm(x + fed, "model.norm.weight");
    QVERIFY(largestDifference(decoder->forward(input), want) < 1e-4);
  }

  void tiedEmbeddingsNeedNoHead() {
    llama::Config config = tinyLlama();
    config.tieWordEmbeddings = true;
    llama::Decoder tied = drawn(config);
    QVERIFY(!tied->named_parameters().contains("lm_head.weight"));
    const torch::NoGradGuard noGrad;
    const at::Tensor hidden = torch::randn({1, 2, config.hidden});
    const at::Tensor want =
        at::matmul(hidden, tied->named_parameters()["model.embed_tokens.weight"].t());
    QVERIFY(largestDifference(tied->logits(hidden), want) < kModule);
    config.tieWordEmbeddings = false;
    QVERIFY(llama::Decoder(config)->named_parameters().contains("lm_head.weight"));
  }
};

QTEST_APPLESS_MAIN(LanguageFamiliesTest)
#include "language_families_test.moc"
