#include <QTest>

#include "render/atom_picker.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

BallsAndSticks aspirinShape() {
  const test::Sample sample = test::aspirin();
  return ballsAndSticks(*sample.molecule, *sample.conformer);
}

}  // namespace

class AtomPickerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsEveryAtomInSight_data() {
    QTest::addColumn<int>("projection");
    QTest::addColumn<double>("scale");
    for (const double scale : {1.0, 1.5, 2.0}) {
      QTest::addRow("perspective at %g pixels a unit", scale)
          << int(Projection::Perspective) << scale;
      QTest::addRow("orthographic at %g pixels a unit", scale)
          << int(Projection::Orthographic) << scale;
    }
  }
  void findsEveryAtomInSight() {
    QFETCH(int, projection);
    QFETCH(double, scale);
    const BallsAndSticks shape = aspirinShape();
    const ViewSize size{700 * scale, 500 * scale};
    const CameraPose pose = homePose(shape.balls, size, Projection(projection));
    int inSight = 0;
    for (std::size_t i = 0; i < shape.balls.size(); ++i) {
      const auto place = project(pose, size, shape.balls[i].centre);
      const auto found = pickAtom(shape, pose, size, place->x, place->y);
      QVERIFY(found);
      // Either the atom itself, or one that really is in front of it.
      if (found->value == i) {
        ++inSight;
      } else {
        QVERIFY(project(pose, size, shape.balls[found->value].centre)->depth < place->depth);
      }
    }
    QVERIFY(inSight >= 19);
  }

  void theRimOfABallIsExact_data() {
    QTest::addColumn<int>("projection");
    QTest::newRow("perspective") << int(Projection::Perspective);
    QTest::newRow("orthographic") << int(Projection::Orthographic);
  }
  void theRimOfABallIsExact() {
    QFETCH(int, projection);
    const test::Sample sample = test::carbonRow(1, 1);
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const ViewSize size{400, 400};
    const CameraPose pose = homePose(shape.balls, size, Projection(projection));
    const double radius = shape.balls[0].radius;
    // A sphere's outline in a perspective is wider than its cross-section.
    const double seen = Projection(projection) == Projection::Perspective
                            ? radius / std::sqrt(1 - std::pow(radius / pose.distance, 2))
                            : radius;
    const double pixels = seen / angstromPerPixel(pose, size);
    for (const auto& [x, y] : {std::pair{1.0, 0.0}, {-1.0, 0.0}, {0.0, 1.0}, {0.6, -0.8}}) {
      QVERIFY(pickAtom(shape, pose, size, 200 + x * pixels * 0.999, 200 + y * pixels * 0.999));
      QVERIFY(!pickAtom(shape, pose, size, 200 + x * pixels * 1.001, 200 + y * pixels * 1.001));
    }
  }

  void theNearestOfARowIsFound_data() { theRimOfABallIsExact_data(); }
  void theNearestOfARowIsFound() {
    QFETCH(int, projection);
    const test::Sample sample = test::carbonRow(5, 1.0);
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const ViewSize size{400, 400};
    CameraPose pose;  // looks along -z: the last atom is in front
    pose.projection = Projection(projection);
    QVERIFY(pick(shape, rayThrough(pose, size, 200, 200)) == Picked(AtomIndex(4)));
    pose = lookedFrom(pose, StandardView::Back);
    QVERIFY(pick(shape, rayThrough(pose, size, 200, 200)) == Picked(AtomIndex(0)));
  }

  void emptySpaceAndCornersHoldNothing() {
    const BallsAndSticks shape = aspirinShape();
    const ViewSize size{640, 480};
    for (const Projection projection : {Projection::Perspective, Projection::Orthographic}) {
      const CameraPose pose = homePose(shape.balls, size, projection);
      for (const auto& [x, y] : {std::pair{0.0, 0.0}, {639.9, 0.0}, {0.0, 479.9}, {639.9, 479.9}}) {
        QVERIFY(!pickAtom(shape, pose, size, x, y));
      }
    }
    QVERIFY(!pickAtom({}, {}, size, 320, 240));
  }

  void aBondIsFoundAndItsHalvesBelongToItsAtoms() {
    const BallsAndSticks shape = aspirinShape();
    const ViewSize size{900, 700};
    const CameraPose pose = homePose(shape.balls, size, Projection::Perspective);
    const Vec3 from = shape.balls[4].centre, to = shape.balls[9].centre;  // a ring bond in sight
    for (const auto& [share, atom] : {std::pair{0.42, 4U}, {0.58, 9U}}) {
      const auto place = project(pose, size, from + (to - from) * share);
      const Picked what = pick(shape, rayThrough(pose, size, place->x, place->y));
      QVERIFY(std::holds_alternative<BondIndex>(what));
      QCOMPARE(pickAtom(shape, pose, size, place->x, place->y)->value, atom);
    }
  }

  void boxesTakeExactlyTheCentresInside_data() {
    QTest::addColumn<int>("projection");
    QTest::addColumn<int>("corner");
    const char* corners[] = {"upper left", "upper right", "lower left", "lower right"};
    for (int corner = 0; corner < 4; ++corner) {
      QTest::addRow("perspective, dragged from the %s", corners[corner])
          << int(Projection::Perspective) << corner;
      QTest::addRow("orthographic, dragged from the %s", corners[corner])
          << int(Projection::Orthographic) << corner;
    }
  }
  void boxesTakeExactlyTheCentresInside() {
    QFETCH(int, projection);
    QFETCH(int, corner);
    const BallsAndSticks shape = aspirinShape();
    const ViewSize size{640, 480};
    const CameraPose pose = homePose(shape.balls, size, Projection(projection));
    const double left = 200, right = 430, top = 150, bottom = 330;
    const bool fromRight = corner % 2 == 1, fromBottom = corner / 2 == 1;
    const PixelBox box{fromRight ? right : left, fromBottom ? bottom : top,
                       fromRight ? left : right, fromBottom ? top : bottom};
    std::vector<AtomIndex> expected;
    for (std::size_t i = 0; i < shape.balls.size(); ++i) {
      const auto place = project(pose, size, shape.balls[i].centre);
      if (place->x >= left && place->x <= right && place->y >= top && place->y <= bottom) {
        expected.emplace_back(std::uint32_t(i));
      }
    }
    QVERIFY(expected.size() > 3 && expected.size() < 20);
    QVERIFY(atomsInBox(shape, pose, size, box) == expected);
  }

  void atomsBehindTheEyeAreNotPicked() {
    const test::Sample sample = test::carbonRow(2, 40);  // one at 0, one far behind the eye
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    CameraPose pose;
    const ViewSize size{400, 400};
    QVERIFY(pick(shape, rayThrough(pose, size, 200, 200)) == Picked(AtomIndex(0)));
    QCOMPARE(atomsInBox(shape, pose, size, {0, 0, 400, 400}).size(), std::size_t(1));
  }
};

QTEST_GUILESS_MAIN(AtomPickerTest)
#include "atom_picker_test.moc"
