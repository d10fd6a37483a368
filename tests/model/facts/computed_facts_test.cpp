#include "model/facts/computed_facts.h"

#include <QFile>
#include <QTest>
#include <thread>

#include "model/chem/structure_reader.h"
#include "model/facts/inchi.h"
#include "model/facts/summary.h"

using namespace molloquy;

namespace {

std::shared_ptr<const chem::Molecule> molecule(const QByteArray& smiles) {
  auto record = chem::parseSmiles(smiles.toStdString());
  return record ? record->molecule : nullptr;
}

const facts::Fact* find(const std::vector<facts::Fact>& all, const QByteArray& id) {
  for (const facts::Fact& fact : all) {
    if (id == QByteArray::fromStdString(fact.id)) return &fact;
  }
  return nullptr;
}

}  // namespace

/// facts.tsv: values of python3-rdkit 2022.09.3, registered InChIKeys, and complexities by an
/// independent program.
class ComputedFactsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void factsEqualTheReference_data();
  void factsEqualTheReference();
  void everyFactNamesItsDefinition();
  void stereocentresAreCountedByWhatIsKnown_data();
  void stereocentresAreCountedByWhatIsKnown();
  void inchiDoesNotDependOnAtomOrder_data();
  void inchiDoesNotDependOnAtomOrder();
  void inchiIsRefusedWithAReason_data();
  void inchiIsRefusedWithAReason();
  void inchiMayBeAskedFromManyThreads();
  void summaryOfARecord();
};

void ComputedFactsTest::factsEqualTheReference_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArrayList>("ids");
  QTest::addColumn<QByteArrayList>("values");
  QFile file(QStringLiteral(MOLLOQUY_TEST_DATA "/facts.tsv"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArrayList header = file.readLine().trimmed().split('\t');
  while (!file.atEnd()) {
    QByteArray line = file.readLine();
    line.chop(1);
    const QByteArrayList cells = line.split('\t');
    QTest::newRow(cells.at(0).constData()) << cells.at(1) << header.mid(2) << cells.mid(2);
  }
}

void ComputedFactsTest::factsEqualTheReference() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArrayList, ids);
  QFETCH(QByteArrayList, values);
  const auto subject = molecule(smiles);
  QVERIFY(subject);
  const auto computed = facts::computeFacts(*subject);
  QVERIFY(computed);
  for (int i = 0; i < ids.size(); ++i) {
    const facts::Fact* fact = find(*computed, ids.at(i));
    QVERIFY2(fact, ids.at(i).constData());
    QVERIFY2(
        QByteArray::fromStdString(fact->value) == values.at(i),
        (ids.at(i) + " is " + QByteArray::fromStdString(fact->value) + ", expected " + values.at(i))
            .constData());
  }
}

void ComputedFactsTest::everyFactNamesItsDefinition() {
  const auto computed = facts::computeFacts(*molecule("CC(=O)Oc1ccccc1C(=O)O"));
  QVERIFY(computed);
  QCOMPARE(computed->size(), std::size_t{19});
  QCOMPARE(computed->front().id, std::string("formula"));
  QCOMPARE(computed->back().id, std::string("inchikey"));
  for (const facts::Fact& fact : *computed) {
    QVERIFY2(!fact.label.empty() && fact.definition.size() > 20, fact.id.c_str());
    QVERIFY2(fact.definition.find('{') == std::string::npos, fact.id.c_str());
  }
  QCOMPARE(find(*computed, "rotatable_bonds")->qualifier, std::string("strict"));
  QVERIFY(find(*computed, "logp")->definition.find("RDKit 20") != std::string::npos);
}

