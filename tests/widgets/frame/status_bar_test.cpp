#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/command_search_field.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/model_chip.h"
#include "widgets/frame/status_bar.h"
#include "widgets/frame/status_item.h"
#include "widgets/frame/stepper.h"
#include "widgets/frame/viewport_header.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

/// Status bar, header, menu corner and banner: the strips around the structure.
class StatusBarTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void structureIsToldInWords_data();
  void structureIsToldInWords();
  void partsSayWhatTheyShow();
  void partsNeverOverlap_data();
  void partsNeverOverlap();
  void jobShowsWordsAndCancels();
  void shortJobStaysQuiet();
  void partIsClicked();
  void chipSaysItsState_data();
  void chipSaysItsState();
  void headerStepsConformersAndRecords();
  void bannerGrowsActsAndCloses();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static void fill(StatusBar& bar);
};

void StatusBarTest::init() { useScheme(theme::Scheme::Light); }

void StatusBarTest::fill(StatusBar& bar) {
  bar.setStructure(21, 21, 0, QStringLiteral("MMFF94s 18.91 kcal/mol"));
  bar.setDevice(QStringLiteral("CPU · float32"));
  bar.setMemory(900'000'000, 15'600'000'000);
  bar.setTokensPerSecond(41);
  bar.setContext(412, 2048);
  bar.setNetworkRequests(0);
}

void StatusBarTest::structureIsToldInWords_data() {
  QTest::addColumn<int>("atoms");
  QTest::addColumn<int>("bonds");
  QTest::addColumn<int>("charge");
  QTest::addColumn<QString>("energy");
  QTest::addColumn<QString>("words");
  QTest::newRow("a molecule with energy") << 21 << 21 << 0 << "MMFF94 18.91 kcal/mol"
                                          << "21 atoms, 21 bonds, Charge 0, MMFF94 18.91 kcal/mol";
  QTest::newRow("an ion alone") << 1 << 0 << 2 << ""
                                << "1 atom, 0 bonds, Charge +2";
  QTest::newRow("a negative charge has a minus sign")
      << 7 << 6 << -1 << "" << QString::fromUtf8("7 atoms, 6 bonds, Charge −1");
}

void StatusBarTest::structureIsToldInWords() {
  QFETCH(int, atoms);
  QFETCH(int, bonds);
  QFETCH(int, charge);
  QFETCH(QString, energy);
  StatusBar bar;
  QCOMPARE(bar.accessibleName(), QStringLiteral("No structure"));
  bar.setStructure(atoms, bonds, charge, energy);
  QTEST(bar.accessibleName(), "words");
  bar.clearStructure();
  QCOMPARE(bar.accessibleName(), QStringLiteral("No structure"));
}

void StatusBarTest::partsSayWhatTheyShow() {
  StatusBar bar;
  QStringList names;
  const auto read = [&] {
    names.clear();
    for (const StatusItem* item : bar.findChildren<StatusItem*>()) names += item->accessibleName();
  };
  read();
  const QStringList empty{QStringLiteral("Device: No model"), QStringLiteral("Memory: not known"),
                          QStringLiteral("Speed: idle"), QStringLiteral("Context: no model"),
                          QStringLiteral("Network: 0 requests")};
  QCOMPARE(names, empty);
  fill(bar);
  bar.setNetworkRequests(1);
  read();
  QVERIFY2(names.contains(QStringLiteral("Speed: 41 tokens per second")),
           qPrintable(names.join(u'|')));
  QVERIFY(names.contains(QStringLiteral("Context: 412 of 2048 tokens used")) ||
          names.contains(QStringLiteral("Context: 412 of 2,048 tokens used")));
  QVERIFY(names.contains(QStringLiteral("Network: 1 request")));
}

void StatusBarTest::partsNeverOverlap_data() {
  QTest::addColumn<int>("width");
  for (const int width : {560, 800, 1024, 1440, 2560})
    QTest::addRow("%d pixels wide", width) << width;
}

void StatusBarTest::partsNeverOverlap() {
  QFETCH(int, width);
  StatusBar bar;
  bar.resize(width, bar.height());
  bar.show();
  fill(bar);
  QList<QRect> places;
  for (const StatusItem* item : bar.findChildren<StatusItem*>())
    if (item->isVisible()) places += item->geometry();
  for (int one = 0; one < places.size(); ++one)
    for (int other = one + 1; other < places.size(); ++other)
      QVERIFY(!places[one].intersects(places[other]));
  QVERIFY2(places.size() >= 3, "speed, context and network always stay");
  for (const QRect& place : places) QVERIFY(bar.rect().contains(place));
}

void StatusBarTest::jobShowsWordsAndCancels() {
  StatusBar bar;
  bar.resize(1024, bar.height());
  bar.show();
  bar.setJobDelays(0, 0);
  bar.showJob(QStringLiteral("Reading ligands.sdf"), 0.42, true);
  auto* cancel = bar.findChild<QPushButton*>();
  QVERIFY(cancel->isVisible());
  QVERIFY(cancel->accessibleName().contains(QStringLiteral("ligands.sdf")));
  QSignalSpy cancelled(&bar, &StatusBar::cancelRequested);
  QTest::mouseClick(cancel, Qt::LeftButton);
  QCOMPARE(cancelled.count(), 1);
  bar.showJob(QStringLiteral("Reading ligands.sdf"), 0.8, false);
  QVERIFY(!cancel->isVisible());
  bar.endJob();
  QVERIFY(!cancel->isVisible());
}

void StatusBarTest::shortJobStaysQuiet() {
  StatusBar bar;
  bar.resize(1024, bar.height());
  bar.show();
  bar.setJobDelays(0, 60'000);
  bar.showJob(QStringLiteral("Reading"), std::nullopt, true);
  QVERIFY(!bar.findChild<QPushButton*>()->isVisible());
  bar.endJob();
  bar.endJob();
}

void StatusBarTest::partIsClicked() {
  StatusBar bar;
  bar.resize(1440, bar.height());
  bar.show();
  fill(bar);
  QList<StatusBar::Part> clicked;
  connect(&bar, &StatusBar::partClicked, this, [&](StatusBar::Part part) { clicked += part; });
  for (StatusItem* item : bar.findChildren<StatusItem*>()) QTest::mouseClick(item, Qt::LeftButton);
  const QList<StatusBar::Part> all{StatusBar::Part::Device, StatusBar::Part::Memory,
                                   StatusBar::Part::Speed, StatusBar::Part::Context,
                                   StatusBar::Part::Network};
  QCOMPARE(clicked, all);
}

void StatusBarTest::chipSaysItsState_data() {
  QTest::addColumn<int>("state");
  QTest::addColumn<QString>("sentence");
  QTest::addColumn<QString>("name");
  using S = ModelChip::State;
  QTest::newRow("no model") << int(S::None) << ""
                            << "No model";
  QTest::newRow("loading") << int(S::Loading) << ""
                           << "Model starter, loading";
  QTest::newRow("ready") << int(S::Ready) << ""
                         << "Model starter, ready, CPU";
  QTest::newRow("failed") << int(S::Failed) << "The weights are cut short."
                          << "Model starter, not loaded";
}

void StatusBarTest::chipSaysItsState() {
  QFETCH(int, state);
  QFETCH(QString, sentence);
  ModelChip chip;
  chip.setModel(QStringLiteral("starter"), QStringLiteral("CPU"));
  chip.setState(static_cast<ModelChip::State>(state), sentence);
  QTEST(chip.accessibleName(), "name");
  QCOMPARE(chip.accessibleDescription(), sentence);
  QSignalSpy clicked(&chip, &ModelChip::clicked);
  QTest::keyClick(&chip, Qt::Key_Space);
  QCOMPARE(clicked.count(), 1);
  const int full = chip.sizeHint().width();
  chip.setCompact(true);
  QVERIFY(chip.sizeHint().width() <= full);
}

void StatusBarTest::headerStepsConformersAndRecords() {
  ViewportHeader header;
  header.resize(760, header.height());
  header.show();
  header.setStructure(QStringLiteral("aspirin"), QStringLiteral("C9H8O4"));
  const auto steppers = header.findChildren<Stepper*>();
  QVERIFY(!steppers.at(0)->isVisible());
  header.setConformers(0, 2);
  header.setRecords(11, 12);
  QSignalSpy conformer(&header, &ViewportHeader::conformerChosen);
  QSignalSpy record(&header, &ViewportHeader::recordChosen);
  for (Stepper* stepper : steppers)
    for (QToolButton* button : stepper->findChildren<QToolButton*>())
      QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(conformer.count(), 1);
  QCOMPARE(conformer.first().first().toInt(), 1);
  QCOMPARE(record.count(), 1);
  QCOMPARE(record.first().first().toInt(), 10);
  header.clear();
  QVERIFY(!steppers.at(1)->isVisible());
  QCOMPARE(header.accessibleName(), QStringLiteral("No structure"));
}

void StatusBarTest::bannerGrowsActsAndCloses() {
  QWidget window;
  window.resize(500, 300);
  auto* banner = new Banner(&window);
  banner->resize(500, 38);
  window.show();
  QVERIFY(!banner->isVisible());
  banner->showMessage(Banner::Kind::Warning, QStringLiteral("Short."));
  const int low = banner->height();
  banner->showMessage(
      Banner::Kind::Failure,
      QStringLiteral("aspirin.sdf: line 4 counts 21 atoms, the block has 20. What was "
                     "open stays. Save the file again from the program that wrote it."),
      QStringLiteral("Open another"));
  QVERIFY(banner->height() > low);
  QSignalSpy acted(banner, &Banner::actionTriggered);
  QSignalSpy closed(banner, &Banner::closed);
  QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
  QTest::mouseClick(banner->findChild<QToolButton*>(), Qt::LeftButton);
  QCOMPARE(acted.count(), 1);
  QCOMPARE(closed.count(), 1);
  QVERIFY(!banner->isVisible());
}

void StatusBarTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  StatusBar bar;
  bar.resize(1440, bar.height());
  bar.show();
  fill(bar);
  keepPicture(bar, QStringLiteral("status"));
  bar.setJobDelays(0, 0);
  bar.showJob(QStringLiteral("Reading ligands.sdf"), 0.42, true);
  bar.resize(1024, bar.height());
  bar.setContext(1900, 2048);
  keepPicture(bar, QStringLiteral("status-job"));
  ViewportHeader header;
  header.resize(760, header.height());
  header.show();
  header.setStructure(QStringLiteral("aspirin"), QStringLiteral("C9H8O4"));
  header.setTag(QStringLiteral("3D made here"), QStringLiteral("ETKDGv3, then MMFF94."));
  header.setConformers(0, 2);
  header.setRecords(2, 12);
  keepPicture(header, QStringLiteral("header"));
  header.setStructure(
      QStringLiteral("a structure whose name is far too long to stand in the header"),
      QStringLiteral("C123H234N34O45S6"));
  keepPicture(header, QStringLiteral("header-long"));
  Banner banner;
  banner.resize(560, 38);
  for (const auto kind : {Banner::Kind::Notice, Banner::Kind::Warning, Banner::Kind::Failure}) {
    banner.showMessage(kind,
                       QStringLiteral("MMFF94 has no parameters for Fe1, so UFF was used for the "
                                      "whole structure."),
                       kind == Banner::Kind::Failure ? QStringLiteral("Try again") : QString());
    keepPicture(banner, QStringLiteral("banner-%1").arg(int(kind)));
  }
  for (const int width : {1440, 1024}) {
    MenuCorner corner;
    corner.modelChip().setModel(QStringLiteral("molloquy-starter"),
                                QStringLiteral("CPU · float32"));
    corner.commandSearch().setKeys(QKeySequence(QStringLiteral("Ctrl+K")));
    corner.fitTo(width);
    corner.show();
    for (const auto state : {ModelChip::State::None, ModelChip::State::Loading,
                             ModelChip::State::Ready, ModelChip::State::Failed}) {
      corner.modelChip().setState(state);
      corner.modelChip().setProgress(0.6);
      corner.adjustSize();
      keepPicture(corner, QStringLiteral("corner-%1-%2").arg(width).arg(int(state)));
    }
  }
}

QTEST_MAIN(StatusBarTest)
#include "status_bar_test.moc"
