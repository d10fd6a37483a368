#include <QTest>

#include <cmath>
#include <numbers>

#include "render/trackball_camera.h"

using namespace molloquy::render;

namespace {

constexpr ViewSize kSize{800, 600};

double distanceBetween(const Vec3& a, const Vec3& b) { return length(a - b); }

CameraPose tilted(Projection projection) {
  CameraPose pose;
  pose.centre = {1, 2, 3};
  pose.pivot = {0.5, 2.5, 2};
  pose.distance = 12;
  pose.projection = projection;
  return rotated(rolled(pose, 0.3), 0.4, -0.7);
}

}  // namespace

class TrackballCameraTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void projections_data() {
    QTest::addColumn<int>("projection");
    QTest::newRow("perspective") << int(Projection::Perspective);
    QTest::newRow("orthographic") << int(Projection::Orthographic);
  }

  void aRayMeetsThePointsThatProjectOntoItsPixel_data() { projections_data(); }
  void aRayMeetsThePointsThatProjectOntoItsPixel() {
    QFETCH(int, projection);
    const CameraPose pose = tilted(Projection(projection));
    for (const auto& [x, y] :
         {std::pair{0.0, 0.0}, {800.0, 0.0}, {0.0, 600.0}, {800.0, 600.0}, {123.5, 456.25}}) {
      const Ray ray = rayThrough(pose, kSize, x, y);
      QVERIFY(std::abs(length(ray.direction) - 1) < 1e-12);
      const double far = distanceBetween(ray.origin, pose.centre) + 2;
      const auto place = project(pose, kSize, ray.origin + ray.direction * far);
      QVERIFY(place);
      QVERIFY(std::abs(place->x - x) < 1e-6);
      QVERIFY(std::abs(place->y - y) < 1e-6);
    }
  }

  void rotationKeepsThePivotWhereItIs_data() { projections_data(); }
  void rotationKeepsThePivotWhereItIs() {
    QFETCH(int, projection);
    const CameraPose pose = tilted(Projection(projection));
    const auto before = project(pose, kSize, pose.pivot);
    for (const CameraPose& turned : {rotated(pose, 0.5, 0.2), rolled(pose, -0.9)}) {
      const auto after = project(turned, kSize, turned.pivot);
      QVERIFY(turned.pivot == pose.pivot);
      QVERIFY(std::abs(after->x - before->x) < 1e-9);
      QVERIFY(std::abs(after->y - before->y) < 1e-9);
      QVERIFY(std::abs(after->depth - before->depth) < 1e-9);
    }
  }

  void draggingRightAndDownMovesTheFrontThatWay() {
    CameraPose pose;
    const Vec3 front{0, 0, 2};
    const auto right = project(rotated(pose, 0.1, 0), kSize, front);
    QVERIFY(right->x > 400 && std::abs(right->y - 300) < 1e-9);
    const auto down = project(rotated(pose, 0, 0.1), kSize, front);
    QVERIFY(down->y > 300 && std::abs(down->x - 400) < 1e-9);
    // Counter-clockwise: what is right of the middle goes up.
    const auto rolledUp = project(rolled(pose, 0.1), kSize, {1, 0, 0});
    QVERIFY(rolledUp->y < 300);
  }

  void panningMovesTheCentralPlaneByThePixels_data() { projections_data(); }
  void panningMovesTheCentralPlaneByThePixels() {
    QFETCH(int, projection);
    const CameraPose pose = tilted(Projection(projection));
    const auto moved = project(panned(pose, kSize, 30, -12), kSize, pose.centre);
    QVERIFY(std::abs(moved->x - 430) < 1e-9);
    QVERIFY(std::abs(moved->y - 288) < 1e-9);
  }

  void zoomKeepsThePointUnderTheCursor_data() { projections_data(); }
  void zoomKeepsThePointUnderTheCursor() {
    QFETCH(int, projection);
    const CameraPose pose = tilted(Projection(projection));
    const Vec3 point = pose.centre + pose.right() * 1.5 + pose.up() * -0.8;
    const auto before = project(pose, kSize, point);
    const CameraPose closer = zoomed(pose, kSize, 1.7, before->x, before->y);
    const auto after = project(closer, kSize, point);
    QVERIFY(std::abs(after->x - before->x) < 1e-9);
    QVERIFY(std::abs(after->y - before->y) < 1e-9);
    QVERIFY(std::abs(closer.halfHeight() * 1.7 - pose.halfHeight()) < 1e-9);
  }

  void zoomStopsAtItsLimits() {
    CameraPose pose;
    for (int i = 0; i < 200; ++i) pose = zoomed(pose, kSize, 2, 0, 0);
    QVERIFY(pose.distance > 0.1);
    for (int i = 0; i < 200; ++i) pose = zoomed(pose, kSize, 0.5, 0, 0);
    QVERIFY(pose.distance < 1e4 && std::isfinite(pose.centre[0]));
  }

  void switchingTheProjectionKeepsTheScale() {
    CameraPose pose = tilted(Projection::Perspective);
    const Vec3 point = pose.centre + pose.right() * 2;
    const auto before = project(pose, kSize, point);
    pose.projection = Projection::Orthographic;
    QVERIFY(std::abs(project(pose, kSize, point)->x - before->x) < 1e-9);
  }

  void fittingShowsEveryBallWhole_data() {
    QTest::addColumn<int>("projection");
    QTest::addColumn<double>("width");
    QTest::addColumn<double>("height");
    QTest::newRow("perspective, wide") << int(Projection::Perspective) << 900.0 << 300.0;
    QTest::newRow("perspective, narrow") << int(Projection::Perspective) << 300.0 << 900.0;
    QTest::newRow("orthographic, wide") << int(Projection::Orthographic) << 900.0 << 300.0;
    QTest::newRow("orthographic, narrow") << int(Projection::Orthographic) << 300.0 << 900.0;
  }
  void fittingShowsEveryBallWhole() {
    QFETCH(int, projection);
    QFETCH(double, width);
    QFETCH(double, height);
    const ViewSize size{width, height};
    std::vector<Ball> balls;
    for (int i = 0; i < 40; ++i) {
      balls.push_back(
          {{10 * std::sin(i * 1.7), 4 * std::cos(i * 2.3), 6 * std::sin(i * 0.9)}, 0.3});
    }
    const CameraPose pose = homePose(balls, size, Projection(projection));
    double reach = 0;
    for (const Ball& ball : balls) {
      const auto place = project(pose, size, ball.centre);
      QVERIFY(place);
      QVERIFY(place->x > 0 && place->x < width && place->y > 0 && place->y < height);
      reach = std::max(
          {reach, std::abs(place->x / width - 0.5) * 2, std::abs(place->y / height - 0.5) * 2});
    }
    QVERIFY2(reach > 0.6, qPrintable(QString::number(reach)));  // and fills the picture
  }

  void homeShowsTheFlatSide() {
    std::vector<Ball> ring;  // in the plane of y and z, longer along z
    for (int i = 0; i < 12; ++i)
      ring.push_back({{0, 2 * std::cos(i * 0.52), 3 * std::sin(i * 0.52)}, 0.3});
    const CameraPose pose = homePose(ring, kSize, Projection::Perspective);
    QVERIFY(std::abs(pose.back()[0]) > 0.9);
    QVERIFY(std::abs(pose.right()[2]) > 0.9);
  }

  void oneAtomAndNoAtomCanBeFitted() {
    const CameraPose one = homePose({{{5, 5, 5}, 0.3}}, kSize, Projection::Perspective);
    QVERIFY(distanceBetween(one.centre, {5, 5, 5}) < 1e-9);
    QVERIFY(one.distance > 3);
    QVERIFY(homePose({}, kSize, Projection::Perspective).distance > 0);
  }

  void easingStartsAndEndsWhereItShould() {
    const CameraPose from = tilted(Projection::Perspective);
    const CameraPose to = lookedFrom(zoomed(from, kSize, 3, 10, 20), StandardView::Left);
    const CameraPose start = interpolated(from, to, 0);
    QVERIFY(std::abs(start.distance - from.distance) < 1e-9);
    QVERIFY(std::abs(dot(start.orientation, from.orientation)) > 1 - 1e-9);
    QVERIFY(distanceBetween(interpolated(from, to, 1).centre, to.centre) < 1e-12);
    const CameraPose middle = interpolated(from, to, 0.5);
    QVERIFY(middle.distance < from.distance && middle.distance > to.distance);
    QCOMPARE(easedOut(0), 0.0);
    QCOMPARE(easedOut(1), 1.0);
    QVERIFY(easedOut(0.5) > 0.5);
  }

  void standardViewsLookAlongTheAxes_data() {
    QTest::addColumn<int>("view");
    QTest::addColumn<int>("axis");
    QTest::addColumn<double>("sign");
    QTest::newRow("front") << int(StandardView::Front) << 2 << 1.0;
    QTest::newRow("back") << int(StandardView::Back) << 2 << -1.0;
    QTest::newRow("right") << int(StandardView::Right) << 0 << 1.0;
    QTest::newRow("left") << int(StandardView::Left) << 0 << -1.0;
    QTest::newRow("top") << int(StandardView::Top) << 1 << 1.0;
    QTest::newRow("bottom") << int(StandardView::Bottom) << 1 << -1.0;
  }
  void standardViewsLookAlongTheAxes() {
    QFETCH(int, view);
    QFETCH(int, axis);
    QFETCH(double, sign);
    const CameraPose pose = lookedFrom(tilted(Projection::Perspective), StandardView(view));
    QVERIFY(std::abs(pose.back()[std::size_t(axis)] - sign) < 1e-9);
    const Vec3 handed = cross(pose.right(), pose.up());
    QVERIFY(distanceBetween(handed, pose.back()) < 1e-9);
  }

  void pointsBehindTheEyeAreNotProjected() {
    CameraPose pose;
    QVERIFY(!project(pose, kSize, {0, 0, 20}));
    pose.projection = Projection::Orthographic;
    QVERIFY(project(pose, kSize, {0, 0, 20}));
  }
};

QTEST_GUILESS_MAIN(TrackballCameraTest)
#include "trackball_camera_test.moc"
