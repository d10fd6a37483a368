#include <QAccessible>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <cmath>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/plots/heat_map.h"
#include "widgets/plots/heat_map_painter.h"
#include "widgets/plots/level_diagram.h"
#include "widgets/plots/plot_widget.h"
#include "widgets/theme/colour_math.h"

using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class PlotsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void ticksAreRound_data();
  void ticksAreRound();
  void ticksOfNothing();
  void csvIsReadable_data();
  void csvIsReadable();
  void clickChoosesTheNearestPoint();
  void dragWalksThePoints();
  void keysWalkAndSkipGaps();
  void reversedAxisWalksAsItLooks();
  void markSurvivesLongerDataOnly();
  void everyPointIsARowToScreenReaders();
  void picturesAndSvgShowTheSamePlot();
  void hundredThousandPointsArePainted();
  void mapCellsAreClickedAndWalked();
  void mapColoursTellByLightness_data() { molloquy::test::schemeRows(); }
  void mapColoursTellByLightness();
  void levelsNameTheFrontier();
  void levelsCloseTogetherShareALine();
  void nothingToDrawIsNoFault();

 private:
  static PlotData parabola(int points);
  static HeatMapData grid();
};

PlotData PlotsTest::parabola(int points) {
  PlotData data;
  data.x.title = QStringLiteral("angle, degrees");
  data.x.unit = QStringLiteral("°");
  data.x.decimals = 0;
  data.y.title = QStringLiteral("energy");
  data.y.unit = QStringLiteral(" kcal/mol");
  PlotSeries series;
  series.kind = SeriesKind::LineAndPoints;
  for (int i = 0; i < points; ++i) series.points.emplace_back(10 * i, 0.5 * i * i);
  data.series.push_back(series);
  return data;
}

HeatMapData PlotsTest::grid() {
  HeatMapData data;
  data.x.title = QStringLiteral("x");
  data.x.unit = QStringLiteral("°");
  data.x.decimals = 0;
  data.y = data.x;
  data.xs = {-180, 0, 180};
  data.ys = {-90, 90};
  data.values = {1, 2, qQNaN(), 4, 5, 6};
  data.valueTitle = QStringLiteral("energy");
  data.valueUnit = QStringLiteral(" kcal/mol");
  return data;
}

void PlotsTest::ticksAreRound_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<int>("most");
  QTest::addColumn<double>("first");
  QTest::addColumn<double>("step");
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("decimals");
  QTest::newRow("energies of a scan") << 0.0 << 6.4 << 4 << 0.0 << 2.0 << 4 << 0;
  QTest::newRow("negative to positive") << -7.0 << 7.0 << 8 << -6.0 << 2.0 << 7 << 0;
  QTest::newRow("quarters") << 0.0 << 1.0 << 4 << 0.0 << 0.5 << 3 << 1;
  QTest::newRow("large numbers") << 1200.0 << 4800.0 << 4 << 2000.0 << 1000.0 << 3 << 0;
  QTest::newRow("an end that floats just below a tick")
      << 0.0 << 5.9999999 << 4 << 0.0 << 2.0 << 4 << 0;
}

void PlotsTest::ticksAreRound() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(int, most);
  const Ticks ticks = niceTicks(low, high, most);
  QTEST(ticks.first, "first");
  QTEST(ticks.step, "step");
  QTEST(ticks.count, "count");
  QTEST(ticks.decimals, "decimals");
}

void PlotsTest::ticksOfNothing() {
  QCOMPARE(niceTicks(3, 3, 5).count, 0);
  QCOMPARE(niceTicks(5, 3, 5).count, 0);
  QCOMPARE(niceTicks(0, std::numeric_limits<double>::infinity(), 5).count, 0);
  QCOMPARE(niceTicks(qQNaN(), 1, 5).count, 0);
  QCOMPARE(ticksOfStep(0, 1, 0).count, 0);
  QCOMPARE(ticksOfStep(0, 1e9, 1e-3).count, 0);
  QCOMPARE(ticksOfStep(-180, 180, 60).count, 7);
}

void PlotsTest::csvIsReadable_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("csv");
  QTest::newRow("a number") << "E" << 1.5 << "x,E\n2,1.5\n";
  QTest::newRow("a gap is an empty cell") << "E" << qQNaN() << "x,E\n2,\n";
  QTest::newRow("a name with a comma is quoted") << "E, kcal" << -1.0 << "x,\"E, kcal\"\n2,-1\n";
  QTest::newRow("quotes are doubled") << "say \"E\"," << 0.0 << "x,\"say \"\"E\"\",\"\n2,0\n";
}

