#include "widgets/neighbours/point_grid.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

#include "widgets/neighbours/point_cloud.h"

using namespace molloquy::widgets;

class PointGridTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nearestIsFound_data();
  void nearestIsFound();
  void manyPointsAgreeWithASearchOfAll();
  void nextPointLiesInTheDirection_data();
  void nextPointLiesInTheDirection();
  void transformsAreInverse();
  void cloudShowsThePoints();
};

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<QPointF> cross() { return {{0, 0}, {10, 0}, {-10, 0}, {0, 10}, {0, -10}}; }

}  // namespace

void PointGridTest::nearestIsFound_data() {
  QTest::addColumn<QList<QPointF>>("points");
  QTest::addColumn<QPointF>("place");
  QTest::addColumn<double>("radius");
  QTest::addColumn<int>("found");
  const std::vector<QPointF> all = cross();
  const QList<QPointF> five(all.begin(), all.end());
  const auto add = [](const char* name, const QList<QPointF>& points, QPointF place, double radius,
                      int found) { QTest::newRow(name) << points << place << radius << found; };
  add("no points", {}, {0, 0}, 5, -1);
  add("a point under the pointer", five, {9.5, 0.2}, 2, 1);
  add("a point at the very edge of the reach", five, {8, 0}, 2, 1);
  add("nothing within reach", five, {5, 5}, 2, -1);
  add("far outside of all points", five, {1e6, 1e6}, 2, -1);
  add("one point only", {{3, 4}}, {3, 4}, 1, 0);
  add("points in one place", {{1, 1}, {1, 1}}, {1, 1}, 1, 0);
  add("points on a line", {{0, 2}, {50, 2}, {100, 2}}, {49, 2}, 5, 1);
  add("a point without a place is left out", {{kNan, 0}, {1, 0}}, {0, 0}, 3, 1);
  add("only points without a place", {{kNan, kNan}, {kInfinity, 0}}, {0, 0}, 3, -1);
  add("a place that is no number", five, {kNan, 0}, 3, -1);
  add("a reach that is no number", five, {0, 0}, kNan, -1);
  add("a reach over everything", five, {9, 1}, 1e9, 1);
}

void PointGridTest::nearestIsFound() {
  QFETCH(QList<QPointF>, points);
  QFETCH(QPointF, place);
  QFETCH(double, radius);
  PointGrid grid;
  grid.setPoints({points.begin(), points.end()});
  QTEST(grid.nearest(place, radius).value_or(-1), "found");
}

void PointGridTest::manyPointsAgreeWithASearchOfAll() {
  std::mt19937 random(7);
  std::normal_distribution<double> spread;
  std::vector<QPointF> points(5'000);
  for (QPointF& point : points) point = {spread(random), 0.2 * spread(random)};
  PointGrid grid;
  grid.setPoints(points);
  for (int trial = 0; trial < 200; ++trial) {
    const QPointF place(spread(random), 0.2 * spread(random));
    constexpr double kReach = 0.02;
    int best = -1;
    double shortest = kReach;
    for (int index = 0; index < static_cast<int>(points.size()); ++index) {
      const QPointF step = points[static_cast<std::size_t>(index)] - place;
      const double distance = std::hypot(step.x(), step.y());
      if (distance < shortest) {
        shortest = distance;
        best = index;
      }
    }
    QCOMPARE(grid.nearest(place, kReach).value_or(-1), best);
  }
}

void PointGridTest::nextPointLiesInTheDirection_data() {
  QTest::addColumn<QPointF>("direction");
  QTest::addColumn<int>("from");
  QTest::addColumn<int>("next");
  QTest::newRow("right of the middle") << QPointF(1, 0) << 0 << 1;
  QTest::newRow("left of the middle") << QPointF(-1, 0) << 0 << 2;
  QTest::newRow("above the middle") << QPointF(0, 1) << 0 << 3;
  QTest::newRow("back to the middle") << QPointF(-1, 0) << 1 << 0;
  QTest::newRow("nothing lies further right") << QPointF(1, 0) << 1 << -1;
  QTest::newRow("from a point that does not exist") << QPointF(1, 0) << 9 << -1;
  QTest::newRow("from a negative point") << QPointF(1, 0) << -1 << -1;
}

void PointGridTest::nextPointLiesInTheDirection() {
  QFETCH(QPointF, direction);
  QFETCH(int, from);
  PointGrid grid;
  grid.setPoints(cross());
  QTEST(grid.nextIn(direction, from).value_or(-1), "next");
}

void PointGridTest::transformsAreInverse() {
  const MapTransform transform = fitted(QRectF(-3, 1, 8, 2), QSizeF(400, 300), 20);
  QCOMPARE(transform.toScreen({1, 2}), QPointF(200, 150));
  const QPointF left = transform.toScreen({-3, 2});
  QCOMPARE(left.x(), 20.0);
  QVERIFY2(transform.toScreen({1, 3}).y() < 150, "y grows upwards");
  const QPointF back = transform.toMap(transform.toScreen({2.5, 1.25}));
  QVERIFY(std::abs(back.x() - 2.5) < 1e-9 && std::abs(back.y() - 1.25) < 1e-9);
  QVERIFY(fitted(QRectF(2, 2, 0, 0), QSizeF(10, 10), 40).scale > 0);
}

void PointGridTest::cloudShowsThePoints() {
  const MapTransform transform = fitted(QRectF(-10, -10, 20, 20), QSizeF(120, 120), 10);
  std::vector<QPointF> points = cross();
  points.emplace_back(kNan, 0);
  points.emplace_back(1e300, -1e300);
  const QImage image = paintCloud(points, transform, 2, Qt::black);
  QCOMPARE(image.size(), QSize(240, 240));
  for (const QPointF& point : cross()) {
    const QPoint pixel = (transform.toScreen(point) * 2).toPoint();
    QVERIFY(qAlpha(image.pixel(pixel)) > 100);
  }
  QCOMPARE(qAlpha(image.pixel(60, 60)), 0);
  QVERIFY(paintCloud(points, fitted({}, QSizeF(0, 0), 0), 1, Qt::black).isNull());
}

QTEST_APPLESS_MAIN(PointGridTest)
#include "point_grid_test.moc"
