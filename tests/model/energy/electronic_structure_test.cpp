#include "model/chem/energy/electronic_structure.h"

#include <sys/stat.h>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <thread>

#include "energy_fixture.h"
#include "model/chem/energy/conformer_search.h"
#include "model/chem/energy/live_minimiser.h"
#include "model/chem/energy/minimise.h"
#include "model/chem/energy/normal_modes.h"
#include "model/chem/energy/torsion_scan.h"

using namespace molloquy;
using energy::EnergyMethod;
using energy::Modes;

namespace {

constexpr double kDebye = 2.541746473;
constexpr double kKcal = 627.5094740631;

QJsonArray reference() {
  QFile file(MOLLOQUY_TEST_DATA "/energy/xtb_modes.json");
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object()["molecules"].toArray();
}

chem::Positions positionsOf(const QJsonArray& rows) {
  chem::Positions positions;
  for (const auto& row : rows) {
    const QJsonArray point = row.toArray();
    positions.push_back({point[0].toDouble(), point[1].toDouble(), point[2].toDouble()});
  }
  return positions;
}

template <class T>
std::string messageOf(const Result<T>& result) {
  return result ? std::string() : result.error().message;
}

bool near(double value, double expected, double tolerance) {
  return std::abs(value - expected) <= tolerance;
}

}  // namespace

/// GFN2-xTB in child processes: electrons, vibrations, relaxations, stops and failures.
class ElectronicStructureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void figuresEqualXtbsProgram_data();
  void figuresEqualXtbsProgram();
  void modesEqualXtbsProgram_data();
  void modesEqualXtbsProgram();
  void modesOfSpringsAreExact();
  void modesHaveNoTurnAndNoShift();
  void heavierAtomsVibrateSlower();
  void anAtomHasNoModes();
  void relaxationsReachTheLibrarysMinimum();
  void constraintsHoldInGfn2();
  void searchesAndScansRunWithGfn2();
  void livingGfn2Follows();
  void refusalsNameTheReason_data();
  void refusalsNameTheReason();
  void aStopEndsModesWithinASecond();
  void aDyingWorkerIsTold();
};

void ElectronicStructureTest::figuresEqualXtbsProgram_data() {
  QTest::addColumn<QJsonObject>("row");
  for (const auto& row : reference()) {
    QTest::newRow(row.toObject()["name"].toString().toUtf8()) << row.toObject();
  }
}

void ElectronicStructureTest::figuresEqualXtbsProgram() {
  QFETCH(QJsonObject, row);
  const auto molecule = test::moleculeOf(row["smiles"].toString().toUtf8());
  const auto positions = positionsOf(row["positions"].toArray());
  const auto made = energy::electronicStructure(*molecule, positions, Modes::Skip, nullptr, {});
  QVERIFY2(made, messageOf(made).c_str());
  QVERIFY(near(made->energyHartree, row["energy_hartree"].toDouble(), 1e-7));
  QVERIFY(made->modes.empty());
  QVERIFY(made->homo >= 0);
  const auto homo = std::size_t(made->homo);
  QVERIFY(near(made->orbitals[homo].energyEv, row["homo_ev"].toDouble(), 2e-3));
  QVERIFY(near(made->orbitals[homo + 1].energyEv, row["lumo_ev"].toDouble(), 2e-3));
  const QJsonArray charges = row["charges"].toArray();
  QCOMPARE(made->charges.size(), std::size_t(charges.size()));
  for (int i = 0; i < charges.size(); ++i) {
    QVERIFY(near(made->charges[std::size_t(i)], charges[i].toDouble(), 2e-4));
  }
  for (std::size_t k = 0; k < 3; ++k) {
    QVERIFY(near(made->dipoleDebye[k], row["dipole_au"][int(k)].toDouble() * kDebye, 5e-3));
  }
  const std::size_t atoms = positions.size();
  for (const auto& pair : row["bond_orders"].toArray()) {
    const auto first = std::size_t(pair[0].toInt());
    const auto second = std::size_t(pair[1].toInt());
    QVERIFY(near(made->bondOrders[first * atoms + second], pair[2].toDouble(), 2e-4));
    QVERIFY(near(made->bondOrders[second * atoms + first], pair[2].toDouble(), 2e-4));
  }
}

void ElectronicStructureTest::modesEqualXtbsProgram_data() { figuresEqualXtbsProgram_data(); }

