#include <cmath>

#include "chemistry_fixture.h"
#include "model/chem/conformers.h"

using namespace molloquy;

namespace {

chem::Conformer shapeOf(const chem::Molecule& molecule) {
  const auto conformers = chem::embedConformers(molecule, {.seed = 7, .count = 1});
  if (!conformers) qFatal("%s", conformers.error().message.c_str());
  return conformers->front();
}

/// The same shape somewhere else, turned about all axes.
chem::Conformer turned(chem::Conformer conformer) {
  for (chem::Point3& at : conformer.positions) {
    const double c = std::cos(1.0);
    const double s = std::sin(1.0);
    const chem::Point3 once{c * at[0] - s * at[1], s * at[0] + c * at[1], at[2]};
    at = {once[0] + 4, c * once[1] - s * once[2] - 7, s * once[1] + c * once[2] + 1};
  }
  return conformer;
}

}  // namespace

/// Comparisons of shapes.
class MoleculeShapeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aMovedShapeIsTheSame_data();
  void aMovedShapeIsTheSame();
  void numbersOfAMovedShapeAreTheSame();
  void aLikeShapeIsNearerThanAnUnlikeOne();
  void whatHasNoShapeIsTold_data();
  void whatHasNoShapeIsTold();
};

void MoleculeShapeTest::aMovedShapeIsTheSame_data() {
  QTest::addColumn<QByteArray>("smiles");
  for (const char* smiles : {"CC(=O)Oc1ccccc1C(=O)O", "CCCO", "c1ccccc1", "C[C@H](N)C(=O)O"}) {
    QTest::newRow(smiles) << QByteArray(smiles);
  }
}

void MoleculeShapeTest::aMovedShapeIsTheSame() {
  QFETCH(QByteArray, smiles);
  const auto molecule = test::moleculeOf(smiles);
  const chem::Conformer shape = shapeOf(*molecule);
  const auto same = library::shapeTanimoto(*molecule, shape, *molecule, turned(shape));
  QVERIFY2(same.has_value(), same ? "" : same.error().message.c_str());
  QVERIFY2(*same > 0.93 && *same <= 1.0, qPrintable(QString::number(*same)));
}

void MoleculeShapeTest::numbersOfAMovedShapeAreTheSame() {
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  const chem::Conformer shape = shapeOf(*molecule);
  const auto here = library::computeShape(*molecule, shape);
  const auto there = library::computeShape(*molecule, turned(shape));
  QVERIFY(here.has_value() && there.has_value());
  for (std::size_t i = 0; i < here->size(); ++i) {
    QVERIFY(std::isfinite((*here)[i]));
    QVERIFY(std::abs((*here)[i] - (*there)[i]) < 1e-3);
  }
}

void MoleculeShapeTest::aLikeShapeIsNearerThanAnUnlikeOne() {
  const auto toluene = test::moleculeOf("Cc1ccccc1");
  const auto phenol = test::moleculeOf("Oc1ccccc1");
  const auto chain = test::moleculeOf("CCCCCCCCCC");
  const chem::Conformer shape = shapeOf(*toluene);
  const auto like = library::shapeTanimoto(*toluene, shape, *phenol, shapeOf(*phenol));
  const auto unlike = library::shapeTanimoto(*toluene, shape, *chain, shapeOf(*chain));
  QVERIFY(like.has_value() && unlike.has_value());
  QVERIFY2(*like > 0.85, qPrintable(QString::number(*like)));
  QVERIFY2(*unlike < *like - 0.2, qPrintable(QString::number(*unlike)));
}

void MoleculeShapeTest::whatHasNoShapeIsTold_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("positions");
  QTest::addColumn<QByteArray>("words");
  QTest::newRow("two heavy atoms") << QByteArray("CO") << 6 << QByteArray("needs 3 atoms");
  QTest::newRow("positions of another molecule")
      << QByteArray("CCO") << 4 << QByteArray("9 atoms but its shape 4 positions");
}

void MoleculeShapeTest::whatHasNoShapeIsTold() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, positions);
  QFETCH(QByteArray, words);
  chem::Conformer conformer;
  conformer.positions.resize(static_cast<std::size_t>(positions));
  const auto shape = library::computeShape(*test::moleculeOf(smiles), conformer);
  QVERIFY(!shape);
  QVERIFY2(QByteArray::fromStdString(shape.error().message).contains(words),
           shape.error().message.c_str());
}

QTEST_GUILESS_MAIN(MoleculeShapeTest)
#include "molecule_shape_test.moc"
