#include "model/chem/quantum/gfn2.h"

#include <QTest>

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