/// Wavenumbers to 3 1/cm and intensities to 2 %: xtb's program takes another step.
void ElectronicStructureTest::modesEqualXtbsProgram() {
  QFETCH(QJsonObject, row);
  const auto molecule = test::moleculeOf(row["smiles"].toString().toUtf8());
  const auto positions = positionsOf(row["positions"].toArray());
  int last = 0;
  int all = 0;
  const auto made = energy::electronicStructure(*molecule, positions, Modes::Compute,
                                                [&](int done, int of) {
                                                  last = done;
                                                  all = of;
                                                },
                                                {});
  QVERIFY2(made, messageOf(made).c_str());
  QCOMPARE(last, all);
  QCOMPARE(all, int(positions.size()) * 3);
  const QJsonArray wavenumbers = row["wavenumbers"].toArray();
  const QJsonArray intensities = row["ir_km_per_mol"].toArray();
  QCOMPARE(made->modes.size(), std::size_t(wavenumbers.size()));
  for (int i = 0; i < wavenumbers.size(); ++i) {
    const energy::NormalMode& mode = made->modes[std::size_t(i)];
    const QByteArray figures = QByteArray::number(mode.wavenumber) + " " +
                               QByteArray::number(mode.irIntensity) + ", xtb " +
                               QByteArray::number(wavenumbers[i].toDouble()) + " " +
                               QByteArray::number(intensities[i].toDouble());
    QVERIFY2(near(mode.wavenumber, wavenumbers[i].toDouble(), 3), figures);
    QVERIFY2(
        near(mode.irIntensity, intensities[i].toDouble(), 0.02 * intensities[i].toDouble() + 0.3),
        figures);
    QVERIFY(mode.reducedMass > 0.9 && mode.reducedMass < 16);
  }
}

/// Two masses on a spring vibrate at sqrt(k / mu), with mu the reduced mass.
void ElectronicStructureTest::modesOfSpringsAreExact() {
  constexpr double kSpring = 0.5;  // hartree/bohr^2
  constexpr double kSlope = 3;     // debye/angstrom
  energy::Derivatives derivatives;
  derivatives.hessian.assign(36, 0);
  derivatives.dipoles.assign(6, {});
  derivatives.hessian[0] = derivatives.hessian[3 * 6 + 3] = kSpring;
  derivatives.hessian[3] = derivatives.hessian[3 * 6] = -kSpring;
  derivatives.dipoles[0] = {-kSlope, 0, 0};
  derivatives.dipoles[3] = {kSlope, 0, 0};
  const auto modes = energy::normalModes({{0, 0, 0}, {1.1, 0, 0}}, {12, 16}, derivatives);
  QCOMPARE(modes.size(), std::size_t{1});
  const double mass = 12.0 * 16 / 28;
  QVERIFY(near(modes[0].wavenumber, std::sqrt(kSpring / (mass * 1822.888486)) * 219474.6314, 1e-3));
  QVERIFY(near(modes[0].irIntensity, 42.2561 * kSlope * kSlope / mass, 1e-6));
  // The lighter atom moves most, the centre of mass stays.
  QVERIFY(near(std::abs(modes[0].displacements[0][0]), 1, 1e-9));
  QVERIFY(near(12 * modes[0].displacements[0][0] + 16 * modes[0].displacements[1][0], 0, 1e-9));
  // 1 / sum(q^2 / m) of the normalised mass-weighted mode, which is (sqrt(16), -sqrt(12)) /
  // sqrt(28).
  QVERIFY(near(modes[0].reducedMass, 28 / (16.0 / 12 + 12.0 / 16), 1e-6));
}

/// Every mode leaves the centre of mass and the angular momentum alone, and modes are orthogonal.
void ElectronicStructureTest::modesHaveNoTurnAndNoShift() {
  const auto molecule = test::moleculeOf("C=O");
  const auto positions = positionsOf(reference()[2].toObject()["positions"].toArray());
  const auto made = energy::electronicStructure(*molecule, positions, Modes::Compute, nullptr, {});
  QVERIFY2(made, messageOf(made).c_str());
  QCOMPARE(made->modes.size(), std::size_t{6});
  const auto masses = energy::massesOf(*molecule);
  for (std::size_t m = 0; m < made->modes.size(); ++m) {
    const auto& moves = made->modes[m].displacements;
    chem::Point3 shift{};
    chem::Point3 turn{};
    double largest = 0;
    for (std::size_t i = 0; i < moves.size(); ++i) {
      for (std::size_t k = 0; k < 3; ++k) {
        const std::size_t next = (k + 1) % 3;
        const std::size_t after = (k + 2) % 3;
        shift[k] += masses[i] * moves[i][k];
        turn[k] += masses[i] *
                   (positions[i][next] * moves[i][after] - positions[i][after] * moves[i][next]);
        largest = std::max(largest, std::abs(moves[i][k]));
      }
    }
    QVERIFY(near(largest, 1, 1e-9));
    for (std::size_t k = 0; k < 3; ++k) QVERIFY(near(shift[k], 0, 1e-6) && near(turn[k], 0, 1e-6));
    for (std::size_t n = 0; n < m; ++n) {
      double product = 0;
      for (std::size_t i = 0; i < moves.size(); ++i) {
        for (std::size_t k = 0; k < 3; ++k) {
          product += masses[i] * moves[i][k] * made->modes[n].displacements[i][k];
        }
      }
      QVERIFY(near(product, 0, 1e-6));
    }
  }
}

