#include "model/chem/edit/symmetry.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

namespace {

/// Points of one kind each.
struct Shape {
  Positions positions;
  AtomKinds kinds;
  Shape& add(std::uint32_t kind, std::initializer_list<Point3> points) {
    for (const Point3& point : points) {
      positions.push_back(point);
      kinds.push_back(kind);
    }
    return *this;
  }
  /// A regular polygon about z.
  Shape& ring(std::uint32_t kind, int count, double radius, double z, double turnDegrees = 0) {
    for (int i = 0; i < count; ++i) {
      const double angle = (360.0 * i / count + turnDegrees) * M_PI / 180;
      add(kind, {{radius * std::cos(angle), radius * std::sin(angle), z}});
    }
    return *this;
  }
};

Shape icosahedron() {
  const double g = (1 + std::sqrt(5.0)) / 2;
  Shape shape;
  for (const double a : {-1.0, 1.0}) {
    for (const double b : {-g, g}) shape.add(5, {{0, a, b}, {a, b, 0}, {b, 0, a}});
  }
  return shape;
}

Shape tetrahedron(double radius, std::uint32_t kind) {
  const double k = radius / std::sqrt(3.0);
  return Shape().add(kind, {{k, k, k}, {k, -k, -k}, {-k, k, -k}, {-k, -k, k}});
}

}  // namespace

Q_DECLARE_METATYPE(Shape)

/// Point groups of known shapes, exact and shaken.
class SymmetryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void shapesHaveTheirGroups_data();
  void shapesHaveTheirGroups();
  void shakenShapesAreMadeExact_data() { shapesHaveTheirGroups_data(); }
  void shakenShapesAreMadeExact();
  void nonsenseIsRefused();
  void aStructureIsSymmetrised();
};

void SymmetryTest::shapesHaveTheirGroups_data() {
  QTest::addColumn<Shape>("shape");
  QTest::addColumn<QString>("group");
  const auto row = [](const char* name, const Shape& shape, const char* group) {
    QTest::addRow("%s", name) << shape << group;
  };
  row("bromochlorofluoromethane",
      Shape()
          .add(6, {{0, 0, 0}})
          .add(1, {{1, 0, .3}})
          .add(9, {{-.4, 1.3, 0}})
          .add(17, {{-.6, -1, 1.4}})
          .add(35, {{-.6, -1, -1.8}}),
      "C1");
  row("a flat scalene triangle", Shape().add(1, {{0, 0, 0}, {1.1, 0, 0}}).add(8, {{.2, 1.7, 0}}),
      "Cs");
  row("an inversion centre alone",
      Shape()
          .add(6, {{1, .2, .3}, {-1, -.2, -.3}})
          .add(9, {{1.4, 1.5, .1}, {-1.4, -1.5, -.1}})
          .add(17, {{1.2, -.7, 2}, {-1.2, .7, -2}}),
      "Ci");
  row("hydrogen peroxide",
      Shape().add(8, {{.7, 0, 0}, {-.7, 0, 0}}).add(1, {{1, .8, .5}, {-1, -.8, .5}}), "C2");
  row("water", Shape().add(8, {{0, 0, 0}}).add(1, {{.76, .59, 0}, {-.76, .59, 0}}), "C2v");
  row("trans-dichloroethene, flat",
      Shape()
          .add(6, {{.67, 0, 0}, {-.67, 0, 0}})
          .add(17, {{1.6, 1.4, 0}, {-1.6, -1.4, 0}})
          .add(1, {{1.2, -.9, 0}, {-1.2, .9, 0}}),
      "C2h");
  row("ammonia", Shape().add(7, {{0, 0, .3}}).ring(1, 3, .94, 0), "C3v");
  row("boric acid", Shape().add(5, {{0, 0, 0}}).ring(8, 3, 1.36, 0).ring(1, 3, 1.9, 0, 28), "C3h");
  row("ethene",
      Shape()
          .add(6, {{.67, 0, 0}, {-.67, 0, 0}})
          .add(1, {{1.2, .9, 0}, {1.2, -.9, 0}, {-1.2, .9, 0}, {-1.2, -.9, 0}}),
      "D2h");
  row("allene",
      Shape()
          .add(6, {{0, 0, 0}, {0, 0, 1.3}, {0, 0, -1.3}})
          .ring(1, 2, .93, 1.85)
          .ring(1, 2, .93, -1.85, 90),
      "D2d");
  row("twisted ethene",
      Shape().ring(6, 1, 0, .67).ring(6, 1, 0, -.67).ring(1, 2, .9, 1.2).ring(1, 2, .9, -1.2, 25),
      "D2");
  row("staggered ethane",
      Shape().add(6, {{0, 0, .77}, {0, 0, -.77}}).ring(1, 3, 1, 1.15).ring(1, 3, 1, -1.15, 60),
      "D3d");
  row("eclipsed ethane",
      Shape().add(6, {{0, 0, .77}, {0, 0, -.77}}).ring(1, 3, 1, 1.15).ring(1, 3, 1, -1.15), "D3h");
  row("ethane between",
      Shape().add(6, {{0, 0, .77}, {0, 0, -.77}}).ring(1, 3, 1, 1.15).ring(1, 3, 1, -1.15, 22),
      "D3");
  row("boron trifluoride", Shape().add(5, {{0, 0, 0}}).ring(9, 3, 1.3, 0), "D3h");
  row("xenon tetrafluoride", Shape().add(54, {{0, 0, 0}}).ring(9, 4, 1.95, 0), "D4h");
  row("a tub with an S4 axis only",
      Shape()
          .ring(6, 2, 1.2, .4)
          .ring(6, 2, 1.2, -.4, 90)
          .ring(1, 2, 2.1, 1, 25)
          .ring(1, 2, 2.1, -1, 115),
      "S4");
  row("sulfur, the crown", Shape().ring(16, 4, 2.3, .5).ring(16, 4, 2.3, -.5, 45), "D4d");
  row("cyclopentadienyl", Shape().ring(6, 5, 1.2, 0).ring(1, 5, 2.3, 0), "D5h");
  row("staggered ferrocene",
      Shape().add(26, {{0, 0, 0}}).ring(6, 5, 1.2, 1.65).ring(6, 5, 1.2, -1.65, 36), "D5d");
  row("benzene", Shape().ring(6, 6, 1.39, 0).ring(1, 6, 2.48, 0), "D6h");
  row("a sandwich of two rings of six, staggered",
      Shape().ring(6, 6, 1.4, 1.6).ring(6, 6, 1.4, -1.6, 30), "D6d");
  row("a lid of eight", Shape().add(92, {{0, 0, 1}}).ring(6, 8, 1.8, 0), "C8v");
  row("methane", tetrahedron(1.09, 1).add(6, {{0, 0, 0}}), "Td");
  row("sulfur hexafluoride",
      Shape()
          .add(16, {{0, 0, 0}})
          .add(9, {{1.56, 0, 0},
                   {-1.56, 0, 0},
                   {0, 1.56, 0},
                   {0, -1.56, 0},
                   {0, 0, 1.56},
                   {0, 0, -1.56}}),
      "Oh");
  row("an icosahedron of boron", icosahedron(), "Ih");
  row("carbon dioxide", Shape().add(6, {{0, 0, 0}}).add(8, {{1.16, 0, 0}, {-1.16, 0, 0}}), "Dinfh");
  row("hydrogen cyanide",
      Shape().add(1, {{-1.06, 0, 0}}).add(6, {{0, 0, 0}}).add(7, {{1.16, 0, 0}}), "Cinfv");
}

