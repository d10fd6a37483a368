#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <numbers>

#include "render/ribbon_mesh.h"
#include "render/ribbon_path.h"
#include "tests/model/chem/sample_peptides.h"
#include "tests/render/mesh_checks.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

std::vector<RibbonPath> paths(const test::Peptide& peptide) {
  return ribbonPaths(*peptide.molecule->biopolymer(), peptide.positions);
}

std::vector<Rgb> oneColour(const test::Peptide& peptide) {
  return std::vector<Rgb>(peptide.molecule->biopolymer()->residues.size(), Rgb{9, 8, 7});
}

test::PeptidePlan sheet() { return {.residues = 10, .phi = -119, .psi = 113, .copies = 3}; }

}  // namespace

/// Ribbons of backbones made by formula.
class RibbonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void meshesAreClosedAndLitFromOutside_data();
  void meshesAreClosedAndLitFromOutside();
  void sidesDoNotFlip_data();
  void sidesDoNotFlip();
  void helixRibbonStandsAlongItsAxis();
  void strandsAreStraight();
  void chainsBreakAtGaps();
  void coloursFollowResidues();
  void nothingWithoutABackbone();
  void isQuickAtAnySize();
};

void RibbonTest::meshesAreClosedAndLitFromOutside_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("a helix") << 0;
  QTest::newRow("a sheet with arrows") << 1;
  QTest::newRow("coil as a tube") << 2;
  QTest::newRow("a nucleic acid with rungs") << 3;
  QTest::newRow("alpha carbons of a file without oxygens") << 4;
  QTest::newRow("two residues") << 5;
}

void RibbonTest::meshesAreClosedAndLitFromOutside() {
  QFETCH(int, kind);
  const std::vector<test::Peptide> samples = {
      test::alanines({}),
      test::alanines(sheet()),
      test::alanines({.residues = 12, .phi = -75, .psi = 145}),
      test::nucleotides(8),
      test::alanines({.oxygens = false}),
      test::alanines({.residues = 2})};
  const test::Peptide& sample = samples[std::size_t(kind)];
  const Mesh mesh = ribbonMesh(paths(sample), oneColour(sample));
  QVERIFY(!mesh.isEmpty());
  QCOMPARE(test::openEdges(mesh), 0);
  QVERIFY(volumeOf(mesh) > 0);
  QVERIFY2(test::shareLitFromOutside(mesh) > 0.97,
           qPrintable(QString::number(test::shareLitFromOutside(mesh))));
}

void RibbonTest::sidesDoNotFlip_data() {
  QTest::addColumn<double>("phi");
  QTest::addColumn<double>("psi");
  QTest::newRow("helix") << -57.0 << -47.0;
  QTest::newRow("strand, whose C=O point to either side") << -119.0 << 113.0;
  QTest::newRow("polyproline") << -75.0 << 145.0;
}

void RibbonTest::sidesDoNotFlip() {
  QFETCH(double, phi);
  QFETCH(double, psi);
  const auto all = paths(test::alanines({.residues = 20, .phi = phi, .psi = psi}));
  QCOMPARE(all.size(), std::size_t(1));
  const auto& points = all[0].points;
  for (std::size_t i = 1; i < points.size(); ++i) {
    QVERIFY(std::abs(length(points[i].side) - 1) < 1e-9);
    QVERIFY(dot(points[i - 1].side, points[i].side) > 0);
  }
}

void RibbonTest::helixRibbonStandsAlongItsAxis() {
  const auto points = paths(test::alanines({.residues = 19}))[0].points;
  const Vec3 axis = normalized(points[18].position - points[0].position);
  for (std::size_t i = 3; i < 16; ++i) QVERIFY(std::abs(dot(points[i].side, axis)) > 0.85);
}

void RibbonTest::strandsAreStraight() {
  const auto points = paths(test::alanines(sheet()))[0].points;
  const Vec3 axis = normalized(points[8].position - points[2].position);
  for (std::size_t i = 3; i < 7; ++i) {
    const Vec3 way = points[i].position - points[2].position;
    QVERIFY(length(way - axis * dot(way, axis)) < 0.3);
    QCOMPARE(points[i].fold, chem::Fold::Strand);
  }
}

void RibbonTest::chainsBreakAtGaps() {
  test::Peptide peptide = test::alanines({});
  const auto& polymer = *peptide.molecule->biopolymer();
  for (std::size_t i = 0; i < peptide.positions.size(); ++i) {
    if (polymer.residueOf[i] >= 6) peptide.positions[i][0] += 50;
  }
  QCOMPARE(paths(peptide).size(), std::size_t(2));
  QCOMPARE(paths(test::alanines(sheet())).size(), std::size_t(3));
}

void RibbonTest::coloursFollowResidues() {
  const test::Peptide peptide = test::alanines({});
  std::vector<Rgb> colours;
  for (std::uint8_t i = 0; i < 12; ++i) colours.push_back({i, 0, 0});
  const Mesh mesh = ribbonMesh(paths(peptide), colours);
  const auto& polymer = *peptide.molecule->biopolymer();
  for (std::size_t v = 0; v < mesh.colours.size(); ++v) {
    const std::uint32_t residue = polymer.residueOf[mesh.atoms[v]];
    QCOMPARE(std::uint32_t(mesh.colours[v].red), residue);
    const Vec3 place{mesh.positions[v][0], mesh.positions[v][1], mesh.positions[v][2]};
    QVERIFY(length(place - peptide.positions[mesh.atoms[v]]) < 4.5);
  }
  QCOMPARE(mesh.colours.front().red, std::uint8_t(0));
  QCOMPARE(mesh.colours.back().red, std::uint8_t(11));
}

void RibbonTest::nothingWithoutABackbone() {
  QVERIFY(ribbonPaths({}, {}).empty());
  QVERIFY(ribbonMesh({}, {}).isEmpty());
  const test::Peptide single = test::alanines({.residues = 1});
  QVERIFY(paths(single).empty());
}

void RibbonTest::isQuickAtAnySize() {
  const test::Peptide crowd = test::helixCrowd(100'000);
  QElapsedTimer timer;
  timer.start();
  const Mesh mesh = ribbonMesh(paths(crowd), oneColour(crowd));
  qInfo("ribbons of %zu atoms: %lld ms, %zu triangles", crowd.positions.size(), timer.elapsed(),
        mesh.triangles.size());
  QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(RibbonTest)
#include "ribbon_test.moc"
