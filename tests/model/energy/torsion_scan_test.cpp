#include "model/chem/energy/torsion_scan.h"

#include <QTest>
#include <cmath>

#include "energy_fixture.h"
#include "model/chem/energy/minimise.h"

using namespace molloquy;
using energy::EnergyMethod;
using energy::ScanKind;
using energy::ScanPoint;
using energy::ScanResult;
using energy::TorsionScan;

Q_DECLARE_METATYPE(molloquy::energy::TorsionScan)

namespace {

std::array<AtomIndex, 4> torsion(std::uint32_t a, std::uint32_t b, std::uint32_t c,
                                 std::uint32_t d) {
  return {AtomIndex(a), AtomIndex(b), AtomIndex(c), AtomIndex(d)};
}

std::string messageOf(const Result<ScanResult>& result) {
  return result ? std::string() : result.error().message;
}

double relativeAt(const ScanResult& scan, double degrees) {
  for (const ScanPoint& point : scan.points) {
    if (std::abs(point.first - degrees) < 1e-9) return point.energyKcalPerMol - scan.lowestEnergy();
  }
  return NAN;
}

}  // namespace

/// Scans of one and two torsions with force fields.
class TorsionScanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void butaneHasItsBarriers();
  void rigidScansTurnAndNothingElse();
  void twoTorsionsMakeAMap();
  void theCurveDoesNotDependOnTheBeginning();
  void partsOfATurnHaveTwoEnds();
  void wrongTorsionsAreRefused_data();
  void wrongTorsionsAreRefused();
  void aStopKeepsWhatIsThere();
};

/// Symmetric about 0, lowest at 180, gauche some 0.8 above it, eclipsed highest.
void TorsionScanTest::butaneHasItsBarriers() {
  const auto molecule = test::moleculeOf("CCCC");
  const auto shape = test::shapeOf(*molecule);
  int told = 0;
  const auto scan = energy::scanTorsions(*molecule, shape, {.first = {torsion(0, 1, 2, 3)}},
                                         [&](const ScanPoint&, int done, int of) {
                                           QCOMPARE(of, 37);
                                           told = done;
                                         },
                                         {});
  QVERIFY2(scan, messageOf(scan).c_str());
  QCOMPARE(told, 37);
  QCOMPARE(scan->points.size(), std::size_t{37});
  QCOMPARE(relativeAt(*scan, -180), relativeAt(*scan, 180));
  QVERIFY(relativeAt(*scan, 180) < 0.02);
  QVERIFY(relativeAt(*scan, 60) > 0.5 && relativeAt(*scan, 60) < 1.2);
  QVERIFY(relativeAt(*scan, 120) > 3 && relativeAt(*scan, 120) < 4.5);
  QVERIFY(relativeAt(*scan, 0) > relativeAt(*scan, 120) + 0.5);
  for (const double degrees : {10.0, 60.0, 90.0, 150.0}) {
    QVERIFY(std::abs(relativeAt(*scan, degrees) - relativeAt(*scan, -degrees)) < 0.03);
  }
  for (const ScanPoint& point : scan->points) {
    const double value = *chem::measured(point.positions, test::atoms({0, 1, 2, 3}));
    QVERIFY(std::abs(std::remainder(value - point.first, 360)) < 1e-4);
    const auto energy = energy::energyOf(*molecule, point.positions, EnergyMethod::Mmff94s, {});
    QVERIFY(std::abs(*energy - point.energyKcalPerMol) < 1e-6);
  }
}

void TorsionScanTest::rigidScansTurnAndNothingElse() {
  const auto molecule = test::moleculeOf("CCCC");
  const auto shape = test::shapeOf(*molecule);
  const TorsionScan options{.first = {torsion(0, 1, 2, 3)}, .kind = ScanKind::Rigid};
  const auto rigid = energy::scanTorsions(*molecule, shape, options, nullptr, {});
  QVERIFY2(rigid, messageOf(rigid).c_str());
  const auto angle = test::atoms({0, 1, 2});
  for (const ScanPoint& point : rigid->points) {
    QVERIFY(std::abs(*chem::measured(point.positions, angle) - *chem::measured(shape, angle)) <
            1e-6);
  }
  const auto relaxed =
      energy::scanTorsions(*molecule, shape, {.first = {torsion(0, 1, 2, 3)}}, nullptr, {});
  QVERIFY(relativeAt(*rigid, 0) > relativeAt(*relaxed, 0) + 0.3);
}

void TorsionScanTest::twoTorsionsMakeAMap() {
  const auto molecule = test::moleculeOf("CCCCC");
  const auto scan =
      energy::scanTorsions(*molecule, test::shapeOf(*molecule),
                           {.first = {torsion(0, 1, 2, 3), -180, 360, 7},
                            .second = energy::ScannedTorsion{torsion(1, 2, 3, 4), -180, 360, 7}},
                           nullptr, {});
  QVERIFY2(scan, messageOf(scan).c_str());
  QCOMPARE(scan->points.size(), std::size_t{49});
  for (std::size_t i = 0; i < 49; ++i) {
    QCOMPARE(scan->points[i].first, -180 + 60.0 * double(i / 7));
    QCOMPARE(scan->points[i].second, -180 + 60.0 * double(i % 7));
  }
  // The map is its own transpose: the molecule is symmetric.
  for (std::size_t i = 0; i < 7; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      QVERIFY(std::abs(scan->points[i * 7 + j].energyKcalPerMol -
                       scan->points[j * 7 + i].energyKcalPerMol) < 0.05);
    }
  }
}

