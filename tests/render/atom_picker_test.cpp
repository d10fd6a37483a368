#include <QPointF>
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

/// Distance to a ball along a ray, written down once more: the picker's own is what is tested.
double distanceTo(const Ball& ball, const Ray& ray) {
  const Vec3 from = ray.origin - ball.centre;
  const double b = dot(from, ray.direction);
  const double room = b * b - dot(from, from) + ball.radius * ball.radius;
  if (room < 0) return 1e300;
  const double near = -b - std::sqrt(room), far = -b + std::sqrt(room);
  return near > 0 ? near : far > 0 ? far : 1e300;
}

double distanceTo(const Stick& stick, const Ray& ray) {
  const Vec3 axis = normalized(stick.to - stick.from);
  const Vec3 from = ray.origin - stick.from;
  const Vec3 across = ray.direction - axis * dot(ray.direction, axis);
  const Vec3 offset = from - axis * dot(from, axis);
  const double a = dot(across, across), b = dot(across, offset);
  const double room = b * b - a * (dot(offset, offset) - stick.radius * stick.radius);
  if (a < 1e-14 || room < 0) return 1e300;
  for (const double sign : {-1.0, 1.0}) {
    const double t = (-b + sign * std::sqrt(room)) / a;
    const double along = dot(from + ray.direction * t, axis);
    if (t > 0 && along >= 0 && along <= length(stick.to - stick.from)) return t;
  }
  return 1e300;
}

