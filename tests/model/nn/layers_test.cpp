#include <torch/torch.h>

#include <QTest>

#include "model/llama/decoder.h"
#include "model/nn/attention.h"
#include "model/nn/rms_norm.h"
#include "model/nn/rotary_embedding.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using tests::largestDifference;

namespace {

constexpr double kOperation = 1e-6;
constexpr double kModule = 1e-5;

/// The decoder of the tiny model, with adapters that do something.
llama::Decoder adaptedDecoder() {
  molm::Config config = tests::tinyConfig();
  config.llama.lora = llama::LoraConfig{.rank = 2, .alpha = 4.0, .dropout = 0.0};
  molm::MoleculeLanguageModel model = tests::tinyModel(config);
  const torch::NoGradGuard noGrad;
  torch::manual_seed(5);
  for (auto& parameter : model->named_parameters()) {
    if (parameter.key().find("lora_B") != std::string::npos) parameter.value().normal_(0.0, 0.3);
  }
  return model->decoder();
}

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { torch::manual_seed(1); }

  void rmsNormDividesByTheRootMeanSquare() {
    nn::RmsNorm norm(4, 1e-6);
    const at::Tensor x = torch::tensor({{1.0F, 2.0F, 3.0F, 4.0F}, {-2.0F, 0.0F, 2.0F, 0.0F}});
    const at::Tensor root = x.square().mean(-1, true).sqrt();
    QVERIFY(largestDifference(norm->forward(x), x / root) < kOperation);
    norm->to(torch::kBFloat16);
    QVERIFY(norm->forward(x.to(torch::kBFloat16)).scalar_type() == torch::kBFloat16);
  }

  void rotaryTurnsPairsByTheirAngle() {
    const nn::RotaryTable table = nn::rotaryTable(torch::tensor({int64_t{3}}), torch::ones({1}));
    const at::Tensor x = torch::tensor({1.0F, 0.0F}).view({1, 1, 1, 2});
    const at::Tensor y = nn::applyRotary(x, table).view({2});
    QVERIFY(std::abs(y[0].item<double>() - std::cos(3.0)) < kOperation);
    QVERIFY(std::abs(y[1].item<double>() - std::sin(3.0)) < kOperation);
  }

  void rotaryScoresDependOnTheDistanceAlone() {
    const at::Tensor q = torch::randn({1, 1, 1, 8});
    const at::Tensor k = torch::randn({1, 1, 1, 8});
    const at::Tensor frequencies = torch::tensor({1.0F, 0.1F, 0.01F, 0.001F});
    const auto score = [&](int64_t m, int64_t n) {
      const auto at = [&](int64_t p) { return nn::rotaryTable(torch::tensor({p}), frequencies); };
      return (nn::applyRotary(q, at(m)) * nn::applyRotary(k, at(n))).sum().item<double>();
    };
    QVERIFY(std::abs(score(5, 2) - score(25, 22)) < kModule);
  }

  void attentionEqualsItsFormula_data() {
    QTest::addColumn<int>("keyHeads");
    QTest::addColumn<bool>("causal");
    QTest::newRow("all heads, everything") << 4 << false;
    QTest::newRow("all heads, causal") << 4 << true;
    QTest::newRow("shared key heads, everything") << 2 << false;
    QTest::newRow("one key head, causal") << 1 << true;
  }

  void attentionEqualsItsFormula() {
    QFETCH(int, keyHeads);
    QFETCH(bool, causal);
    const at::Tensor q = torch::randn({2, 4, 5, 8});
    const at::Tensor k = torch::randn({2, keyHeads, 5, 8});
    const at::Tensor v = torch::randn({2, keyHeads, 5, 8});
    const auto reach = causal ? nn::AttentionReach::Causal : nn::AttentionReach::Everything;
    const at::Tensor ours = nn::attention(q, k, v, {}, reach);
    QVERIFY(largestDifference(ours, nn::plainAttention(q, k, v, {}, reach)) < kOperation);
    for (int64_t head = 0; head < 4; ++head) {
      const int64_t shared = head * keyHeads / 4;
      const at::Tensor scores =
          at::matmul(q[1][head], k[1][shared].t()) / std::sqrt(8.0);  // [5, 5]
      for (int64_t row = 0; row < 5; ++row) {
        const int64_t seen = causal ? row + 1 : 5;
        const at::Tensor weights = at::softmax(scores[row].narrow(0, 0, seen), 0);
        const at::Tensor want = at::matmul(weights, v[1][shared].narrow(0, 0, seen));
        QVERIFY(largestDifference(ours[1][head][row], want) < kOperation);
      }
    }
  }

  void aFullyMaskedRowReadsEverythingEvenly() {
    const at::Tensor q = torch::randn({1, 1, 2, 4});
    const at::Tensor k = torch::randn({1, 1, 3, 4});
    const at::Tensor v = torch::randn({1, 1, 3, 4});
    const at::Tensor mask = nn::additiveMask(torch::zeros({1, 1, 1, 3}, torch::kBool));
    const at::Tensor ours = nn::attention(q, k, v, mask, nn::AttentionReach::Everything);
    QVERIFY(largestDifference(ours, v.mean(2, true).expand_as(ours)) < kOperation);
  }

  void paddingOnTheLeftChangesNothing() {
    const torch::NoGradGuard noGrad;
    llama::Decoder decoder = tests::tinyModel()->decoder();
    const at::Tensor real = torch::randn({1, 4, 16});
    llama::DecoderInput plain;
    plain.embeddings = real;
    const at::Tensor want = decoder->forward(plain);
    llama::DecoderInput padded;
    padded.embeddings = at::cat({torch::randn({1, 3, 16}), real}, 1);
    padded.attend = torch::tensor({0, 0, 0, 1, 1, 1, 1}).view({1, 7});
    QVERIFY(largestDifference(decoder->forward(padded).narrow(1, 3, 4), want) < kModule);
  }

  void mergedAdaptersGiveTheSameAnswer() {
    const torch::NoGradGuard noGrad;
    llama::Decoder decoder = adaptedDecoder();
    llama::DecoderInput input;
    input.embeddings = torch::randn({1, 5, 16});
    const at::Tensor adapted = decoder->forward(input);
    nn::mergeAdapters(*decoder);
    QVERIFY(largestDifference(decoder->forward(input), adapted) < kModule);
    nn::unmergeAdapters(*decoder);
    QVERIFY(largestDifference(decoder->forward(input), adapted) < kModule);
    for (auto& parameter : decoder->named_parameters()) {
      if (parameter.key().find("lora_B") != std::string::npos) parameter.value().zero_();
    }
    QVERIFY(largestDifference(decoder->forward(input), adapted) > 1e-3);
  }
};

QTEST_APPLESS_MAIN(LayersTest)
#include "layers_test.moc"