void TorsionScanTest::theCurveDoesNotDependOnTheBeginning() {
  const auto molecule = test::moleculeOf("OCCO");
  const TorsionScan options{.first = {torsion(0, 1, 2, 3), -180, 360, 13}};
  const auto one =
      energy::scanTorsions(*molecule, test::shapeOf(*molecule, 7), options, nullptr, {});
  const auto again =
      energy::scanTorsions(*molecule, test::shapeOf(*molecule, 7), options, nullptr, {});
  QVERIFY(one && again);
  for (std::size_t i = 0; i < one->points.size(); ++i) {
    QVERIFY(one->points[i].positions == again->points[i].positions);
    if (i > 0) {
      QVERIFY(std::abs(one->points[i].energyKcalPerMol - one->points[i - 1].energyKcalPerMol) < 6);
    }
  }
}

void TorsionScanTest::partsOfATurnHaveTwoEnds() {
  const auto molecule = test::moleculeOf("CCCC");
  const auto scan = energy::scanTorsions(*molecule, test::shapeOf(*molecule),
                                         {.first = {torsion(0, 1, 2, 3), 170, 40, 5}}, nullptr, {});
  QVERIFY2(scan, messageOf(scan).c_str());
  QCOMPARE(scan->points.size(), std::size_t{5});
  QCOMPARE(scan->points.back().first, 210.0);
}

void TorsionScanTest::wrongTorsionsAreRefused_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<TorsionScan>("scan");
  QTest::addColumn<QByteArray>("words");
  const auto row = [](const char* name, const char* smiles, const TorsionScan& scan,
                      const char* words) {
    QTest::newRow(name) << QByteArray(smiles) << scan << QByteArray(words);
  };
  row("a bond in a ring", "C1CCCCC1", {.first = {torsion(0, 1, 2, 3)}}, "part of a ring");
  row("atoms without a bond", "CCCCC", {.first = {torsion(0, 1, 3, 4)}}, "not bonded");
  row("an atom twice", "CCCC", {.first = {torsion(0, 1, 2, 0)}}, "C1 is named twice");
  row("no such atom", "CCCC", {.first = {torsion(0, 1, 2, 99)}}, "atom 100");
  row("both ends on one side", "CC(C)CC", {.first = {torsion(0, 1, 3, 2)}}, "either side");
  row("a straight chain", "CC#CC", {.first = {torsion(0, 1, 2, 3)}}, "on a line");
  row("no points", "CCCC", {.first = {torsion(0, 1, 2, 3), 0, 360, 0}}, "1 to 721 points");
  row("the same bond twice", "CCCC",
      {.first = {torsion(0, 1, 2, 3)}, .second = energy::ScannedTorsion{torsion(3, 2, 1, 0)}},
      "same bond");
  row("no parameters", "OB(O)CC", {.first = {torsion(0, 1, 3, 4)}}, "no parameters for B2");
}

void TorsionScanTest::wrongTorsionsAreRefused() {
  QFETCH(QByteArray, smiles);
  QFETCH(TorsionScan, scan);
  QFETCH(QByteArray, words);
  const auto molecule = test::moleculeOf(smiles);
  auto shape = test::shapeOf(*molecule);
  if (smiles == "CC#CC") {
    for (int i = 0; i < 4; ++i) shape[std::size_t(i)] = {1.4 * i, 0, 0};
  }
  const auto result = energy::scanTorsions(*molecule, shape, scan, nullptr, {});
  QVERIFY(!result);
  QVERIFY2(messageOf(result).find(words.toStdString()) != std::string::npos,
           messageOf(result).c_str());
}

void TorsionScanTest::aStopKeepsWhatIsThere() {
  const auto molecule = test::moleculeOf("CCCC");
  std::stop_source stop;
  const auto scan = energy::scanTorsions(
      *molecule, test::shapeOf(*molecule), {.first = {torsion(0, 1, 2, 3), -180, 360, 73}},
      [&](const ScanPoint&, int done, int) {
        if (done == 5) stop.request_stop();
      },
      stop.get_token());
  QVERIFY2(scan, messageOf(scan).c_str());
  QVERIFY(scan->points.size() >= 5 && scan->points.size() < 20);
  const auto none =
      energy::scanTorsions(*molecule, test::shapeOf(*molecule), {.first = {torsion(0, 1, 2, 3)}},
                           nullptr, stop.get_token());
  QVERIFY(none && none->points.empty());
}

QTEST_GUILESS_MAIN(TorsionScanTest)
#include "torsion_scan_test.moc"
