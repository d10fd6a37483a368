#include "model/library/chemistry/molecule_keys.h"

#include <QElapsedTimer>
#include <random>

#include "chemistry_fixture.h"
#include "model/facts/computed_facts.h"
#include "model/retrieval/molecule_keys.h"

using namespace molloquy;
using library::Computed;
using library::MoleculeKeys;

namespace {

/// Methanol as a file may have it: hydrogens among the heavy atoms, in another order.
constexpr const char* kMixedMethanol =
    "methanol\n  test\n\n"
    "  6  5  0  0  0  0  0  0  0  0999 V2000\n"
    "    1.9000    0.7000    0.0000 H   0  0\n"
    "    0.0000    0.0000    0.0000 C   0  0\n"
    "   -0.3000    0.9000    0.5000 H   0  0\n"
    "    1.4000    0.0000    0.0000 O   0  0\n"
    "   -0.3000   -0.9000    0.5000 H   0  0\n"
    "   -0.3000    0.0000   -1.0000 H   0  0\n"
    "  1  4  1  0\n  2  3  1  0\n  2  4  1  0\n  2  5  1  0\n  2  6  1  0\n"
    "M  END\n$$$$\n";

double valueOf(const MoleculeKeys& keys, Computed which) {
  return keys.computed[static_cast<std::size_t>(which)];
}

std::string factOf(const std::vector<facts::Fact>& facts, const std::string& id) {
  for (const facts::Fact& fact : facts) {
    if (fact.id == id) return fact.value;
  }
  return {};
}

/// Elements and neighbours of every atom, by its place.
std::string drawnOf(const chem::Molecule& molecule) {
  std::string drawn;
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    drawn += chem::elementSymbol(molecule.atoms()[i].atomicNumber);
    std::vector<AtomIndex> around = molecule.neighbours(AtomIndex(i));
    std::sort(around.begin(), around.end());
    for (const AtomIndex atom : around) drawn += std::to_string(atom.value) + ",";
  }
  return drawn;
}

/// Atoms that are each bonded to the next `reach` ones.
QByteArray clusterOf(const QByteArray& element, int atoms, int reach) {
  QList<QByteArray> labels(atoms);
  int ring = 10;
  for (int i = 0; i < atoms; ++i) {
    for (int j = i + 2; j <= i + reach && j < atoms; ++j) {
      const QByteArray label = "%(" + QByteArray::number(ring++) + ")";
      labels[i] += label;
      labels[j] += label;
    }
  }
  QByteArray smiles;
  for (const QByteArray& label : labels) smiles += "[" + element + "]" + label;
  return smiles;
}

void addMolecules() {
  QTest::addColumn<QByteArray>("smiles");
  const char* molecules[] = {"CC(=O)Oc1ccccc1C(=O)O",
                             "C[C@H](N)C(=O)O",
                             "N[C@@H](Cc1c[nH]c2ccccc12)C(=O)O",
                             "C/C=C/C",
                             "C/C=C\\C",
                             "[H]/N=C(/C)c1ccccc1",
                             "OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O",
                             "[2H]C([2H])([2H])O",
                             "[13CH4]",
                             "[H][H]",
                             "[H+]",
                             "[Na+].[Cl-]",
                             "C[N+](C)(C)CC([O-])=O",
                             "[CH3]",
                             "O",
                             "c1ccc2c(c1)[nH]cn2",
                             "C[S@](=O)c1ccccc1",
                             "CC=C=CC",
                             "N->[Pt](Cl)(Cl)<-N",
                             "O=[N+]([O-])c1ccccc1",
                             "C1CC2CCC1C2",
                             "F[P-](F)(F)(F)(F)F",
                             "[C-]#[O+]",
                             "*CC"};
  for (const char* molecule : molecules) QTest::newRow(molecule) << QByteArray(molecule);
}

}  // namespace

