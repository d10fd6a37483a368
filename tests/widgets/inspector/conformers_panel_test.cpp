#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/inspector/bench_samples.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/conformer_search_options.h"
#include "widgets/inspector/conformer_table.h"
#include "widgets/inspector/conformers_panel.h"
#include "widgets/inspector/scan_options.h"
#include "widgets/inspector/torsion_choices.h"
#include "widgets/inspector/torsion_scan_view.h"
#include "widgets/plots/heat_map.h"
#include "widgets/plots/plot_widget.h"

using molloquy::AtomIndex;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace energy = molloquy::energy;
namespace theme = molloquy::theme;

class ConformersPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void clickOnARowChoosesIt();
  void squaresKeepTheirColours();
  void spaceTogglesTheSquare();
  void sortingComparesNumbers();
  void absentValuesAreDashesAtTheEnd();
  void searchCarriesTheOptions();
  void secondPressStopsTheSearch();
  void unavailableSearchSaysWhy();
  void failureStandsUntilTheNextResult();
  void barOfAConformerChoosesIt();
  void tableIsCopiedWithPlainMinus();
  void torsionsAreBondsThatTurn();
  void selectionMeansATorsion_data();
  void selectionMeansATorsion();
  void scanIsAskedForAsChosen();
  void draggedCursorTellsThePoint();
  void mapPointsAreFoundByTheirAngles();
  void unfinishedScanShowsWhatIsThere();
  void anotherMoleculeDropsTheScan();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static std::unique_ptr<ConformersPanel> panel();
  static QPushButton* button(QWidget& in, const QString& text) {
    for (QPushButton* one : in.findChildren<QPushButton*>())
      if (one->text() == text) return one;
    return nullptr;
  }
};

std::unique_ptr<ConformersPanel> ConformersPanelTest::panel() {
  auto made = std::make_unique<ConformersPanel>();
  made->resize(760, 260);
  made->scan().setMolecule(molloquy::test::chainWithRing(9));
  made->setConformers(molloquy::test::twelveConformers(), QStringLiteral("100 tried, 12 kept"));
  made->setTorsionName(QStringLiteral("C–C–C–C"));
  made->setCurrent(0);
  made->show();
  return made;
}

void ConformersPanelTest::clickOnARowChoosesIt() {
  const auto it = panel();
  auto* table = it->findChild<ConformerTable*>();
  QSignalSpy chosen(it.get(), &ConformersPanel::conformerChosen);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                    table->visualRect(table->model()->index(3, 2)).center());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().toInt(), 3);
  QTest::keyClick(table, Qt::Key_Down);
  QCOMPARE(chosen.last().first().toInt(), 4);
  it->setCurrent(7);  // By the program: told to nobody.
  QCOMPARE(chosen.count(), 2);
  QCOMPARE(table->currentIndex().row(), 7);
}

void ConformersPanelTest::squaresKeepTheirColours() {
  const auto it = panel();
  auto* table = it->findChild<ConformerTable*>();
  QSignalSpy changed(it.get(), &ConformersPanel::overlayChanged);
  QSignalSpy chosen(it.get(), &ConformersPanel::conformerChosen);
  const auto press = [&](int row) {
    const QRect cell = table->visualRect(table->model()->index(row, 0));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.topLeft() + QPoint(14, 12));
  };
  press(2);
  press(1);
  press(2);
  press(4);
  QCOMPARE(changed.count(), 4);
  QCOMPARE(chosen.count(), 0);  // The conformer on the screen stays.
  const auto overlay = changed.last().first().value<std::vector<OverlaidConformer>>();
  QVERIFY((overlay == std::vector<OverlaidConformer>{{1, 1}, {4, 0}}));
}

