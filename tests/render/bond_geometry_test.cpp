#include <QTest>

#include <algorithm>

#include "render/bond_geometry.h"
#include "render/style.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;
using chem::BondOrder;

namespace {

test::Sample twoAtoms(BondOrder order, BondOrder kekuleOrder) {
  chem::Atom carbon;
  carbon.atomicNumber = 6;
  std::vector<chem::Bond> bonds{{AtomIndex(0), AtomIndex(1), order, kekuleOrder}};
  chem::Conformer conformer;
  conformer.positions = {{0, 0, 0}, {1.4, 0, 0}};
  return {
      std::make_shared<chem::Molecule>(std::vector<chem::Atom>{carbon, carbon}, bonds, "", nullptr),
      std::make_shared<chem::Conformer>(conformer)};
}

}  // namespace

class BondGeometryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sticksOfABond_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<int>("kekuleOrder");
    QTest::addColumn<int>("sticks");
    const int single = int(BondOrder::Single), twice = int(BondOrder::Double);
    QTest::newRow("a single bond is one stick") << single << single << 1;
    QTest::newRow("a double bond is two") << twice << twice << 2;
    QTest::newRow("a triple bond is three")
        << int(BondOrder::Triple) << int(BondOrder::Triple) << 3;
    QTest::newRow("an aromatic bond follows its Kekule order: double")
        << int(BondOrder::Aromatic) << twice << 2;
    QTest::newRow("an aromatic bond follows its Kekule order: single")
        << int(BondOrder::Aromatic) << single << 1;
    QTest::newRow("a dative bond is one stick") << int(BondOrder::Dative) << single << 1;
  }
  void sticksOfABond() {
    QFETCH(int, order);
    QFETCH(int, kekuleOrder);
    QFETCH(int, sticks);
    const test::Sample sample = twoAtoms(BondOrder(order), BondOrder(kekuleOrder));
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    QCOMPARE(int(shape.sticks.size()), sticks);
    Vec3 middle{};
    for (const Stick& stick : shape.sticks) {
      QVERIFY(std::abs(length(stick.to - stick.from) - 1.4) < 1e-9);
      middle = middle + stick.from;
    }
    QVERIFY(length(middle) < 1e-9);  // the sticks lie evenly around the bond's axis
  }

  void doubleBondsOfARingLieInItsPlane() {
    const test::Sample sample = test::aspirin();
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const auto& p = sample.conformer->positions;
    const Vec3 normal = normalized(cross(p[5] - p[4], p[9] - p[4]));
    int checked = 0;
    for (const Stick& stick : shape.sticks) {
      const bool inRing = stick.begin.value >= 4 && stick.begin.value <= 9 &&
                          stick.end.value >= 4 && stick.end.value <= 9;
      if (!inRing || stick.radius != kDoubleStickRadius) continue;
      const Vec3 offset = stick.from - p[stick.begin.value];
      QVERIFY(std::abs(dot(normalized(offset), normal)) < 0.05);
      ++checked;
    }
    QCOMPARE(checked, 6);  // three double bonds
  }

  void aspirinHasItsPartsAndBounds() {
    const test::Sample sample = test::aspirin();
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    QCOMPARE(shape.balls.size(), std::size_t(21));
    QCOMPARE(shape.sticks.size(), std::size_t(21 + 5));  // three in the ring, two carbonyls
    for (const Ball& ball : shape.balls) {
      QVERIFY(length(ball.centre - shape.bounds.centre) + ball.radius <=
              shape.bounds.radius + 1e-9);
    }
    QVERIFY(shape.bounds.radius > 3 && shape.bounds.radius < 6);
  }

  void anEmptyStructureIsEmpty() {
    const chem::Molecule none({}, {}, "", nullptr);
    const BallsAndSticks shape = ballsAndSticks(none, {});
    QVERIFY(shape.isEmpty());
    QCOMPARE(shape.bounds.radius, 0.0);
  }

  void everyElementHasABall() {
    for (int element = -1; element <= 120; ++element) QVERIFY(ballRadius(element) > 0.15);
    QVERIFY(ballRadius(1) < ballRadius(8) && ballRadius(8) < ballRadius(6));
  }
};

QTEST_GUILESS_MAIN(BondGeometryTest)
#include "bond_geometry_test.moc"
