#include "model/chem/energy/conformer_search.h"

#include <QTest>
#include <string>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

#include "energy_fixture.h"
#include "model/chem/energy/minimise.h"
#include "model/chem/energy/parallel.h"
#include "model/chem/energy/symmetric_rmsd.h"

using namespace molloquy;
using energy::ConformerSearch;
using energy::ConformerSet;
using energy::EnergyMethod;

namespace {

std::string messageOf(const Result<ConformerSet>& result) {
  return result ? std::string() : result.error().message;
}

Result<ConformerSet> search(const QByteArray& smiles, const ConformerSearch& options) {
  return energy::searchConformers(*test::moleculeOf(smiles), options, nullptr, {});
}

/// The mirror image.
chem::Positions mirrored(chem::Positions positions) {
  for (chem::Point3& point : positions) point[2] = -point[2];
  return positions;
}

}  // namespace

/// Conformer searches with force fields, rankings, and distances between like atoms.
class ConformerSearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void setsHaveTheirSize_data();
  void setsHaveTheirSize();
  void whatIsKeptAddsUp();
  void theSameSeedGivesTheSameSet();
  void thePictureOfAChiralMoleculeIsNoConformer();
  void refusalsNameTheReason_data();
  void refusalsNameTheReason();
  void aStopKeepsWhatWasFound();
  void likeAtomsStandForOneAnother_data();
  void likeAtomsStandForOneAnother();
  void rankedConformersKeepTheirOrder();
  void jobsAreDoneOnceEach();
};

void ConformerSearchTest::setsHaveTheirSize_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("kept");
  QTest::addColumn<int>("lowestDegeneracy");
  QTest::newRow("a water has one") << QByteArray("O") << 1 << 1;
  QTest::newRow("hydrogen has one") << QByteArray("[H][H]") << 1 << 1;
  QTest::newRow("benzene has one") << QByteArray("c1ccccc1") << 1 << 1;
  QTest::newRow("butane has anti, and gauche that stands for two") << QByteArray("CCCC") << 2 << 1;
  QTest::newRow("neopentane's like methyls make one") << QByteArray("CC(C)(C)C") << 1 << 1;
  QTest::newRow("cyclohexane has a chair and a twist boat") << QByteArray("C1CCCCC1") << 2 << 1;
  QTest::newRow("biphenyl is twisted, either way") << QByteArray("c1ccccc1-c1ccccc1") << 1 << 2;
}

void ConformerSearchTest::setsHaveTheirSize() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, kept);
  QFETCH(int, lowestDegeneracy);
  // MMFF94 knows no hydrogen molecule.
  const EnergyMethod method = smiles == "[H][H]" ? EnergyMethod::Uff : EnergyMethod::Mmff94s;
  const auto set = search(smiles, {.attempts = 10, .method = method});
  QVERIFY2(set, messageOf(set).c_str());
  QCOMPARE(set->tried, 10);
  QCOMPARE(int(set->conformers.size()), kept);
  QCOMPARE(set->conformers.front().degeneracy, lowestDegeneracy);
  if (smiles == "CCCC") QCOMPARE(set->conformers[1].degeneracy, 2);
}

void ConformerSearchTest::whatIsKeptAddsUp() {
  const auto molecule = test::moleculeOf("CCCCCO");
  int last = 0;
  const auto set =
      energy::searchConformers(*molecule, {.attempts = 40, .windowKcalPerMol = 2, .maximumKept = 6},
                               [&](int done, int of) {
                                 QCOMPARE(of, 40);
                                 QVERIFY(done == last + 1);
                                 last = done;
                               },
                               {});
  QVERIFY2(set, messageOf(set).c_str());
  QCOMPARE(last, 40);
  QVERIFY(set->conformers.size() > 2 && set->conformers.size() <= 6);
  double shares = 0;
  double before = 0;
  const auto rmsd = energy::SymmetricRmsd::make(*molecule);
  for (const energy::FoundConformer& found : set->conformers) {
    shares += found.share;
    QVERIFY(found.relativeKcalPerMol >= before && found.relativeKcalPerMol <= 2);
    before = found.relativeKcalPerMol;
    const auto energy = energy::energyOf(*molecule, found.positions, set->method, {});
    QVERIFY(std::abs(*energy - found.energyKcalPerMol) < 1e-6);
    QVERIFY(std::abs(rmsd->best(found.positions, set->conformers.front().positions).rmsd -
                     found.rmsdAngstrom) < 1e-6);
    const double weight = found.degeneracy / double(set->conformers.front().degeneracy) *
                          std::exp(-found.relativeKcalPerMol / (1.987204259e-3 * 298));
    QVERIFY(std::abs(found.share / set->conformers.front().share - weight) < 1e-9);
  }
  QVERIFY(std::abs(shares - 1) < 1e-9);
  for (std::size_t i = 0; i < set->conformers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      QVERIFY(!rmsd->areNear(set->conformers[i].positions, set->conformers[j].positions, 0.35));
    }
  }
}

void ConformerSearchTest::theSameSeedGivesTheSameSet() {
  const auto first = search("CCC(O)CC", {.attempts = 12, .seed = 3});
  const auto second = search("CCC(O)CC", {.attempts = 12, .seed = 3});
  QVERIFY(first && second);
  QCOMPARE(first->conformers.size(), second->conformers.size());
  for (std::size_t i = 0; i < first->conformers.size(); ++i) {
    QVERIFY(first->conformers[i].positions == second->conformers[i].positions);
  }
}

