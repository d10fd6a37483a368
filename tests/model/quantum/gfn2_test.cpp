#include "model/chem/quantum/gfn2.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/model/quantum/shapes.h"

using namespace molloquy;
using quantum::SinglePointInput;

Q_DECLARE_METATYPE(SinglePointInput)

class Gfn2Test : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesEqualTheLibrarysOwn_data();
  void valuesEqualTheLibrarysOwn();
  void conformersDiffer();
  void forcesAreSlopesOfTheEnergy();
  void forcesOnAnAxisAreComplete();
  void goingOnGivesTheSameForces();
  void electronsAddUp();
  void openShellsHaveElectronsButNoFrontier();
  void whatCannotBeComputedIsToldAndHarmsNothing_data();
  void whatCannotBeComputedIsToldAndHarmsNothing();
};

/// Values of libxtb 6.5.1 asked through Python's ctypes.
void Gfn2Test::valuesEqualTheLibrarysOwn_data() {
  QTest::addColumn<SinglePointInput>("input");
  QTest::addColumn<double>("energy");
  QTest::addColumn<double>("homo");
  QTest::addColumn<double>("lumo");
  QTest::addColumn<double>("dipole");
  QTest::newRow("water") << test::water() << test::kWaterEnergy << -12.176897 << 2.452778
                         << 2.271087;
  QTest::newRow("methane") << SinglePointInput{{6, 1, 1, 1, 1},
                                               {{0, 0, 0},
                                                {0.629, 0.629, 0.629},
                                                {-0.629, -0.629, 0.629},
                                                {-0.629, 0.629, -0.629},
                                                {0.629, -0.629, -0.629}},
                                               0}
                           << -4.175082252834703 << -12.705532 << 4.280868 << 0.0;
  QTest::newRow("hydrogen") << SinglePointInput{{1, 1}, {{0, 0, 0}, {0, 0, 0.74}}, 0}
                            << -0.9819836947229615 << -12.819717 << 5.066619 << 0.0;
  QTest::newRow("ammonium, a cation") << SinglePointInput{{7, 1, 1, 1, 1},
                                                          {{0, 0, 0},
                                                           {0.589, 0.589, 0.589},
                                                           {-0.589, -0.589, 0.589},
                                                           {-0.589, 0.589, -0.589},
                                                           {0.589, -0.589, -0.589}},
                                                          1}
                                      << -4.494607407753401 << -22.651734 << -7.698835 << 0.0;
  QTest::newRow("hydroxide, an anion") << SinglePointInput{{8, 1}, {{0, 0, 0}, {0, 0, 0.964}}, -1}
                                       << -4.681502032479013 << -0.264976 << 13.608677 << 0.777744;
  QTest::newRow("iodomethane, a heavy atom")
      << SinglePointInput{{6, 53, 1, 1, 1},
                          {{0, 0, 0},
                           {0, 0, 2.139},
                           {1.03, 0, -0.34},
                           {-0.515, 0.892, -0.34},
                           {-0.515, -0.892, -0.34}},
                          0}
      << -7.473360047135995 << -11.112031 << -6.272672 << 3.699636;
}

void Gfn2Test::valuesEqualTheLibrarysOwn() {
  QFETCH(SinglePointInput, input);
  const auto point = quantum::gfn2SinglePoint(input);
  QVERIFY2(point, point ? "" : point.error().message.c_str());
  QTEST(point->energyHartree, "energy");
  const auto near = [](double value, double expected) { return std::abs(value - expected) < 2e-6; };
  QFETCH(double, homo);
  QFETCH(double, lumo);
  QFETCH(double, dipole);
  QVERIFY2(near(point->homoEv, homo), QByteArray::number(point->homoEv, 'f', 7));
  QVERIFY2(near(point->lumoEv, lumo), QByteArray::number(point->lumoEv, 'f', 7));
  QVERIFY2(near(point->dipoleDebye, dipole), QByteArray::number(point->dipoleDebye, 'f', 7));
  QVERIFY(near(point->gapEv(), lumo - homo));
  QVERIFY(near(point->energyEv() / quantum::kEvPerHartree, point->energyHartree));
}

