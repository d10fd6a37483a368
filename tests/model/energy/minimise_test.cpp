#include "model/chem/energy/minimise.h"

#include <QTest>
#include <cmath>

#include "energy_fixture.h"
#include "model/chem/energy/held_values.h"
#include "model/chem/energy/internal_coordinate.h"
#include "model/chem/energy/live_minimiser.h"

using namespace molloquy;
using energy::Constraint;
using energy::EnergyMethod;
using energy::MinimiseEnd;
using energy::MinimiseOptions;
using test::atoms;

Q_DECLARE_METATYPE(molloquy::energy::EnergyMethod)
Q_DECLARE_METATYPE(molloquy::energy::Constraint)

namespace {

/// Positions shaken by up to `by` angstrom, the same every time.
chem::Positions shaken(chem::Positions positions, double by) {
  unsigned state = 1;
  for (chem::Point3& point : positions) {
    for (double& coordinate : point) {
      state = state * 1664525U + 1013904223U;
      coordinate += by * (2.0 * (state >> 8) / double(1U << 24) - 1);
    }
  }
  return positions;
}

std::string messageOf(const Result<energy::Minimised>& result) {
  return result ? std::string() : result.error().message;
}

Result<energy::Minimised> run(const chem::Molecule& molecule, const chem::Positions& positions,
                              const MinimiseOptions& options) {
  return energy::minimise(molecule, positions, options, nullptr, {});
}

}  // namespace

/// Relaxations with RDKit's force fields: ends, constraints, refusals.
class MinimiseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void shakenMoleculesGoBackDown_data();
  void shakenMoleculesGoBackDown();
  void energiesAreRdkits();
  void slopesOfInternalCoordinatesAreRight_data();
  void slopesOfInternalCoordinatesAreRight();
  void valuesAreHeld_data();
  void valuesAreHeld();
  void severalValuesAreHeldAtOnce();
  void impossibleValuesAreRefused_data();
  void impossibleValuesAreRefused();
  void fixedAtomsDoNotMoveAtAll();
  void aPullDrawsItsAtom();
  void stepsAreTold();
  void aStopKeepsWhatThereIs();
  void theStepLimitIsTold();
  void missingParametersAreTold_data();
  void missingParametersAreTold();
  void atomsInOnePlaceComeApart();
  void draggingFollowsTheHand();
  void liveConstraintsHold();
};

void MinimiseTest::shakenMoleculesGoBackDown_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<EnergyMethod>("method");
  for (const char* smiles : {"O", "CCO", "c1ccccc1C(=O)O", "CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)O"}) {
    for (const EnergyMethod method :
         {EnergyMethod::Mmff94, EnergyMethod::Mmff94s, EnergyMethod::Uff}) {
      const std::string name = energy::methodName(method) + " " + smiles;
      QTest::newRow(name.c_str()) << QByteArray(smiles) << method;
    }
  }
}

/// The slope is that of the energy, so at the end no small shift of an atom lowers it.
void MinimiseTest::shakenMoleculesGoBackDown() {
  QFETCH(QByteArray, smiles);
  QFETCH(EnergyMethod, method);
  const auto molecule = test::moleculeOf(smiles);
  const auto begin = shaken(test::shapeOf(*molecule), 0.15);
  const auto end = run(*molecule, begin, {.method = method});
  QVERIFY2(end, messageOf(end).c_str());
  QCOMPARE(end->end, MinimiseEnd::Converged);
  QVERIFY(end->energyAfter < end->energyBefore);
  QVERIFY2(end->note.empty(), end->note.c_str());
  chem::Positions moved = end->positions;
  for (std::size_t k = 0; k < 3; ++k) {
    for (const double by : {-0.002, 0.002}) {
      moved = end->positions;
      moved[0][k] += by;
      QVERIFY(*energy::energyOf(*molecule, moved, method, {}) > end->energyAfter - 1e-4);
    }
  }
}

