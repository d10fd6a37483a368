#include "model/metrics/smiles_metrics.h"

#include <QTest>
#include <cmath>

#include "model/metrics/bleu.h"
#include "model/metrics/edit_distance.h"
#include "model/metrics/structure_likeness.h"
#include "tests/model/metrics/golden_rows.h"

using namespace molloquy;
using nlohmann::json;

namespace {

bool isNear(double value, double expected) { return std::abs(value - expected) < 1e-9; }

}  // namespace

/// structures.json: SMILES of our own with the figures of python3-rdkit 2022.09.3 and NLTK 3.8.
class SmilesMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_golden = golden::jsonOf("structures.json"); }
  void rowsEqualTheReference_data();
  void rowsEqualTheReference();
  void figuresOfAFile();
  void unusualRowsAreTold();
  void distancesOfTexts_data();
  void distancesOfTexts();
  void nothingValidGivesNoLikeness();
  void aStopEndsTheWork();

 private:
  [[nodiscard]] std::vector<metrics::Prediction> all() const;
  json m_golden;
};

std::vector<metrics::Prediction> SmilesMetricsTest::all() const {
  std::vector<metrics::Prediction> rows;
  for (const json& row : m_golden["rows"]) rows.push_back({"", row["target"], row["output"], 0});
  return rows;
}

void SmilesMetricsTest::rowsEqualTheReference_data() {
  QTest::addColumn<std::size_t>("index");
  for (std::size_t i = 0; i < m_golden["rows"].size(); ++i) {
    QTest::newRow(m_golden["rows"][i]["name"].get<std::string>().c_str()) << i;
  }
}

void SmilesMetricsTest::rowsEqualTheReference() {
  QFETCH(const std::size_t, index);
  const json& row = m_golden["rows"][index];
  const auto target = row["target"].get<std::string>();
  const auto output = row["output"].get<std::string>();
  QCOMPARE(metrics::editDistance(target, output), row["distance"].get<std::size_t>());
  QVERIFY(
      isNear(metrics::corpusBleu(metrics::characterBleuCounts(target, output), 4), row["bleu"]));
  const auto found = metrics::compareStructures(target, output);
  QVERIFY(found.has_value());
  QCOMPARE(found->outputReadable, row["valid"].get<bool>());
  QCOMPARE(found->targetReadable, row["read"].get<bool>());
  QCOMPARE(found->sameInchi, row["inchi"] == 1);
  QCOMPARE(found->likeness.has_value(), row.contains("maccs"));
  if (!found->likeness) return;
  QCOMPARE(found->sameSmiles, row["smiles"].get<bool>());
  QVERIFY(isNear(found->likeness->maccs, row["maccs"]));
  QVERIFY(isNear(found->likeness->rdk, row["rdk"]));
  QVERIFY(isNear(found->likeness->morgan, row["morgan"]));
}

void SmilesMetricsTest::figuresOfAFile() {
  const auto measured = metrics::measureSmiles(all());
  QVERIFY(measured.has_value());
  const std::vector<double> figures = measured->rows.total();
  const json& rows = m_golden["rows"];
  double exact = 0.0, distance = 0.0, valid = 0.0, morgan = 0.0, compared = 0.0;
  for (const json& row : rows) {
    exact += row["inchi"] == 1 ? 1.0 : 0.0;
    distance += row["distance"].get<double>();
    valid += row["valid"] ? 1.0 : 0.0;
    morgan += row.value("morgan", 0.0);
    compared += row.contains("morgan") ? 1.0 : 0.0;
  }
  const auto count = static_cast<double>(rows.size());
  QVERIFY(isNear(figures[0], m_golden["bleu"]));
  QVERIFY(isNear(figures[1], exact / count));
  QVERIFY(isNear(figures[3], distance / count));
  QVERIFY(isNear(figures[6], morgan / compared));
  QVERIFY(isNear(figures[7], valid / count));
  // Equal structures first, what is not valid last.
  QCOMPARE(measured->rows.byQuality().front(), 0U);
  QCOMPARE(measured->rows.quality[measured->rows.byQuality().back()], -1.0);
}

void SmilesMetricsTest::unusualRowsAreTold() {
  const auto measured = metrics::measureSmiles(all());
  QVERIFY(measured.has_value());
  QCOMPARE(measured->remarks.size(), 3U);
  QVERIFY(measured->remarks[0].find("ground truth that RDKit cannot read") != std::string::npos);
  QVERIFY(measured->remarks[1].find("empty output") != std::string::npos);
  QVERIFY(measured->remarks[2].find("doubled backslashes") != std::string::npos);
}

void SmilesMetricsTest::distancesOfTexts_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::addColumn<std::size_t>("distance");
  QTest::newRow("two empty texts") << ""
                                   << "" << std::size_t{0};
  QTest::newRow("an empty text") << ""
                                 << "abc" << std::size_t{3};
  QTest::newRow("one of each change") << "kitten"
                                      << "sitting" << std::size_t{3};
  QTest::newRow("characters of several bytes") << "α–β"
                                               << "α-β" << std::size_t{1};
}

void SmilesMetricsTest::distancesOfTexts() {
  QFETCH(const QString, first);
  QFETCH(const QString, second);
  QFETCH(const std::size_t, distance);
  QCOMPARE(metrics::editDistance(first.toStdString(), second.toStdString()), distance);
  QCOMPARE(metrics::editDistance(second.toStdString(), first.toStdString()), distance);
}

void SmilesMetricsTest::nothingValidGivesNoLikeness() {
  const std::vector<metrics::Prediction> rows{{"", "CCO", "C(", 0}, {"", "CCN", "no idea", 0}};
  const auto measured = metrics::measureSmiles(rows);
  QVERIFY(measured.has_value());
  const std::vector<double> figures = measured->rows.total();
  QVERIFY(std::isnan(figures[4]) && std::isnan(figures[5]) && std::isnan(figures[6]));
  QCOMPARE(figures[7], 0.0);
}

void SmilesMetricsTest::aStopEndsTheWork() {
  std::stop_source source;
  source.request_stop();
  QVERIFY(!metrics::measureSmiles(all(), {.stop = source.get_token()}).has_value());
}

QTEST_GUILESS_MAIN(SmilesMetricsTest)
#include "smiles_metrics_test.moc"