/// The picker's answer found by looking at everything.
Picked lookedForEverywhere(const BallsAndSticks& shape, const Ray& ray, double& distance) {
  Picked best;
  distance = 1e300;
  for (std::uint32_t i = 0; i < shape.balls.size(); ++i) {
    const double found = distanceTo(shape.balls[i], ray);
    if (!shape.isShown(AtomIndex(i)) || found >= distance) continue;
    distance = found;
    best = AtomIndex(i);
  }
  for (const Stick& stick : shape.sticks) {
    const double found = distanceTo(stick, ray);
    if (found >= distance) continue;
    distance = found;
    best = stick.bond;
  }
  return best;
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

  void tenThousandClicksFindWhatLookingEverywhereFinds_data() {
    QTest::addColumn<int>("projection");
    QTest::addColumn<int>("representation");
    QTest::newRow("perspective, balls and sticks")
        << int(Projection::Perspective) << int(Representation::BallAndStick);
    QTest::newRow("orthographic, balls and sticks")
        << int(Projection::Orthographic) << int(Representation::BallAndStick);
    QTest::newRow("perspective, lines")
        << int(Projection::Perspective) << int(Representation::Wireframe);
    QTest::newRow("orthographic, van der Waals")
        << int(Projection::Orthographic) << int(Representation::VanDerWaals);
  }
  void tenThousandClicksFindWhatLookingEverywhereFinds() {
    QFETCH(int, projection);
    QFETCH(int, representation);
    const test::Sample sample = test::waterBox(120);
    StructureStyle style(sample.molecule->atoms().size());
    for (AtomLook& look : style) look.representation = Representation(representation);
    for (std::size_t i = 0; i < style.size(); i += 7) style[i].shown = false;
    const BallsAndSticks shape =
        ShapeBuilder(sample.molecule, style).build(sample.conformer->positions);
    const ViewSize size{1000, 800};
    CameraPose pose = homePose(shape.balls, size, Projection(projection));
    std::uint64_t random = 12345;
    const auto pixel = [&random](double most) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      return double(random >> 40) / double(1 << 24) * most;
    };
    int hits = 0;
    for (int click = 0; click < 2500; ++click) {
      if (click % 250 == 0) pose = rotated(pose, 0.4, 0.23);
      const Ray ray = rayThrough(pose, size, pixel(size.width), pixel(size.height));
      double distance = 0;
      const Picked expected = lookedForEverywhere(shape, ray, distance);
      const Picked found = pick(shape, ray);
      QVERIFY2(found == expected, qPrintable(QString("click %1").arg(click)));
      hits += !std::holds_alternative<std::monostate>(found);
    }
    QVERIFY2(hits > 100 && hits < 2500, qPrintable(QString::number(hits)));
  }

  void whatIsHiddenIsNotFound() {
    const test::Sample sample = test::carbonRow(2, 1.5);
    StructureStyle style(2);
    style[1].shown = false;
    const BallsAndSticks shape =
        ShapeBuilder(sample.molecule, style).build(sample.conformer->positions);
    const ViewSize size{400, 400};
    CameraPose pose;  // the hidden atom is in front
    QVERIFY(pick(shape, rayThrough(pose, size, 200, 200)) == Picked(AtomIndex(0)));
    QCOMPARE(atomsInBox(shape, pose, size, {0, 0, 400, 400}).size(), std::size_t(1));
  }

  void movedAtomsAreFoundWhereTheyAre() {
    const test::Sample sample = test::waterBox(200);
    const StructureStyle style(sample.molecule->atoms().size());
    const ShapeBuilder builder(sample.molecule, style);
    BallsAndSticks shape = builder.build(sample.conformer->positions);
    const ViewSize size{500, 500};
    const CameraPose pose = homePose(shape.balls, size, Projection::Perspective);
    pick(shape, rayThrough(pose, size, 250, 250));  // makes the index
    auto positions = sample.conformer->positions;
    positions[30] = pose.eye() - pose.back() * 5;
    builder.move(shape, positions);
    QVERIFY(pick(shape, rayThrough(pose, size, 250, 250)) == Picked(AtomIndex(30)));
    const BallsAndSticks anew = builder.build(positions);
    for (std::size_t i = 0; i < anew.sticks.size(); ++i) {
      QVERIFY(anew.sticks[i].from == shape.sticks[i].from &&
              anew.sticks[i].to == shape.sticks[i].to);
    }
  }

  void outlinesTakeTheCentresInside_data() {
    QTest::addColumn<QList<QPointF>>("outline");
    QTest::addColumn<QList<int>>("expected");
    // Five carbons in a row from 100 to 300 pixels, 50 apart, at half the height.
    const auto row = [](const char* name, const QList<QPointF>& outline, const QList<int>& atoms) {
      QTest::newRow(name) << outline << atoms;
    };
    row("all around", {{50, 50}, {350, 50}, {350, 350}, {50, 350}}, {0, 1, 2, 3, 4});
    row("the other way round", {{50, 350}, {350, 350}, {350, 50}, {50, 50}}, {0, 1, 2, 3, 4});
    row("a notch leaves the middle out",
        {{50, 50}, {180, 50}, {200, 300}, {220, 50}, {350, 50}, {350, 350}, {50, 350}},
        {0, 1, 3, 4});
    row("a triangle", {{80, 150}, {180, 200}, {80, 250}}, {0, 1});
    row("too few corners", {{50, 50}, {350, 350}}, {});
    row("nothing inside", {{10, 10}, {20, 10}, {10, 20}}, {});
  }
  void outlinesTakeTheCentresInside() {
    QFETCH(QList<QPointF>, outline);
    QFETCH(QList<int>, expected);
    const test::Sample sample = test::carbonRow(5, 1);
    const BallsAndSticks shape = ballsAndSticks(*sample.molecule, *sample.conformer);
    const ViewSize size{400, 400};
    CameraPose pose;
    pose.projection = Projection::Orthographic;
    pose.orientation = turn({0, 1, 0}, -1.5707963267948966);  // z runs to the right
    pose.centre = {0, 0, 2};
    pose.distance *= 4 / pose.halfHeight();  // 50 pixels an angstrom
    std::vector<PixelPoint> polygon;
    for (const QPointF& point : outline) polygon.push_back({point.x(), point.y()});
    QList<int> found;
    for (const AtomIndex atom : atomsInPolygon(shape, pose, size, polygon)) {
      found.push_back(int(atom.value));
    }
    QCOMPARE(found, expected);
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