void MinimiseTest::energiesAreRdkits() {
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  const auto made = chem::embedConformers(*molecule, {});
  QVERIFY(made);
  const auto energy =
      energy::energyOf(*molecule, made->front().positions, EnergyMethod::Mmff94, {});
  QVERIFY(energy);
  QVERIFY(std::abs(*energy - *made->front().energyKcalPerMol) < 1e-6);
}

void MinimiseTest::slopesOfInternalCoordinatesAreRight_data() {
  QTest::addColumn<int>("count");
  QTest::newRow("distance") << 2;
  QTest::newRow("angle") << 3;
  QTest::newRow("torsion") << 4;
}

void MinimiseTest::slopesOfInternalCoordinatesAreRight() {
  QFETCH(int, count);
  const chem::Positions at = {{0.1, 0.2, -0.1}, {1.4, 0.1, 0.2}, {2.1, 1.3, 0.3}, {3.3, 1.2, 1.5}};
  auto list = atoms({0, 1, 2, 3});
  list.resize(static_cast<std::size_t>(count));
  const auto here = energy::internalCoordinate(at, list);
  const double unit = count == 2 ? 1 : 180 / M_PI;
  QVERIFY(std::abs(here.value * unit - *chem::measured(at, list)) < 1e-9);
  for (std::size_t atom = 0; atom < list.size(); ++atom) {
    for (std::size_t k = 0; k < 3; ++k) {
      chem::Positions up = at;
      chem::Positions down = at;
      up[atom][k] += 1e-5;
      down[atom][k] -= 1e-5;
      const double slope = (energy::internalCoordinate(up, list).value -
                            energy::internalCoordinate(down, list).value) /
                           2e-5;
      QVERIFY(std::abs(slope - here.slope[atom][k]) < 1e-7);
    }
  }
}

void MinimiseTest::valuesAreHeld_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<Constraint>("constraint");
  // Butane: C1 C2 C3 C4; cyclohexane: six carbons in a ring.
  QTest::newRow("a bond stretched") << QByteArray("CCCC") << Constraint{atoms({1, 2}), 1.8};
  QTest::newRow("a bond left as it is") << QByteArray("CCCC") << Constraint{atoms({1, 2}), 1.53};
  QTest::newRow("a distance across the chain")
      << QByteArray("CCCC") << Constraint{atoms({0, 3}), 3.0};
  QTest::newRow("an angle opened") << QByteArray("CCCC") << Constraint{atoms({0, 1, 2}), 130};
  QTest::newRow("an angle made straight")
      << QByteArray("CCCC") << Constraint{atoms({0, 1, 2}), 180};
  QTest::newRow("a torsion eclipsed") << QByteArray("CCCC") << Constraint{atoms({0, 1, 2, 3}), 0};
  QTest::newRow("a torsion at the seam of the circle")
      << QByteArray("CCCC") << Constraint{atoms({0, 1, 2, 3}), -180};
  QTest::newRow("a torsion of 300 degrees is one of -60")
      << QByteArray("CCCC") << Constraint{atoms({0, 1, 2, 3}), 300};
  QTest::newRow("a torsion in a ring")
      << QByteArray("C1CCCCC1") << Constraint{atoms({0, 1, 2, 3}), 20};
  QTest::newRow("a bond in a ring") << QByteArray("C1CCCCC1") << Constraint{atoms({0, 1}), 1.7};
  QTest::newRow("two molecules held apart") << QByteArray("O.O") << Constraint{atoms({0, 1}), 2.6};
}

