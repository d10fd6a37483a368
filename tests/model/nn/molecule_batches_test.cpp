#include "model/molm/molecule_batches.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>
#include <numeric>

#include "model/molm/model_folder.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using qformer::GraphMaskPolicy;
using tests::largestDifference;

namespace {

constexpr double kModule = 1e-5;
using Plan = std::vector<std::vector<std::size_t>>;

/// Chains of the given numbers of atoms.
std::vector<unimol::TokenizedMolecule> chains(const std::vector<int>& atoms) {
  const unimol::Config config = tests::tinyConfig().unimol;
  std::vector<unimol::TokenizedMolecule> molecules;
  for (const int count : atoms) {
    std::vector<std::string> symbols;
    std::vector<std::array<float, 3>> positions;
    for (int i = 0; i < count; ++i) {
      symbols.push_back(i % 3 == 1 ? "N" : "C");
      positions.push_back({1.3F * static_cast<float>(i), i % 2 == 0 ? 0.4F : -0.4F, 0.2F});
    }
    molecules.push_back(*unimol::tokenizeAtoms(symbols, positions, config));
  }
  return molecules;
}

molm::MoleculeLanguageModel modelWith(GraphMaskPolicy policy) {
  molm::Config config = tests::tinyConfig();
  config.graphMask = policy;
  return tests::tinyModel(config);
}

}  // namespace

class MoleculeBatchesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void structuresOfOneLengthGoTogether() {
    const std::vector<std::size_t> rows = {30, 5, 31, 5, 5, 29};
    const Plan plan = molm::planMoleculeBatches(rows, GraphMaskPolicy::AllTokens, 16);
    QCOMPARE(plan, (Plan{{1, 3, 4}, {5, 0, 2}}));
  }

  void noBatchIsLargerThanAsked() {
    const std::vector<std::size_t> rows(37, 12);
    const Plan plan = molm::planMoleculeBatches(rows, GraphMaskPolicy::PadReadout, 16);
    QCOMPARE(plan.size(), std::size_t{3});
    QCOMPARE(plan.back().size(), std::size_t{5});
  }

  void everyStructureIsInOneBatch() {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < 50; ++i) rows.push_back(3 + i * 7 % 41);
    std::vector<std::size_t> met;
    for (const auto& batch : molm::planMoleculeBatches(rows, GraphMaskPolicy::AllTokens, 16)) {
      std::size_t longest = 0;
      std::size_t useful = 0;
      for (const std::size_t i : batch) {
        longest = std::max(longest, rows[i]);
        useful += rows[i] * rows[i];
        met.push_back(i);
      }
      QVERIFY(static_cast<double>(useful) >=
              0.8 * static_cast<double>(batch.size() * longest * longest));
    }
    std::sort(met.begin(), met.end());
    std::vector<std::size_t> all(rows.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    QCOMPARE(met, all);
  }

  void theReferenceKeepsItsOrder() {
    const std::vector<std::size_t> rows = {30, 5, 31};
    QCOMPARE(molm::planMoleculeBatches(rows, GraphMaskPolicy::ReferenceBatch, 2),
             (Plan{{0, 1}, {2}}));
  }

  void aListEqualsOneByOne_data() {
    QTest::addColumn<GraphMaskPolicy>("policy");
    QTest::newRow("all tokens") << GraphMaskPolicy::AllTokens;
    QTest::newRow("pad readout") << GraphMaskPolicy::PadReadout;
  }

  void aListEqualsOneByOne() {
    QFETCH(GraphMaskPolicy, policy);
    const torch::NoGradGuard noGrad;
    auto model = modelWith(policy);
    const auto molecules = chains({9, 3, 8, 1, 3, 12, 9});
    const at::Tensor together = molm::encodeMoleculeList(model, molecules);
    QCOMPARE(together.size(0), int64_t{7});
    for (std::size_t i = 0; i < molecules.size(); ++i) {
      const at::Tensor alone = molm::encodeMoleculeList(model, {&molecules[i], 1});
      QVERIFY(largestDifference(together[static_cast<int64_t>(i)], alone[0]) < kModule);
    }
  }

  void theReferencesBatchIsKept() {
    const torch::NoGradGuard noGrad;
    auto model = modelWith(GraphMaskPolicy::ReferenceBatch);
    const auto molecules = chains({9, 3, 14});
    const auto graphs =
        unimol::collateGraphs(molecules, model->config().unimol, unimol::GraphPadding::ToMultiple);
    QVERIFY(largestDifference(molm::encodeMoleculeList(model, molecules),
                              model->encodeMolecules(graphs)) < kModule);
  }

  void rowsMayComeFromElsewhere() {
    const torch::NoGradGuard noGrad;
    auto model = modelWith(GraphMaskPolicy::AllTokens);
    const auto molecules = chains({4, 9});
    int calls = 0;
    molm::MoleculeBatchOptions options;
    options.rows = [&](const unimol::GraphBatch& graphs) {
      ++calls;
      return model->encodeGraphs(graphs);
    };
    QVERIFY(at::equal(molm::encodeMoleculeList(model, molecules, options),
                      molm::encodeMoleculeList(model, molecules)));
    QCOMPARE(calls, 2);
  }

  void aStopRequestEndsTheList() {
    const torch::NoGradGuard noGrad;
    auto model = modelWith(GraphMaskPolicy::AllTokens);
    std::stop_source source;
    molm::MoleculeBatchOptions options;
    options.rows = [&](const unimol::GraphBatch& graphs) {
      source.request_stop();
      return model->encodeGraphs(graphs);
    };
    options.stop = source.get_token();
    QVERIFY(!molm::encodeMoleculeList(model, chains({4, 30}), options).defined());
  }

  void noStructuresAreRefused() {
    auto model = modelWith(GraphMaskPolicy::AllTokens);
    QVERIFY_EXCEPTION_THROWN(molm::encodeMoleculeList(model, {}), c10::Error);
  }

  void theStructureSideWorksWithoutALanguageModel() {
    const torch::NoGradGuard noGrad;
    const QTemporaryDir folder;
    auto whole = modelWith(GraphMaskPolicy::AllTokens);
    QVERIFY(molm::saveModel(whole, folder.path().toStdString(), nn::SavedType::Float32));
    molm::ModelLoadOptions options;
    options.language = molm::LanguageModel::None;
    std::uintmax_t total = 0;
    options.progress = [&](std::uintmax_t, std::uintmax_t all) { total = all; };
    auto half = molm::loadModel(folder.path().toStdString(), options);
    QVERIFY2(half.has_value(), half ? "" : half.error().message.c_str());
    QVERIFY(!(*half)->hasDecoder());
    for (const auto& parameter : (*half)->named_parameters()) {
      QVERIFY(!parameter.key().starts_with("llm_model."));
    }
    QCOMPARE(total, static_cast<std::uintmax_t>(4 * nn::parameterCount(**half)));
    const auto molecules = chains({4, 9});
    QVERIFY(at::equal(molm::encodeMoleculeList(*half, molecules),
                      molm::encodeMoleculeList(whole, molecules)));
    QVERIFY_EXCEPTION_THROWN((*half)->embedPrompt({}, torch::zeros({2}), torch::zeros({1, 2, 16})),
                             c10::Error);
  }
};

QTEST_APPLESS_MAIN(MoleculeBatchesTest)
#include "molecule_batches_test.moc"
