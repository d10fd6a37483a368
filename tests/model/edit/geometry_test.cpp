#include "model/chem/geometry.h"

#include <QTest>

#include <array>
#include <cmath>

#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

namespace {

AtomIndex at(std::uint32_t index) { return AtomIndex(index); }

std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> indices) {
  std::vector<AtomIndex> list;
  for (const std::uint32_t index : indices) list.push_back(at(index));
  return list;
}

double apart(const Point3& a, const Point3& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

}  // namespace

/// Values of positions, and positions with a wanted value.
class GeometryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void measuresAreThoseOfTheTextbook();
  void undefinedMeasuresHaveNoValue();
  void textsHaveTheirUnitAndSign();
  void aTypedValueIsReached_data();
  void aTypedValueIsReached();
  void aSideEndsAtTheBondAndARingHasNone();
  void aTornRingIsToldAndTheRestStays();
  void twoSetsOfPointsAreLaidOnOneAnother();
  void pointsAreAlignedToAxes();
};

void GeometryTest::measuresAreThoseOfTheTextbook() {
  const Positions p{{0, 1, 0}, {0, 0, 0}, {1, 0, 0}, {1, 0, 1}, {1, -1, 0}, {1, 1, 0}};
  QCOMPARE(*measured(p, atoms({0, 1})), 1.0);
  QCOMPARE(*measured(p, atoms({0, 1, 2})), 90.0);
  // Looking from the second to the third atom, clockwise is positive (IUPAC).
  QCOMPARE(*measured(p, atoms({0, 1, 2, 3})), 90.0);
  QCOMPARE(std::abs(*measured(p, atoms({0, 1, 2, 4}))), 180.0);
  QCOMPARE(*measured(p, atoms({0, 1, 2, 5})), 0.0);
}

void GeometryTest::undefinedMeasuresHaveNoValue() {
  const Positions p{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {0, 1, 0}, {0, 0, 0}};
  QVERIFY(!measured(p, atoms({0, 4})));
  QVERIFY(!measured(p, atoms({0, 0})));
  QVERIFY(!measured(p, atoms({0, 99})));
  QVERIFY(!measured(p, atoms({0, 1, 2, 3})));
  QVERIFY(!measured(p, atoms({0})));
  QCOMPARE(*measured(p, atoms({0, 1, 2})), 180.0);
  QVERIFY(!withMeasurement(p, atoms({0, 1, 2, 3}), 60, {}));
}

void GeometryTest::textsHaveTheirUnitAndSign() {
  QCOMPARE(QString::fromStdString(measurementText(1.3984, 2)), QString("1.398 Å"));
  QCOMPARE(QString::fromStdString(measurementText(112.57, 3)), QString("112.6°"));
  QCOMPARE(QString::fromStdString(measurementText(-60, 4)), QString("−60.0°"));
  QCOMPARE(QString::fromStdString(measurementText(-0.01, 4)), QString("0.0°"));
  const Edited ethanol = fromSmiles("CCO");
  QCOMPARE(QString::fromStdString(atomNames(*ethanol.molecule, atoms({1, 2}))), QString("C2–O3"));
}

void GeometryTest::aTypedValueIsReached_data() {
  QTest::addColumn<QList<int>>("named");
  QTest::addColumn<double>("value");
  QTest::addColumn<MovedSide>("side");
  QTest::addColumn<QString>("title");
  QTest::addRow("a bond length") << QList<int>{1, 2} << 1.5 << MovedSide::Last
                                 << "Set bond length C2–O3 to 1.500 Å";
  QTest::addRow("a distance") << QList<int>{0, 2} << 2.6 << MovedSide::Last
                              << "Set distance C1–O3 to 2.600 Å";
  QTest::addRow("an angle") << QList<int>{0, 1, 2} << 109.5 << MovedSide::Last
                            << "Set angle C1–C2–O3 to 109.5°";
  QTest::addRow("an angle, the first side moves")
      << QList<int>{0, 1, 2} << 120.0 << MovedSide::First << "Set angle C1–C2–O3 to 120.0°";
  QTest::addRow("a straight angle")
      << QList<int>{0, 1, 2} << 180.0 << MovedSide::Last << "Set angle C1–C2–O3 to 180.0°";
  QTest::addRow("a torsion") << QList<int>{0, 1, 2, 3} << -60.0 << MovedSide::Last
                             << "Set torsion C1–C2–O3–C4 to −60.0°";
  QTest::addRow("a torsion, the first side moves")
      << QList<int>{0, 1, 2, 3} << 175.0 << MovedSide::First << "Set torsion C1–C2–O3–C4 to 175.0°";
}

