#include <QTest>

#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

using namespace molloquy;

namespace {

QByteArray xyzOf(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  QByteArray text = QByteArray::number(int(molecule.atoms().size())) + "\n\n";
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    text += QByteArray::fromStdString(chem::elementSymbol(molecule.atoms()[i].atomicNumber));
    for (const double x : conformer.positions[i]) text += " " + QByteArray::number(x, 'f', 4);
    text += "\n";
  }
  return text;
}

}  // namespace

/// Bonds, orders and charges from positions alone: a molecule's positions must give it back.
class BondPerceptionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void positionsGiveTheMoleculeBack_data();
  void positionsGiveTheMoleculeBack();
  void openValencesAreTold();
};

void BondPerceptionTest::positionsGiveTheMoleculeBack_data() {
  QTest::addColumn<QByteArray>("smiles");
  const QByteArrayList all = {"CC(=O)Oc1ccccc1C(=O)O",
                              "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
                              "c1ccc2c(c1)ccc1ccccc12",
                              "c1ccc2[nH]ccc2c1",
                              "C1=CC2=CC=CC2=C1",
                              "CC#CC#N",
                              "C=C=C",
                              "O=C=O",
                              "CN=C=O",
                              "[N-]=[N+]=NCc1ccccc1",
                              "O=[N+]([O-])c1ccccc1",
                              "C[N+](C)(C)[O-]",
                              "[O-][n+]1ccccc1",
                              "CC(=O)[O-].[Na+]",
                              "C[N+](C)(C)C.[Cl-]",
                              "Cn1cc[n+](C)c1",
                              "c1cc[nH+]cc1",
                              "NC(N)=[NH2+]",
                              "Oc1ccc(-c2[o+]c3cc(O)cc(O)c3cc2O)cc1",
                              "CS(C)=O",
                              "CS(C)(=O)=O",
                              "O=S(=O)(O)O",
                              "O=P(O)(O)O",
                              "[K+].[O-][Cl+3]([O-])([O-])[O-]",
                              "C[Si](C)(C)C",
                              "OB(O)c1ccccc1",
                              "F[B-](F)(F)F.[K+]"};
  for (const QByteArray& smiles : all) QTest::newRow(smiles.constData()) << smiles;
}

void BondPerceptionTest::positionsGiveTheMoleculeBack() {
  QFETCH(QByteArray, smiles);
  const auto record = chem::parseSmiles(smiles.toStdString());
  QVERIFY(record);
  const auto conformers = chem::embedConformers(*record->molecule, {});
  QVERIFY(conformers);
  const QByteArray text = xyzOf(*record->molecule, conformers->front());
  const auto file = chem::readStructureText(text.toStdString(), chem::FileFormat::Xyz, "test");
  QVERIFY2(file, file ? "" : file.error().toString().c_str());
  QCOMPARE(QByteArray::fromStdString(*chem::canonicalSmiles(*file->records.front().molecule)),
           QByteArray::fromStdString(*chem::canonicalSmiles(*record->molecule)));
}

void BondPerceptionTest::openValencesAreTold() {
  const auto file = chem::readStructureText(
      "4\nmethyl\nC 0 0 0\nH 1.08 0 0\nH -0.54 0.935 0\n"
      "H -0.54 -0.935 0\n",
      chem::FileFormat::Xyz, "test");
  QVERIFY(file);
  const chem::StructureRecord& record = file->records.front();
  QCOMPARE(record.molecule->atoms()[0].radicalElectrons, 1);
  QCOMPARE(record.molecule->atoms().size(), std::size_t{4});
  QVERIFY(record.conformer->note.find("radical") != std::string::npos);
}

QTEST_GUILESS_MAIN(BondPerceptionTest)
#include "bond_perception_test.moc"
