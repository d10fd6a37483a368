#include <QTest>

#include "model/chem/structure_reader.h"

using namespace molloquy;

/// Reading SMILES: what is accepted, and where each refusal points.
class SmilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void acceptsWhatChemistsWrite_data();
  void acceptsWhatChemistsWrite();
  void refusesWithColumnAndRemedy_data();
  void refusesWithColumnAndRemedy();
  void heavyAtomsKeepTheirOrder();
  void writtenHydrogensKeepTheirPlace();
  void nameFollowsTheSmiles();
  void columnsCountLeadingBlanks();
  void otherErrorsNameNoColumn();
  void hugeInputIsRefusedQuickly();
};

void SmilesTest::acceptsWhatChemistsWrite_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("atoms");
  QTest::addColumn<int>("heavyAtoms");
  QTest::addColumn<int>("charge");
  QTest::newRow("aspirin") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 21 << 13 << 0;
  QTest::newRow("a salt of two components") << QByteArray("[Na+].[Cl-]") << 2 << 2 << 0;
  QTest::newRow("an ion") << QByteArray("[NH4+]") << 5 << 1 << 1;
  QTest::newRow("a doubly charged ion in either form") << QByteArray("[Ca++]") << 1 << 1 << 2;
  QTest::newRow("isotope, chirality, hydrogen") << QByteArray("[13C@@H](F)(Cl)Br") << 5 << 4 << 0;
  QTest::newRow("ring numbers above nine") << QByteArray("C%12CC%12") << 9 << 3 << 0;
  QTest::newRow("ring numbers above ninety-nine") << QByteArray("C%(123)CC%(123)") << 9 << 3 << 0;
  QTest::newRow("a reused ring number") << QByteArray("C1CC1C1CC1") << 16 << 6 << 0;
  QTest::newRow("a ring that spans a dot") << QByteArray("C1.C1") << 8 << 2 << 0;
  QTest::newRow("double bond marks") << QByteArray("F/C=C\\F") << 6 << 4 << 0;
  QTest::newRow("a dative bond") << QByteArray("[NH3]->[Fe]") << 5 << 2 << 0;
  QTest::newRow("an atom class") << QByteArray("[CH3:1]C") << 8 << 2 << 0;
  QTest::newRow("aromatic selenium") << QByteArray("c1cc[se]c1") << 9 << 5 << 0;
  QTest::newRow("a dummy atom") << QByteArray("*CC") << 8 << 2 << 0;
  QTest::newRow("molecular hydrogen") << QByteArray("[H][H]") << 2 << 0 << 0;
  QTest::newRow("blanks round it") << QByteArray("  CCO \t") << 9 << 3 << 0;
  QTest::newRow("a CXSMILES extension") << QByteArray("CCO |$a;b;c$|") << 9 << 3 << 0;
}

void SmilesTest::acceptsWhatChemistsWrite() {
  QFETCH(QByteArray, smiles);
  const auto record = chem::parseSmiles(smiles.toStdString());
  QVERIFY2(record, record ? "" : record.error().message.c_str());
  QTEST(int(record->molecule->atoms().size()), "atoms");
  QTEST(int(record->molecule->heavyAtomCount()), "heavyAtoms");
  QTEST(record->molecule->totalCharge(), "charge");
  QVERIFY(!record->conformer);
}