void ConformersPanelTest::spaceTogglesTheSquare() {
  const auto it = panel();
  auto* table = it->findChild<ConformerTable*>();
  QSignalSpy changed(it.get(), &ConformersPanel::overlayChanged);
  table->setFocus();
  QTest::keyClick(table, Qt::Key_Space);
  QTest::keyClick(table, Qt::Key_Space);
  QCOMPARE(changed.count(), 2);
  QVERIFY(changed.last().first().value<std::vector<OverlaidConformer>>().empty());
}

void ConformersPanelTest::sortingComparesNumbers() {
  const auto it = panel();
  auto* table = it->findChild<ConformerTable*>();
  QHeaderView* head = table->horizontalHeader();
  const int x = head->sectionViewportPosition(ConformerTableModel::Number) + 8;
  QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, QPoint(x, 10));
  QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("12"));
  QCOMPARE(table->model()->index(11, 0).data().toString(), QStringLiteral("1"));
}

void ConformersPanelTest::absentValuesAreDashesAtTheEnd() {
  ConformersPanel it;
  it.setConformers({{1, {}, {}, {}, {}, 1}, {2, 1.5, 0.2, 0.3, -60.0, 1}}, {});
  auto* table = it.findChild<ConformerTable*>();
  QCOMPARE(table->model()->index(0, ConformerTableModel::Energy).data().toString(),
           QStringLiteral("–"));
  table->sortByColumn(ConformerTableModel::Energy, Qt::AscendingOrder);
  QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("2"));
  QVERIFY(table->isColumnHidden(ConformerTableModel::Torsion));
}

void ConformersPanelTest::searchCarriesTheOptions() {
  const auto it = panel();
  QSignalSpy asked(it.get(), &ConformersPanel::searchRequested);
  energy::ConformerSearch search;
  search.attempts = 250;
  search.seed = 4'000'000'000U;
  it->setSearch(search);
  auto* options = it->findChild<ConformerSearchOptions*>();
  for (QSpinBox* box : options->findChildren<QSpinBox*>())
    if (box->accessibleName() == QStringLiteral("Seed")) box->setValue(11);
  QTest::mouseClick(button(*it, QStringLiteral("Search again")), Qt::LeftButton);
  QCOMPARE(asked.count(), 1);
  const auto sent = asked.first().first().value<energy::ConformerSearch>();
  QCOMPARE(sent.attempts, 250);
  QCOMPARE(sent.seed, 11U);
  QVERIFY(sent.method == energy::EnergyMethod::Mmff94s);
}

void ConformersPanelTest::secondPressStopsTheSearch() {
  const auto it = panel();
  QSignalSpy asked(it.get(), &ConformersPanel::searchRequested);
  QSignalSpy stopped(it.get(), &ConformersPanel::cancelRequested);
  it->setBusy(QStringLiteral("41 of 100"), 0.41);
  QTest::mouseClick(button(*it, QStringLiteral("Stop")), Qt::LeftButton);
  QCOMPARE(stopped.count(), 1);
  QCOMPARE(asked.count(), 0);
  QCOMPARE(it->conformerCount(), 12);
}

void ConformersPanelTest::unavailableSearchSaysWhy() {
  const auto it = panel();
  it->setUnavailable(QStringLiteral("23,000 atoms are too many."));
  auto* search = button(*it, QStringLiteral("Search again"));
  QVERIFY(!search->isEnabled());
  QCOMPARE(search->toolTip(), QStringLiteral("23,000 atoms are too many."));
}

void ConformersPanelTest::failureStandsUntilTheNextResult() {
  const auto it = panel();
  it->setFailed(QStringLiteral("ETKDG found no positions."));
  auto* banner = it->findChild<Banner*>();
  QVERIFY(banner->isVisible());
  QCOMPARE(banner->sentence(), QStringLiteral("ETKDG found no positions."));
  it->setConformers(molloquy::test::twelveConformers(), {});
  QVERIFY(!banner->isVisible());
}

