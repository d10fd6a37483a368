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
    const int aromatic = int(BondOrder::Aromatic);
    QTest::newRow("a single bond is one stick") << single << single << 1;
    QTest::newRow("a double bond is two") << twice << twice << 2;
    QTest::newRow("a triple bond is three")
        << int(BondOrder::Triple) << int(BondOrder::Triple) << 3;
    QTest::newRow("an aromatic bond is one and four dashes") << aromatic << twice << 5;
    QTest::newRow("its Kekule order does not matter") << aromatic << single << 5;
    QTest::newRow("a dative bond is six dashes") << int(BondOrder::Dative) << single << 6;
    QTest::newRow("an order without a name is one stick") << int(BondOrder::Other) << single << 1;
  }
  void sticksOfABond() {
    QFETCH(int, order);
    QFETCH(int, kekuleOrder);
    QFETCH(int, sticks);
    const test::Sample sample = twoAtoms(BondOrder(order), BondOrder(kekuleOrder));
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    QCOMPARE(int(shape.sticks.size()), sticks);
    Vec3 middle{};
    int whole = 0;
    for (const Stick& stick : shape.sticks) {
      // What is no dash runs the whole way, and a dash belongs to the nearer atom.
      if (stick.owner == StickOwner::Halves) {
        QVERIFY(std::abs(length(stick.to - stick.from) - 1.4) < 1e-9);
        middle = middle + stick.from;
        ++whole;
      } else {
        QCOMPARE(stick.owner == StickOwner::Begin, stick.from[0] < 0.69);
        QVERIFY(stick.to[0] - stick.from[0] < 0.25);
      }
    }
    QVERIFY(whole > 0 || BondOrder(order) == BondOrder::Dative);
    QVERIFY(length(middle) < 1e-9);  // the sticks lie evenly around the bond's axis
  }

  void dashesOfARingLieInsideItInItsPlane() {
    const test::Sample sample = test::aspirin();
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const auto& p = sample.conformer->positions;
    const Vec3 normal = normalized(cross(p[5] - p[4], p[9] - p[4]));
    Vec3 centre{};
    for (std::size_t i = 4; i < 10; ++i) centre = centre + p[i] * (1.0 / 6);
    int checked = 0;
    for (const Stick& stick : shape.sticks) {
      if (stick.owner == StickOwner::Halves) continue;
      const Vec3 middle = (stick.from + stick.to) * 0.5;
      const Vec3 along = normalized(p[stick.end.value] - p[stick.begin.value]);
      const Vec3 from = middle - p[stick.begin.value];
      const Vec3 offset = from - along * dot(from, along);
      QVERIFY(std::abs(dot(normalized(offset), normal)) < 0.05);
      QVERIFY(dot(offset, centre - middle) > 0);
      ++checked;
    }
    QCOMPARE(checked, 6 * 4);
  }

  void doubleBondsLieInTheirPlane() {
    const test::Sample sample = test::aspirin();
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const auto& p = sample.conformer->positions;
    const Vec3 normal = normalized(cross(p[0] - p[1], p[3] - p[1]));
    int checked = 0;
    for (const Stick& stick : shape.sticks) {
      if (stick.bond.value != 1 || stick.radius != kDoubleStickRadius) continue;
      const Vec3 offset = stick.from - p[stick.begin.value];
      QVERIFY(std::abs(dot(normalized(offset), normal)) < 0.05);
      ++checked;
    }
    QCOMPARE(checked, 2);
  }

  void representations_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<int>("sticks");
    QTest::addColumn<double>("radius");
    QTest::addColumn<bool>("ballIsDrawn");
    const int ball = int(Representation::BallAndStick), licorice = int(Representation::Licorice);
    const int sphere = int(Representation::VanDerWaals), wire = int(Representation::Wireframe);
    const double carbon = vanDerWaalsRadius(6);
    QTest::newRow("ball and stick") << ball << ball << 2 << 0.2 * carbon << true;
    QTest::newRow("licorice: one stick, balls as thick")
        << licorice << licorice << 1 << kLicoriceRadius << true;
    QTest::newRow("van der Waals: no sticks") << sphere << sphere << 0 << carbon << true;
    QTest::newRow("wireframe: lines, balls unseen")
        << wire << wire << 2 << kLineAtomPickRadius << false;
    QTest::newRow("sphere beside licorice keeps its stick")
        << sphere << licorice << 1 << carbon << true;
    QTest::newRow("lines win over balls") << wire << ball << 2 << kLineAtomPickRadius << false;
  }
  void representations() {
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(int, sticks);
    QFETCH(double, radius);
    QFETCH(bool, ballIsDrawn);
    const test::Sample sample = twoAtoms(BondOrder::Double, BondOrder::Double);
    StructureStyle style(2);
    style[0].representation = Representation(first);
    style[1].representation = Representation(second);
    const BallsAndSticks shape =
        ShapeBuilder(sample.molecule, style).build(sample.conformer->positions);
    QCOMPARE(int(shape.sticks.size()), sticks);
    QCOMPARE(shape.balls[0].radius, radius);
    QCOMPARE(shape.forms[0] == BallForm::Solid, ballIsDrawn);
  }

  void hiddenAtomsTakeTheirBondsAlong() {
    const test::Sample sample = test::aspirin();
    StructureStyle style(21);
    style[1].shown = false;
    const BallsAndSticks shape =
        ShapeBuilder(sample.molecule, style).build(sample.conformer->positions);
    QCOMPARE(shape.balls.size(), std::size_t(21));
    QVERIFY(!shape.isShown(AtomIndex(1)) && shape.isShown(AtomIndex(0)));
    for (const Stick& stick : shape.sticks) {
      QVERIFY(stick.begin.value != 1 && stick.end.value != 1);
    }
  }

  void aspirinHasItsPartsAndBounds() {
    const test::Sample sample = test::aspirin();
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    QCOMPARE(shape.balls.size(), std::size_t(21));
    QCOMPARE(shape.sticks.size(), std::size_t(21 + 2 + 6 * 4));  // two carbonyls, six dashed
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
