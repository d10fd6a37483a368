#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <numbers>

#include "render/structure_shapes.h"
#include "render/surface_colours.h"
#include "render/surface_field.h"
#include "render/surface_mesh.h"
#include "tests/model/chem/sample_peptides.h"
#include "tests/render/mesh_checks.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

constexpr double kPi = std::numbers::pi;

struct Exact {
  double area = 0;
  double volume = 0;
};

Exact sphere(double radius) {
  return {4 * kPi * radius * radius, 4 * kPi * radius * radius * radius / 3};
}

/// Two equal balls that overlap: each loses a cap.
Exact twoBalls(double r, double apart) {
  const double height = r - apart / 2;
  return {2 * (4 * kPi * r * r - 2 * kPi * r * height),
          2 * (4 * kPi * r * r * r / 3 - kPi * height * height * (3 * r - height) / 3)};
}

/// Two equal balls with the saddle of a rolling probe between them (Connolly 1983).
Exact twoBallsWithSaddle(double r, double apart, double probe) {
  const double grown = r + probe;
  const double ring = std::sqrt(grown * grown - apart * apart / 4);  // of the probe's centre
  const double touch = std::acos(apart / 2 / grown);  // at the ball's centre, from the axis
  const double cap = r * (1 - std::cos(touch));
  const double convex = 2 * (4 * kPi * r * r - 2 * kPi * r * cap);
  const double half = kPi / 2 - touch;  // of the arc on the probe
  const double saddle = 2 * kPi * probe * (2 * ring * half - 2 * probe * std::sin(half));
  const auto slice = [&](double x) {
    const double y = ring - std::sqrt(probe * probe - x * x);
    return kPi * y * y;
  };
  double neck = 0;
  const double reach = probe * std::sin(half);
  constexpr int kSlices = 2000;
  for (int i = 0; i < kSlices; ++i) {
    neck += slice(-reach + 2 * reach * (i + 0.5) / kSlices) * 2 * reach / kSlices;
  }
  const double caps = 2 * (4 * kPi * r * r * r / 3 - kPi * cap * cap * (3 * r - cap) / 3);
  return {convex + saddle, caps + neck};
}

std::vector<Ball> pair(double radius, double apart) {
  return {{{0.05, 0.1, -0.07}, radius}, {{0.05 + apart, 0.1, -0.07}, radius}};
}

std::vector<Ball> ballsOf(const test::Sample& sample) {
  std::vector<Ball> balls;
  for (std::size_t i = 0; i < sample.molecule->atoms().size(); ++i) {
    balls.push_back({sample.conformer->positions[i],
                     vanDerWaalsRadius(sample.molecule->atoms()[i].atomicNumber)});
  }
  return balls;
}

}  // namespace

/// Surfaces against the formulas for one and two balls, and their colours.
class SurfaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void areasAndVolumes_data();
  void areasAndVolumes();
  void isClosedAndLitFromOutside_data();
  void isClosedAndLitFromOutside();
  void probeFillsWhatItCannotEnter();
  void verticesLieOnTheBallsOrBelow();
  void refuses_data();
  void refuses();
  void stops();
  void potentialIsCoulombs();
  void farChargesCountTogether();
  void lipophilicityIsTheNearAtoms();
  void shapesOfAStyle_data();
  void shapesOfAStyle();
  void colouringNeedsValues();
  void isQuick();
};

