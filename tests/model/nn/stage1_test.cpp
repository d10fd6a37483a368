#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QTest>
#include <nlohmann/json.hpp>

#include "model/nn/weights.h"
#include "tests/model/nn/tiny_stage1.h"

using namespace molloquy;
using tests::largestDifference;
using tests::tinyStage1;
using tests::twoGraphs;
using tests::twoTexts;

namespace {

constexpr double kModule = 1e-5;
at::Generator seeded(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

}  // namespace

class Stage1Test : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void featuresHaveLengthOne() {
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const auto queries = model->query(model->readGraphs(twoGraphs()));
    const at::Tensor graphs = model->graphFeatures(queries.hidden);
    const at::Tensor texts = model->textFeatures(twoTexts());
    QVERIFY(graphs.sizes() == at::IntArrayRef({2, 2, 6}));
    QVERIFY(texts.sizes() == at::IntArrayRef({2, 6}));
    QVERIFY(largestDifference(graphs.norm(2, -1), at::ones({2, 2})) < kModule);
    QVERIFY(largestDifference(texts.norm(2, -1), at::ones({2})) < kModule);
  }

  void textFeaturesIgnorePadding() {
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const molm::TextRows all = twoTexts();
    const molm::TextRows tight{all.ids.narrow(0, 1, 1).narrow(1, 0, 3),
                               all.attend.narrow(0, 1, 1).narrow(1, 0, 3)};
    QVERIFY(largestDifference(model->textFeatures(all)[1], model->textFeatures(tight)[0]) <
            kModule);
  }

  void theBestQueryCounts() {
    const at::Tensor graphs =
        torch::tensor({{{1.0F, 0.0F}, {0.0F, 1.0F}}, {{0.6F, 0.8F}, {-1.0F, 0.0F}}});
    const at::Tensor texts = torch::tensor({{0.0F, 1.0F}, {1.0F, 0.0F}});
    const auto fit = qformer::similarities(graphs, texts, graphs, texts, {});
    QVERIFY(largestDifference(fit.graphToText, torch::tensor({{10.0F, 10.0F}, {8.0F, 6.0F}})) <
            kModule);
    QVERIFY(largestDifference(fit.textToGraph, fit.graphToText.t()) < kModule);
  }

