#include <torch/torch.h>

#include <QTest>

#include "model/nn/torch_compat.h"
#include "model/nn/vocabulary_loss.h"

using namespace molloquy;

namespace {

struct Head {
  at::Tensor rows, weight, bias, targets;
};

Head head(int64_t rows, int64_t width, int64_t vocabulary, at::ScalarType type) {
  torch::manual_seed(6);
  const auto options = torch::dtype(type);
  Head made{torch::randn({rows, width}, options), torch::randn({vocabulary, width}, options),
            torch::randn({vocabulary}, options), torch::randint(0, vocabulary, {rows})};
  for (at::Tensor* tensor : {&made.rows, &made.weight, &made.bias}) tensor->set_requires_grad(true);
  return made;
}

/// The same by libtorch's own operators.
at::Tensor plainLoss(const Head& head, const at::Tensor& bias, double smoothing) {
  return at::cross_entropy_loss(
      at::linear(head.rows, head.weight, bias).to(head.rows.scalar_type()), head.targets, {},
      at::Reduction::Mean, nn::kNotLearnt, smoothing);
}

double relative(const at::Tensor& a, const at::Tensor& b) {
  return ((a - b).norm() / b.norm().clamp_min(1e-30)).item<double>();
}

}  // namespace

class VocabularyLossTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void lossAndGradientsAreThoseOfWholeScores_data() {
    QTest::addColumn<int>("scores");
    QTest::addColumn<bool>("withBias");
    QTest::addColumn<double>("smoothing");
    QTest::addColumn<int>("notLearnt");
    constexpr int kAll = 1 << 20;
    QTest::newRow("plain") << kAll << false << 0.0 << 0;
    QTest::newRow("with a bias and smoothed") << kAll << true << 0.1 << 0;
    QTest::newRow("with rows that are not learnt") << kAll << true << 0.1 << 90;
    QTest::newRow("row by row") << 1 << true << 0.1 << 5;
    QTest::newRow("in pieces that do not divide the rows") << 37 * 50 << false << 0.1 << 5;
  }

  void lossAndGradientsAreThoseOfWholeScores() {
    QFETCH(int, scores);
    QFETCH(bool, withBias);
    QFETCH(double, smoothing);
    QFETCH(int, notLearnt);
    Head ours = head(130, 3, 37, at::kDouble);
    ours.targets.narrow(0, 0, notLearnt).fill_(nn::kNotLearnt);
    const at::Tensor bias = withBias ? ours.bias : at::Tensor();
    const auto gradients = [&](const at::Tensor& loss) {
      std::vector<at::Tensor> of = {ours.rows, ours.weight};
      if (withBias) of.push_back(ours.bias);
      return torch::autograd::grad({loss * 2.5}, of);
    };
    const at::Tensor whole = plainLoss(ours, bias, smoothing);
    const at::Tensor pieces =
        nn::vocabularyLoss(ours.rows, ours.weight, bias, ours.targets, {smoothing, scores});
    QVERIFY(std::abs((whole - pieces).item<double>()) < 1e-10);
    const auto wanted = gradients(whole);
    const auto found = gradients(pieces);
    for (std::size_t i = 0; i < wanted.size(); ++i) QVERIFY(relative(found[i], wanted[i]) < 1e-10);
    const torch::NoGradGuard noGrad;
    QVERIFY(at::equal(
        nn::vocabularyLoss(ours.rows, ours.weight, bias, ours.targets, {smoothing, scores}),
        pieces));
  }

  void frozenHeadsLetGradientsThrough() {
    Head ours = head(9, 5, 11, at::kFloat);
    ours.weight.set_requires_grad(false);
    const at::Tensor loss = nn::vocabularyLoss(ours.rows, ours.weight, {}, ours.targets);
    const at::Tensor wanted =
        torch::autograd::grad({plainLoss(ours, {}, 0.0)}, {ours.rows}).front();
    QVERIFY(relative(torch::autograd::grad({loss}, {ours.rows}).front(), wanted) < 1e-5);
  }

  void withoutAnythingLearntTheLossIsZero() {
    Head ours = head(4, 5, 11, at::kFloat);
    ours.targets.fill_(nn::kNotLearnt);
    const at::Tensor loss = nn::vocabularyLoss(ours.rows, ours.weight, ours.bias, ours.targets);
    QCOMPARE(loss.item<double>(), 0.0);
    loss.backward();
    QCOMPARE(ours.rows.grad().abs().max().item<double>(), 0.0);
  }

  void underAutocastTheProductsAreInBfloat16() {
    Head ours = head(40, 16, 50, at::kFloat);
    const at::Tensor exact = plainLoss(ours, ours.bias, 0.0);
    const nn::Bfloat16Autocast half(at::kCPU, true);
    const at::Tensor loss = nn::vocabularyLoss(ours.rows, ours.weight, ours.bias, ours.targets);
    QCOMPARE(loss.scalar_type(), at::kFloat);
    const double off = std::abs((loss - exact).item<double>());
    QVERIFY2(off > 0.0 && off < 0.02, qPrintable(QString::number(off)));
    loss.backward();
    QCOMPARE(ours.weight.grad().scalar_type(), at::kFloat);
  }

  void shapesThatDoNotFitAreRefused() {
    const Head ours = head(4, 5, 11, at::kFloat);
    QVERIFY_EXCEPTION_THROWN(
        nn::vocabularyLoss(ours.rows, ours.weight.narrow(1, 0, 4), {}, ours.targets), c10::Error);
    QVERIFY_EXCEPTION_THROWN(
        nn::vocabularyLoss(ours.rows, ours.weight, {}, ours.targets.narrow(0, 0, 3)), c10::Error);
  }
};

QTEST_APPLESS_MAIN(VocabularyLossTest)
#include "vocabulary_loss_test.moc"