void ConformersPanelTest::barOfAConformerChoosesIt() {
  const auto it = panel();
  auto* plot = it->findChild<PlotWidget*>();
  QSignalSpy chosen(it.get(), &ConformersPanel::conformerChosen);
  QTest::mouseClick(plot, Qt::LeftButton, {}, plot->placeOf(8).toPoint());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().toInt(), 8);
  QCOMPARE(it->findChild<ConformerTable*>()->currentIndex().row(), 8);
}

void ConformersPanelTest::tableIsCopiedWithPlainMinus() {
  const auto it = panel();
  auto* table = it->findChild<ConformerTable*>();
  it->setCurrent(1);
  table->setFocus();
  QTest::keySequence(table, QKeySequence::Copy);
  const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
  QCOMPARE(lines.at(0), QStringLiteral("#\tΔE\tShare %\tRMSD Å\tC–C–C–C"));
  QVERIFY(lines.at(1).startsWith(QStringLiteral("2\t0.00\t")));
  QVERIFY(lines.at(1).endsWith(QStringLiteral("\t-73.4°")));
}

void ConformersPanelTest::torsionsAreBondsThatTurn() {
  const auto molecule = molloquy::test::chainWithRing(9);
  const auto choices = torsionChoices(*molecule, 100);
  // Nine atoms in a row, the last three a ring: bonds 2-3 to 6-7 turn, 1-2 is an end.
  QCOMPARE(choices.size(), std::size_t{5});
  QCOMPARE(choices.front().name, QStringLiteral("C1–C2–C3–C4"));
  QCOMPARE(torsionChoices(*molecule, 2).size(), std::size_t{2});
}

void ConformersPanelTest::selectionMeansATorsion_data() {
  QTest::addColumn<QList<int>>("atoms");
  QTest::addColumn<QString>("name");  ///< empty: none.
  QTest::newRow("two bonded atoms") << QList<int>{2, 3} << "C2–C3–C4–C5";
  QTest::newRow("a chain in any order") << QList<int>{4, 2, 1, 3} << "C2–C3–C4–C5";
  QTest::newRow("atoms apart") << QList<int>{0, 5} << "";
  QTest::newRow("a bond of a ring") << QList<int>{7, 8} << "";
  QTest::newRow("three atoms") << QList<int>{0, 1, 2} << "";
  QTest::newRow("an atom that is not there") << QList<int>{0, 99} << "";
  QTest::newRow("four that are no chain") << QList<int>{0, 2, 4, 6} << "";
}

void ConformersPanelTest::selectionMeansATorsion() {
  QFETCH(QList<int>, atoms);
  QFETCH(QString, name);
  std::vector<AtomIndex> selected;
  for (const int atom : atoms) selected.emplace_back(static_cast<std::uint32_t>(atom));
  const auto torsion = torsionOfSelection(*molloquy::test::chainWithRing(9), selected);
  QCOMPARE(torsion ? torsion->name : QString(), name);
}

void ConformersPanelTest::scanIsAskedForAsChosen() {
  const auto it = panel();
  it->setView(ConformersPanel::View::Scan);
  TorsionScanView& scan = it->scan();
  scan.setSelection({AtomIndex(3), AtomIndex(4)});
  QSignalSpy asked(&scan, &TorsionScanView::scanRequested);
  auto* run = button(scan, QStringLiteral("Scan"));
  QTest::mouseClick(run, Qt::LeftButton);
  QCOMPARE(asked.count(), 1);
  auto sent = asked.last().first().value<energy::TorsionScan>();
  QVERIFY(sent.first.atoms[1] == AtomIndex(3) && sent.first.atoms[2] == AtomIndex(4));
  QCOMPARE(sent.first.points, 37);
  QVERIFY(!sent.second);
  // A second torsion makes a map, of fewer points; twice the same bond is none.
  QComboBox* second = nullptr;
  for (QComboBox* list : scan.findChild<ScanOptions*>()->findChildren<QComboBox*>())
    if (list->accessibleName() == QStringLiteral("Second torsion")) second = list;
  QVERIFY(second != nullptr);
  second->setCurrentIndex(1);
  Q_EMIT second->activated(1);
  QTest::mouseClick(run, Qt::LeftButton);
  sent = asked.last().first().value<energy::TorsionScan>();
  QVERIFY(sent.second.has_value());
  QCOMPARE(sent.first.points, 19);
  second->setCurrentIndex(3);
  Q_EMIT second->activated(3);
  QVERIFY(!run->isEnabled());
  QCOMPARE(run->toolTip(), QStringLiteral("The two torsions are the same bond."));
}

