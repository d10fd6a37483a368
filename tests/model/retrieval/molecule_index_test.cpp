#include <QTest>

#include "model/retrieval/molecule_index.h"

using namespace molloquy;
using retrieval::BitFingerprint;
using retrieval::MoleculeIndex;
using retrieval::MoleculeSimilarity;

namespace {

constexpr const char* kAspirin = "CC(=O)Oc1ccccc1C(=O)O";
constexpr const char* kSalicylicAcid = "OC(=O)c1ccccc1O";
constexpr const char* kEthanol = "CCO";
constexpr const char* kCaffeine = "CN1C=NC2=C1C(=O)N(C(=O)N2C)C";
constexpr const char* kIbuprofen = "CC(C)Cc1ccc(cc1)C(C)C(=O)O";
constexpr const char* kAnhydride = "CCCCCCCCCCCC(=O)OC(=O)CCCCCCCCCCC";

retrieval::MoleculeKeys keysOf(const QString& smiles, MoleculeSimilarity similarity) {
  auto keys = retrieval::moleculeKeys(smiles.toStdString(), similarity);
  if (!keys) qFatal("%s", keys.error().message.c_str());
  return *std::move(keys);
}

bool everyRow(std::size_t /*row*/) { return true; }

}  // namespace

/// Molecules by the bits they share.
class MoleculeIndexTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pathFingerprintsAreFolded_data();
  void pathFingerprintsAreFolded();
  void similaritiesEqualThoseOfRdkitsPython_data();
  void similaritiesEqualThoseOfRdkitsPython();
  void explicitHydrogensChangeNothing();
  void theSameStructureIsNotItsOwnNeighbour();
  void unreadableRowsAreReported();
  void aStopEndsTheWork();
  void unreadableSmilesAreRefused_data();
  void unreadableSmilesAreRefused();
};

void MoleculeIndexTest::pathFingerprintsAreFolded_data() {
  // Sizes and bits of FingerprintMols.FingerprintMol, RDKit 2022.09.
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<int>("bits");
  QTest::addColumn<int>("on");
  QTest::newRow("aspirin") << kAspirin << 1024 << 319;
  QTest::newRow("salicylic acid") << kSalicylicAcid << 512 << 167;
  QTest::newRow("ethanol") << kEthanol << 64 << 6;
  QTest::newRow("an anhydride") << kAnhydride << 256 << 95;
  QTest::newRow("caffeine") << kCaffeine << 2048 << 759;
  QTest::newRow("methane has no path") << "C" << 64 << 0;
}

void MoleculeIndexTest::pathFingerprintsAreFolded() {
  QFETCH(QString, smiles);
  const BitFingerprint found = keysOf(smiles, MoleculeSimilarity::Path).fingerprint;
  QTEST(static_cast<int>(found.bits()), "bits");
  QTEST(static_cast<int>(found.onBits()), "on");
}

void MoleculeIndexTest::similaritiesEqualThoseOfRdkitsPython_data() {
  QTest::addColumn<QString>("a");
  QTest::addColumn<QString>("b");
  QTest::addColumn<double>("path");
  QTest::addColumn<double>("morgan");
  QTest::newRow("1024 and 512 bits") << kAspirin << kSalicylicAcid << 0.616236 << 0.448276;
  QTest::newRow("1024 and 64 bits") << kAspirin << kEthanol << 0.09375 << 0.111111;
  QTest::newRow("1024 and 256 bits") << kAspirin << kAnhydride << 0.352679 << 0.131579;
  QTest::newRow("1024 and 2048 bits") << kAspirin << kCaffeine << 0.258322 << 0.088889;
  QTest::newRow("equal sizes") << kSalicylicAcid << kIbuprofen << 0.3125 << 0.194444;
  QTest::newRow("nothing in common") << kEthanol << "C" << 0.0 << 0.0;
  QTest::newRow("neither has a path") << "C"
                                      << "[Na+].[Cl-]" << 0.0 << 0.0;
}

