#include "model/evaluation/measured_retrieval.h"

#include <QTest>
#include <set>

using namespace molloquy;
using namespace molloquy::evaluation;

namespace {

/// Structures are as many atoms, texts as many letters: those of the same number belong together,
/// but the features of neighbours are swapped, which only the matching head sees through.
class CountingSession final : public session::RetrievalSession {
 public:
  explicit CountingSession(std::size_t width) {
    m_info.queries = 2;
    m_info.width = width;
  }

  [[nodiscard]] const session::RetrievalInfo& info() const override { return m_info; }
  [[nodiscard]] Result<void> check(const session::SeenStructure& structure) const override {
    if (!structure.symbols.empty()) return {};
    return fail(ErrorCode::InvalidInput, "The structure has no atoms.");
  }

  Result<std::vector<float>> structureFeatures(std::span<const session::SeenStructure> structures,
                                               const session::OnRetrieved& progress,
                                               std::stop_token /*stop*/) override {
    std::vector<float> features(structures.size() * m_info.queries * m_info.width, 0.0F);
    for (std::size_t i = 0; i < structures.size(); ++i) {
      const std::size_t number = (structures[i].symbols.size() - 1) ^ 1U;
      features[(i * m_info.queries + 1) * m_info.width + number] = 1.0F;
    }
    if (progress) progress(structures.size(), structures.size());
    return features;
  }

  Result<std::vector<float>> textFeatures(std::span<const std::string> texts,
                                          const session::OnRetrieved& progress,
                                          std::stop_token /*stop*/) override {
    std::vector<float> features(texts.size() * m_info.width, 0.0F);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      features[i * m_info.width + texts[i].size() - 1] = 1.0F;
    }
    if (progress) progress(texts.size(), texts.size());
    return features;
  }

  Result<std::vector<float>> matchScores(std::span<const session::SeenStructure> structures,
                                         std::span<const std::string> texts,
                                         std::span<const session::StructureTextPair> pairs,
                                         const session::OnRetrieved& progress,
                                         std::stop_token stop) override {
    if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Measuring was stopped.");
    std::vector<float> scores;
    std::set<std::pair<std::size_t, std::size_t>> once;
    for (const session::StructureTextPair& pair : pairs) {
      if (!once.insert({pair.structure, pair.text}).second) {
        return fail(ErrorCode::Internal, "A pair is judged twice.");
      }
      const bool own = structures[pair.structure].symbols.size() == texts[pair.text].size();
      scores.push_back(own ? 4.0F : -4.0F);
    }
    judged += pairs.size();
    if (progress) progress(pairs.size(), pairs.size());
    return scores;
  }

  std::size_t judged = 0;

 private:
  session::RetrievalInfo m_info;
};

struct Pairs {
  std::vector<Question> questions;
  std::vector<session::SeenStructure> structures;
};

Pairs pairsOf(std::size_t count) {
  Pairs pairs;
  for (std::size_t i = 1; i <= count; ++i) {
    Question question;
    question.smiles = std::string(i, 'C');
    question.reference = std::string(i, 'x');
    pairs.questions.push_back(question);
    pairs.structures.push_back({question.smiles, std::vector<std::string>(i, "C"), {}, ""});
  }
  return pairs;
}

double figure(const MeasuredAnswers& measured, const std::string& group, const std::string& name) {
  const std::vector<double> values = measured.rows.total();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const metrics::FigureName& each = measured.rows.figures[i];
    if (each.group == group && each.name == name) return values[i];
  }
  return -1.0;
}

}  // namespace

class MeasuredRetrievalTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reRankingFindsWhatFeaturesMiss_data() {
    QTest::addColumn<int>("reranking");
    QTest::addColumn<double>("inBatch");
    QTest::addColumn<double>("full");
    QTest::newRow("features alone") << int(Reranking::None) << -1.0 << -1.0;
    QTest::newRow("in batches") << int(Reranking::InBatch) << 1.0 << -1.0;
    QTest::newRow("everything") << int(Reranking::Everything) << 1.0 << 1.0;
  }
  void reRankingFindsWhatFeaturesMiss() {
    QFETCH(int, reranking);
    QFETCH(double, inBatch);
    QFETCH(double, full);
    const Pairs pairs = pairsOf(40);
    CountingSession model(40);
    RetrievalOptions options;
    options.reranking = Reranking(reranking);
    options.batch = 16;
    const auto measured =
        measureRetrieval(model, pairs.questions, pairs.structures, options, {}, {});
    QVERIFY2(measured.has_value(), measured ? "" : measured.error().message.c_str());
    QCOMPARE(figure(*measured, "full", "m2t_accuracy"), 0.0);
    QVERIFY(figure(*measured, "full", "m2t_r20") < 1.0);
    QCOMPARE(figure(*measured, "in_batch", "t2m_r20"), 1.0);  // batches of 16
    QCOMPARE(figure(*measured, "in_batch_reranked", "m2t_accuracy"), inBatch);
    QCOMPARE(figure(*measured, "full_reranked", "m2t_accuracy"), full);
    QCOMPARE(figure(*measured, "full_reranked", "t2m_accuracy"), full);
    QCOMPARE(measured->further["pairs_in_batches_of_at_most_20"].get<int>(), 40);
    QCOMPARE(measured->further["batches"].get<int>(), 3);
    QCOMPARE(model.judged > 0, reranking != int(Reranking::None));
  }

  void aMissOfTheCandidatesIsAMiss() {
    const Pairs pairs = pairsOf(40);
    CountingSession model(40);
    RetrievalOptions options;
    options.candidates = 1;
    const auto measured =
        measureRetrieval(model, pairs.questions, pairs.structures, options, {}, {});
    QVERIFY(measured.has_value());
    QCOMPARE(figure(*measured, "full_reranked", "m2t_r20"), 0.0);
    QCOMPARE(figure(*measured, "in_batch_reranked", "m2t_accuracy"), 1.0);
  }

  void stepsAreTold() {
    const Pairs pairs = pairsOf(4);
    CountingSession model(4);
    std::vector<int> steps;
    const auto onStep = [&steps](RetrievalStep step, std::size_t done, std::size_t all) {
      QVERIFY(done <= all);
      if (steps.empty() || steps.back() != int(step)) steps.push_back(int(step));
    };
    QVERIFY(measureRetrieval(model, pairs.questions, pairs.structures, {}, onStep, {}).has_value());
    QCOMPARE(steps, (std::vector<int>{0, 1, 2, 3}));
  }

  void aStopEndsIt() {
    const Pairs pairs = pairsOf(4);
    CountingSession model(4);
    std::stop_source source;
    source.request_stop();
    const auto measured =
        measureRetrieval(model, pairs.questions, pairs.structures, {}, {}, source.get_token());
    QVERIFY(!measured.has_value());
    QCOMPARE(measured.error().message, std::string("Measuring was stopped."));
  }
};

QTEST_APPLESS_MAIN(MeasuredRetrievalTest)
#include "measured_retrieval_test.moc"