void SurfaceTest::areasAndVolumes_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<double>("radius");
  QTest::addColumn<double>("apart");  // 0: one ball
  QTest::addColumn<double>("area");
  QTest::addColumn<double>("volume");
  const auto row = [](const char* name, SurfaceKind kind, double radius, double apart,
                      const Exact& exact) {
    QTest::newRow(name) << int(kind) << radius << apart << exact.area << exact.volume;
  };
  row("one ball", SurfaceKind::VanDerWaals, 1.7, 0, sphere(1.7));
  row("one small ball", SurfaceKind::VanDerWaals, 1.1, 0, sphere(1.1));
  row("one ball, which the probe rolls around", SurfaceKind::SolventExcluded, 1.7, 0, sphere(1.7));
  row("two balls that overlap", SurfaceKind::VanDerWaals, 1.7, 1.5, twoBalls(1.7, 1.5));
  row("two balls with a saddle", SurfaceKind::SolventExcluded, 1.7, 1.5,
      twoBallsWithSaddle(1.7, 1.5, kProbeRadius));
  row("two balls that touch, with a saddle", SurfaceKind::SolventExcluded, 1.7, 3.4,
      twoBallsWithSaddle(1.7, 3.4, kProbeRadius));
  const Exact one = sphere(1.7);
  row("two balls far apart", SurfaceKind::SolventExcluded, 1.7, 9, {2 * one.area, 2 * one.volume});
}

void SurfaceTest::areasAndVolumes() {
  QFETCH(int, kind);
  QFETCH(double, radius);
  QFETCH(double, apart);
  QFETCH(double, area);
  QFETCH(double, volume);
  std::vector<Ball> balls = pair(radius, apart);
  if (apart == 0) balls.pop_back();
  const auto surface = surfaceMesh(balls, SurfaceKind(kind), {}, {});
  QVERIFY(surface);
  const double areaError = areaOf(surface->mesh) / area - 1;
  const double volumeError = volumeOf(surface->mesh) / volume - 1;
  const QString told =
      QString("area %1 %, volume %2 %").arg(100 * areaError).arg(100 * volumeError);
  QVERIFY2(std::abs(areaError) < 0.015 && std::abs(volumeError) < 0.015, qPrintable(told));
}

void SurfaceTest::isClosedAndLitFromOutside_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("van der Waals") << int(SurfaceKind::VanDerWaals);
  QTest::newRow("solvent-excluded") << int(SurfaceKind::SolventExcluded);
}

void SurfaceTest::isClosedAndLitFromOutside() {
  QFETCH(int, kind);
  const auto surface = surfaceMesh(ballsOf(test::aspirin()), SurfaceKind(kind), {}, {});
  QVERIFY(surface);
  QCOMPARE(test::openEdges(surface->mesh), 0);
  QVERIFY(test::shareLitFromOutside(surface->mesh) > 0.995);
  QVERIFY(volumeOf(surface->mesh) > 0);
}

void SurfaceTest::probeFillsWhatItCannotEnter() {
  // A ring of balls with a hole too small for the probe: the van der Waals surface has the hole.
  std::vector<Ball> ring;
  for (int k = 0; k < 8; ++k) {
    ring.push_back({{2.6 * std::cos(kPi / 4 * k), 2.6 * std::sin(kPi / 4 * k), 0}, 1.7});
  }
  const auto open = surfaceMesh(ring, SurfaceKind::VanDerWaals, {}, {});
  const auto filled = surfaceMesh(ring, SurfaceKind::SolventExcluded, {}, {});
  QVERIFY(open && filled);
  const auto reachesMiddle = [](const Mesh& mesh) {
    for (const Mesh::Point& p : mesh.positions) {
      if (std::hypot(p[0], p[1]) < 1.1 && std::abs(p[2]) < 0.2) return true;
    }
    return false;
  };
  QVERIFY(reachesMiddle(open->mesh));
  QVERIFY(!reachesMiddle(filled->mesh));
  QVERIFY(volumeOf(filled->mesh) > volumeOf(open->mesh));
}