void MoleculeIndexTest::similaritiesEqualThoseOfRdkitsPython() {
  QFETCH(QString, a);
  QFETCH(QString, b);
  QFETCH(double, path);
  QFETCH(double, morgan);
  for (const auto& [similarity, expected] :
       {std::pair(MoleculeSimilarity::Path, path), std::pair(MoleculeSimilarity::Morgan, morgan)}) {
    const auto first = keysOf(a, similarity).fingerprint;
    const auto second = keysOf(b, similarity).fingerprint;
    QVERIFY(std::abs(retrieval::tanimoto(first, second) - expected) < 1e-6);
    QCOMPARE(retrieval::tanimoto(second, first), retrieval::tanimoto(first, second));
  }
}

void MoleculeIndexTest::explicitHydrogensChangeNothing() {
  const auto drawn = keysOf("[H]C([H])([H])C([H])([H])O[H]", MoleculeSimilarity::Morgan);
  const auto plain = keysOf("CCO", MoleculeSimilarity::Morgan);
  QCOMPARE(drawn.fingerprint.words, plain.fingerprint.words);
  QCOMPARE(drawn.canonicalSmiles, plain.canonicalSmiles);
}

void MoleculeIndexTest::theSameStructureIsNotItsOwnNeighbour() {
  const std::vector<std::string> rows{kSalicylicAcid, kEthanol, "O=C(O)c1ccccc1OC(C)=O", kCaffeine};
  const auto index =
      MoleculeIndex::create(rows, MoleculeSimilarity::Path, 2, {}, {}, std::stop_token());
  QVERIFY(index);
  const auto found = index->nearest(keysOf(kAspirin, MoleculeSimilarity::Path), 2, everyRow);
  QCOMPARE(found.size(), std::size_t{2});
  QCOMPARE(found[0].row, std::size_t{0});
  QCOMPARE(found[1].row, std::size_t{3});
  const auto filtered = index->nearest(keysOf(kAspirin, MoleculeSimilarity::Path), 2,
                                       [](std::size_t row) { return row == 1; });
  QCOMPARE(filtered.size(), std::size_t{1});
}

void MoleculeIndexTest::unreadableRowsAreReported() {
  const std::vector<std::string> rows{"CCO", "C1CC", "CCN"};
  std::vector<std::size_t> reported;
  std::size_t told = 0;
  const auto index = MoleculeIndex::create(
      rows, MoleculeSimilarity::Morgan, 1, [&](std::size_t, std::size_t all) { told = all; },
      [&](std::size_t row, const Error&) { reported.push_back(row); }, std::stop_token());
  QVERIFY(index);
  QCOMPARE(reported, std::vector<std::size_t>{1});
  QVERIFY(told == 0 || told == 3);
  QCOMPARE(index->nearest(keysOf("CCC", MoleculeSimilarity::Morgan), 5, everyRow).size(),
           std::size_t{2});
}

void MoleculeIndexTest::aStopEndsTheWork() {
  std::stop_source source;
  source.request_stop();
  QVERIFY(!MoleculeIndex::create(std::vector<std::string>(500, kAspirin), MoleculeSimilarity::Path,
                                 1, {}, {}, source.get_token()));
}

void MoleculeIndexTest::unreadableSmilesAreRefused_data() {
  QTest::addColumn<QString>("smiles");
  QTest::newRow("an open ring") << "C1CC";
  QTest::newRow("nothing") << "";
  QTest::newRow("words") << "not a molecule";
  QTest::newRow("a fivefold carbon") << "C(C)(C)(C)(C)C";
  QTest::newRow("too long") << QString(30000, 'C');
}

void MoleculeIndexTest::unreadableSmilesAreRefused() {
  QFETCH(QString, smiles);
  const auto keys = retrieval::moleculeKeys(smiles.toStdString(), MoleculeSimilarity::Morgan);
  QVERIFY(!keys);
  QCOMPARE(keys.error().code, ErrorCode::InvalidInput);
  QVERIFY(keys.error().message.size() < 200);
}

QTEST_GUILESS_MAIN(MoleculeIndexTest)
#include "molecule_index_test.moc"
