#include "model/chem/energy/molecule_overlay.h"

#include <QTest>
#include <cmath>

#include "energy_fixture.h"

using namespace molloquy;
using energy::MoleculeOverlay;
using energy::OverlayBy;

namespace {

/// The same shape somewhere else.
chem::Positions moved(chem::Positions positions) {
  for (chem::Point3& point : positions) point = {5 - point[1], point[0] + 3, point[2] - 7};
  return positions;
}

std::string messageOf(const Result<MoleculeOverlay>& result) {
  return result ? std::string() : result.error().message;
}

}  // namespace

/// Different molecules laid on one another.
class MoleculeOverlayTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void commonPartsAreLaidOnOneAnother_data();
  void commonPartsAreLaidOnOneAnother();
  void theSameShapeIsFoundAgain_data();
  void theSameShapeIsFoundAgain();
  void nothingInCommonIsTold();
  void wrongPositionsAreTold();
  void aStopEndsIt();
};

void MoleculeOverlayTest::commonPartsAreLaidOnOneAnother_data() {
  QTest::addColumn<QByteArray>("probe");
  QTest::addColumn<QByteArray>("reference");
  QTest::addColumn<int>("pairs");
  QTest::newRow("toluene on phenol share a ring")
      << QByteArray("Cc1ccccc1") << QByteArray("Oc1ccccc1") << 6;
  QTest::newRow("aspirin on salicylic acid share all of the acid")
      << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << QByteArray("OC(=O)c1ccccc1O") << 10;
  QTest::newRow("a chain on a longer one") << QByteArray("CCCO") << QByteArray("CCCCO") << 4;
}

void MoleculeOverlayTest::commonPartsAreLaidOnOneAnother() {
  QFETCH(QByteArray, probe);
  QFETCH(QByteArray, reference);
  QFETCH(int, pairs);
  const auto first = test::moleculeOf(probe);
  const auto second = test::moleculeOf(reference);
  const auto shape = moved(test::shapeOf(*first));
  const auto target = test::shapeOf(*second);
  const auto laid =
      energy::superposeMolecules(*first, shape, *second, target, OverlayBy::CommonSubstructure, {});
  QVERIFY2(laid, messageOf(laid).c_str());
  QCOMPARE(int(laid->pairs.size()), pairs);
  double squares = 0;
  for (const auto& [from, to] : laid->pairs) {
    QCOMPARE(first->atoms()[from.value].atomicNumber, second->atoms()[to.value].atomicNumber);
    const chem::Point3 point = laid->motion.apply(shape[from.value]);
    for (std::size_t k = 0; k < 3; ++k) {
      squares += std::pow(point[k] - target[to.value][k], 2);
    }
  }
  QVERIFY(std::abs(std::sqrt(squares / pairs) - laid->motion.rmsd) < 1e-9);
  if (probe.contains("c1")) QVERIFY(laid->motion.rmsd < 1.5);
}

void MoleculeOverlayTest::theSameShapeIsFoundAgain_data() {
  QTest::addColumn<OverlayBy>("by");
  QTest::newRow("by structure") << OverlayBy::CommonSubstructure;
  QTest::newRow("by shape") << OverlayBy::Shape;
}

void MoleculeOverlayTest::theSameShapeIsFoundAgain() {
  QFETCH(OverlayBy, by);
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  const auto shape = test::shapeOf(*molecule);
  const auto laid = energy::superposeMolecules(*molecule, moved(shape), *molecule, shape, by, {});
  QVERIFY2(laid, messageOf(laid).c_str());
  QVERIFY(laid->pairs.size() >= 3);
  const chem::Positions from = moved(shape);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const chem::Point3 point = laid->motion.apply(from[i]);
    QVERIFY(std::hypot(point[0] - shape[i][0], point[1] - shape[i][1], point[2] - shape[i][2]) <
            0.05);
  }
}

void MoleculeOverlayTest::nothingInCommonIsTold() {
  const auto first = test::moleculeOf("O");
  const auto second = test::moleculeOf("CCC");
  const auto laid =
      energy::superposeMolecules(*first, test::shapeOf(*first), *second, test::shapeOf(*second),
                                 OverlayBy::CommonSubstructure, {});
  QVERIFY(!laid);
  QVERIFY2(messageOf(laid).find("by shape instead") != std::string::npos, messageOf(laid).c_str());
}

void MoleculeOverlayTest::wrongPositionsAreTold() {
  const auto molecule = test::moleculeOf("CCO");
  const auto laid = energy::superposeMolecules(*molecule, {}, *molecule, test::shapeOf(*molecule),
                                               OverlayBy::Shape, {});
  QVERIFY(!laid && laid.error().code == ErrorCode::InvalidInput);
}

void MoleculeOverlayTest::aStopEndsIt() {
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  const auto shape = test::shapeOf(*molecule);
  std::stop_source stop;
  stop.request_stop();
  const auto laid = energy::superposeMolecules(*molecule, shape, *molecule, shape,
                                               OverlayBy::CommonSubstructure, stop.get_token());
  QVERIFY(!laid);
}

QTEST_GUILESS_MAIN(MoleculeOverlayTest)
#include "molecule_overlay_test.moc"
