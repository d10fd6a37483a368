#include "widgets/depiction/structure_painting.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QTest>
#include <algorithm>

#include "model/chem/structure_reader.h"
#include "tests/widgets/frame/panel_test.h"
#include "widgets/depiction/atom_label.h"
#include "widgets/depiction/thumbnail.h"
#include "widgets/theme/colour_math.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

const char* const kSmiles[] = {
    "CC(=O)Oc1ccccc1C(=O)O",
    "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
    "C[C@@]12CC[C@H]3c4ccc(O)cc4CC[C@@H]3[C@H]1CC[C@H]2O",
    "N[C@@H](Cc1c[nH]c2ccccc12)C(=O)[O-]",
    "C/C=C/C#N",
    "[NH4+].[Cl-]",
    "[13CH3]C[CH2]",
    "OS(=O)(=O)c1ccc(Br)cc1I",
    "O",
    "Cc1cc(C)c(C)cc1[N+](=O)[O-]",
    "CC(C)C[C@H](NC(=O)[C@H](Cc1ccccc1)NC(=O)c1cnccn1)B(O)O",
    "C=CC=C",
};

/// Pixels of an image that are not its ground.
int inked(const QImage& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 40;
  return count;
}

}  // namespace

/// Structures painted from layouts: everywhere readable, inside their room, and quick.
class StructurePaintingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void linesAreReadableInEveryColour_data() { test::schemeRows(); }
  void linesAreReadableInEveryColour();
  void thumbnailIsDrawnInsideItsRoom_data();
  void thumbnailIsDrawnInsideItsRoom();
  void thumbnailTakesAMillisecondOrTwo();
  void hydrogensStandWhereThereIsRoom_data();
  void hydrogensStandWhereThereIsRoom();
  void foreignLayoutDrawsNothing();
  void looks_data() { test::schemeRows(); }
  void looks();
};

void StructurePaintingTest::linesAreReadableInEveryColour() {
  QFETCH(int, scheme);
  const auto which = static_cast<theme::Scheme>(scheme);
  const StructureInk ink = structureInk(theme::makePalette(which));
  for (int element = 0; element < 119; ++element)
    QVERIFY2(theme::contrastRatio(ink.of(element), ink.surface) >= 4.5,
             chem::elementSymbol(element).c_str());
}

void StructurePaintingTest::thumbnailIsDrawnInsideItsRoom_data() {
  QTest::addColumn<QByteArray>("smiles");
  for (const char* smiles : kSmiles) QTest::newRow(smiles) << QByteArray(smiles);
}

void StructurePaintingTest::thumbnailIsDrawnInsideItsRoom() {
  QFETCH(QByteArray, smiles);
  const auto record = chem::parseSmiles(smiles.constData());
  const auto layout = chem::layout(*record->molecule);
  const StructureInk ink = structureInk(theme::makePalette(theme::Scheme::Dark));
  const QImage image =
      structureThumbnail(*record->molecule, *layout, ink, thumbnailRequest({50, 40}), 2);
  QCOMPARE(image.size(), QSize(160, 128));
  QVERIFY(inked(image) > 60);
  int edge = 0;
  for (int x = 0; x < image.width(); ++x)
    edge += qAlpha(image.pixel(x, 0)) + qAlpha(image.pixel(x, image.height() - 1));
  for (int y = 0; y < image.height(); ++y)
    edge += qAlpha(image.pixel(0, y)) + qAlpha(image.pixel(image.width() - 1, y));
  QCOMPARE(edge, 0);
}

void StructurePaintingTest::thumbnailTakesAMillisecondOrTwo() {
  const StructureInk ink = structureInk(theme::makePalette(theme::Scheme::Light));
  std::vector<double> took;
  for (int round = 0; round < 10; ++round) {
    for (const char* smiles : kSmiles) {
      const auto record = chem::parseSmiles(smiles);
      QElapsedTimer clock;
      clock.start();
      const auto layout = chem::layout(*record->molecule);
      structureThumbnail(*record->molecule, *layout, ink, thumbnailRequest({50, 40}), 1);
      took.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
  }
  std::sort(took.begin(), took.end());
  const double median = took[took.size() / 2];
  qInfo("layout and drawing of a thumbnail: median %.2f ms, longest %.2f ms", median, took.back());
  QVERIFY(median < 2);
}

void StructurePaintingTest::hydrogensStandWhereThereIsRoom_data() {
  using Side = AtomLabel::Side;
  QTest::addColumn<QList<QPointF>>("bonds");
  QTest::addColumn<int>("side");
  const auto row = [](const char* name, const QList<QPointF>& bonds, Side side) {
    QTest::newRow(name) << bonds << int(side);
  };
  row("no bond: as it is read", {}, Side::Right);
  row("a bond from the right", {{1, 0}}, Side::Left);
  row("a bond from above", {{0, -1}}, Side::Right);
  row("a chain from left to right", {{-0.87, 0.5}, {0.87, 0.5}}, Side::Above);
  row("a chain below", {{-0.87, -0.5}, {0.87, -0.5}}, Side::Below);
}

void StructurePaintingTest::hydrogensStandWhereThereIsRoom() {
  QFETCH(QList<QPointF>, bonds);
  QTEST(int(AtomLabel::freeSide({bonds.begin(), bonds.end()})), "side");
}

void StructurePaintingTest::foreignLayoutDrawsNothing() {
  const auto ethanol = chem::parseSmiles("CCO");
  const auto benzene = chem::parseSmiles("c1ccccc1");
  const auto layout = chem::layout(*benzene->molecule);
  const StructureInk ink = structureInk(theme::makePalette(theme::Scheme::Light));
  QCOMPARE(inked(structureThumbnail(*ethanol->molecule, *layout, ink, {50, 40}, 1)), 0);
  QCOMPARE(inked(structureThumbnail(*ethanol->molecule, {}, ink, {50, 40}, 1)), 0);
  QVERIFY(structureThumbnail(*ethanol->molecule, {}, ink, {0, 0}, 1).isNull());
}

void StructurePaintingTest::looks() {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (folder.isEmpty()) return;
  QFETCH(int, scheme);
  const auto which = static_cast<theme::Scheme>(scheme);
  const StructureInk ink = structureInk(theme::makePalette(which));
  for (const double ratio : {1.0, 2.0}) {
    QImage sheet(QSize(4 * 270, 3 * 180) * ratio, QImage::Format_RGB32);
    sheet.setDevicePixelRatio(ratio);
    sheet.fill(theme::tokens(which).surface);
    QPainter painter(&sheet);
    int cell = 0;
    for (const char* smiles : kSmiles) {
      const auto record = chem::parseSmiles(smiles);
      const auto layout = chem::layout(*record->molecule);
      const QPointF corner(cell % 4 * 270, cell / 4 * 180);
      ++cell;
      paintStructure(painter, *record->molecule, *layout,
                     fittedView(*layout, QRectF(corner, QSizeF(200, 180)), 36), ink,
                     {StructureNotes::Stereo::Shown});
      const QRectF room(corner + QPointF(206, 60), QSizeF(50, 40));
      paintThumbnail(painter, room,
                     structureThumbnail(*record->molecule, *layout, ink,
                                        thumbnailRequest(room.size().toSize()), ratio));
    }
    painter.end();
    QVERIFY(sheet.save(
        QStringLiteral("%1/structures-%2-%3.png").arg(folder, test::schemeName(which)).arg(ratio)));
  }
}

QTEST_MAIN(StructurePaintingTest)
#include "structure_painting_test.moc"
