#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/inspector/bench_samples.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/atom_table_model.h"
#include "widgets/inspector/bond_table_model.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/inspector/table_view.h"
#include "widgets/inspector/typed_number.h"

using molloquy::AtomIndex;
using molloquy::test::chainWithRing;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using molloquy::test::zigzag;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace edit = molloquy::chem::edit;
namespace theme = molloquy::theme;

class StructureTablesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void typedNumbers_data();
  void typedNumbers();
  void typedCellsBecomeOperations_data();
  void typedCellsBecomeOperations();
  void wrongTextsAreRefusedInWords_data();
  void wrongTextsAreRefusedInWords();
  void unchangedTextIsNoEdit();
  void bondLengthAndOrderAreTyped();
  void rowsFollowTheSelection();
  void rowsMakeTheSelection();
  void readOnlyCellsDoNotOpen();
  void dragKeepsSelectionAndPlace();
  void twentyThousandRowsScroll();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  TableView& table(const QString& name) const;
  /// Opens the cell's editor, types and presses Enter.
  void type(TableView& view, int row, int column, const QString& text) const;

  std::unique_ptr<AtomSelectionModel> m_selection;
  std::unique_ptr<StructureTables> m_tables;
};

void StructureTablesTest::init() {
  useScheme(theme::Scheme::Light);
  m_tables.reset();
  m_selection = std::make_unique<AtomSelectionModel>();
  m_tables = std::make_unique<StructureTables>(*m_selection);
  m_tables->resize(700, 220);
  m_tables->setStructure(chainWithRing(9), zigzag(9), {});
  m_tables->show();
}

TableView& StructureTablesTest::table(const QString& name) const {
  for (TableView* view : m_tables->findChildren<TableView*>())
    if (view->accessibleName() == name) return *view;
  qFatal("no such table");
}

void StructureTablesTest::type(TableView& view, int row, int column, const QString& text) const {
  const QModelIndex index = view.model()->index(row, column);
  const QPoint place = view.visualRect(index).center();
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place);
  QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, place);
  auto* editor = view.viewport()->findChild<QLineEdit*>();
  QVERIFY(editor != nullptr);
  editor->selectAll();
  QTest::keyClicks(editor, text);
  QTest::keyClick(editor, Qt::Key_Return);
  QCoreApplication::processEvents();  // The delegate commits in the next turn of the loop.
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void StructureTablesTest::typedNumbers_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("value");  ///< NaN: no number.
  QTest::newRow("plain") << "1.5" << 1.5;
  QTest::newRow("true minus") << QString(QChar(0x2212)) + "60.0" << -60.0;
  QTest::newRow("with degrees") << "109.5°" << 109.5;
  QTest::newRow("with angstrom and space") << " 1.40 Å " << 1.4;
  QTest::newRow("words") << "abc" << qQNaN();
  QTest::newRow("nothing") << "" << qQNaN();
  QTest::newRow("infinity") << "inf" << qQNaN();
  QTest::newRow("too large for a double") << "1e999" << qQNaN();
}

void StructureTablesTest::typedNumbers() {
  QFETCH(QString, text);
  QFETCH(double, value);
  const auto number = typedNumber(text);
  QCOMPARE(number.has_value(), !std::isnan(value));
  if (number) QCOMPARE(*number, value);
}

void StructureTablesTest::typedCellsBecomeOperations_data() {
  QTest::addColumn<int>("column");
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("number");
  QTest::newRow("an element in any case") << int(AtomTableModel::Element) << "cL" << 17;
  QTest::newRow("a charge") << int(AtomTableModel::Charge) << "-1" << -1;
  QTest::newRow("a charge with its plus") << int(AtomTableModel::Charge) << "+2" << 2;
  QTest::newRow("an isotope") << int(AtomTableModel::Isotope) << "13" << 13;
}

void StructureTablesTest::typedCellsBecomeOperations() {
  QFETCH(int, column);
  QFETCH(QString, text);
  QFETCH(int, number);
  QSignalSpy asked(m_tables.get(), &StructureTables::editRequested);
  type(table(QStringLiteral("Atoms")), 2, column, text);
  QCOMPARE(asked.count(), 1);
  const auto operation = asked.first().first().value<edit::Operation>();
  const std::vector<AtomIndex> atom{AtomIndex(2)};
  if (const auto* element = std::get_if<edit::SetElement>(&operation)) {
    QCOMPARE(element->atomicNumber, number);
    QVERIFY(element->atoms == atom);
  } else if (const auto* charge = std::get_if<edit::SetCharge>(&operation)) {
    QCOMPARE(charge->formalCharge, number);
    QVERIFY(charge->atoms == atom);
  } else {
    QCOMPARE(std::get<edit::SetIsotope>(operation).massNumber, number);
  }
}