void ElectronicStructureTest::heavierAtomsVibrateSlower() {
  const auto positions = positionsOf(reference()[0].toObject()["positions"].toArray());
  const auto light =
      energy::electronicStructure(*test::moleculeOf("O"), positions, Modes::Compute, nullptr, {});
  QVERIFY2(light, messageOf(light).c_str());
  // The explicit deuterium is the first atom of that SMILES.
  const auto heavy = energy::electronicStructure(*test::moleculeOf("[2H]O[2H]"),
                                                 {positions[1], positions[0], positions[2]},
                                                 Modes::Compute, nullptr, {});
  QVERIFY2(heavy, messageOf(heavy).c_str());
  for (std::size_t i = 0; i < 3; ++i) {
    const double ratio = heavy->modes[i].wavenumber / light->modes[i].wavenumber;
    QVERIFY(ratio > 0.70 && ratio < 0.75);
  }
}

void ElectronicStructureTest::anAtomHasNoModes() {
  const auto made = energy::electronicStructure(*test::moleculeOf("[Ne]"), {{0, 0, 0}},
                                                Modes::Compute, nullptr, {});
  QVERIFY2(made, messageOf(made).c_str());
  QVERIFY(made->modes.empty());
  QCOMPARE(made->charges.size(), std::size_t{1});
}

void ElectronicStructureTest::relaxationsReachTheLibrarysMinimum() {
  for (const auto& entry : reference()) {
    const QJsonObject row = entry.toObject();
    const auto molecule = test::moleculeOf(row["smiles"].toString().toUtf8());
    auto positions = positionsOf(row["positions"].toArray());
    positions[0][0] += 0.08;
    positions[1][1] -= 0.05;
    int told = 0;
    const auto end = energy::minimise(*molecule, positions, {.method = EnergyMethod::Gfn2},
                                      [&](const energy::MinimiseStep&) { ++told; }, {});
    QVERIFY2(end, messageOf(end).c_str());
    QCOMPARE(end->end, energy::MinimiseEnd::Converged);
    QVERIFY(near(end->energyAfter / kKcal, row["energy_hartree"].toDouble(), 1e-7));
    QVERIFY(end->energyBefore > end->energyAfter + 1);
  }
}

void ElectronicStructureTest::constraintsHoldInGfn2() {
  const auto molecule = test::moleculeOf("OO");
  const auto begin = test::shapeOf(*molecule);
  const auto end = energy::minimise(
      *molecule, begin,
      {.method = EnergyMethod::Gfn2,
       .fixedAtoms = test::atoms({0}),
       .constraints = {{test::atoms({2, 0, 1, 3}), 90}, {test::atoms({0, 1}), 1.5}}},
      nullptr, {});
  QVERIFY2(end, messageOf(end).c_str());
  QVERIFY(end->positions[0] == begin[0]);
  QVERIFY(near(*chem::measured(end->positions, test::atoms({2, 0, 1, 3})), 90, 0.1));
  QVERIFY(near(*chem::measured(end->positions, test::atoms({0, 1})), 1.5, 0.01));
}

void ElectronicStructureTest::searchesAndScansRunWithGfn2() {
  const auto molecule = test::moleculeOf("OO");
  const auto set = energy::searchConformers(
      *molecule, {.attempts = 4, .method = EnergyMethod::Gfn2}, nullptr, {});
  QVERIFY2(set, messageOf(set).c_str());
  QCOMPARE(set->conformers.size(), std::size_t{1});
  QCOMPARE(set->tried, 4);
  const auto scan = energy::scanTorsions(
      *molecule, set->conformers[0].positions,
      {.first = {{AtomIndex(2), AtomIndex(0), AtomIndex(1), AtomIndex(3)}, 0, 180, 4},
       .method = EnergyMethod::Gfn2},
      nullptr, {});
  QVERIFY2(scan, messageOf(scan).c_str());
  QCOMPARE(scan->points.size(), std::size_t{4});
  QVERIFY(scan->points[0].energyKcalPerMol > scan->points[2].energyKcalPerMol + 3);
}