void SurfaceTest::verticesLieOnTheBallsOrBelow() {
  const std::vector<Ball> balls = ballsOf(test::aspirin());
  for (const SurfaceKind kind : {SurfaceKind::VanDerWaals, SurfaceKind::SolventExcluded}) {
    const auto surface = surfaceMesh(balls, kind, {}, {});
    QVERIFY(surface);
    const Mesh& mesh = surface->mesh;
    for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
      const Mesh::Point& p = mesh.positions[v];
      double gap = 1e9;
      std::size_t nearest = 0;
      for (std::size_t i = 0; i < balls.size(); ++i) {
        const double g = length(Vec3{p[0], p[1], p[2]} - balls[i].centre) - balls[i].radius;
        if (g < gap) nearest = i;
        gap = std::min(gap, g);
      }
      QCOMPARE(std::size_t(mesh.atoms[v]), nearest);
      // Saddles and hollows lie outside of the balls, nothing inside.
      QVERIFY2(gap > -0.06, qPrintable(QString::number(gap)));
      QVERIFY(gap < (kind == SurfaceKind::VanDerWaals ? 0.06 : 2 * kProbeRadius));
    }
  }
}

void SurfaceTest::refuses_data() {
  QTest::addColumn<int>("what");
  QTest::addColumn<QString>("words");
  QTest::newRow("no atoms") << 0 << "no atoms";
  QTest::newRow("a place that is no number") << 1 << "numbers";
  QTest::newRow("a structure too wide for any grid") << 2 << "Hide";
}

void SurfaceTest::refuses() {
  QFETCH(int, what);
  QFETCH(QString, words);
  std::vector<Ball> balls;
  if (what == 1) balls = {{{std::nan(""), 0, 0}, 1.7}};
  if (what == 2) balls = {{{0, 0, 0}, 1.7}, {{1e6, 1e6, 1e6}, 1.7}};
  const auto surface = surfaceMesh(balls, SurfaceKind::SolventExcluded, {}, {});
  QVERIFY(!surface);
  QVERIFY2(QString::fromStdString(surface.error().message).contains(words),
           surface.error().message.c_str());
}

void SurfaceTest::stops() {
  std::stop_source source;
  double last = -1;
  const auto surface = surfaceMesh(ballsOf(test::aspirin()), SurfaceKind::SolventExcluded,
                                   source.get_token(), [&](double done) {
                                     last = done;
                                     source.request_stop();
                                   });
  QVERIFY(!surface && last >= 0);
  QVERIFY(surface.error().message.find("stopped") != std::string::npos);
}

void SurfaceTest::potentialIsCoulombs() {
  const std::vector<Ball> balls = pair(1.5, 9);
  const auto surface = surfaceMesh(balls, SurfaceKind::VanDerWaals, {}, {});
  QVERIFY(surface);
  const std::vector<Vec3> places{balls[0].centre, balls[1].centre};
  const SurfaceValues values = electrostaticPotential(surface->mesh, places, {0.5, -0.5}, {});
  // The two ends of the axis: half a charge near by, the opposite one beyond.
  const double near = 332.0637 * 0.5;
  const double expected = near / 1.5 - near / 10.5;
  const auto [least, most] = std::minmax_element(values.values.begin(), values.values.end());
  QVERIFY2(std::abs(*most / expected - 1) < 0.02, qPrintable(QString::number(*most)));
  QVERIFY(std::abs(*least / -expected - 1) < 0.02);
  QCOMPARE(values.range, 100.0);
  const auto colours = potentialColours(values);
  const auto place = std::size_t(most - values.values.begin());
  QVERIFY(colours[place].blue > colours[place].red);
}

void SurfaceTest::farChargesCountTogether() {
  // A long row of alternating charges, near and far groups against the plain sum.
  std::vector<Vec3> places;
  std::vector<double> charges;
  for (int i = 0; i < 200; ++i) {
    places.push_back({0.7 * i, std::sin(i), std::cos(i)});
    charges.push_back(i % 3 == 0 ? 0.4 : -0.19);
  }
  Mesh mesh;
  for (int i = 0; i < 50; ++i) {
    mesh.positions.push_back({float(3 * i), 3, float(i % 5)});
  }
  const SurfaceValues values = electrostaticPotential(mesh, places, charges, {});
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    double sum = 0;
    const Mesh::Point& p = mesh.positions[v];
    for (std::size_t i = 0; i < places.size(); ++i) {
      sum += 332.0637 * charges[i] / length(Vec3{p[0], p[1], p[2]} - places[i]);
    }
    QVERIFY2(std::abs(values.values[v] - sum) < 0.5, qPrintable(QString::number(sum)));
  }
}