void StructureTablesTest::wrongTextsAreRefusedInWords_data() {
  QTest::addColumn<int>("column");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");
  QTest::newRow("no element") << int(AtomTableModel::Element) << "Xy"
                              << "no element";
  QTest::newRow("the dummy atom is none") << int(AtomTableModel::Element) << "*"
                                          << "no element";
  QTest::newRow("half a charge") << int(AtomTableModel::Charge) << "0.5"
                                 << "whole number";
  QTest::newRow("a huge charge") << int(AtomTableModel::Charge) << "99"
                                 << "whole number";
  QTest::newRow("a negative mass") << int(AtomTableModel::Isotope) << "-3"
                                   << "mass number";
  QTest::newRow("a word as coordinate") << int(AtomTableModel::X) << "left"
                                        << "no coordinate";
  QTest::newRow("a place beyond all") << int(AtomTableModel::Y) << "1e9"
                                      << "no coordinate";
}

void StructureTablesTest::wrongTextsAreRefusedInWords() {
  QFETCH(int, column);
  QFETCH(QString, text);
  QFETCH(QString, says);
  QSignalSpy asked(m_tables.get(), &StructureTables::editRequested);
  type(table(QStringLiteral("Atoms")), 0, column, text);
  QCOMPARE(asked.count(), 0);
  const auto* banner = m_tables->findChild<Banner*>();
  QVERIFY(banner->isVisible());
  QVERIFY2(banner->sentence().contains(says), qPrintable(banner->sentence()));
}

void StructureTablesTest::unchangedTextIsNoEdit() {
  QSignalSpy asked(m_tables.get(), &StructureTables::editRequested);
  type(table(QStringLiteral("Atoms")), 1, AtomTableModel::X, QStringLiteral("1.2500"));
  type(table(QStringLiteral("Atoms")), 1, AtomTableModel::Element, QStringLiteral("c"));
  QCOMPARE(asked.count(), 0);
  type(table(QStringLiteral("Atoms")), 1, AtomTableModel::X, QStringLiteral("1.5"));
  QCOMPARE(asked.count(), 1);
  const auto moved = std::get<edit::SetPositions>(asked.first().first().value<edit::Operation>());
  QCOMPARE(moved.positions.size(), std::size_t{9});
  QCOMPARE(moved.positions[1][0], 1.5);
  QCOMPARE(moved.positions[1][1], 0.8);
  QCOMPARE(QString::fromStdString(moved.title), QStringLiteral("Move C2"));
}

void StructureTablesTest::bondLengthAndOrderAreTyped() {
  m_tables->setTable(StructureTables::Table::Bonds);
  TableView& bonds = table(QStringLiteral("Bonds"));
  QSignalSpy asked(m_tables.get(), &StructureTables::editRequested);
  type(bonds, 1, BondTableModel::Length, QStringLiteral("1.54"));
  QCOMPARE(asked.count(), 1);
  const auto length = std::get<edit::SetInternal>(asked.first().first().value<edit::Operation>());
  QVERIFY((length.atoms == std::vector<AtomIndex>{AtomIndex(1), AtomIndex(2)}));
  QCOMPARE(length.value, 1.54);
  type(bonds, 1, BondTableModel::Length, QStringLiteral("0"));
  QCOMPARE(asked.count(), 1);
  bonds.edit(bonds.model()->index(0, BondTableModel::Order));
  auto* list = bonds.viewport()->findChild<QComboBox*>();
  QVERIFY(list != nullptr);
  list->setCurrentIndex(1);
  Q_EMIT list->activated(1);
  QCOMPARE(asked.count(), 2);
  const auto order = std::get<edit::SetBond>(asked.last().first().value<edit::Operation>());
  QVERIFY(order.order == chem::BondOrder::Double);
}