void MinimiseTest::valuesAreHeld() {
  QFETCH(QByteArray, smiles);
  QFETCH(Constraint, constraint);
  const auto molecule = test::moleculeOf(smiles);
  const auto begin = test::shapeOf(*molecule);
  const auto end = run(*molecule, begin, {.constraints = {constraint}});
  QVERIFY2(end, messageOf(end).c_str());
  const double held = *chem::measured(end->positions, constraint.atoms);
  if (constraint.atoms.size() == 2) {
    QVERIFY(std::abs(held - constraint.value) < 0.01);
  } else {
    QVERIFY(std::abs(std::remainder(held - constraint.value, 360)) < 0.1);
  }
  QCOMPARE(end->end, MinimiseEnd::Converged);
  // The energy told is that of the molecule, without any constraint's own.
  const auto energy = energy::energyOf(*molecule, end->positions, EnergyMethod::Mmff94s, {});
  QVERIFY(std::abs(*energy - end->energyAfter) < 1e-6);
}

void MinimiseTest::severalValuesAreHeldAtOnce() {
  const auto molecule = test::moleculeOf("CCCCO");
  const std::vector<Constraint> constraints = {{atoms({0, 1, 2, 3}), 60},
                                               {atoms({1, 2, 3, 4}), -75},
                                               {atoms({3, 4}), 1.5},
                                               {atoms({2, 3, 4}), 115}};
  const auto end = run(*molecule, test::shapeOf(*molecule), {.constraints = constraints});
  QVERIFY2(end, messageOf(end).c_str());
  for (const Constraint& constraint : constraints) {
    QVERIFY(std::abs(*chem::measured(end->positions, constraint.atoms) - constraint.value) < 1e-4);
  }
}

void MinimiseTest::impossibleValuesAreRefused_data() {
  QTest::addColumn<Constraint>("constraint");
  QTest::addColumn<QByteArray>("words");
  QTest::newRow("an atom that is not there")
      << Constraint{atoms({0, 99}), 1.5} << QByteArray("atom 100");
  QTest::newRow("one atom") << Constraint{atoms({0}), 1.5} << QByteArray("2, 3 or 4 atoms, not 1");
  QTest::newRow("an atom twice") << Constraint{atoms({0, 1, 0}), 90} << QByteArray("C1");
  QTest::newRow("a distance of nothing")
      << Constraint{atoms({0, 1}), 0} << QByteArray("cannot be held at 0 Å");
  QTest::newRow("an angle of 190 degrees")
      << Constraint{atoms({0, 1, 2}), 190} << QByteArray("190°");
  QTest::newRow("no number") << Constraint{atoms({0, 1, 2, 3}), NAN} << QByteArray("nan°");
  QTest::newRow("between two fixed atoms")
      << Constraint{atoms({4, 5}), 2.0} << QByteArray("fixed atoms");
}

void MinimiseTest::impossibleValuesAreRefused() {
  QFETCH(Constraint, constraint);
  QFETCH(QByteArray, words);
  const auto molecule = test::moleculeOf("CCCC");
  const auto end = run(*molecule, test::shapeOf(*molecule),
                       {.fixedAtoms = atoms({4, 5}), .constraints = {constraint}});
  QVERIFY(!end);
  QCOMPARE(end.error().code, ErrorCode::InvalidInput);
  QVERIFY2(messageOf(end).find(words.toStdString()) != std::string::npos, messageOf(end).c_str());
}

void MinimiseTest::fixedAtomsDoNotMoveAtAll() {
  const auto molecule = test::moleculeOf("CCCCO");
  const auto begin = shaken(test::shapeOf(*molecule), 0.1);
  const auto end = run(*molecule, begin,
                       {.fixedAtoms = atoms({0, 2}),
                        .constraints = {{atoms({0, 1, 2, 3}), 30}},
                        .pulls = {{AtomIndex(2), {9, 9, 9}}}});
  QVERIFY2(end, messageOf(end).c_str());
  QVERIFY(end->positions[0] == begin[0]);
  QVERIFY(end->positions[2] == begin[2]);
  QVERIFY(end->positions[1] != begin[1]);
  QVERIFY(std::abs(*chem::measured(end->positions, atoms({0, 1, 2, 3})) - 30) < 0.1);
}

