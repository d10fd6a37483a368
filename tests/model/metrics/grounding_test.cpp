#include "model/metrics/grounding.h"

#include <QTest>
#include <cmath>
#include <set>

#include "model/base/program_paths.h"
#include "model/chem/structure_reader.h"

using namespace molloquy;
using namespace molloquy::metrics;

class GroundingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const auto resources = resourceFolder();
    QVERIFY(resources.has_value());
    const auto lexicon = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
    QVERIFY(lexicon.has_value());
    m_lexicon = *lexicon;
  }

  void phrasesAreCounted_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("checkable");
    QTest::addColumn<int>("verified");
    QTest::addColumn<int>("refuted");
    QTest::addColumn<int>("countMismatch");
    const QString aspirin = "CC(=O)Oc1ccccc1C(=O)O";
    QTest::newRow("two true groups")
        << aspirin << "It has a carboxy group and a benzene ring." << 2 << 2 << 0 << 0;
    QTest::newRow("one that is not there")
        << aspirin << "It has a carboxy group and a nitro group." << 2 << 1 << 1 << 0;
    QTest::newRow("too many of it") << aspirin << "It has two benzene rings." << 1 << 0 << 0 << 1;
    QTest::newRow("a role is no claim")
        << aspirin << "It has a role as a nitro compound donor." << 0 << 0 << 0 << 0;
    QTest::newRow("nothing is said") << aspirin << "" << 0 << 0 << 0 << 0;
  }
  void phrasesAreCounted() {
    QFETCH(QString, smiles);
    QFETCH(QString, text);
    QFETCH(int, checkable);
    QFETCH(int, verified);
    QFETCH(int, refuted);
    QFETCH(int, countMismatch);
    const GroundingCounts counts =
        groundText(*molecule(smiles.toStdString()), text.toStdString(), *m_lexicon);
    QCOMPARE(counts.checkable, static_cast<std::size_t>(checkable));
    QCOMPARE(counts.verified, static_cast<std::size_t>(verified));
    QCOMPARE(counts.refuted, static_cast<std::size_t>(refuted));
    QCOMPARE(counts.countMismatch, static_cast<std::size_t>(countMismatch));
    QCOMPARE(counts.withoutError, static_cast<std::size_t>(verified == checkable ? 1 : 0));
    QVERIFY(counts.expected > 0);
    QVERIFY(counts.named <= counts.verified);
  }

  void sharesOfNothingAreAbsent() {
    const GroundingCounts none;
    QVERIFY(!none.verifiedShare() && !none.hallucinationRate() && !none.recall() &&
            !none.errorFreeShare());
    GroundingCounts some;
    some.texts = 2;
    some.proposed = 10;
    some.checkable = 8;
    some.verified = 6;
    some.refuted = 1;
    some.expected = 4;
    some.named = 3;
    QCOMPARE(*some.verifiedShare(), 0.75);
    QCOMPARE(*some.hallucinationRate(), 0.1);
    QCOMPARE(*some.recall(), 0.75);
    QCOMPARE(*some.errorFreeShare(), 0.0);
    some += some;
    QCOMPARE(*some.verifiedShare(), 0.75);
    QCOMPARE(some.proposed, std::size_t{20});
  }

  void theDescribersWordsAreRecalled() {
    const auto acid = molecule("O=C(O)c1ccccc1");
    const GroundingCounts right =
        groundText(*acid, "The molecule is a benzoic acid with a carboxy group.", *m_lexicon);
    const GroundingCounts wrong = groundText(*acid, "The molecule is an amine.", *m_lexicon);
    QCOMPARE(right.expected, wrong.expected);
    QVERIFY(right.named > 0);
    QCOMPARE(wrong.named, std::size_t{0});
  }

  void textsOfOthersAreAControl() {
    const std::vector<GroundedText> texts = {
        {molecule("O=C(O)c1ccccc1"), "It has a carboxy group and a benzene ring."},
        {molecule("CCN"), "It is a primary amine with an amino group."},
        {molecule("CC(=O)C"), "It is a ketone with an oxo group."}};
    const auto measured = measureGrounding(texts, *m_lexicon, 1);
    QVERIFY(measured.has_value());
    QVERIFY(*measured->own.verifiedShare() > *measured->shuffled.verifiedShare());
    QCOMPARE(measured->rows.rows, std::size_t{3});
    const std::vector<double> figures = measured->rows.total();
    QCOMPARE(figures.size(), measured->rows.figures.size());
    QCOMPARE(figures[0], *measured->own.verifiedShare());
    QCOMPARE(figures[2], *measured->own.recall());
    QCOMPARE(figures[4], *measured->shuffled.verifiedShare());
  }

  void oneTextAloneHasNoControl() {
    const std::vector<GroundedText> texts = {{molecule("CCN"), "It is an amine."}};
    const auto measured = measureGrounding(texts, *m_lexicon, 1);
    QVERIFY(measured.has_value());
    QCOMPARE(measured->shuffled.texts, std::size_t{0});
    QVERIFY(std::isnan(measured->rows.total()[4]));
  }

  void nothingStaysInItsPlace_data() {
    QTest::addColumn<int>("count");
    QTest::newRow("two") << 2;
    QTest::newRow("three") << 3;
    QTest::newRow("many") << 1000;
  }
  void nothingStaysInItsPlace() {
    QFETCH(int, count);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const auto order = derangement(static_cast<std::size_t>(count), seed);
      const std::set<std::size_t> all(order.begin(), order.end());
      QCOMPARE(all.size(), static_cast<std::size_t>(count));
      for (std::size_t i = 0; i < order.size(); ++i) QVERIFY(order[i] != i);
      QCOMPARE(derangement(static_cast<std::size_t>(count), seed), order);
    }
  }

 private:
  static std::shared_ptr<const chem::Molecule> molecule(const std::string& smiles) {
    return chem::parseSmiles(smiles).value().molecule;
  }

  std::shared_ptr<const align::Lexicon> m_lexicon;
};

QTEST_APPLESS_MAIN(GroundingTest)
#include "grounding_test.moc"