void Gfn2Test::conformersDiffer() {
  const SinglePointInput twisted{
      {8, 8, 1, 1}, {{0, 0.7, 0}, {0, -0.7, 0}, {0.8, 0.9, 0.45}, {-0.8, -0.9, 0.45}}, 0};
  const SinglePointInput flat{
      {8, 8, 1, 1}, {{0, 0.7, 0}, {0, -0.7, 0}, {0.92, 0.9, 0}, {-0.92, -0.9, 0}}, 0};
  const auto first = quantum::gfn2SinglePoint(twisted);
  const auto second = quantum::gfn2SinglePoint(flat);
  QVERIFY(first && second);
  QVERIFY(std::abs(first->homoEv + 12.067252) < 2e-6);
  QVERIFY(std::abs(second->homoEv + 11.592907) < 2e-6);
}

void Gfn2Test::forcesAreSlopesOfTheEnergy() {
  quantum::Gfn2Forces source;
  const SinglePointInput input = test::water();
  const auto here = source.compute(input, quantum::Guess::Fresh);
  QVERIFY2(here, here ? "" : here.error().message.c_str());
  QVERIFY(std::abs(here->energyHartree - test::kWaterEnergy) < 1e-9);
  constexpr double kStep = 1e-3;
  constexpr double kBohr = 0.529177210903;
  for (std::size_t atom = 0; atom < 3; ++atom) {
    for (std::size_t k = 0; k < 3; ++k) {
      SinglePointInput up = input;
      SinglePointInput down = input;
      up.positions[atom][k] += kStep * kBohr;
      down.positions[atom][k] -= kStep * kBohr;
      const auto above = source.compute(up, quantum::Guess::Fresh);
      const auto below = source.compute(down, quantum::Guess::Fresh);
      const double slope = (above->energyHartree - below->energyHartree) / (2 * kStep);
      QVERIFY(std::abs(slope - here->gradient[atom][k]) < 2e-6);
    }
  }
  // The negative end is the oxygen, which lies at larger z.
  QVERIFY(here->dipole[2] < -2.2);
  QVERIFY(std::abs(here->dipole[0]) < 1e-6 && std::abs(here->dipole[1]) < 1e-6);
}

/// xtb's own slope lacks terms there; see gfn2.cpp.
void Gfn2Test::forcesOnAnAxisAreComplete() {
  quantum::Gfn2Forces source;
  const SinglePointInput bent{{8, 6, 8}, {{-1.1436, 0.005, 0}, {0, 0, 0}, {1.1436, 0, 0}}, 0};
  const auto forces = source.compute(bent, quantum::Guess::Fresh);
  QVERIFY(forces);
  // The two oxygens are bent back alike, the carbon twice as much the other way.
  const double first = forces->gradient[0][1];
  QVERIFY(first > 1e-4);
  QVERIFY(std::abs(forces->gradient[2][1] / first - 1) < 0.01);
  QVERIFY(std::abs(forces->gradient[1][1] / first + 2) < 0.01);
}

void Gfn2Test::goingOnGivesTheSameForces() {
  SinglePointInput input = test::water();
  quantum::Gfn2Forces source;
  QVERIFY(source.compute(input, quantum::Guess::Fresh));
  input.positions[1][1] += 0.05;
  const auto onward = source.compute(input, quantum::Guess::Previous);
  const auto fresh = source.compute(input, quantum::Guess::Fresh);
  QVERIFY(onward && fresh);
  QVERIFY(std::abs(onward->energyHartree - fresh->energyHartree) < 1e-8);
  for (std::size_t atom = 0; atom < 3; ++atom) {
    QVERIFY(std::abs(onward->gradient[atom][1] - fresh->gradient[atom][1]) < 1e-6);
  }
  // Another molecule, or one that fails, leaves nothing to go on with.
  QVERIFY(!source.compute({{92}, {{0, 0, 0}}, 0}, quantum::Guess::Previous));
  const auto hydrogen =
      source.compute({{1, 1}, {{0, 0, 0}, {0, 0, 0.74}}, 0}, quantum::Guess::Previous);
  QVERIFY(hydrogen && std::abs(hydrogen->energyHartree + 0.9819836947) < 1e-8);
}