/// What a library computes of a molecule.
class MoleculeKeysTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aKnownMoleculeHasItsKnownKeys();
  void valuesAreThoseOfTheFacts_data();
  void valuesAreThoseOfTheFacts();
  void aKeptStructureComesBackTheSame_data();
  void aKeptStructureComesBackTheSame();
  void theOrderOfAFilesAtomsIsKept();
  void whereInChiHasNoNameTheSmilesIsTheIdentity();
  void aKnownKeyIsTaken();
  void morganBitsAreThoseOfTheRetrieval();
  void aDamagedStructureIsTold();
  void noAtomsAreTold();
  void cagesTakeNoMinutes_data();
  void cagesTakeNoMinutes();
};

void MoleculeKeysTest::aKnownMoleculeHasItsKnownKeys() {
  const MoleculeKeys keys = test::keysOf(*test::moleculeOf("OC(=O)c1ccccc1OC(C)=O"));
  QCOMPARE(keys.inchiKey, std::string("BSYNRYMUTXBXSQ-UHFFFAOYSA-N"));
  QCOMPARE(keys.smiles, std::string("CC(=O)Oc1ccccc1C(=O)O"));
  QCOMPARE(keys.formula, std::string("C9H8O4"));
  QCOMPARE(valueOf(keys, Computed::HeavyAtoms), 13.0);
  QVERIFY(std::abs(valueOf(keys, Computed::AverageMass) - 180.159) < 0.001);
}

void MoleculeKeysTest::valuesAreThoseOfTheFacts_data() { addMolecules(); }

void MoleculeKeysTest::valuesAreThoseOfTheFacts() {
  QFETCH(QByteArray, smiles);
  const auto molecule = test::moleculeOf(smiles);
  const MoleculeKeys keys = test::keysOf(*molecule);
  const auto facts = facts::computeFacts(*molecule);
  QVERIFY(facts.has_value());
  const auto rounded = [&](Computed which, int digits) {
    const double value = valueOf(keys, which);
    return QString::number(std::abs(value) < 0.005 ? 0.0 : value, 'f', digits).toStdString();
  };
  QCOMPARE(rounded(Computed::AverageMass, 3), factOf(*facts, "average_mass"));
  QCOMPARE(rounded(Computed::LogP, 2), factOf(*facts, "logp"));
  QCOMPARE(rounded(Computed::Tpsa, 2), factOf(*facts, "tpsa"));
  QCOMPARE(rounded(Computed::HBondDonors, 0), factOf(*facts, "hbond_donors"));
  QCOMPARE(rounded(Computed::HBondAcceptors, 0), factOf(*facts, "hbond_acceptors"));
  QCOMPARE(rounded(Computed::RotatableBonds, 0), factOf(*facts, "rotatable_bonds"));
  QCOMPARE(rounded(Computed::Rings, 0), factOf(*facts, "rings"));
  QCOMPARE(rounded(Computed::HeavyAtoms, 0), factOf(*facts, "heavy_atoms"));
  QCOMPARE(keys.formula, factOf(*facts, "formula"));
  QCOMPARE(keys.smiles, factOf(*facts, "canonical_smiles"));
}

void MoleculeKeysTest::aKeptStructureComesBackTheSame_data() { addMolecules(); }

void MoleculeKeysTest::aKeptStructureComesBackTheSame() {
  QFETCH(QByteArray, smiles);
  const auto molecule = test::moleculeOf(smiles);
  const MoleculeKeys keys = test::keysOf(*molecule);
  const auto back = library::moleculeOfGraph(keys.graph, "back");
  QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
  QCOMPARE((*back)->name(), std::string("back"));
  QCOMPARE(drawnOf(**back), drawnOf(*molecule));
  const MoleculeKeys again = test::keysOf(**back);
  QCOMPARE(again.inchiKey, keys.inchiKey);
  QCOMPARE(again.smiles, keys.smiles);
  QCOMPARE(again.morgan, keys.morgan);
  QCOMPARE(again.screen, keys.screen);
}

void MoleculeKeysTest::theOrderOfAFilesAtomsIsKept() {
  const auto molecule = test::recordOf(kMixedMethanol).molecule;
  const MoleculeKeys keys = test::keysOf(*molecule);
  const auto back = library::moleculeOfGraph(keys.graph, "methanol");
  QVERIFY(back.has_value());
  QCOMPARE(drawnOf(**back), drawnOf(*molecule));
  QCOMPARE(drawnOf(**back), std::string("H3,C2,3,4,5,H1,O0,1,H1,H1,"));
  // A found atom is named by its place in the file.
  const auto query = library::SubstructureQuery::parse("[OX2H]");
  QVERIFY(query.has_value());
  QCOMPARE(query->match(keys.graph), std::vector{AtomIndex(3)});
}

