#include <QImage>
#include <QTest>

#include <cstdlib>

#include "render/image_export.h"
#include "render/molecule_scene.h"
#include "render/structure_shapes.h"
#include "tests/model/chem/sample_peptides.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

chem::Conformer conformer(const test::Peptide& peptide) {
  chem::Conformer result;
  result.positions = peptide.positions;
  return result;
}

std::shared_ptr<const StructureShapes> shapesOf(const test::Peptide& peptide,
                                                const ViewStyle& style) {
  auto shapes =
      structureShapes(*peptide.molecule, peptide.positions, style, {}, test::testColours());
  return shapes ? std::make_shared<const StructureShapes>(std::move(*shapes)) : nullptr;
}

std::size_t shownAtoms(const MoleculeScene& scene) {
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < scene.shape().balls.size(); ++i) {
    count += scene.shape().isShown(AtomIndex(i));
  }
  return count;
}

/// Share of the pixels that are not the ground.
double filled(const Picture& picture) {
  std::size_t hits = 0;
  for (std::size_t i = 3; i < picture.rgba.size(); i += 4) hits += picture.rgba[i] > 0;
  return double(hits) * 4 / double(picture.rgba.size());
}

}  // namespace

/// Ribbons, surfaces and contacts as a part of the scene and the picture.
class ShapeLayerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ribbonsStandInForTheBackbone();
  void exceptionsStayBesideRibbons();
  void shapesOfAnotherStructureAreRefused();
  void picturesShowTheShapes_data();
  void picturesShowTheShapes();
  void translucentSurfacesStayTranslucent();
};

void ShapeLayerTest::ribbonsStandInForTheBackbone() {
  const test::Peptide peptide = test::alanines({.residues = 12});
  ViewStyle style;
  style.ribbons = true;
  MoleculeScene scene;
  scene.setColours(test::testColours());
  scene.setViewStyle(style);
  scene.setStructure(*peptide.molecule, conformer(peptide));
  QCOMPARE(shownAtoms(scene), peptide.positions.size());  // the ribbons have not arrived
  scene.setShapes(shapesOf(peptide, style));
  QCOMPARE(shownAtoms(scene), std::size_t(24));  // CA and CB
  scene.setViewStyle({});
  QCOMPARE(shownAtoms(scene), peptide.positions.size());
  const test::Peptide large = test::alanines({.residues = 60});
  scene.setViewStyle(style);
  scene.setStructure(*large.molecule, conformer(large));
  scene.setShapes(shapesOf(large, style));
  QCOMPARE(shownAtoms(scene), std::size_t(0));
}

void ShapeLayerTest::exceptionsStayBesideRibbons() {
  const test::Peptide peptide = test::alanines({.residues = 12});
  ViewStyle style;
  style.ribbons = true;
  style.exceptions = {{AtomIndex(2), Representation::VanDerWaals}};
  MoleculeScene scene;
  scene.setColours(test::testColours());
  scene.setViewStyle(style);
  scene.setStructure(*peptide.molecule, conformer(peptide));
  scene.setShapes(shapesOf(peptide, style));
  QVERIFY(scene.shape().isShown(AtomIndex(2)));
}

void ShapeLayerTest::shapesOfAnotherStructureAreRefused() {
  const test::Peptide small = test::alanines({.residues = 6});
  const test::Peptide large = test::alanines({.residues = 12});
  ViewStyle style;
  style.ribbons = true;
  MoleculeScene scene;
  scene.setColours(test::testColours());
  scene.setViewStyle(style);
  scene.setStructure(*small.molecule, conformer(small));
  scene.setShapes(shapesOf(large, style));
  QCOMPARE(shownAtoms(scene), small.positions.size());
}

void ShapeLayerTest::picturesShowTheShapes_data() {
  QTest::addColumn<bool>("ribbons");
  QTest::addColumn<bool>("surface");
  QTest::newRow("ribbons") << true << false;
  QTest::newRow("a surface") << false << true;
  QTest::newRow("both") << true << true;
}

void ShapeLayerTest::picturesShowTheShapes() {
  QFETCH(bool, ribbons);
  QFETCH(bool, surface);
  const test::Peptide peptide = test::alanines({.residues = 12});
  PictureOptions options;
  options.width = options.height = 160;
  options.samples = 1;
  options.colours = test::testColours();
  options.background = Background::Transparent;
  options.style.representation = Representation::Wireframe;
  options.style.ribbons = ribbons;
  if (surface) options.style.surface = {SurfaceKind::SolventExcluded, SurfaceColour::Plain, 1};
  options.shapes = shapesOf(peptide, options.style);
  const auto with = renderPicture(*peptide.molecule, conformer(peptide), options);
  QVERIFY2(with, with ? "" : with.error().message.c_str());
  options.style.ribbons = false;
  options.style.surface = {};
  const auto without = renderPicture(*peptide.molecule, conformer(peptide), options);
  QVERIFY(without);
  const QString told = QString("%1 %2").arg(filled(*with)).arg(filled(*without));
  QVERIFY2(filled(*with) > 1.5 * filled(*without), qPrintable(told));
}

void ShapeLayerTest::translucentSurfacesStayTranslucent() {
  const test::Sample sample = test::aspirin();
  PictureOptions options;
  options.width = options.height = 160;
  options.samples = 1;
  options.colours = test::testColours();
  options.background = Background::Transparent;
  options.style.surface = {SurfaceKind::VanDerWaals, SurfaceColour::Plain, 0.4};
  auto shapes = structureShapes(*sample.molecule, sample.conformer->positions, options.style, {},
                                options.colours);
  QVERIFY(shapes);
  options.shapes = std::make_shared<const StructureShapes>(std::move(*shapes));
  const auto picture = renderPicture(*sample.molecule, *sample.conformer, options);
  QVERIFY(picture);
  // Two walls of 0.4 let 0.36 through where nothing is between them.
  int translucent = 0;
  for (std::size_t i = 3; i < picture->rgba.size(); i += 4) {
    translucent += std::abs(picture->rgba[i] - 163) < 12;
  }
  QVERIFY2(translucent > 2000, qPrintable(QString::number(translucent)));
}

QTEST_GUILESS_MAIN(ShapeLayerTest)
#include "shape_layer_test.moc"
