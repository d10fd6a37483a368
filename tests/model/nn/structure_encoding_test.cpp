#include <torch/torch.h>

#include <QTest>

#include "model/qformer/graph_mask.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using qformer::GraphMaskPolicy;
using tests::largestDifference;
using unimol::GraphPadding;

namespace {

constexpr double kModule = 1e-5;

molm::Config withPolicy(GraphMaskPolicy policy) {
  molm::Config config = tests::tinyConfig();
  config.graphMask = policy;
  return config;
}

unimol::GraphBatch collate(std::span<const unimol::TokenizedMolecule> molecules,
                           GraphPadding padding, int multiple = 8) {
  unimol::Config config = tests::tinyConfig().unimol;
  config.padToMultiple = multiple;
  return unimol::collateGraphs(molecules, config, padding);
}

/// Fills the weights that choose where the queries look with other numbers.
void redrawCrossAttentionScores(molm::MoleculeLanguageModel& model) {
  const torch::NoGradGuard noGrad;
  for (auto& parameter : model->named_parameters()) {
    const std::string& name = parameter.key();
    if (name.find("crossattention.self.query.weight") != std::string::npos ||
        name.find("crossattention.self.key.weight") != std::string::npos) {
      parameter.value().normal_(0.0, 1.0);
    }
  }
}

}  // namespace

class StructureEncodingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void edgeTypesNameOrderedPairs() {
    const auto molecules = tests::twoMolecules(tests::tinyConfig().unimol);
    const unimol::GraphBatch batch = collate(std::span(molecules).last(1), GraphPadding::Tight);
    QVERIFY(!batch.paddingMask.defined());
    QCOMPARE(batch.edgeTypes[0][1][2].item<int64_t>(), int64_t{129});  // C, N
    QCOMPARE(batch.edgeTypes[0][2][1].item<int64_t>(), int64_t{159});  // N, C
    QCOMPARE(batch.edgeTypes[0][0][0].item<int64_t>(), int64_t{32});   // [CLS], [CLS]
    QCOMPARE(batch.distances[0][0][8].item<double>(), 0.0);            // the marks coincide
  }

  void batchesArePaddedToTheirMultiple_data() {
    QTest::addColumn<int>("molecules");
    QTest::addColumn<GraphPadding>("padding");
    QTest::addColumn<int>("width");
    QTest::newRow("5 rows alone stay 5") << 1 << GraphPadding::Tight << 5;
    QTest::newRow("5 rows go to 8") << 1 << GraphPadding::ToMultiple << 8;
    QTest::newRow("9 rows go to 16") << 2 << GraphPadding::ToMultiple << 16;
    QTest::newRow("9 rows with a pad each go to 16") << 2 << GraphPadding::AtLeastOnePad << 16;
  }

  void batchesArePaddedToTheirMultiple() {
    QFETCH(int, molecules);
    QFETCH(GraphPadding, padding);
    QFETCH(int, width);
    const auto two = tests::twoMolecules(tests::tinyConfig().unimol);
    const auto some = std::span(two).first(static_cast<std::size_t>(molecules));
    QCOMPARE(collate(some, padding).tokens.size(1), int64_t{width});
  }

  void aFullWidthGetsOneMoreBlockWhenEveryoneNeedsAPad() {
    const auto two = tests::twoMolecules(tests::tinyConfig().unimol);
    const auto one = std::span(two).first(1);  // 5 rows
    QCOMPARE(collate(one, GraphPadding::ToMultiple, 5).tokens.size(1), int64_t{5});
    QCOMPARE(collate(one, GraphPadding::AtLeastOnePad, 5).tokens.size(1), int64_t{10});
  }

  void paddingChangesNoRealRow_data() {
    QTest::addColumn<int>("multiple");
    QTest::newRow("one pad") << 6;
    QTest::newRow("six pads") << 11;
    QTest::newRow("forty pads") << 45;
  }

  void paddingChangesNoRealRow() {
    QFETCH(int, multiple);
    const torch::NoGradGuard noGrad;
    auto model = tests::tinyModel();
    const auto two = tests::twoMolecules(model->config().unimol);
    const auto one = std::span(two).first(1);
    const at::Tensor want = model->encoder()->forward(collate(one, GraphPadding::Tight));
    const at::Tensor padded =
        model->encoder()->forward(collate(one, GraphPadding::ToMultiple, multiple));
    QVERIFY(largestDifference(padded.narrow(1, 0, 5), want) < kModule);
    const at::Tensor pads = padded.narrow(1, 5, padded.size(1) - 5);
    QVERIFY(largestDifference(pads, pads.narrow(1, 0, 1).expand_as(pads)) < kModule);
  }

  void theEncoderIgnoresRotationAndTranslation() {
    const torch::NoGradGuard noGrad;
    auto model = tests::tinyModel();
    auto two = tests::twoMolecules(model->config().unimol);
    const at::Tensor want = model->encoder()->forward(collate(two, GraphPadding::ToMultiple));
    for (auto& molecule : two) {
      for (auto& point : molecule.coordinates) point = {2.0 - point[1], point[0] - 1.0, point[2]};
    }
    QVERIFY(largestDifference(model->encoder()->forward(collate(two, GraphPadding::ToMultiple)),
                              want) < 1e-4);
  }

  void correctMaskMakesAMoleculeIndependentOfItsNeighbours() {
    const torch::NoGradGuard noGrad;
    auto model = tests::tinyModel(withPolicy(GraphMaskPolicy::AllTokens));
    const auto two = tests::twoMolecules(model->config().unimol);
    const at::Tensor together = model->encodeMolecules(collate(two, GraphPadding::ToMultiple));
    const at::Tensor alone =
        model->encodeMolecules(collate(std::span(two).first(1), GraphPadding::Tight));
    QVERIFY(largestDifference(together.narrow(0, 0, 1), alone) < kModule);
  }

  void padReadoutEqualsTheReferenceWherePaddingExists() {
    const torch::NoGradGuard noGrad;
    auto readout = tests::tinyModel(withPolicy(GraphMaskPolicy::PadReadout));
    auto reference = tests::tinyModel(withPolicy(GraphMaskPolicy::ReferenceBatch));
    const auto two = tests::twoMolecules(readout->config().unimol);
    const at::Tensor own =
        readout->encodeMolecules(collate(std::span(two).first(1), GraphPadding::AtLeastOnePad));
    const at::Tensor mixed = reference->encodeMolecules(collate(two, GraphPadding::ToMultiple));
    QVERIFY(largestDifference(mixed.narrow(0, 0, 1), own) < kModule);
  }

  void onlyTheCorrectMaskDependsOnWhereTheQueriesLook_data() {
    QTest::addColumn<GraphMaskPolicy>("policy");
    QTest::addColumn<bool>("depends");
    QTest::newRow("all tokens") << GraphMaskPolicy::AllTokens << true;
    QTest::newRow("pad readout") << GraphMaskPolicy::PadReadout << false;
  }

  void onlyTheCorrectMaskDependsOnWhereTheQueriesLook() {
    QFETCH(GraphMaskPolicy, policy);
    QFETCH(bool, depends);
    const torch::NoGradGuard noGrad;
    auto model = tests::tinyModel(withPolicy(policy));
    const auto two = tests::twoMolecules(model->config().unimol);
    const unimol::GraphBatch batch = collate(two, qformer::paddingFor(policy));
    const at::Tensor before = model->encodeMolecules(batch);
    redrawCrossAttentionScores(model);
    const double change = largestDifference(model->encodeMolecules(batch), before);
    QVERIFY2(depends ? change > 1e-3 : change < kModule, qPrintable(QString::number(change)));
  }

  void padReadoutWithoutPaddingIsRefused() {
    auto model = tests::tinyModel(withPolicy(GraphMaskPolicy::PadReadout));
    const auto two = tests::twoMolecules(model->config().unimol);
    QVERIFY_EXCEPTION_THROWN(
        model->encodeMolecules(collate(std::span(two).first(1), GraphPadding::Tight)), c10::Error);
  }
};

QTEST_APPLESS_MAIN(StructureEncodingTest)
#include "structure_encoding_test.moc"
