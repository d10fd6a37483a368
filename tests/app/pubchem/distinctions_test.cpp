#include <QtTest>

#include "app/pubchem/distinctions.h"

using namespace molloquy::pubchem;

class DistinctionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void candidates_data() {
    QTest::addColumn<QStringList>("smiles");
    QTest::addColumn<QStringList>("distinctions");
    QTest::newRow("the glucoses of the chooser")
        << QStringList{"OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O",
                       "OC[C@H]1O[C@H](O)[C@H](O)[C@@H](O)[C@@H]1O",
                       "OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O",
                       "OC[C@@H](O)[C@@H](O)[C@H](O)[C@@H](O)C=O"}
        << QStringList{"anomeric centre not set", "alpha anomer", "beta anomer", "open chain"};
    QTest::newRow("one candidate whose centre is open")
        << QStringList{"CC(N)C(=O)O"} << QStringList{"stereocentre not set"};
    QTest::newRow("one candidate with everything set")
        << QStringList{"C[C@H](N)C(=O)O"} << QStringList{""};
    QTest::newRow("both hands and neither")
        << QStringList{"CC(N)C(=O)O", "C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O"}
        << QStringList{"stereocentre not set", "S configuration", "R configuration"};
    QTest::newRow("mirror images with two centres")
        << QStringList{"C[C@H](O)[C@@H](N)CC", "C[C@@H](O)[C@H](N)CC", "C[C@H](O)[C@H](N)CC"}
        << QStringList{"", "mirror image of CID 1", "other configuration than CID 1"};
    QTest::newRow("some of the centres open")
        << QStringList{"CC(O)[C@@H](N)CC", "C[C@H](O)[C@@H](N)CC"}
        << QStringList{"1 of 2 stereocentres not set", "all stereocentres set"};
    QTest::newRow("double bonds") << QStringList{"OC(=O)/C=C/C(=O)O", "OC(=O)/C=C\\C(=O)O",
                                                 "OC(=O)C=CC(=O)O"}
                                  << QStringList{"double bond E", "double bond Z",
                                                 "double bond geometry not set"};
    QTest::newRow("salts and hydrates")
        << QStringList{"NCCc1ccccc1", "NCCc1ccccc1.Cl", "NCCc1ccccc1.O", "NCCc1ccccc1.OC(=O)CCO"}
        << QStringList{"", "hydrochloride", "hydrate", "2 parts"};
    QTest::newRow("ions") << QStringList{"CC(=O)O", "CC(=O)[O-]", "CC(=O)[O-].[Na+]"}
                          << QStringList{"", QStringLiteral("charge −1"), "sodium salt"};
    QTest::newRow("isotopes") << QStringList{"CCO", "[2H]C([2H])([2H])CO", "[13CH3][13CH2]O"}
                              << QStringList{"", "with deuterium", "with C-13"};
    QTest::newRow("a SMILES that cannot be read keeps still")
        << QStringList{"CCO", "C1CC(", ""} << QStringList{"", "", ""};
    QTest::newRow("other molecules have nothing to compare")
        << QStringList{"CCO", "c1ccccc1"} << QStringList{"", ""};
  }
  void candidates() {
    QFETCH(QStringList, smiles);
    std::vector<CompoundSummary> summaries;
    for (const QString& one : smiles) {
      CompoundSummary summary;
      summary.cid = static_cast<qint64>(summaries.size()) + 1;
      summary.smiles = one;
      summaries.push_back(summary);
    }
    distinguish(summaries);
    QStringList distinctions;
    for (const CompoundSummary& summary : summaries) distinctions.append(summary.distinction);
    QTEST(distinctions, "distinctions");
  }

  void noCandidatesAreFine() {
    std::vector<CompoundSummary> none;
    distinguish(none);
    QVERIFY(none.empty());
  }
};

QTEST_APPLESS_MAIN(DistinctionsTest)
#include "distinctions_test.moc"