void StructureTablesTest::rowsFollowTheSelection() {
  TableView& atoms = table(QStringLiteral("Atoms"));
  m_selection->select({AtomIndex(1), AtomIndex(2), AtomIndex(7), AtomIndex(500)},
                      AtomSelectionModel::Origin::Viewport);
  QCOMPARE(atoms.selectionModel()->selectedRows().size(), 3);
  m_tables->setTable(StructureTables::Table::Bonds);
  QCOMPARE(table(QStringLiteral("Bonds")).selectionModel()->selectedRows().size(), 1);
  m_selection->clear(AtomSelectionModel::Origin::Viewport);
  QVERIFY(table(QStringLiteral("Bonds")).selectionModel()->selectedRows().isEmpty());
}

void StructureTablesTest::rowsMakeTheSelection() {
  TableView& atoms = table(QStringLiteral("Atoms"));
  QSignalSpy changed(m_selection.get(), &AtomSelectionModel::selectionChanged);
  const auto place = [&](int row) {
    return atoms.visualRect(atoms.model()->index(row, 0)).center();
  };
  QTest::mouseClick(atoms.viewport(), Qt::LeftButton, {}, place(1));
  QTest::mouseClick(atoms.viewport(), Qt::LeftButton, Qt::ShiftModifier, place(3));
  QVERIFY(
      (m_selection->atoms() == std::vector<AtomIndex>{AtomIndex(1), AtomIndex(2), AtomIndex(3)}));
  QVERIFY(changed.last().first().value<AtomSelectionModel::Origin>() ==
          AtomSelectionModel::Origin::Table);
  m_tables->setTable(StructureTables::Table::Bonds);
  TableView& bonds = table(QStringLiteral("Bonds"));
  QTest::mouseClick(bonds.viewport(), Qt::LeftButton, {},
                    bonds.visualRect(bonds.model()->index(0, 0)).center());
  QVERIFY((m_selection->atoms() == std::vector<AtomIndex>{AtomIndex(0), AtomIndex(1)}));
}

void StructureTablesTest::readOnlyCellsDoNotOpen() {
  m_tables->setReadOnly(QStringLiteral("An optimisation is running."));
  TableView& atoms = table(QStringLiteral("Atoms"));
  const QModelIndex cell = atoms.model()->index(0, AtomTableModel::Element);
  QTest::mouseDClick(atoms.viewport(), Qt::LeftButton, {}, atoms.visualRect(cell).center());
  QVERIFY(atoms.viewport()->findChild<QLineEdit*>() == nullptr);
  QCOMPARE(cell.data(Qt::ToolTipRole).toString(), QStringLiteral("An optimisation is running."));
}

void StructureTablesTest::dragKeepsSelectionAndPlace() {
  m_selection->select({AtomIndex(4)}, AtomSelectionModel::Origin::Viewport);
  auto moved = zigzag(9);
  moved[4][2] = 3;
  m_tables->setPositions(moved);
  TableView& atoms = table(QStringLiteral("Atoms"));
  QCOMPARE(atoms.model()->index(4, AtomTableModel::Z).data().toString(), QStringLiteral("3.0000"));
  m_tables->setStructure(chainWithRing(9), moved, {});
  QCOMPARE(atoms.selectionModel()->selectedRows().size(), 1);
}

void StructureTablesTest::twentyThousandRowsScroll() {
  constexpr std::uint32_t kMany = 20'000;
  m_tables->setStructure(chainWithRing(kMany), zigzag(kMany), {});
  TableView& atoms = table(QStringLiteral("Atoms"));
  QCOMPARE(atoms.model()->rowCount(), int(kMany));
  std::vector<AtomIndex> all;
  for (std::uint32_t i = 0; i < kMany; ++i) all.emplace_back(i);
  m_selection->select(all, AtomSelectionModel::Origin::Program);
  QCOMPARE(atoms.selectionModel()->selection().size(), 1);
  atoms.scrollToBottom();
  QVERIFY(!m_tables->grab().isNull());
}

void StructureTablesTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  m_selection->select({AtomIndex(2), AtomIndex(3)}, AtomSelectionModel::Origin::Viewport);
  keepPicture(*m_tables, QStringLiteral("atoms"));
  m_tables->setTable(StructureTables::Table::Bonds);
  keepPicture(*m_tables, QStringLiteral("bonds"));
}

QTEST_MAIN(StructureTablesTest)
#include "structure_tables_test.moc"
