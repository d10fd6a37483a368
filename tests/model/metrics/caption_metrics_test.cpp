#include "model/metrics/caption_metrics.h"

#include <QTest>
#include <cmath>

#include "model/metrics/bleu.h"
#include "model/metrics/meteor.h"
#include "model/metrics/rouge.h"
#include "tests/model/metrics/golden_rows.h"

using namespace molloquy;
using nlohmann::json;

namespace {

/// What NLTK and this program may differ by: rounding of sums.
constexpr double kTolerance = 1e-9;

bool isNear(double value, double expected) { return std::abs(value - expected) < kTolerance; }

}  // namespace

/// captions.json: texts of our own with the figures of NLTK 3.8 and rouge_score's definitions.
class CaptionMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void rowsEqualTheReference_data();
  void rowsEqualTheReference();
  void corporaEqualTheReference_data();
  void corporaEqualTheReference();
  void withoutDictionaryOnlyMeteorIsMissing();
  void anyNumberOfThreadsGivesTheSame();
  void aStopEndsTheWork();
  void charactersAreTokensOfStructures();

 private:
  [[nodiscard]] const metrics::CaptionTokens& tokens(const QString& kind) const {
    return kind == "scibert" ? *m_sciBert : *m_words;
  }
  [[nodiscard]] std::vector<metrics::Prediction> rows(const json& indices) const;

  json m_golden;
  std::unique_ptr<const metrics::CaptionTokens> m_sciBert;
  std::unique_ptr<const metrics::CaptionTokens> m_words = metrics::wordTokens();
  std::unique_ptr<const metrics::WordNet> m_wordNet;
};

void CaptionMetricsTest::initTestCase() {
  m_golden = golden::jsonOf("captions.json");
  const auto vocabulary = metrics::sciBertVocabulary();
  QVERIFY(vocabulary.has_value());
  auto sciBert = metrics::sciBertTokens(*vocabulary);
  QVERIFY2(sciBert.has_value(), sciBert ? "" : sciBert.error().toString().c_str());
  m_sciBert = std::move(*sciBert);
  auto wordNet = metrics::WordNet::open(metrics::WordNet::usualFolder());
  QVERIFY2(wordNet.has_value(), wordNet ? "" : wordNet.error().toString().c_str());
  m_wordNet = std::move(*wordNet);
}

std::vector<metrics::Prediction> CaptionMetricsTest::rows(const json& indices) const {
  std::vector<metrics::Prediction> chosen;
  for (const std::size_t index : indices) {
    const json& row = m_golden["rows"][index];
    chosen.push_back({"", row["target"], row["output"], index + 1});
  }
  return chosen;
}

void CaptionMetricsTest::rowsEqualTheReference_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<std::size_t>("index");
  for (const char* kind : {"scibert", "words"}) {
    for (std::size_t i = 0; i < m_golden["rows"].size(); ++i) {
      const auto name = m_golden["rows"][i]["name"].get<std::string>() + ", " + kind;
      QTest::newRow(name.c_str()) << QString(kind) << i;
    }
  }
}

void CaptionMetricsTest::rowsEqualTheReference() {
  QFETCH(const QString, kind);
  QFETCH(const std::size_t, index);
  const json& row = m_golden["rows"][index];
  const json& expected = row[kind.toStdString()];
  const auto target = tokens(kind).of(row["target"].get<std::string>());
  const auto output = tokens(kind).of(row["output"].get<std::string>());
  for (const auto& [found, wanted] :
       {std::pair(&target, &expected["target"]), {&output, &expected["output"]}}) {
    if (wanted->is_number()) {
      QCOMPARE(found->size(), wanted->get<std::size_t>());
    } else {
      QCOMPARE(*found, wanted->get<std::vector<std::string>>());
    }
  }
  QVERIFY(isNear(metrics::meteor(target, output, *m_wordNet), expected["meteor"]));
  const metrics::Rouge rouge =
      metrics::rougeOf(metrics::rougeWords(row["target"].get<std::string>()),
                       metrics::rougeWords(row["output"].get<std::string>()));
  QVERIFY(isNear(rouge.rouge1, row["rouge"][0]));
  QVERIFY(isNear(rouge.rouge2, row["rouge"][1]));
  QVERIFY(isNear(rouge.rougeL, row["rouge"][2]));
}