void SurfaceTest::lipophilicityIsTheNearAtoms() {
  const std::vector<Ball> balls = pair(1.5, 20);
  const auto surface = surfaceMesh(balls, SurfaceKind::VanDerWaals, {}, {});
  const SurfaceValues values =
      lipophilicity(surface->mesh, {balls[0].centre, balls[1].centre}, {0.3, -0.4}, {});
  for (std::size_t v = 0; v < values.values.size(); ++v) {
    const double expected = surface->mesh.atoms[v] == 0 ? 0.3 : -0.4;
    QVERIFY(std::abs(values.values[v] - expected) < 1e-6);
  }
  const auto colours = lipophilicityColours(values);
  QVERIFY(colours.front().red != colours.back().red);
}

void SurfaceTest::shapesOfAStyle_data() {
  QTest::addColumn<int>("colour");
  QTest::addColumn<QString>("note");
  QTest::newRow("plain") << int(SurfaceColour::Plain) << "";
  QTest::newRow("by element") << int(SurfaceColour::Element) << "";
  QTest::newRow("by potential") << int(SurfaceColour::Electrostatic) << "kcal";
  QTest::newRow("by hydrophobicity") << int(SurfaceColour::Hydrophobicity) << "logP";
}

void SurfaceTest::shapesOfAStyle() {
  QFETCH(int, colour);
  QFETCH(QString, note);
  const test::Sample sample = test::aspirin();
  ViewStyle style;
  style.surface = {SurfaceKind::SolventExcluded, SurfaceColour(colour), 0.5};
  AtomValues values;
  for (std::size_t i = 0; i < sample.molecule->atoms().size(); ++i) {
    const bool oxygen = sample.molecule->atoms()[i].atomicNumber == 8;
    values.partialCharge.push_back(oxygen ? -0.4 : 0.09);
    values.logpShare.push_back(oxygen ? -0.3 : 0.2);
  }
  const auto shapes = structureShapes(*sample.molecule, sample.conformer->positions, style, values,
                                      test::testColours());
  QVERIFY(shapes);
  QVERIFY(shapes->surface && !shapes->ribbons && shapes->contacts.empty());
  QCOMPARE(shapes->note.empty(), note.isEmpty());
  QVERIFY(QString::fromStdString(shapes->note).contains(note));
  QVERIFY(haveSameShapes(style, style));
  ViewStyle clearer = style;
  clearer.surface.opacity = 0.2;
  QVERIFY(haveSameShapes(style, clearer));
  ViewStyle hidden = style;
  hidden.hidden.insert(AtomIndex(0));
  QVERIFY(!haveSameShapes(style, hidden));
}

void SurfaceTest::colouringNeedsValues() {
  const test::Sample sample = test::aspirin();
  ViewStyle style;
  style.surface = {SurfaceKind::VanDerWaals, SurfaceColour::Electrostatic, 1};
  const auto& positions = sample.conformer->positions;
  const auto shapes = structureShapes(*sample.molecule, positions, style, {}, test::testColours());
  QVERIFY(!shapes);
  QVERIFY(shapes.error().message.find("partial charges") != std::string::npos);
  QVERIFY(!structureShapes(*sample.molecule, {}, style, {}, test::testColours()));
}

void SurfaceTest::isQuick() {
  const test::Peptide crowd = test::helixCrowd(3'000);
  std::vector<Ball> balls;
  for (const Vec3& place : crowd.positions) balls.push_back({place, 1.7});
  QElapsedTimer timer;
  timer.start();
  const auto surface = surfaceMesh(balls, SurfaceKind::SolventExcluded, {}, {});
  QVERIFY(surface);
  qInfo("surface of %zu atoms: %lld ms, grid %.2f angstrom, %zu triangles", balls.size(),
        timer.elapsed(), surface->spacingAngstrom, surface->mesh.triangles.size());
  QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(SurfaceTest)
#include "surface_test.moc"