void ConformersPanelTest::draggedCursorTellsThePoint() {
  const auto it = panel();
  it->setView(ConformersPanel::View::Scan);
  TorsionScanView& scan = it->scan();
  scan.setScan(molloquy::test::oneTurn(scan.request()->first.atoms));
  QCOMPARE(scan.detail(), QStringLiteral("37 points, MMFF94s"));
  auto* plot = scan.findChild<PlotWidget*>();
  QSignalSpy chosen(&scan, &TorsionScanView::scanPointChosen);
  QTest::mouseClick(plot, Qt::LeftButton, {}, plot->placeOf(24).toPoint());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().toInt(), 24);
  QVERIFY(plot->pointText(24).startsWith(QStringLiteral("60°, ")));
  scan.setCurrentPoint(3);
  QCOMPARE(plot->marked(), std::optional(3));
  QCOMPARE(chosen.count(), 1);
  QVERIFY(scan.csv().startsWith(QStringLiteral("C1–C2–C3–C4 torsion")));
}

void ConformersPanelTest::mapPointsAreFoundByTheirAngles() {
  const auto it = panel();
  it->setView(ConformersPanel::View::Scan);
  TorsionScanView& scan = it->scan();
  auto result = molloquy::test::twoTurns(
      scan.request()->first.atoms, {AtomIndex(2), AtomIndex(3), AtomIndex(4), AtomIndex(5)}, 7);
  result.points.erase(result.points.begin() + 10);  // A point that failed.
  scan.setScan(result);
  auto* map = scan.findChild<HeatMap*>();
  QVERIFY(std::isnan(map->map().values[10]));
  QSignalSpy chosen(&scan, &TorsionScanView::scanPointChosen);
  QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect(11).center().toPoint());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().toInt(), 10);
  scan.setCurrentPoint(0);
  QCOMPARE(map->marked(), std::optional(0));
}

void ConformersPanelTest::unfinishedScanShowsWhatIsThere() {
  const auto it = panel();
  TorsionScanView& scan = it->scan();
  auto result = molloquy::test::oneTurn(scan.request()->first.atoms);
  result.points.resize(5);
  scan.setScan(result);
  QCOMPARE(scan.findChild<PlotWidget*>()->pointCount(), 5);
  result.points.clear();
  scan.setScan(result);
  QVERIFY(!scan.hasScan());
}

void ConformersPanelTest::anotherMoleculeDropsTheScan() {
  const auto it = panel();
  TorsionScanView& scan = it->scan();
  scan.setScan(molloquy::test::oneTurn(scan.request()->first.atoms));
  scan.setMolecule(molloquy::test::chainWithRing(5));
  QVERIFY(!scan.hasScan());
  scan.setMolecule(molloquy::test::chainWithRing(3));
  QVERIFY(!scan.request());
  QVERIFY(!button(scan, QStringLiteral("Scan"))->isEnabled());
}

void ConformersPanelTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  const auto it = panel();
  it->setOverlay({{2, 0}, {4, 1}, {8, 3}});
  keepPicture(*it, QStringLiteral("conformers-energies"));
  it->setView(ConformersPanel::View::Scan);
  it->scan().setScan(molloquy::test::oneTurn(it->scan().request()->first.atoms));
  it->scan().setCurrentPoint(35);
  keepPicture(*it, QStringLiteral("conformers-scan"));
  QVERIFY(!it->grab().isNull());
}

QTEST_MAIN(ConformersPanelTest)
#include "conformers_panel_test.moc"