void CaptionMetricsTest::corporaEqualTheReference_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<std::size_t>("index");
  for (const char* kind : {"scibert", "words"}) {
    for (std::size_t i = 0; i < m_golden["corpora"].size(); ++i) {
      const auto name = m_golden["corpora"][i]["name"].get<std::string>() + ", " + kind;
      QTest::newRow(name.c_str()) << QString(kind) << i;
    }
  }
}

void CaptionMetricsTest::corporaEqualTheReference() {
  QFETCH(const QString, kind);
  QFETCH(const std::size_t, index);
  const json& corpus = m_golden["corpora"][index];
  const json& expected = corpus[kind.toStdString()];
  const auto measured =
      metrics::measureCaptions(rows(corpus["rows"]), tokens(kind), m_wordNet.get());
  QVERIFY(measured.has_value());
  const std::vector<double> figures = measured->total();
  QCOMPARE(figures.size(), 6U);
  QVERIFY(isNear(figures[0], expected["bleu2"]));
  QVERIFY(isNear(figures[1], expected["bleu4"]));
  QVERIFY(isNear(figures[5], expected["meteor"]));
  double rougeL = 0.0;
  for (const std::size_t row : corpus["rows"])
    rougeL += m_golden["rows"][row]["rouge"][2].get<double>();
  QVERIFY(isNear(figures[4], rougeL / static_cast<double>(corpus["rows"].size())));
}

void CaptionMetricsTest::withoutDictionaryOnlyMeteorIsMissing() {
  const auto with = metrics::measureCaptions(rows({0, 6, 8}), *m_words, m_wordNet.get());
  const auto without = metrics::measureCaptions(rows({0, 6, 8}), *m_words, nullptr);
  QVERIFY(with && without);
  QVERIFY(std::isnan(without->total()[5]));
  for (std::size_t i = 0; i < 5; ++i) QCOMPARE(without->total()[i], with->total()[i]);
}

void CaptionMetricsTest::anyNumberOfThreadsGivesTheSame() {
  std::vector<metrics::Prediction> many;
  for (int i = 0; i < 4; ++i) {
    const auto all = rows(m_golden["corpora"][0]["rows"]);
    many.insert(many.end(), all.begin(), all.end());
  }
  const auto alone = metrics::measureCaptions(many, *m_words, m_wordNet.get(), {.threads = 1});
  const auto shared = metrics::measureCaptions(many, *m_words, m_wordNet.get(), {.threads = 5});
  QVERIFY(alone && shared);
  QCOMPARE(shared->numbers, alone->numbers);
  QCOMPARE(shared->quality, alone->quality);
}

void CaptionMetricsTest::aStopEndsTheWork() {
  std::stop_source source;
  source.request_stop();
  const auto measured =
      metrics::measureCaptions(rows({0, 1}), *m_words, nullptr, {.stop = source.get_token()});
  QVERIFY(!measured.has_value());
  QVERIFY(measured.error().message.find("stopped") != std::string::npos);
}

void CaptionMetricsTest::charactersAreTokensOfStructures() {
  metrics::BleuCounts counts = metrics::characterBleuCounts("CC(=O)O", "CC(=O)O");
  QCOMPARE(metrics::corpusBleu(counts, 4), 1.0);
  // A character of several bytes is one token.
  counts = metrics::characterBleuCounts("äöü", "äöx");
  QCOMPARE(counts.length, 3);
  QCOMPARE(counts.matches[0], 2);
  QCOMPARE(counts.matches[1], 1);
}

QTEST_GUILESS_MAIN(CaptionMetricsTest)
#include "caption_metrics_test.moc"