void MinimiseTest::aPullDrawsItsAtom() {
  const auto molecule = test::moleculeOf("CCO");
  const auto begin = test::shapeOf(*molecule);
  const chem::Point3 target = {begin[2][0] + 3, begin[2][1], begin[2][2]};
  const auto end = run(*molecule, begin, {.pulls = {{AtomIndex(2), target}}});
  QVERIFY2(end, messageOf(end).c_str());
  QVERIFY(std::hypot(end->positions[2][0] - target[0], end->positions[2][1] - target[1],
                     end->positions[2][2] - target[2]) < 0.1);
  // The rest comes after it instead of being torn off.
  QVERIFY(*chem::measured(end->positions, atoms({1, 2})) < 1.5);
}

void MinimiseTest::stepsAreTold() {
  const auto molecule = test::moleculeOf("CC(C)Cc1ccc(cc1)C(C)C(=O)O");
  const auto begin = shaken(test::shapeOf(*molecule), 0.2);
  std::vector<int> steps;
  double last = 1e9;
  const auto end = energy::minimise(*molecule, begin, {},
                                    [&](const energy::MinimiseStep& step) {
                                      steps.push_back(step.step);
                                      QVERIFY(step.positions.size() == molecule->atoms().size());
                                      QVERIFY(step.energyKcalPerMol <= last + 1e-6);
                                      last = step.energyKcalPerMol;
                                    },
                                    {});
  QVERIFY(end && end->steps > 20);
  QVERIFY(!steps.empty() && steps.front() <= 20);
  for (std::size_t i = 1; i < steps.size(); ++i) QVERIFY(steps[i] - steps[i - 1] <= 20);
}

void MinimiseTest::aStopKeepsWhatThereIs() {
  const auto molecule = test::moleculeOf("CCCCCCCCCCCC");
  const auto begin = shaken(test::shapeOf(*molecule), 0.2);
  std::stop_source stop;
  const auto end = energy::minimise(
      *molecule, begin, {}, [&](const energy::MinimiseStep&) { stop.request_stop(); },
      stop.get_token());
  QVERIFY(end);
  QCOMPARE(end->end, MinimiseEnd::Stopped);
  QVERIFY(end->steps > 0 && end->energyAfter < end->energyBefore);

  const auto atOnce = energy::minimise(*molecule, begin, {}, nullptr, stop.get_token());
  QVERIFY(atOnce);
  QCOMPARE(atOnce->end, MinimiseEnd::Stopped);
  QCOMPARE(atOnce->steps, 0);
  QVERIFY(atOnce->positions == begin);
}

void MinimiseTest::theStepLimitIsTold() {
  const auto molecule = test::moleculeOf("CCCCCC");
  const auto begin = shaken(test::shapeOf(*molecule), 0.2);
  const auto end = run(*molecule, begin, {.maxSteps = 3});
  QVERIFY(end);
  QCOMPARE(end->end, MinimiseEnd::StepLimit);
  QCOMPARE(end->steps, 3);
}

void MinimiseTest::missingParametersAreTold_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<EnergyMethod>("method");
  QTest::addColumn<QByteArray>("sentence");
  QTest::newRow("iron has no MMFF94 parameters beside carbon")
      << QByteArray("[Fe+2].[CH-]1C=CC=C1.[CH-]1C=CC=C1") << EnergyMethod::Mmff94 << QByteArray();
  QTest::newRow("boron has no MMFF94 parameters")
      << QByteArray("OB(O)c1ccccc1") << EnergyMethod::Mmff94s
      << QByteArray("MMFF94s has no parameters for B2; UFF");
  QTest::newRow("bonded iron has no MMFF94 parameters")
      << QByteArray("[C-]#[O+]->[Fe]") << EnergyMethod::Mmff94
      << QByteArray("MMFF94 has no parameters for Fe3; ");
  QTest::newRow("helium has no force field")
      << QByteArray("[He]") << EnergyMethod::Uff << QByteArray("UFF has no parameters for He1; ");
  QTest::newRow("a dummy atom has nothing")
      << QByteArray("*C") << EnergyMethod::Mmff94
      << QByteArray("MMFF94 has no parameters for *1; no other method here can compute it");
}

