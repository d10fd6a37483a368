#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/inspector/bench_samples.h"
#include "widgets/input/structure_line_edit.h"
#include "widgets/inspector/edit_history_view.h"
#include "widgets/inspector/electron_tables.h"
#include "widgets/inspector/electrons_panel.h"
#include "widgets/inspector/measurement_table.h"
#include "widgets/inspector/measurements_panel.h"
#include "widgets/inspector/select_by_box.h"
#include "widgets/inspector/spectrum.h"
#include "widgets/plots/plot_widget.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace energy = molloquy::energy;
namespace theme = molloquy::theme;
using Rule = SelectByRequest::Rule;

/// Measurements, history, electrons, select by.
class BenchPanelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void measuredValueIsTyped_data();
  void measuredValueIsTyped();
  void eyeAndCrossArePressed();
  void keysDoTheSame();
  void valuesFollowADrag();
  void refusedValueSaysWhy();
  void historyGoesToAnyState();
  void longHistoryIsNoBurden();
  void electronsAreAskedForAndStopped();
  void modesAreChosenInPlotAndTable();
  void spectrumKeepsHeights();
  void resultOfAnotherGeometrySaysSo();
  void selectByAsks_data();
  void selectByAsks();
  void selectByNeedsWhatItNeeds();
  void selectByErrorUnderlinesTheColumn();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QPushButton* button(QWidget& in, const QString& text);
  static QPoint cell(const MeasurementTable& table, int row, int column);
};

QPushButton* BenchPanelsTest::button(QWidget& in, const QString& text) {
  for (QPushButton* one : in.findChildren<QPushButton*>())
    if (one->text() == text) return one;
  return nullptr;
}

QPoint BenchPanelsTest::cell(const MeasurementTable& table, int row, int column) {
  return table.visualRect(table.model()->index(row, column)).center();
}

void BenchPanelsTest::measuredValueIsTyped_data() {
  QTest::addColumn<int>("row");
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("value");  ///< NaN: nothing is asked for.
  QTest::newRow("a torsion with a true minus")
      << 0 << QString(QChar(0x2212)) + QStringLiteral("45.5") << -45.5;
  QTest::newRow("a length with its unit") << 1 << "1.45 Å" << 1.45;
  QTest::newRow("the same value again") << 3 << "112.6" << qQNaN();
  QTest::newRow("a word") << 3 << "flat" << qQNaN();
}

void BenchPanelsTest::measuredValueIsTyped() {
  QFETCH(int, row);
  QFETCH(QString, text);
  QFETCH(double, value);
  MeasurementsPanel panel;
  panel.resize(700, 200);
  panel.setMeasurements(molloquy::test::fourMeasurements());
  panel.show();
  auto* table = panel.findChild<MeasurementTable*>();
  QSignalSpy typed(&panel, &MeasurementsPanel::valueTyped);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell(*table, row, 1));
  QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, cell(*table, row, 1));
  auto* editor = table->viewport()->findChild<QLineEdit*>();
  QVERIFY(editor != nullptr);
  editor->selectAll();
  editor->insert(text);  // keyClicks knows ASCII only.
  QTest::keyClick(editor, Qt::Key_Return);
  QCoreApplication::processEvents();  // The delegate commits in the next turn of the loop.
  QCOMPARE(typed.count(), std::isnan(value) ? 0 : 1);
  if (typed.isEmpty()) return;
  QCOMPARE(typed.first().at(0).toInt(), row);
  QCOMPARE(typed.first().at(1).toDouble(), value);
}

void BenchPanelsTest::eyeAndCrossArePressed() {
  MeasurementsPanel panel;
  panel.resize(700, 200);
  panel.setMeasurements(molloquy::test::fourMeasurements());
  panel.show();
  auto* table = panel.findChild<MeasurementTable*>();
  QSignalSpy shown(&panel, &MeasurementsPanel::shownToggled);
  QSignalSpy removed(&panel, &MeasurementsPanel::removed);
  QSignalSpy atoms(&panel, &MeasurementsPanel::atomsActivated);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                    cell(*table, 2, MeasurementTableModel::Shown));
  QCOMPARE(shown.count(), 1);
  QCOMPARE(shown.first().at(0).toInt(), 2);
  QCOMPARE(shown.first().at(1).toBool(), true);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                    cell(*table, 1, MeasurementTableModel::Remove));
  QCOMPARE(removed.count(), 1);
  QCOMPARE(removed.first().first().toInt(), 1);
  QCOMPARE(atoms.last().first().toInt(), 1);
}

