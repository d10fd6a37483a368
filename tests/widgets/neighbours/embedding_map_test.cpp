#include "widgets/neighbours/embedding_map.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>
#include <cmath>
#include <random>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/neighbours/sample_neighbours.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

/// A cross of five: m in the middle, then right, left, above, below of it.
std::vector<MapPoint> cross() {
  const auto text = [](const char* words) { return QString::fromUtf8(words); };
  return {{text("m"), text("aspirin"), 0, 0},
          {text("r"), text("caffeine"), 10, 0},
          {text("l"), text("urea"), -10, 0},
          {text("u"), text("glycine"), 0, 10},
          {text("d"), text("naproxen"), 0, -10}};
}

std::vector<MapPoint> many(int count) {
  std::mt19937 random(5);
  std::normal_distribution<double> spread;
  std::vector<MapPoint> points;
  points.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    points.push_back(
        {QString::number(i), QStringLiteral("molecule %1").arg(i), spread(random), spread(random)});
  return points;
}

struct Shown {
  EmbeddingMap map;
  QSignalSpy chosen{&map, &EmbeddingMap::pointChosen};
  QSignalSpy opened{&map, &EmbeddingMap::openRequested};
  QSignalSpy needed{&map, &EmbeddingMap::thumbnailNeeded};

  explicit Shown(std::vector<MapPoint> points = cross()) {
    map.resize(500, 300);
    map.setPoints(std::move(points), QStringLiteral("principal components, 41 % of the variance"));
    map.show();
    QApplication::setActiveWindow(&map);
    map.setFocus();
    QCoreApplication::processEvents();
  }
  QPoint at(int point) const { return map.placeOf(point).toPoint(); }
  void drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    const auto move = [this](const QPoint& place) {
      QMouseEvent event(QEvent::MouseMove, place, map.mapToGlobal(place), Qt::NoButton,
                        Qt::LeftButton, {});
      QApplication::sendEvent(&map, &event);
    };
    move((from + to) / 2);
    move(to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
  }
  void wheel(const QPoint& place, int notches) {
    QWheelEvent event(place, map.mapToGlobal(place), {}, {0, 120 * notches}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&map, &event);
  }
};

}  // namespace

class EmbeddingMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { test::useScheme(theme::Scheme::Light); }

  void allPointsAreShownAtFirst() {
    Shown shown;
    for (int point = 0; point < 5; ++point) QVERIFY(shown.map.rect().contains(shown.at(point)));
    QVERIFY2(shown.at(3).y() < shown.at(4).y(), "larger values stand higher");
    shown.map.setMarker(QPointF(40, 0), QStringLiteral("open"));
    const QPointF star = shown.map.transform().toScreen({40, 0});
    QVERIFY2(shown.map.rect().contains(star.toPoint()), "the open structure is shown too");
  }

  void clickChoosesAndDoubleClickOpens() {
    Shown shown;
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.at(1) + QPoint(3, 2));
    QCOMPARE(shown.chosen.count(), 1);
    QCOMPARE(shown.chosen[0][0].toString(), QStringLiteral("r"));
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, QPoint(8, 8));
    QCOMPARE(shown.chosen.count(), 1);
    QTest::mouseDClick(&shown.map, Qt::LeftButton, {}, shown.at(2));
    QCOMPARE(shown.opened.count(), 1);
    QCOMPARE(shown.opened[0][0].toString(), QStringLiteral("l"));
  }

  void dragMovesAndChoosesNothing() {
    Shown shown;
    const QPoint before = shown.at(0);
    shown.drag(before, before + QPoint(60, -40));
    QCOMPARE(shown.chosen.count(), 0);
    QVERIFY((shown.at(0) - before - QPoint(60, -40)).manhattanLength() <= 1);
    QTest::keyClick(&shown.map, Qt::Key_0);
    QCOMPARE(shown.at(0), before);
  }

  void wheelZoomsAboutThePointer() {
    Shown shown;
    const QPoint place = shown.at(1);
    const double before = shown.map.transform().scale;
    shown.wheel(place, 3);
    QVERIFY(shown.map.transform().scale > 1.5 * before);
    QVERIFY2((shown.at(1) - place).manhattanLength() <= 1, "what is under the pointer stays");
    for (int turn = 0; turn < 200; ++turn) shown.wheel(place, 5);
    QVERIFY(std::isfinite(shown.map.transform().scale));
    for (int turn = 0; turn < 400; ++turn) shown.wheel(place, -5);
    QVERIFY2(shown.map.transform().scale > before / 3, "the points never get lost");
  }

  void buttonsZoomToo() {
    Shown shown;
    const double before = shown.map.transform().scale;
    for (QToolButton* button : shown.map.findChildren<QToolButton*>())
      if (button->accessibleName().startsWith(QStringLiteral("Zoom in"))) button->click();
    QVERIFY(shown.map.transform().scale > before);
  }

  void hoverShowsTheNameAndAsksForTheDrawingOnce() {
    Shown shown;
    const QImage quiet = shown.map.grab().toImage();
    QTest::mouseMove(&shown.map, shown.at(3));
    QTRY_COMPARE(shown.needed.count(), 1);
    QCOMPARE(shown.needed[0][0].toString(), QStringLiteral("u"));
    QVERIFY(shown.map.grab().toImage() != quiet);
    const QImage without = shown.map.grab().toImage();
    shown.map.setThumbnail(QStringLiteral("u"), test::drawing(shown.needed[0][1].toSize(), 1));
    QVERIFY(shown.map.grab().toImage() != without);
    QTest::mouseMove(&shown.map, QPoint(5, 5));
    QTest::mouseMove(&shown.map, shown.at(3));
    QCoreApplication::processEvents();
    QCOMPARE(shown.needed.count(), 1);
  }

  void keysWalkThePoints() {
    Shown shown;
    shown.map.setMarker(QPointF(0.1, 0), QStringLiteral("open"));
    QTest::keyClick(&shown.map, Qt::Key_Right);
    QCOMPARE(shown.map.cursor().value_or(-1), 0);
    QTest::keyClick(&shown.map, Qt::Key_Up);
    QCOMPARE(shown.map.cursor().value_or(-1), 3);
    QTest::keyClick(&shown.map, Qt::Key_Up);
    QCOMPARE(shown.map.cursor().value_or(-1), 3);
    QTest::keyClick(&shown.map, Qt::Key_Down);
    QTest::keyClick(&shown.map, Qt::Key_Space);
    QCOMPARE(shown.chosen[0][0].toString(), QStringLiteral("m"));
    QTest::keyClick(&shown.map, Qt::Key_Return);
    QCOMPARE(shown.opened[0][0].toString(), QStringLiteral("m"));
    for (int press = 0; press < 6; ++press) QTest::keyClick(&shown.map, Qt::Key_Plus);
    QTest::keyClick(&shown.map, Qt::Key_Left);
    QVERIFY2(shown.map.rect().contains(shown.at(2)), "the map follows the cursor");
  }

  void walkBeginsAtTheNearestNeighbour() {
    Shown shown;
    shown.map.setRinged({QStringLiteral("nobody"), QStringLiteral("d"), QStringLiteral("l")});
    QTest::keyClick(&shown.map, Qt::Key_Left);
    QCOMPARE(shown.map.cursor().value_or(-1), 4);
  }

  void emptyMapTakesEveryEvent() {
    Shown shown{std::vector<MapPoint>()};
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, QPoint(50, 50));
    QTest::mouseDClick(&shown.map, Qt::LeftButton, {}, QPoint(50, 50));
    shown.wheel({50, 50}, 2);
    for (const int key : {Qt::Key_Left, Qt::Key_Plus, Qt::Key_0, Qt::Key_Return, Qt::Key_Space})
      QTest::keyClick(&shown.map, Qt::Key(key));
    QVERIFY(!shown.map.grab().isNull());
    QCOMPARE(shown.map.rowCount(), 0);
    QCOMPARE(shown.chosen.count() + shown.opened.count(), 0);
  }

  void strangePlacesAreSurvived_data() {
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::newRow("no number") << qQNaN() << 0.0;
    QTest::newRow("endless") << qInf() << -qInf();
    QTest::newRow("the same as another") << 0.0 << 0.0;
    QTest::newRow("very far away") << 1e200 << -1e200;
  }
  void strangePlacesAreSurvived() {
    QFETCH(double, x);
    QFETCH(double, y);
    std::vector<MapPoint> points = cross();
    points.push_back({QStringLiteral("x"), QStringLiteral("odd"), x, y});
    Shown shown(std::move(points));
    shown.map.setMarker(QPointF(x, y), QStringLiteral("odd"));
    shown.map.setRinged({QStringLiteral("x"), QStringLiteral("m")});
    QVERIFY(!shown.map.grab().isNull());
    shown.wheel({100, 100}, 2);
    QTest::keyClick(&shown.map, Qt::Key_Right);
    QVERIFY(!shown.map.grab().isNull());
  }

  void rowsForScreenReadersBeginNearTheStar() {
    Shown shown(many(3'000));
    shown.map.setMarker(QPointF(0, 0), QStringLiteral("open"));
    QCOMPARE(shown.map.rowCount(), EmbeddingMap::kAccessibleRows);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&shown.map);
    QVERIFY(list != nullptr);
    QCOMPARE(list->childCount(), EmbeddingMap::kAccessibleRows);
    QVERIFY(list->child(0)->text(QAccessible::Name).startsWith(QStringLiteral("molecule ")));
    QVERIFY(shown.map.accessibleDescription().contains(QStringLiteral("3,000 molecules")));
    const QPointF star = shown.map.transform().toScreen({0, 0});
    const auto distance = [&](int row) {
      const QPointF step = QRectF(shown.map.rowPlace(row)).center() - star;
      return std::hypot(step.x(), step.y());
    };
    QVERIFY(distance(0) < distance(900));
  }

  void hundredThousandPointsAreFoundAndPainted() {
    Shown shown(many(100'000));
    QVERIFY(!shown.map.grab().isNull());
    const auto hit = shown.map.pointAt(shown.map.placeOf(4'321));
    QVERIFY(hit.has_value());
    const QPointF step = shown.map.placeOf(*hit) - shown.map.placeOf(4'321);
    QVERIFY2(std::hypot(step.x(), step.y()) < 0.01, "the point itself, or one in its place");
    // A frame may not keep a hand waiting; generous, since tests run beside others.
    QElapsedTimer clock;
    clock.start();
    shown.drag({200, 150}, {220, 160});
    shown.map.grab();
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
  }

  void looks_data() { test::schemeRows(); }
  void looks() {
    QFETCH(int, scheme);
    test::useScheme(static_cast<theme::Scheme>(scheme));
    Shown shown(many(2'000));
    shown.map.setMarker(QPointF(0.3, 0.2), QStringLiteral("aspirin"));
    shown.map.setRinged({QStringLiteral("3"), QStringLiteral("17"), QStringLiteral("256")});
    test::keepPicture(shown.map, QStringLiteral("embedding-map"));
    const QImage picture = shown.map.grab().toImage();
    const theme::Tokens& tokens = theme::tokensFor(shown.map.palette());
    const QPointF star = shown.map.transform().toScreen({0.3, 0.2});
    QCOMPARE(picture.pixelColor(star.toPoint()), tokens.accent);
  }
};

QTEST_MAIN(EmbeddingMapTest)
#include "embedding_map_test.moc"