void GeometryTest::aTypedValueIsReached() {
  QFETCH(QList<int>, named);
  QFETCH(double, value);
  QFETCH(MovedSide, side);
  QFETCH(QString, title);
  Edited edited = fromSmiles("CCOC");
  const Positions before = edited.conformer.positions;
  std::vector<AtomIndex> chosen;
  for (const int index : named) chosen.push_back(at(static_cast<std::uint32_t>(index)));
  QVERIFY2(edited.make(SetInternal{chosen, value, side}), edited.error.c_str());
  QVERIFY(!edited.last.molecule);
  QCOMPARE(QString::fromStdString(edited.last.title), title);
  const Positions& after = edited.conformer.positions;
  QVERIFY(std::abs(*measured(after, chosen) - value) < 1e-9);
  // The other side stays, and bonds other than a stretched one keep their lengths.
  const AtomIndex still = side == MovedSide::Last ? chosen.front() : chosen.back();
  QCOMPARE(apart(before[still.value], after[still.value]), 0.0);
  for (const Bond& bond : edited.molecule->bonds()) {
    if (named.size() == 2) continue;
    const double was = apart(before[bond.begin.value], before[bond.end.value]);
    const double is = apart(after[bond.begin.value], after[bond.end.value]);
    QVERIFY(std::abs(was - is) < 1e-9);
  }
}

void GeometryTest::aSideEndsAtTheBondAndARingHasNone() {
  const Edited toluene = fromSmiles("Cc1ccccc1");
  QCOMPARE(sideOf(*toluene.molecule, at(1), at(0))->size(), std::size_t{4});
  QCOMPARE(sideOf(*toluene.molecule, at(0), at(1))->size(), std::size_t{11});
  QVERIFY(!sideOf(*toluene.molecule, at(1), at(2)));
  QVERIFY(!sideOf(*toluene.molecule, at(1), at(99)));
}

void GeometryTest::aTornRingIsToldAndTheRestStays() {
  Edited edited = fromSmiles("Cc1ccccc1");
  QVERIFY(edited.make(SetInternal{atoms({1, 2}), 1.6}));
  QVERIFY(std::abs(*measured(edited.conformer.positions, atoms({1, 2})) - 1.6) < 1e-9);
  QCOMPARE(QString::fromStdString(edited.last.warnings.front()),
           QString("C3 is held by a ring, so only it and what hangs on it moved."));
}

void GeometryTest::twoSetsOfPointsAreLaidOnOneAnother() {
  const Positions cloud{{0, 0, 0}, {1.5, 0, 0}, {0, 2, 0.3}, {-1, 0.4, 3}};
  const Positions turned = translated(rotated(cloud, atoms({0, 1, 2, 3}), {1, 1, 1}, {1, 2, 3}, 77),
                                      atoms({0, 1, 2, 3}), {5, 6, 7});
  const auto fit = superpose(cloud, turned);
  QVERIFY(fit);
  QVERIFY(fit->rmsd < 1e-12);
  for (std::size_t i = 0; i < cloud.size(); ++i) {
    QVERIFY(apart(fit->apply(cloud[i]), turned[i]) < 1e-12);
  }
  // A mirror image is not reached by turning.
  Positions mirrored = cloud;
  for (Point3& p : mirrored) p[2] = -p[2];
  QVERIFY(superpose(cloud, mirrored)->rmsd > 0.1);
  QVERIFY(!superpose(cloud, Positions{{0, 0, 0}}));
  QVERIFY(!superpose(Positions{}, Positions{}));
}

void GeometryTest::pointsAreAlignedToAxes() {
  Edited edited = fromSmiles("CCOC");
  QVERIFY(edited.make(AlignToAxes{atoms({0, 1, 2})}));
  const Positions& p = edited.conformer.positions;
  QVERIFY(apart(p[0], {0, 0, 0}) < 1e-12);
  QVERIFY(p[1][0] > 1 && std::abs(p[1][1]) < 1e-12 && std::abs(p[1][2]) < 1e-12);
  QVERIFY(p[2][1] > 0 && std::abs(p[2][2]) < 1e-12);
  QVERIFY(edited.make(AlignToAxes{}));
  std::array<double, 3> extent{};
  for (const Point3& point : edited.conformer.positions) {
    for (std::size_t i = 0; i < 3; ++i) extent[i] += point[i] * point[i];
  }
  QVERIFY(extent[0] > extent[1] && extent[1] > extent[2]);
  QCOMPARE(QString::fromStdString(edited.last.title), QString("Align to the principal axes"));
}

QTEST_APPLESS_MAIN(GeometryTest)
#include "geometry_test.moc"