void PlotsTest::csvIsReadable() {
  QFETCH(QString, name);
  QFETCH(double, value);
  PlotData data;
  PlotSeries series;
  series.name = name;
  series.points = {{2, value}};
  data.series.push_back(series);
  QTEST(plotCsv(data), "csv");
}

void PlotsTest::clickChoosesTheNearestPoint() {
  PlotWidget plot;
  plot.resize(400, 200);
  plot.show();
  plot.setPlot(parabola(10));
  QSignalSpy chosen(&plot, &PlotWidget::pointChosen);
  QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(6).toPoint() + QPoint(5, -30));
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().toInt(), 6);
  QCOMPARE(plot.marked(), std::optional(6));
  QCOMPARE(plot.pointText(6), QStringLiteral("60°, 18.00 kcal/mol"));
  QTest::mouseClick(&plot, Qt::RightButton, {}, plot.placeOf(2).toPoint());
  QCOMPARE(chosen.count(), 1);
}

void PlotsTest::dragWalksThePoints() {
  PlotWidget plot;
  plot.resize(400, 200);
  plot.show();
  plot.setPlot(parabola(10));
  QSignalSpy chosen(&plot, &PlotWidget::pointChosen);
  QTest::mousePress(&plot, Qt::LeftButton, {}, plot.placeOf(1).toPoint());
  for (const int point : {2, 3, 3, 4}) {
    const QPointF place = plot.placeOf(point);
    QMouseEvent move(QEvent::MouseMove, place, plot.mapToGlobal(place), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(&plot, &move);
  }
  QTest::mouseRelease(&plot, Qt::LeftButton, {}, plot.placeOf(4).toPoint());
  QCOMPARE(chosen.count(), 4);  // Standing still is no step.
  QCOMPARE(chosen.last().first().toInt(), 4);
}

void PlotsTest::keysWalkAndSkipGaps() {
  PlotWidget plot;
  plot.resize(400, 200);
  plot.show();
  PlotData data = parabola(4);
  data.series.front().points[1].setY(qQNaN());
  plot.setPlot(data);
  QSignalSpy chosen(&plot, &PlotWidget::pointChosen);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Right);  // The end: nothing more.
  QCOMPARE(chosen.count(), 3);
  QCOMPARE(chosen.at(1).first().toInt(), 2);
  QTest::keyClick(&plot, Qt::Key_Home);
  QCOMPARE(plot.marked(), std::optional(0));
  QTest::keyClick(&plot, Qt::Key_End);
  QCOMPARE(plot.marked(), std::optional(3));
}

void PlotsTest::reversedAxisWalksAsItLooks() {
  PlotWidget plot;
  plot.resize(400, 200);
  plot.show();
  PlotData data = parabola(5);
  data.x.reversed = true;
  plot.setPlot(data);
  QVERIFY(plot.placeOf(0).x() > plot.placeOf(4).x());
  plot.setMarked(2);
  QTest::keyClick(&plot, Qt::Key_Right);
  QCOMPARE(plot.marked(), std::optional(1));
}

void PlotsTest::markSurvivesLongerDataOnly() {
  PlotWidget plot;
  plot.setPlot(parabola(4));
  plot.setMarked(3);
  plot.setPlot(parabola(6));
  QCOMPARE(plot.marked(), std::optional(3));
  plot.setPlot(parabola(2));
  QVERIFY(!plot.marked());
  plot.setMarked(99);
  QVERIFY(!plot.marked());
}

void PlotsTest::everyPointIsARowToScreenReaders() {
  PlotWidget plot;
  plot.setPlot(parabola(4));
  QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&plot);
  QVERIFY(list != nullptr);
  QCOMPARE(list->childCount(), 4);
  QCOMPARE(list->child(2)->text(QAccessible::Name), QStringLiteral("20°, 2.00 kcal/mol"));
  plot.setMarked(2);
  QVERIFY(list->child(2)->state().selected);
  QVERIFY(!list->child(1)->state().selected);
  QCOMPARE(plot.accessibleDescription(), QStringLiteral("20°, 2.00 kcal/mol"));
}