void MinimiseTest::missingParametersAreTold() {
  QFETCH(QByteArray, smiles);
  QFETCH(EnergyMethod, method);
  QFETCH(QByteArray, sentence);
  const auto molecule = test::moleculeOf(smiles);
  QVERIFY(molecule);
  const auto reason = energy::whyNot(*molecule, method);
  QCOMPARE(reason.has_value(), !sentence.isEmpty());
  if (!reason) return;
  QVERIFY2(reason->starts_with(sentence.toStdString()), reason->c_str());
  QVERIFY2(reason->ends_with('.'), reason->c_str());
  const auto end = run(*molecule, chem::Positions(molecule->atoms().size()), {.method = method});
  QVERIFY(!end);
  QCOMPARE(end.error().code, ErrorCode::Unsupported);
  QCOMPARE(end.error().message, *reason);
}

void MinimiseTest::atomsInOnePlaceComeApart() {
  const auto molecule = test::moleculeOf("CCO");
  auto begin = test::shapeOf(*molecule);
  begin[4] = begin[3];
  const auto end = run(*molecule, begin, {});
  QVERIFY2(end, messageOf(end).c_str());
  QVERIFY(*chem::measured(end->positions, atoms({3, 4})) > 1.5);
}

void MinimiseTest::draggingFollowsTheHand() {
  const auto molecule = test::moleculeOf("CCCCCCO");
  const auto begin = test::shapeOf(*molecule);
  auto live = energy::LiveMinimiser::start(molecule, begin, EnergyMethod::Mmff94s, {});
  QVERIFY(live);
  const AtomIndex oxygen(6);
  chem::Point3 hand = begin[6];
  for (int frame = 0; frame < 40; ++frame) {
    hand[1] += 0.05;
    QVERIFY((*live)->setPulls({{oxygen, hand}}));
    const auto step = (*live)->advance(10, std::chrono::seconds(5), {});
    QVERIFY(step && step->steps <= 10);
  }
  const auto step = (*live)->advance(500, std::chrono::seconds(5), {});
  QVERIFY(step && step->atRest);
  const chem::Point3& at = step->positions[6];
  QVERIFY(std::hypot(at[0] - hand[0], at[1] - hand[1], at[2] - hand[2]) < 0.1);
  QVERIFY(*chem::measured(step->positions, atoms({5, 6})) < 1.5);
  // Let go, it stays a minimum; nothing moves at rest.
  QVERIFY((*live)->setPulls({}));
  QVERIFY((*live)->advance(500, std::chrono::seconds(5), {})->atRest);
  QCOMPARE((*live)->advance(500, std::chrono::seconds(5), {})->steps, 0);
  QVERIFY(!(*live)->setPulls({{AtomIndex(999), hand}}));
}

void MinimiseTest::liveConstraintsHold() {
  const auto molecule = test::moleculeOf("CCCCO");
  const auto begin = test::shapeOf(*molecule);
  auto live = energy::LiveMinimiser::start(molecule, begin, EnergyMethod::Uff, {});
  QVERIFY(live);
  QVERIFY((*live)->hold(atoms({0}), {{atoms({1, 2, 3, 4}), 90}}, {}));
  QVERIFY((*live)->setPulls({{AtomIndex(4), {5, 5, 5}}}));
  for (int frame = 0; frame < 20; ++frame) {
    const auto step = (*live)->advance(5, std::chrono::seconds(5), {});
    QVERIFY(step);
    QVERIFY(step->positions[0] == begin[0]);
    QVERIFY(std::abs(*chem::measured(step->positions, atoms({1, 2, 3, 4})) - 90) < 1e-4);
  }
  QVERIFY(!(*live)->setPositions({}, {}));
}

QTEST_GUILESS_MAIN(MinimiseTest)
#include "minimise_test.moc"