void ElectronicStructureTest::livingGfn2Follows() {
  const auto molecule = test::moleculeOf("O");
  const auto begin = test::shapeOf(*molecule);
  auto live = energy::LiveMinimiser::start(molecule, begin, EnergyMethod::Gfn2, {});
  QVERIFY2(live, messageOf(live).c_str());
  const chem::Point3 target = {begin[0][0] + 1, begin[0][1], begin[0][2]};
  QVERIFY((*live)->setPulls({{AtomIndex(0), target}}));
  const auto step = (*live)->advance(100, std::chrono::seconds(20), {});
  QVERIFY2(step, messageOf(step).c_str());
  QVERIFY(near(step->positions[0][0], target[0], 0.05));
  QVERIFY(near(*chem::measured(step->positions, test::atoms({0, 1})), 0.96, 0.02));
}

void ElectronicStructureTest::refusalsNameTheReason_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArray>("words");
  QTest::newRow("a radical") << QByteArray("[CH3]")
                             << QByteArray("C1 carries an unpaired electron");
  QTest::newRow("uranium") << QByteArray("[U]") << QByteArray("atomic number 92");
  QTest::newRow("more than 1000 atoms") << QByteArray(400, 'C') << QByteArray("1202 atoms");
}

void ElectronicStructureTest::refusalsNameTheReason() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, words);
  const auto molecule = test::moleculeOf(smiles);
  const chem::Positions positions(molecule->atoms().size());
  const auto made = energy::electronicStructure(*molecule, positions, Modes::Skip, nullptr, {});
  QVERIFY(!made);
  QCOMPARE(made.error().code, ErrorCode::Unsupported);
  QVERIFY2(messageOf(made).find(words.toStdString()) != std::string::npos, messageOf(made).c_str());
  const auto end =
      energy::minimise(*molecule, positions, {.method = EnergyMethod::Gfn2}, nullptr, {});
  QVERIFY(!end && end.error().message == made.error().message);
}

void ElectronicStructureTest::aStopEndsModesWithinASecond() {
  const auto molecule = test::moleculeOf("CC(C)Cc1ccc(cc1)C(C)C(=O)O");
  const auto shape = test::shapeOf(*molecule);
  std::stop_source stop;
  QElapsedTimer since;
  const auto made = energy::electronicStructure(
      *molecule, shape, Modes::Compute,
      [&](int done, int) {
        if (done != 1) return;
        since.start();
        stop.request_stop();
      },
      stop.get_token());
  QVERIFY(!made);
  QVERIFY(messageOf(made).find("stopped") != std::string::npos);
  QVERIFY2(since.elapsed() < 1000, QByteArray::number(since.elapsed()));
}

void ElectronicStructureTest::aDyingWorkerIsTold() {
  const QTemporaryDir folder;
  QFile script(folder.filePath("molloquy-xtb-worker"));
  QVERIFY(script.open(QIODevice::WriteOnly));
  script.write(
      "#!/bin/sh\necho '{\"molloquy_xtb_worker\":2,\"xtb\":\"test\"}' >&0\nread line\n"
      "kill -SEGV $$\n");
  script.close();
  ::chmod(script.fileName().toUtf8().constData(), 0755);
  const QByteArray before = qgetenv("MOLLOQUY_PLUGIN_DIR");
  qputenv("MOLLOQUY_PLUGIN_DIR", folder.path().toUtf8());
  const auto molecule = test::moleculeOf("O");
  const auto end = energy::minimise(*molecule, test::shapeOf(*molecule),
                                    {.method = EnergyMethod::Gfn2}, nullptr, {});
  const auto made =
      energy::electronicStructure(*molecule, test::shapeOf(*molecule), Modes::Skip, nullptr, {});
  qputenv("MOLLOQUY_PLUGIN_DIR", before);
  QVERIFY(!end && !made);
  QCOMPARE(end.error().code, ErrorCode::Internal);
  QVERIFY2(messageOf(end).find("signal 11") != std::string::npos, messageOf(end).c_str());
  QVERIFY2(messageOf(made).find("signal 11") != std::string::npos, messageOf(made).c_str());
}

QTEST_GUILESS_MAIN(ElectronicStructureTest)
#include "electronic_structure_test.moc"