void SmilesTest::refusesWithColumnAndRemedy_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("column");
  QTest::addColumn<QByteArray>("word");
  QTest::newRow("an unclosed ring") << QByteArray("C1CC") << 2 << QByteArray("unclosed ring 1");
  QTest::newRow("an unclosed ring above nine")
      << QByteArray("CC%12CC") << 3 << QByteArray("unclosed ring 12");
  QTest::newRow("the first of two faults") << QByteArray("CC(C1CC") << 3 << QByteArray("branch");
  QTest::newRow("an unclosed branch") << QByteArray("C(C") << 2 << QByteArray("unclosed branch");
  QTest::newRow("a branch closed twice")
      << QByteArray("CC)") << 3 << QByteArray("closes no branch");
  QTest::newRow("an empty branch") << QByteArray("C()C") << 2 << QByteArray("empty branch");
  QTest::newRow("a branch without an atom") << QByteArray("(C)C") << 1 << QByteArray("branch");
  QTest::newRow("an unclosed bracket")
      << QByteArray("C[NH4") << 2 << QByteArray("unclosed bracket");
  QTest::newRow("a bracket closed twice") << QByteArray("CN]") << 3 << QByteArray("no bracket");
  QTest::newRow("an empty bracket") << QByteArray("C[]C") << 2 << QByteArray("without an element");
  QTest::newRow("an element that does not exist") << QByteArray("C[Xx]") << 3 << QByteArray("Xx");
  QTest::newRow("a charge in the wrong place") << QByteArray("[N+H4]") << 4 << QByteArray("order");
  QTest::newRow("an absurd charge") << QByteArray("[N+99]") << 4 << QByteArray("charge");
  QTest::newRow("an absurd isotope") << QByteArray("[12345C]") << 2 << QByteArray("isotope");
  QTest::newRow("sodium without brackets") << QByteArray("CNa") << 2 << QByteArray("[Na]");
  QTest::newRow("silicon without brackets") << QByteArray("CSi") << 2 << QByteArray("[Si]");
  QTest::newRow("a letter that is no atom") << QByteArray("CQ") << 2 << QByteArray("\"Q\"");
  QTest::newRow("a letter of another script") << QByteArray("CCé") << 3 << QByteArray("é");
  QTest::newRow("a control character") << QByteArray("CC\x01") << 3 << QByteArray("control");
  QTest::newRow("a bond at the end") << QByteArray("CC=") << 3 << QByteArray("before the end");
  QTest::newRow("a bond at the start") << QByteArray("=CC") << 1 << QByteArray("without an atom");
  QTest::newRow("two bonds in a row") << QByteArray("C==C") << 3 << QByteArray("second bond");
  QTest::newRow("a bond before a branch") << QByteArray("C=(C)C") << 2 << QByteArray("branch");
  QTest::newRow("a query bond") << QByteArray("C~C") << 2 << QByteArray("query");
  QTest::newRow("a dot at the end") << QByteArray("CC.") << 3 << QByteArray("dot");
  QTest::newRow("a dot at the start") << QByteArray(".CC") << 1 << QByteArray("dot");
  QTest::newRow("a ring number at the start")
      << QByteArray("1CC1") << 1 << QByteArray("ring number");
  QTest::newRow("a ring number cut short") << QByteArray("C%1") << 2 << QByteArray("%10");
  QTest::newRow("a ring closed on its own atom")
      << QByteArray("C11") << 3 << QByteArray("on the atom");
  QTest::newRow("a ring of two atoms") << QByteArray("C1C1") << 4 << QByteArray("already bonded");
  QTest::newRow("two bonds for one ring") << QByteArray("C=1CC-1") << 7 << QByteArray("ring 1");
  QTest::newRow("a reaction") << QByteArray("CC>>CO") << 3 << QByteArray("reaction");
  QTest::newRow("carbon with five bonds")
      << QByteArray("CC(C)(C)(C)C") << 2 << QByteArray("C2 at column 2");
  QTest::newRow("a five-membered ring in lower case")
      << QByteArray("c1cccc1") << 1 << QByteArray("[nH]");
  QTest::newRow("an aromatic atom outside a ring") << QByteArray("Cc") << 2 << QByteArray("ring");
  QTest::newRow("a broken extension") << QByteArray("CCO |(1,2,3|") << 5 << QByteArray("extension");
}

void SmilesTest::refusesWithColumnAndRemedy() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, word);
  const auto record = chem::parseSmiles(smiles.toStdString());
  QVERIFY(!record);
  const Error& error = record.error();
  QVERIFY(error.code == ErrorCode::InvalidInput);
  QTEST(chem::errorColumn(error).value_or(-1), "column");
  QVERIFY2(error.message.find(word.toStdString()) != std::string::npos, error.message.c_str());
  QVERIFY2(error.message.ends_with('.'), error.message.c_str());
}

void SmilesTest::heavyAtomsKeepTheirOrder() {
  const auto record = chem::parseSmiles("OCN(F)Cl");
  QVERIFY(record);
  QStringList symbols;
  for (const chem::Atom& atom : record->molecule->atoms()) {
    symbols << QString::fromStdString(chem::elementSymbol(atom.atomicNumber));
  }
  QCOMPARE(symbols.join(' '), QString("O C N F Cl H H H"));
  QCOMPARE(record->smilesAsWritten, std::string("OCN(F)Cl"));
}

void SmilesTest::writtenHydrogensKeepTheirPlace() {
  const auto record = chem::parseSmiles("[H]OC");
  QVERIFY(record);
  QCOMPARE(record->molecule->atoms().front().atomicNumber, 1);
  QCOMPARE(int(record->molecule->atoms().size()), 6);
}

void SmilesTest::nameFollowsTheSmiles() {
  const auto record = chem::parseSmiles("CC(=O)O acetic acid");
  QVERIFY(record);
  QCOMPARE(record->molecule->name(), std::string("acetic acid"));
}

void SmilesTest::columnsCountLeadingBlanks() {
  const auto record = chem::parseSmiles("  CCQ");
  QVERIFY(!record);
  QCOMPARE(chem::errorColumn(record.error()).value_or(-1), 5);
}

void SmilesTest::otherErrorsNameNoColumn() {
  const auto record = chem::parseSmiles(" \t ");
  QVERIFY(!record);
  QVERIFY(!chem::errorColumn(record.error()));
  QVERIFY(!chem::errorColumn(Error(ErrorCode::Internal, "Stopped at column: none.")));
}

void SmilesTest::hugeInputIsRefusedQuickly() {
  const auto record = chem::parseSmiles(std::string(200'000, 'C'));
  QVERIFY(!record);
  QVERIFY(record.error().message.find("200000 atoms") != std::string::npos);
  const auto nested = chem::parseSmiles("C" + std::string(50'000, '('));
  QVERIFY(!nested);
}

QTEST_GUILESS_MAIN(SmilesTest)
#include "smiles_test.moc"