void BenchPanelsTest::keysDoTheSame() {
  MeasurementsPanel panel;
  panel.setMeasurements(molloquy::test::fourMeasurements());
  panel.show();
  auto* table = panel.findChild<MeasurementTable*>();
  QSignalSpy shown(&panel, &MeasurementsPanel::shownToggled);
  QSignalSpy removed(&panel, &MeasurementsPanel::removed);
  table->setCurrentIndex(table->model()->index(0, 0));
  QTest::keyClick(table, Qt::Key_Space);
  QCOMPARE(shown.first().at(1).toBool(), false);
  QTest::keyClick(table, Qt::Key_Delete);
  QCOMPARE(removed.count(), 1);
  QTest::keyClick(table, Qt::Key_F2);
  QVERIFY(table->viewport()->findChild<QLineEdit*>() != nullptr);
}

void BenchPanelsTest::valuesFollowADrag() {
  MeasurementsPanel panel;
  auto rows = molloquy::test::fourMeasurements();
  panel.setMeasurements(rows);
  auto* table = panel.findChild<MeasurementTable*>();
  table->setCurrentIndex(table->model()->index(3, 0));
  rows[0].now = -12.34;
  rows[1].now.reset();
  panel.setMeasurements(rows);
  QCOMPARE(table->currentIndex().row(), 3);
  QCOMPARE(table->model()->index(0, MeasurementTableModel::Now).data().toString(),
           QStringLiteral("−12.3°"));
  QCOMPARE(table->model()->index(1, MeasurementTableModel::Now).data().toString(),
           QStringLiteral("–"));
  QVERIFY(!(table->model()->flags(table->model()->index(1, MeasurementTableModel::Now)) &
            Qt::ItemIsEditable));
  panel.setMeasurements({});
  QCOMPARE(table->model()->rowCount(), 0);
}

void BenchPanelsTest::refusedValueSaysWhy() {
  MeasurementsPanel panel;
  panel.setMeasurements(molloquy::test::fourMeasurements());
  panel.setFailed(1, QStringLiteral("The bond is part of a ring."));
  panel.setFailed(99, QStringLiteral("nowhere"));
  auto* table = panel.findChild<MeasurementTable*>();
  QCOMPARE(table->model()->index(1, MeasurementTableModel::Now).data(Qt::ToolTipRole).toString(),
           QStringLiteral("The bond is part of a ring."));
}

void BenchPanelsTest::historyGoesToAnyState() {
  EditHistoryView history;
  history.resize(240, 200);
  history.setHistory({QStringLiteral("Add hydrogens"), QStringLiteral("Optimise, MMFF94s"),
                      QStringLiteral("Set torsion to −60.0°")},
                     2);
  history.show();
  QSignalSpy chosen(&history, &EditHistoryView::stepChosen);
  QSignalSpy undo(&history, &EditHistoryView::undoRequested);
  auto* list = history.findChild<QListView*>();
  const auto press = [&](int row) {
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(row, 0)).center());
  };
  press(0);  // The undone step on top.
  press(3);  // As opened.
  press(1);  // The present one.
  QCOMPARE(chosen.count(), 2);
  QCOMPARE(chosen.at(0).first().toInt(), 3);
  QCOMPARE(chosen.at(1).first().toInt(), 0);
  auto* button = history.findChild<QToolButton*>();
  QCOMPARE(button->toolTip(), QStringLiteral("Undo: Optimise, MMFF94s"));
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(undo.count(), 1);
  history.setHistory({}, 5);
  QVERIFY(!button->isEnabled());
  QCOMPARE(history.current(), 0);
}