void ComputedFactsTest::stereocentresAreCountedByWhatIsKnown_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("qualifier");
  QTest::newRow("no stereocentre has no qualifier") << QByteArray("CCO") << "0"
                                                    << "";
  QTest::newRow("one known") << QByteArray("C[C@H](N)C(=O)O") << "1"
                             << "1 assigned, 0 open";
  QTest::newRow("one open") << QByteArray("CC(N)C(=O)O") << "1"
                            << "0 assigned, 1 open";
  QTest::newRow("one known, one open") << QByteArray("C[C@H](N)C(O)C(=O)O") << "2"
                                       << "1 assigned, 1 open";
}

void ComputedFactsTest::stereocentresAreCountedByWhatIsKnown() {
  QFETCH(QByteArray, smiles);
  QFETCH(QString, value);
  QFETCH(QString, qualifier);
  const auto computed = facts::computeFacts(*molecule(smiles));
  QVERIFY(computed);
  const facts::Fact* fact = find(*computed, "stereocentres");
  QCOMPARE(QString::fromStdString(fact->value), value);
  QCOMPARE(QString::fromStdString(fact->qualifier), qualifier);
}

void ComputedFactsTest::inchiDoesNotDependOnAtomOrder_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArray>("same");
  QTest::newRow("a tetrahedral centre")
      << QByteArray("C[C@H](N)C(=O)O") << QByteArray("OC(=O)[C@@H](N)C");
  QTest::newRow("a sulfoxide's lone pair")
      << QByteArray("CC[S@](C)=O") << QByteArray("C[S@@](CC)=O");
  QTest::newRow("a double bond") << QByteArray("C/C=C/Cl") << QByteArray("Cl/C=C/C");
  QTest::newRow("a double bond with written hydrogens")
      << QByteArray("[H]/C(C)=C(/[H])Cl") << QByteArray("C/C=C/Cl");
  QTest::newRow("a salt, components swapped")
      << QByteArray("[Na+].CC(=O)[O-]") << QByteArray("CC(=O)[O-].[Na+]");
  QTest::newRow("kekule and aromatic benzene")
      << QByteArray("C1=CC=CC=C1") << QByteArray("c1ccccc1");
}

void ComputedFactsTest::inchiDoesNotDependOnAtomOrder() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, same);
  const auto first = facts::inchiOf(*molecule(smiles));
  const auto second = facts::inchiOf(*molecule(same));
  QVERIFY(first && second);
  QCOMPARE(first->inchi, second->inchi);
  QCOMPARE(first->key.size(), std::size_t{27});
}

void ComputedFactsTest::inchiIsRefusedWithAReason_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArray>("word");
  QTest::newRow("a dummy atom") << QByteArray("*CC") << QByteArray("dummy");
  QTest::newRow("more atoms than InChI takes") << QByteArray(400, 'C') << QByteArray("1023");
}

void ComputedFactsTest::inchiIsRefusedWithAReason() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, word);
  const auto computed = facts::computeFacts(*molecule(smiles));
  QVERIFY(computed);
  const facts::Fact* fact = find(*computed, "inchi");
  QVERIFY(fact->value.empty());
  QVERIFY2(fact->definition.find(word.toStdString()) != std::string::npos,
           fact->definition.c_str());
  QVERIFY(!find(*computed, "average_mass")->value.empty());
}

void ComputedFactsTest::inchiMayBeAskedFromManyThreads() {
  const auto subject = molecule("CC(=O)Oc1ccccc1C(=O)O");
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int call = 0; call < 5; ++call) {
          const auto names = facts::inchiOf(*subject);
          right += names && names->key == "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
        }
      });
    }
  }
  QCOMPARE(right.load(), 20);
}

void ComputedFactsTest::summaryOfARecord() {
  const facts::Summary summary = facts::summarize(*molecule("CC(=O)Oc1ccccc1C(=O)O"));
  QCOMPARE(summary.formula, std::string("C9H8O4"));
  QVERIFY(std::abs(summary.averageMass - 180.159) < 0.001);
}

QTEST_GUILESS_MAIN(ComputedFactsTest)
#include "computed_facts_test.moc"