/// Mirror images of a chiral molecule are other molecules: nothing counts twice.
void ConformerSearchTest::thePictureOfAChiralMoleculeIsNoConformer() {
  const auto set = search("CC[C@H](C)O", {.attempts = 20});
  QVERIFY2(set, messageOf(set).c_str());
  QVERIFY(set->conformers.size() >= 2);
  for (const energy::FoundConformer& found : set->conformers) QCOMPARE(found.degeneracy, 1);
}

void ConformerSearchTest::refusalsNameTheReason_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("attempts");
  QTest::addColumn<QByteArray>("words");
  QTest::newRow("boron") << QByteArray("OB(O)C") << 5 << QByteArray("no parameters for B2");
  QTest::newRow("six neighbours") << QByteArray("FS(F)(F)(F)(F)F") << 5 << QByteArray("S2");
  QTest::newRow("no attempts") << QByteArray("CC") << 0 << QByteArray("at least one attempt");
}

void ConformerSearchTest::refusalsNameTheReason() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, attempts);
  QFETCH(QByteArray, words);
  const auto set = search(smiles, {.attempts = attempts});
  QVERIFY(!set);
  QVERIFY2(messageOf(set).find(words.toStdString()) != std::string::npos, messageOf(set).c_str());
}

void ConformerSearchTest::aStopKeepsWhatWasFound() {
  const auto molecule = test::moleculeOf("CCCCCCCO");
  std::stop_source stop;
  const auto set = energy::searchConformers(
      *molecule, {.attempts = 5000},
      [&](int done, int) {
        if (done == 10) stop.request_stop();
      },
      stop.get_token());
  QVERIFY2(set, messageOf(set).c_str());
  QVERIFY(!set->conformers.empty());
  QVERIFY2(set->tried >= 10 && set->tried < 100, std::to_string(set->tried).c_str());
  const auto none = energy::searchConformers(*molecule, {}, nullptr, stop.get_token());
  QVERIFY(none && none->conformers.empty());
  QCOMPARE(none->tried, 0);
}

void ConformerSearchTest::likeAtomsStandForOneAnother_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QList<int>>("swapped");  // Heavy atoms in their new order.
  QTest::newRow("a phenyl ring turned by half")
      << QByteArray("Cc1ccccc1") << QList<int>{0, 1, 6, 5, 4, 3, 2};
  QTest::newRow("the oxygens of a carboxylate")
      << QByteArray("CC(=O)[O-]") << QList<int>{0, 1, 3, 2};
  QTest::newRow("the oxygens of a nitro group")
      << QByteArray("C[N+](=O)[O-]") << QList<int>{0, 1, 3, 2};
  QTest::newRow("the methyls of a tert-butyl group")
      << QByteArray("OC(C)(C)C") << QList<int>{0, 1, 3, 4, 2};
}

void ConformerSearchTest::likeAtomsStandForOneAnother() {
  QFETCH(QByteArray, smiles);
  QFETCH(QList<int>, swapped);
  const auto molecule = test::moleculeOf(smiles);
  const auto shape = test::shapeOf(*molecule);
  chem::Positions other = shape;
  for (int i = 0; i < swapped.size(); ++i) {
    other[std::size_t(i)] = shape[std::size_t(swapped[i])];
    other[std::size_t(i)][0] += 4;
  }
  const auto rmsd = energy::bestRmsd(*molecule, other, shape);
  QVERIFY(rmsd);
  QVERIFY2(*rmsd < 0.05, QByteArray::number(*rmsd));
  QVERIFY(!energy::bestRmsd(*molecule, other, {}));
}

void ConformerSearchTest::rankedConformersKeepTheirOrder() {
  const auto molecule = test::moleculeOf("CCCC");
  const auto set = search("CCCC", {.attempts = 10});
  QVERIFY(set && set->conformers.size() == 2);
  const auto& anti = set->conformers[0].positions;
  const auto& gauche = set->conformers[1].positions;
  const auto ranked = energy::rankConformers(*molecule, {gauche, anti, mirrored(gauche)},
                                             EnergyMethod::Mmff94s, 298, {});
  QVERIFY2(ranked, messageOf(ranked).c_str());
  QCOMPARE(ranked->conformers.size(), std::size_t{3});
  QVERIFY(ranked->conformers[0].relativeKcalPerMol > 0.5);
  QCOMPARE(ranked->conformers[1].relativeKcalPerMol, 0.0);
  QVERIFY(ranked->conformers[1].rmsdAngstrom < 1e-6);
  QVERIFY(ranked->conformers[0].rmsdAngstrom > 0.3);
  QVERIFY(std::abs(ranked->conformers[2].share - ranked->conformers[0].share) < 1e-9);
  QVERIFY(!energy::rankConformers(*molecule, {}, EnergyMethod::Uff, 298, {}));
  QVERIFY(!energy::rankConformers(*molecule, {anti, {}}, EnergyMethod::Uff, 298, {}));
}

void ConformerSearchTest::jobsAreDoneOnceEach() {
  std::vector<std::atomic<int>> runs(50);
  std::vector<int> finished;
  const auto caller = std::this_thread::get_id();
  energy::inParallel(
      50, 3, [&](int job, int) { ++runs[std::size_t(job)]; },
      [&](int job) {
        QVERIFY(std::this_thread::get_id() == caller);
        finished.push_back(job);
      });
  QCOMPARE(finished.size(), std::size_t{50});
  for (const auto& count : runs) QCOMPARE(count.load(), 1);
  const auto failing = [](int job, int) {
    if (job == 3) throw std::runtime_error("no");
  };
  QVERIFY_EXCEPTION_THROWN(energy::inParallel(9, 2, failing, nullptr), std::runtime_error);
}

QTEST_GUILESS_MAIN(ConformerSearchTest)
#include "conformer_search_test.moc"
