#include "model/chem/depiction.h"

#include <QTest>
#include <QXmlStreamReader>

#include "model/chem/structure_reader.h"

using namespace molloquy;

namespace {

std::shared_ptr<const chem::Molecule> molecule(const QByteArray& smiles) {
  auto record = chem::parseSmiles(smiles.toStdString());
  return record ? record->molecule : nullptr;
}

}  // namespace

/// 2D drawings: valid SVG, and every drawn atom inside the box.
class DepictionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void drawsAnyStructure_data();
  void drawsAnyStructure();
  void usesTheGivenColours();
  void refusesBadStyles_data();
  void refusesBadStyles();
};

void DepictionTest::drawsAnyStructure_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("drawnAtoms");
  QTest::newRow("aspirin without its hydrogens") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 13;
  QTest::newRow("a stereocentre without its hydrogen") << QByteArray("C[C@H](N)C(=O)O") << 6;
  QTest::newRow("one atom") << QByteArray("C") << 1;
  QTest::newRow("molecular hydrogen") << QByteArray("[H][H]") << 2;
  QTest::newRow("deuterium is drawn") << QByteArray("[2H]C(Cl)(Cl)Cl") << 5;
  QTest::newRow("a salt") << QByteArray("[Na+].[Cl-]") << 2;
  QTest::newRow("a cage") << QByteArray("C12C3C4C1C5C2C3C45") << 8;
  QTest::newRow("a long chain") << QByteArray(300, 'C') << 300;
}

void DepictionTest::drawsAnyStructure() {
  QFETCH(QByteArray, smiles);
  const auto subject = molecule(smiles);
  const auto depiction = chem::depict(*subject, {});
  QVERIFY2(depiction, depiction ? "" : depiction.error().message.c_str());
  QXmlStreamReader reader(QByteArray::fromStdString(depiction->svg));
  while (!reader.atEnd()) reader.readNext();
  QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  QVERIFY(depiction->svg.find("<rect") == std::string::npos);  // no background
  QCOMPARE(depiction->atomPositions.size(), subject->atoms().size());
  int drawn = 0;
  for (const auto& at : depiction->atomPositions) {
    if (!at) continue;
    ++drawn;
    QVERIFY((*at)[0] >= 0 && (*at)[0] <= depiction->width);
    QVERIFY((*at)[1] >= 0 && (*at)[1] <= depiction->height);
  }
  QTEST(drawn, "drawnAtoms");
}

void DepictionTest::usesTheGivenColours() {
  chem::DepictionStyle style;
  style.bond = "#123456";
  style.elements = {{8, "#FF0099"}};
  const auto depiction = chem::depict(*molecule("CCO"), style);
  QVERIFY(depiction);
  QVERIFY(depiction->svg.find("#123456") != std::string::npos);
  QVERIFY(depiction->svg.find("#FF0099") != std::string::npos);
  QVERIFY(depiction->bondLength > 20);
}

void DepictionTest::refusesBadStyles_data() {
  QTest::addColumn<QString>("bond");
  QTest::addColumn<int>("width");
  QTest::newRow("a colour by name") << "red" << 400;
  QTest::newRow("a colour with a wrong digit") << "#12345G" << 400;
  QTest::newRow("no width") << "#000000" << 0;
}

void DepictionTest::refusesBadStyles() {
  QFETCH(QString, bond);
  QFETCH(int, width);
  chem::DepictionStyle style;
  style.bond = bond.toStdString();
  style.width = width;
  const auto depiction = chem::depict(*molecule("CCO"), style);
  QVERIFY(!depiction && depiction.error().code == ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(DepictionTest)
#include "depiction_test.moc"