void PlotsTest::picturesAndSvgShowTheSamePlot() {
  PlotWidget plot;
  plot.setPlot(parabola(10));
  const QImage picture = plot.image({300, 200}, 2);
  QCOMPARE(picture.size(), QSize(600, 400));
  const QRgb line = theme::tokens(theme::Scheme::Light).pins[0].rgb();
  int inked = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) inked += picture.pixel(x, y) == line ? 1 : 0;
  QVERIFY2(inked > 300, "the curve is in the picture");
  QSvgRenderer renderer(plot.svg({300, 200}));
  QVERIFY(renderer.isValid());
  QCOMPARE(renderer.viewBox().size(), QSize(300, 200));
}

void PlotsTest::hundredThousandPointsArePainted() {
  PlotWidget plot;
  plot.resize(400, 200);
  PlotData data;
  PlotSeries series;
  for (int i = 0; i < 100'000; ++i) series.points.emplace_back(i, std::sin(i * 0.001));
  data.series.push_back(series);
  plot.setPlot(data);
  QVERIFY(!plot.grab().isNull());
}

void PlotsTest::mapCellsAreClickedAndWalked() {
  HeatMap map;
  map.resize(400, 240);
  map.show();
  map.setMap(grid());
  QSignalSpy chosen(&map, &HeatMap::cellChosen);
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(4).center().toPoint());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(map.cellText(4), QStringLiteral("0°, 90°, 5.00 kcal/mol"));
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(2).center().toPoint());
  QCOMPARE(chosen.count(), 1);  // That cell was not computed.
  QTest::keyClick(&map, Qt::Key_Down);
  QCOMPARE(map.marked(), std::optional(1));
  QTest::keyClick(&map, Qt::Key_Down);
  QCOMPARE(map.marked(), std::optional(1));
  QTest::keyClick(&map, Qt::Key_Left);
  QCOMPARE(map.marked(), std::optional(0));
  QCOMPARE(map.csv().count(u'\n'), 6);  // Head and the five that are there.
}

void PlotsTest::mapColoursTellByLightness() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  const QPalette palette = QApplication::palette();
  double before = theme::toLab(heatColour(palette, 0)).lightness;
  const double sign = theme::toLab(heatColour(palette, 1)).lightness > before ? 1 : -1;
  for (int step = 1; step <= 20; ++step) {
    const double now = theme::toLab(heatColour(palette, step / 20.0)).lightness;
    QVERIFY2(sign * (now - before) > 0.5, qPrintable(QString::number(step)));
    before = now;
  }
}

void PlotsTest::levelsNameTheFrontier() {
  LevelDiagram levels;
  levels.resize(300, 160);
  levels.setLevels({{-14.2, 2}, {-10.41, 2}, {-6.02, 0}}, 1);
  QCOMPARE(levels.levelText(1), QStringLiteral("HOMO, orbital 2 of 3, −10.41 eV, 2 electrons"));
  QVERIFY(levels.levelText(2).startsWith(QStringLiteral("LUMO")));
  QVERIFY(levels.levelRect(2).top() < levels.levelRect(1).top());
  QVERIFY(levels.accessibleDescription().contains(QStringLiteral("−6.02 eV")));
}

void PlotsTest::levelsCloseTogetherShareALine() {
  LevelDiagram levels;
  levels.resize(300, 160);
  levels.setLevels({{-14.0, 2}, {-13.99, 2}, {-9, 2}, {-2, 0}}, 2);
  QVERIFY(!levels.levelRect(0).intersects(levels.levelRect(1)));
  QVERIFY(levels.levelRect(0).width() < levels.levelRect(2).width());
}

void PlotsTest::nothingToDrawIsNoFault() {
  PlotWidget plot;
  plot.resize(400, 200);
  plot.clear(QStringLiteral("Nothing yet."));
  QCOMPARE(plot.accessibleDescription(), QStringLiteral("Nothing yet."));
  QVERIFY(!plot.grab().isNull());
  PlotData data;
  data.series.push_back({QString(), SeriesKind::Bars, 0, {{1, qQNaN()}}});
  plot.setPlot(data);
  QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(200, 100));
  QVERIFY(!plot.marked());
  plot.resize(8, 8);
  QVERIFY(!plot.grab().isNull());
  HeatMap map;
  HeatMapData wrong = grid();
  wrong.values.pop_back();
  map.setMap(wrong);
  QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(50, 50));
  QVERIFY(!map.grab().isNull());
  LevelDiagram levels;
  levels.setLevels({{-1, 2}}, 7);
  QVERIFY(!levels.grab().isNull());
}

QTEST_MAIN(PlotsTest)
#include "plots_test.moc"