void MoleculeKeysTest::whereInChiHasNoNameTheSmilesIsTheIdentity() {
  QCOMPARE(test::keysOf(*test::moleculeOf("*CC")).inchiKey, std::string("SMILES:*CC"));
  const QByteArray longChain(500, 'C');  // 1,502 atoms with its hydrogens; InChI ends at 1,023
  QVERIFY(test::keysOf(*test::moleculeOf(longChain)).inchiKey.starts_with("SMILES:CCC"));
}

void MoleculeKeysTest::aKnownKeyIsTaken() {
  const auto keys = library::computeKeys(*test::moleculeOf("CCO"), "KNOWN");
  QVERIFY(keys.has_value());
  QCOMPARE(keys->inchiKey, std::string("KNOWN"));
}

void MoleculeKeysTest::morganBitsAreThoseOfTheRetrieval() {
  for (const char* smiles : {"CC(=O)Oc1ccccc1C(=O)O", "C[C@H](N)C(=O)O", "c1ccncc1", "CCCCCCCC"}) {
    const MoleculeKeys keys = test::keysOf(*test::moleculeOf(smiles));
    const auto theirs = retrieval::moleculeKeys(smiles, retrieval::MoleculeSimilarity::Morgan);
    QVERIFY(theirs.has_value());
    for (std::size_t bit = 0; bit < theirs->fingerprint.bits(); ++bit) {
      const bool mine = ((keys.morgan[bit / 8] >> (bit % 8)) & 1U) != 0;
      const bool other = ((theirs->fingerprint.words[bit / 64] >> (bit % 64)) & 1U) != 0;
      QCOMPARE(mine, other);
    }
  }
}

void MoleculeKeysTest::aDamagedStructureIsTold() {
  const std::string graph = test::keysOf(*test::recordOf(kMixedMethanol).molecule).graph;
  const auto query = library::SubstructureQuery::parse("[H][H]");
  QVERIFY(query.has_value());
  for (std::size_t length = 0; length < graph.size(); ++length) {
    const auto back = library::moleculeOfGraph(std::string_view(graph).substr(0, length), "half");
    if (!back) QCOMPARE(back.error().code, ErrorCode::Corrupt);
    (void)query->match(std::string_view(graph).substr(0, length));
  }
  const auto none = library::moleculeOfGraph("", "nothing");
  QVERIFY(!none);
  QVERIFY(none.error().message.find("damaged") != std::string::npos);
}

void MoleculeKeysTest::noAtomsAreTold() {
  const chem::Molecule nothing({}, {}, "", nullptr);
  const auto keys = library::computeKeys(nothing);
  QVERIFY(!keys);
}

void MoleculeKeysTest::cagesTakeNoMinutes_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::newRow("a cube of carbon") << QByteArray("C12C3C4C1C5C2C3C45");
  QTest::newRow("a cluster of metal atoms") << clusterOf("Fe", 12, 5);
  QTest::newRow("a large cluster of metal atoms") << clusterOf("Au", 40, 10);
  QTest::newRow("a long peptide") << QByteArray("C") +
                                         QByteArray("C(=O)N[C@@H](CC(C)C)").repeated(80);
}

void MoleculeKeysTest::cagesTakeNoMinutes() {
  QFETCH(QByteArray, smiles);
  const auto molecule = test::moleculeOf(smiles);
  QElapsedTimer timer;
  timer.start();
  const MoleculeKeys keys = test::keysOf(*molecule);
  QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
  const auto back = library::moleculeOfGraph(keys.graph, "cage");
  QVERIFY(back.has_value());
  QCOMPARE(test::keysOf(**back).path, keys.path);
}

QTEST_GUILESS_MAIN(MoleculeKeysTest)
#include "molecule_keys_test.moc"