void SymmetryTest::shapesHaveTheirGroups() {
  QFETCH(Shape, shape);
  QFETCH(QString, group);
  const Result<PointGroup> found = pointGroupOf(shape.positions, shape.kinds, 0.01);
  QVERIFY(found);
  QCOMPARE(QString::fromStdString(found->name), group);
  QVERIFY(found->movedAngstrom < 1e-6);
}

void SymmetryTest::shakenShapesAreMadeExact() {
  QFETCH(Shape, shape);
  QFETCH(QString, group);
  std::mt19937 random(5);
  std::uniform_real_distribution<double> noise(-0.015, 0.015);
  for (Point3& point : shape.positions) {
    for (double& coordinate : point) coordinate += noise(random);
  }
  std::vector<AtomIndex> all;
  for (std::uint32_t i = 0; i < shape.positions.size(); ++i) all.emplace_back(i);
  shape.positions = rotated(shape.positions, all, {3, 1, 2}, {1, -2, 0.4}, 50);
  const Result<PointGroup> found = pointGroupOf(shape.positions, shape.kinds, 0.12);
  QVERIFY(found);
  QCOMPARE(QString::fromStdString(found->name), group);
  // What was made has the group to rounding, and is found again with the finest tolerance.
  for (const SymmetryOperation& operation : found->operations) {
    QVERIFY(operation.worstAngstrom < 1e-10);
  }
  const Result<PointGroup> again = pointGroupOf(found->positions, shape.kinds, 0.001);
  QVERIFY(again);
  QCOMPARE(QString::fromStdString(again->name), group);
  QVERIFY(found->movedAngstrom < 0.06);
}

void SymmetryTest::nonsenseIsRefused() {
  QVERIFY(!pointGroupOf({}, {}, 0.1));
  QVERIFY(!pointGroupOf({{0, 0, 0}}, {1, 2}, 0.1));
  QVERIFY(!pointGroupOf({{0, 0, 0}}, {1}, -1));
  QVERIFY(!pointGroupOf({{0, 0, 0}}, {1}, std::nan("")));
  const Positions many(3'000);
  QCOMPARE(pointGroupOf(many, AtomKinds(3'000), 0.1).error().code, ErrorCode::Unsupported);
}

void SymmetryTest::aStructureIsSymmetrised() {
  Edited edited = fromSmiles("c1ccccc1");
  QVERIFY2(edited.make(Symmetrise{0.1}), edited.error.c_str());
  QCOMPARE(QString::fromStdString(edited.last.title), QString("Symmetrise to D6h"));
  const auto length = [&](std::uint32_t a, std::uint32_t b) {
    return *measured(edited.conformer.positions, std::array{AtomIndex(a), AtomIndex(b)});
  };
  for (std::uint32_t i = 1; i < 5; ++i) {
    QVERIFY(std::abs(length(i, i + 1) - length(0, 1)) < 1e-9);
  }
}

QTEST_APPLESS_MAIN(SymmetryTest)
#include "symmetry_test.moc"