  void negativesAreNeverTheOwnPartner() {
    const at::Tensor similarity =
        torch::tensor({{50.0F, 1.0F, 1.0F}, {2.0F, 50.0F, -90.0F}, {0.0F, 0.0F, 50.0F}});
    const at::Tensor weights = qformer::negativeWeights(similarity);
    QCOMPARE(weights.diagonal().abs().max().item<double>(), 0.0);
    QVERIFY(weights[1][2].item<double>() > 0.9e-4);  // unlikely, but not impossible
    const qformer::Similarities fit{similarity, similarity};
    const at::Tensor own = torch::arange(3, torch::kInt64);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const qformer::Negatives drawn = qformer::drawNegatives(fit, seeded(seed));
      QVERIFY(!drawn.graphOfText.eq(own).any().item<bool>());
      QVERIFY(!drawn.textOfGraph.eq(own).any().item<bool>());
      QVERIFY(at::equal(qformer::drawNegatives(fit, seeded(seed)).graphOfText, drawn.graphOfText));
    }
  }

  void onePairAloneHasNoNegatives() {
    QVERIFY_EXCEPTION_THROWN(qformer::negativeWeights(torch::ones({1, 1})), c10::Error);
  }

  void matchScoresAreTheSecondLogit() {
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const molm::GraphRows graphs = model->readGraphs(twoGraphs());
    const at::Tensor logits = model->matchLogits(graphs, twoTexts());
    QVERIFY(at::equal(model->matchScores(graphs, twoTexts()), logits.select(1, 1)));
    const qformer::Negatives other{torch::tensor({1, 0}, torch::kInt64),
                                   torch::tensor({1, 0}, torch::kInt64)};
    const at::Tensor all = model->matchLogitsWithNegatives(graphs, twoTexts(), other);
    QCOMPARE(all.size(0), int64_t{6});
    QVERIFY(largestDifference(all.narrow(0, 0, 2), logits) < kModule);
    // The wrong structure of text 0 is structure 1, which is also what structure 1 gets as text 0.
    QVERIFY(largestDifference(all[2], all[5]) < kModule);
  }

  void captionsStartWithTheirOwnToken() {
    auto model = tinyStage1();
    const at::Tensor ids = model->captionInput(twoTexts().ids);
    QCOMPARE(ids[0][0].item<int>(), tests::kDecoderStart);
    QVERIFY(at::equal(ids.narrow(1, 1, 5), twoTexts().ids.narrow(1, 1, 5)));
  }

  void aWordChangesNothingBeforeIt_data() {
    QTest::addColumn<int>("changed");
    QTest::newRow("the second word") << 2;
    QTest::newRow("the last word") << 3;
  }

  void aWordChangesNothingBeforeIt() {
    QFETCH(int, changed);
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const auto queries = model->query(model->readGraphs(twoGraphs()));
    molm::TextRows text = twoTexts();
    const at::Tensor before = model->captionLogits(queries.cache, text.ids, text.attend);
    text.ids[0][changed] = 8;
    const at::Tensor after = model->captionLogits(queries.cache, text.ids, text.attend);
    QVERIFY(largestDifference(after[0].narrow(0, 0, changed), before[0].narrow(0, 0, changed)) <
            kModule);
    QVERIFY(largestDifference(after[0][changed], before[0][changed]) > 1e-3);
  }

  void captionsSeeTheStructureThroughTheQueriesAlone() {
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const auto queries = model->query(model->readGraphs(twoGraphs()));
    const molm::TextRows text = twoTexts();
    auto swapped = queries.cache;
    for (auto& layer : swapped) layer = {layer.keys.flip(0), layer.values.flip(0)};
    QVERIFY(largestDifference(model->captionLogits(queries.cache, text.ids, text.attend),
                              model->captionLogits(swapped, text.ids, text.attend)) > 1e-3);
  }

  void cachedQueriesEqualQueriesInFront() {
    // Without cross-attention in the way, causal text behind cached queries is the same as text
    // behind queries where no text row is hidden: the last row sees everything.
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    const auto queries = model->query(model->readGraphs(twoGraphs()));
    const at::Tensor ids = torch::tensor({{1, 5}, {1, 8}}, torch::kInt64);
    qformer::QFormerInput everything;
    everything.textIds = ids;
    everything.queryCache = &queries.cache;
    qformer::QFormerInput causal = everything;
    causal.textReach = qformer::TextReach::Causal;
    const at::Tensor a = model->queryTransformer()->forward(everything).cache[0].keys;
    const at::Tensor b = model->queryTransformer()->forward(causal).cache[0].keys;
    QVERIFY(at::equal(a, b));
  }

  void gradientsReachEverythingButTheEncoder() {
    auto model = tinyStage1();
    model->train();
    QVERIFY(!model->encoder()->is_training());
    molm::Stage1ModelImpl::LossInput input;
    input.graphs = twoGraphs();
    input.text = twoTexts();
    input.generator = seeded(3);
    const molm::Stage1Losses losses = model->losses(input);
    QVERIFY(at::isfinite(losses.total()).item<bool>());
    losses.total().backward();
    for (const auto& parameter : model->named_parameters()) {
      const bool ofEncoder = parameter.key().starts_with("graph_encoder.");
      QVERIFY2(parameter.value().grad().defined() != ofEncoder, parameter.key().c_str());
    }
  }

  void gatheredFeaturesShiftTheLabels() {
    const torch::NoGradGuard noGrad;
    auto model = tinyStage1();
    molm::Stage1ModelImpl::LossInput input;
    input.graphs = twoGraphs();
    input.text = twoTexts();
    input.generator = seeded(3);
    const double alone = model->losses(input).contrast.item<double>();
    const auto graphs = model->graphFeatures(model->query(model->readGraphs(input.graphs)).hidden);
    const auto texts = model->textFeatures(input.text);
    // Another process whose features point the other way adds nearly nothing to the softmax.
    input.gather = [&](const molm::Stage1Features&) -> molm::Stage1Features {
      return {at::cat({graphs * -1.0, graphs}), at::cat({texts * 0.0, texts})};
    };
    input.firstPair = 2;
    const double shifted = model->losses(input).contrast.item<double>();
    QVERIFY(std::isfinite(shifted) && shifted >= alone - kModule);
  }

  void wrongInputsAreRefused() {
    auto model = tinyStage1();
    const auto queries = model->query(model->readGraphs(twoGraphs()));
    qformer::QFormerInput both;
    both.queries = model->queryTokens();
    both.queryCache = &queries.cache;
    QVERIFY_EXCEPTION_THROWN(model->queryTransformer()->forward(both), c10::Error);
    qformer::QFormerInput tooLong;
    tooLong.textIds = torch::ones({1, 9}, torch::kInt64);
    QVERIFY_EXCEPTION_THROWN(model->queryTransformer()->forward(tooLong), c10::Error);
    QVERIFY_EXCEPTION_THROWN(model->queryTransformer()->forward({}), c10::Error);
  }

  void publishedSizesHaveThePublishedNumberOfParameters() {
    // Nothing is written into these networks, so their memory is never touched.
    molm::Stage1Config published;
    published.qformer.textPath = true;
    const molm::Stage1Model model(published);
    std::int64_t encoder = 0;
    for (const auto& parameter : model->named_parameters()) {
      if (parameter.key().starts_with("graph_encoder.")) encoder += parameter.value().numel();
    }
    QCOMPARE(encoder, std::int64_t{47'330'626});
    QCOMPARE(nn::parameterCount(*model) - encoder, std::int64_t{178'864'501});
    molm::Config whole;
    const molm::MoleculeLanguageModel stage2(whole, molm::LanguageModel::None);
    QCOMPARE(nn::parameterCount(*stage2) - encoder, std::int64_t{100'037'120});
  }

  void configurationsNameTheirMistake_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("value");
    QTest::newRow("a text longer than the positions") << "text_max_len" << 513;
    QTest::newRow("a mark outside the vocabulary") << "dec_token_id" << 31091;
    QTest::newRow("no space to compare in") << "projection_dim" << 0;
    QTest::newRow("another encoder") << "encoder_width" << 64;
  }

  void configurationsNameTheirMistake() {
    QFETCH(QString, field);
    QFETCH(int, value);
    nlohmann::json object = {{"unimol", nlohmann::json::object()},
                             {"qformer", nlohmann::json::object()}};
    QVERIFY(molm::stage1ConfigFromJson(object).has_value());
    object["qformer"][field.toStdString()] = value;
    const auto config = molm::stage1ConfigFromJson(object);
    QVERIFY(!config.has_value());
    QVERIFY2(config.error().message.find(field.toStdString()) != std::string::npos,
             config.error().message.c_str());
  }

  void configurationsLackNoPart() {
    const auto config = molm::stage1ConfigFromJson({{"unimol", nlohmann::json::object()}});
    QVERIFY(!config.has_value());
    QVERIFY(config.error().message.find("qformer") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(Stage1Test)
#include "stage1_test.moc"