void Gfn2Test::electronsAddUp() {
  const SinglePointInput ethene{{6, 6, 1, 1, 1, 1},
                                {{0, 0, 0.665},
                                 {0, 0, -0.665},
                                 {0, 0.92, 1.235},
                                 {0, -0.92, 1.235},
                                 {0, 0.92, -1.235},
                                 {0, -0.92, -1.235}},
                                0};
  const auto electrons = quantum::gfn2Electrons(ethene);
  QVERIFY2(electrons, electrons ? "" : electrons.error().message.c_str());
  double charge = 0;
  for (const double value : electrons->charges) charge += value;
  QVERIFY(std::abs(charge) < 1e-6);
  double count = 0;
  for (const double occupation : electrons->occupations) count += occupation;
  QVERIFY(std::abs(count - 12) < 1e-6);
  QVERIFY(std::is_sorted(electrons->orbitalEv.begin(), electrons->orbitalEv.end()));
  double carbons = 0;
  double hydrogens = 0;
  for (const quantum::BondOrderOfPair& pair : electrons->bondOrders) {
    QVERIFY(pair.first < pair.second && pair.order >= quantum::kLeastBondOrder);
    if (pair.first == 0 && pair.second == 1) carbons = pair.order;
    if (pair.first == 0 && pair.second == 2) hydrogens = pair.order;
  }
  QVERIFY(carbons > 1.9 && carbons < 2.1);
  QVERIFY(hydrogens > 0.9 && hydrogens < 1.05);
}

void Gfn2Test::openShellsHaveElectronsButNoFrontier() {
  const auto oxygen = quantum::gfn2Electrons({{8, 8}, {{0, 0, 0}, {0, 0, 1.2}}, 0});
  QVERIFY(oxygen);
  const auto half = std::count_if(oxygen->occupations.begin(), oxygen->occupations.end(),
                                  [](double value) { return value > 0.5 && value < 1.5; });
  QCOMPARE(half, 2L);
}

void Gfn2Test::whatCannotBeComputedIsToldAndHarmsNothing_data() {
  QTest::addColumn<SinglePointInput>("input");
  QTest::addColumn<QString>("words");
  QTest::newRow("oxygen is no closed shell")
      << SinglePointInput{{8, 8}, {{0, 0, 0}, {0, 0, 1.2}}, 0} << "not a closed shell";
  QTest::newRow("uranium never reaches xtb")
      << SinglePointInput{{92}, {{0, 0, 0}}, 0} << "atomic number 92";
  QTest::newRow("an iron atom does not converge, in xtb's words")
      << SinglePointInput{{26}, {{0, 0, 0}}, 0} << "xtb cannot compute";
  QTest::newRow("oxide's orbitals are all full")
      << SinglePointInput{{8}, {{0, 0, 0}}, -2} << "no LUMO";
}

void Gfn2Test::whatCannotBeComputedIsToldAndHarmsNothing() {
  QFETCH(SinglePointInput, input);
  QFETCH(QString, words);
  const auto refused = quantum::gfn2SinglePoint(input);
  QVERIFY(!refused);
  QVERIFY2(QString::fromStdString(refused.error().message).contains(words),
           refused.error().message.c_str());
  const auto water = quantum::gfn2SinglePoint(test::water());
  QVERIFY(water);
  QCOMPARE(water->energyHartree, test::kWaterEnergy);
}

QTEST_GUILESS_MAIN(Gfn2Test)
#include "gfn2_test.moc"