void BenchPanelsTest::longHistoryIsNoBurden() {
  EditHistoryView history;
  history.resize(240, 200);
  history.show();
  QStringList titles;
  for (int i = 0; i < 50'000; ++i) titles += QStringLiteral("Move 3 atoms");
  history.setHistory(titles, 50'000);
  QCOMPARE(history.stepCount(), 50'000);
  QVERIFY(!history.grab().isNull());
}

void BenchPanelsTest::electronsAreAskedForAndStopped() {
  ElectronsPanel panel;
  panel.resize(760, 200);
  panel.show();
  QSignalSpy asked(&panel, &ElectronsPanel::computeRequested);
  QSignalSpy stopped(&panel, &ElectronsPanel::cancelRequested);
  QTest::mouseClick(button(panel, QStringLiteral("Compute")), Qt::LeftButton);
  QTest::mouseClick(button(panel, QStringLiteral("With vibrations")), Qt::LeftButton);
  QCOMPARE(asked.count(), 2);
  QVERIFY(asked.at(0).first().value<energy::Modes>() == energy::Modes::Skip);
  QVERIFY(asked.at(1).first().value<energy::Modes>() == energy::Modes::Compute);
  panel.setBusy(QStringLiteral("Gradient 3 of 66"), 0.05);
  QTest::mouseClick(button(panel, QStringLiteral("Stop")), Qt::LeftButton);
  QCOMPARE(stopped.count(), 1);
  panel.setFailed(QStringLiteral("GFN2-xTB has no parameters for Np1."));
  panel.setUnavailable(QStringLiteral("This build has no xTB."));
  QVERIFY(!button(panel, QStringLiteral("Compute"))->isEnabled());
  QCOMPARE(button(panel, QStringLiteral("Compute"))->toolTip(),
           QStringLiteral("This build has no xTB."));
}

void BenchPanelsTest::modesAreChosenInPlotAndTable() {
  ElectronsPanel panel;
  panel.resize(760, 240);
  panel.setResult(molloquy::test::chainWithRing(9),
                  molloquy::test::electrons(9, energy::Modes::Compute));
  panel.setView(ElectronsPanel::View::Spectrum);
  panel.show();
  QSignalSpy chosen(&panel, &ElectronsPanel::modeChosen);
  auto* plot = panel.findChild<PlotWidget*>();
  QTest::mouseClick(plot, Qt::LeftButton, {}, plot->placeOf(8).toPoint());
  QCOMPARE(chosen.last().first().toInt(), 8);
  TableView* modes = nullptr;
  for (TableView* view : panel.findChildren<TableView*>())
    if (view->accessibleName() == QStringLiteral("Normal modes")) modes = view;
  QVERIFY(modes != nullptr);
  QCOMPARE(modes->currentIndex().row(), 8);
  // A second press stops it.
  QTest::mouseClick(modes->viewport(), Qt::LeftButton, {},
                    modes->visualRect(modes->model()->index(8, 1)).center());
  QCOMPARE(chosen.last().first().toInt(), -1);
  QCOMPARE(panel.playedMode(), -1);
  QCOMPARE(modes->model()->index(0, ModeTableModel::Wavenumber).data().toString(),
           QStringLiteral("112.0i"));
}

void BenchPanelsTest::spectrumKeepsHeights() {
  const auto result = molloquy::test::electrons(2, energy::Modes::Compute);
  const PlotData plot = spectrumPlot(result.modes);
  QCOMPARE(plot.series.size(), std::size_t{2});
  QCOMPARE(plot.series[0].points.size(), result.modes.size());
  double highest = 0;
  for (const QPointF& point : plot.series[1].points) highest = std::max(highest, point.y());
  // The strongest peak stands alone: the curve reaches its intensity, and little more.
  QVERIFY2(highest > 300 && highest < 315, qPrintable(QString::number(highest)));
  QVERIFY(plot.x.reversed);
  QVERIFY(spectrumPlot({}).series.empty());
}

void BenchPanelsTest::resultOfAnotherGeometrySaysSo() {
  ElectronsPanel panel;
  panel.setResult(molloquy::test::chainWithRing(9),
                  molloquy::test::electrons(9, energy::Modes::Skip));
  panel.setOutdated();
  bool told = false;
  for (const QLabel* label : panel.findChildren<QLabel*>())
    told = told || label->text() == QStringLiteral("of the geometry before");
  QVERIFY(told);
  // Charges of more atoms than the structure has are of another one: not shown.
  panel.setResult(molloquy::test::chainWithRing(4),
                  molloquy::test::electrons(9, energy::Modes::Skip));
  QCOMPARE(panel.findChild<ChargeTableModel*>()->rowCount(), 0);
}

void BenchPanelsTest::selectByAsks_data() {
  QTest::addColumn<int>("rule");
  QTest::addColumn<QString>("text");
  QTest::newRow("an element") << int(Rule::Element) << "Cl";
  QTest::newRow("a pattern") << int(Rule::Smarts) << "[CX3](=O)[OX2H1]";
  QTest::newRow("a residue") << int(Rule::Residue) << "HIS";
  QTest::newRow("a chain") << int(Rule::Chain) << "A";
}

void BenchPanelsTest::selectByAsks() {
  QFETCH(int, rule);
  QFETCH(QString, text);
  SelectByBox box;
  box.setHasResidues(true);
  box.setRule(static_cast<Rule>(rule));
  box.show();
  QSignalSpy asked(&box, &SelectByBox::selectRequested);
  auto* field = box.findChild<StructureLineEdit*>();
  QTest::keyClick(field, Qt::Key_Return);
  QCOMPARE(asked.count(), 0);  // Nothing typed yet.
  QTest::keyClicks(field, text);
  QTest::keyClick(field, Qt::Key_Return);
  QCOMPARE(asked.count(), 1);
  const auto request = asked.first().first().value<SelectByRequest>();
  QCOMPARE(int(request.rule), rule);
  QCOMPARE(request.text, text);
  QVERIFY(request.effect == SelectByRequest::Effect::Replace);
}

void BenchPanelsTest::selectByNeedsWhatItNeeds() {
  SelectByBox box;
  box.setRule(Rule::Chain);
  QCOMPARE(button(box, QStringLiteral("Select"))->toolTip(),
           QStringLiteral("This structure has no residues or chains."));
  box.setRule(Rule::Within);
  QVERIFY(!button(box, QStringLiteral("Select"))->isEnabled());
  QVERIFY(!button(box, QStringLiteral("Grow"))->isEnabled());
  box.setSelectedCount(3);
  QSignalSpy asked(&box, &SelectByBox::selectRequested);
  QTest::mouseClick(button(box, QStringLiteral("Select")), Qt::LeftButton);
  QTest::mouseClick(button(box, QStringLiteral("Grow")), Qt::LeftButton);
  QTest::mouseClick(button(box, QStringLiteral("Invert")), Qt::LeftButton);
  QCOMPARE(asked.count(), 3);
  QCOMPARE(asked.at(0).first().value<SelectByRequest>().distanceAngstrom, 5.0);
  QVERIFY(asked.at(1).first().value<SelectByRequest>().rule == Rule::Grow);
  QVERIFY(asked.at(2).first().value<SelectByRequest>().rule == Rule::Invert);
}

void BenchPanelsTest::selectByErrorUnderlinesTheColumn() {
  SelectByBox box;
  box.setRule(Rule::Smarts);
  box.show();
  auto* field = box.findChild<StructureLineEdit*>();
  QTest::keyClicks(field, QStringLiteral("[CX3](=O"));
  box.setFailed(QStringLiteral("The branch of column 6 does not end."), 5);
  QVERIFY(field->hasError());
  QVERIFY(field->waveRect().left() > 20);
  QTest::keyClicks(field, QStringLiteral(")"));
  QVERIFY(!field->hasError());
  QSignalSpy closed(&box, &SelectByBox::closeRequested);
  QTest::keyClick(field, Qt::Key_Escape);  // Empties the field,
  QCOMPARE(closed.count(), 0);
  QTest::keyClick(field, Qt::Key_Escape);  // and the next one closes.
  QCOMPARE(closed.count(), 1);
}

void BenchPanelsTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  MeasurementsPanel measurements;
  measurements.resize(734, 202);
  measurements.setMeasurements(molloquy::test::fourMeasurements());
  measurements.history().setHistory({QStringLiteral("Add hydrogens"), QStringLiteral("Optimise")},
                                    1);
  measurements.show();
  keepPicture(measurements, QStringLiteral("measurements"));
  ElectronsPanel electrons;
  electrons.resize(734, 202);
  electrons.setResult(molloquy::test::chainWithRing(9),
                      molloquy::test::electrons(9, energy::Modes::Compute));
  electrons.setView(ElectronsPanel::View::Spectrum);
  electrons.show();
  keepPicture(electrons, QStringLiteral("electrons"));
}

QTEST_MAIN(BenchPanelsTest)
#include "bench_panels_test.moc"
