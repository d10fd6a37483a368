#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "model/chem/edit/apply.h"
#include "model/chem/structure_writer.h"
#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/sketch/drawn_structures.h"
#include "widgets/sketch/sketch_canvas.h"
#include "widgets/sketch/sketch_editor.h"

using molloquy::AtomIndex;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace edit = molloquy::chem::edit;
namespace theme = molloquy::theme;

namespace {

/// The editor over a document of one step: every edit is carried out and laid out, later, as by the
/// workers of the program.
class Desk : public QObject {
 public:
  explicit Desk(const char* smiles = nullptr) : editor(selection) {
    molecule = edit::emptyMolecule();
    conformer = std::make_shared<const chem::Conformer>();
    editor.resize(760, 400);
    if (smiles != nullptr) start(smiles);
    editor.setStructure(molecule, conformer, chem::layout(*molecule).value_or(chem::Layout2D{}));
    connect(&editor, &SketchEditor::editRequested, this, [this](const edit::Operation& operation) {
      ++asked;
      QMetaObject::invokeMethod(
          this, [this, operation] { carryOut(operation); }, Qt::QueuedConnection);
    });
    editor.show();
    if (!QTest::qWaitForWindowExposed(&editor)) qWarning("The window did not appear.");
    editor.canvas().setFocus();
  }
  void start(const char* smiles) {
    molecule = chem::parseSmiles(smiles)->molecule;
    chem::Conformer made;
    made.positions.resize(molecule->atoms().size());
    for (std::size_t atom = 0; atom < made.positions.size(); ++atom)
      made.positions[atom] = {1.4 * double(atom), double(atom % 2), double(atom % 3)};
    conformer = std::make_shared<const chem::Conformer>(made);
  }
  void carryOut(const edit::Operation& operation) {
    const chem::Layout2D kept = editor.layout2d();
    const auto outcome = edit::apply(*molecule, *conformer, operation);
    ++done;
    if (!outcome) {
      refusal = QString::fromStdString(outcome.error().message);
      return editor.showRefusal(refusal);
    }
    if (outcome->molecule != nullptr) molecule = outcome->molecule;
    conformer = outcome->conformer;
    const auto layout = chem::layout(*molecule, &kept, outcome->newIndexOf);
    QVERIFY2(layout, layout ? "" : layout.error().message.c_str());
    editor.setStructure(molecule, conformer, *layout);
  }
  /// Waits for the edits of a gesture of `count` edits.
  void settle(int count) {
    expected += count;
    QTRY_COMPARE(done, expected);
    QCOMPARE(asked, expected);
  }
  [[nodiscard]] QString smiles() const {
    const auto text = chem::canonicalSmiles(*molecule);
    return text ? QString::fromStdString(*text) : QString();
  }
  SketchCanvas& canvas() { return editor.canvas(); }
  QPoint at(unsigned atom) { return canvas().atomPosition(AtomIndex(atom))->toPoint(); }
  void click(const QPoint& place) { QTest::mouseClick(&canvas(), Qt::LeftButton, {}, place); }
  void hover(const QPoint& place) {
    QTest::mouseMove(&canvas(), place + QPoint(0, 9));
    QTest::mouseMove(&canvas(), place);
  }
  void drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
    QTest::mouseMove(&canvas(), (from + to) / 2);
    QTest::mouseMove(&canvas(), to);
    QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
  }
  /// Atom nearest to a place of the widget.
  AtomIndex nearest(const QPoint& place) {
    return *hitAt(canvas().scene(), canvas().view().toPaper(place), 0.6).atom;
  }

  AtomSelectionModel selection;
  SketchEditor editor;
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;
  QString refusal;
  int asked = 0, done = 0, expected = 0;
};

}  // namespace

/// Molecules drawn by hand, from an empty sheet to their SMILES.
class SketchDrawingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void moleculeIsDrawnFromNothing();
  void ringsAreFusedOnABond_data();
  void ringsAreFusedOnABond();
  void drawnAtomStaysWhereItWasDrawn();
  void nothingElseMovesOnPaper();
  void elementsChargesAndOrdersAreTyped();
  void refusedEditKeepsTheDrawing();
};

void SketchDrawingTest::moleculeIsDrawnFromNothing() {
  Desk desk;
  SketchPen ring = desk.canvas().pen();
  ring.tool = SketchTool::Ring;
  desk.canvas().setPen(ring);
  desk.click({300, 160});
  desk.settle(1);
  QCOMPARE(desk.smiles(), QStringLiteral("c1ccccc1"));
  SketchPen bond = desk.canvas().pen();
  bond.tool = SketchTool::Bond;
  bond.stroke = BondStroke::Single;
  desk.canvas().setPen(bond);
  desk.drag(desk.at(0), desk.at(0) + (desk.at(0) - desk.at(3)));
  desk.settle(1);
  QCOMPARE(desk.smiles(), QStringLiteral("Cc1ccccc1"));
  keepPicture(desk.editor, QStringLiteral("sketch-drawn"));
}

void SketchDrawingTest::ringsAreFusedOnABond_data() {
  QTest::addColumn<QByteArray>("start");
  QTest::addColumn<int>("size");
  QTest::addColumn<bool>("aromatic");
  QTest::addColumn<int>("edits");
  QTest::addColumn<QString>("smiles");
  QTest::newRow("benzene on benzene")
      << QByteArray("c1ccccc1") << 6 << true << 5 << "c1ccc2ccccc2c1";
  QTest::newRow("five on benzene")
      << QByteArray("c1ccccc1") << 5 << false << 4 << "c1ccc2c(c1)CCC2";
  QTest::newRow("three on a bond") << QByteArray("CC") << 3 << false << 2 << "C1CC1";
  QTest::newRow("eight on a bond") << QByteArray("CC") << 8 << false << 7 << "C1CCCCCCC1";
}

void SketchDrawingTest::ringsAreFusedOnABond() {
  QFETCH(QByteArray, start);
  QFETCH(int, size);
  QFETCH(bool, aromatic);
  QFETCH(int, edits);
  Desk desk(start.constData());
  QSignalSpy began(&desk.editor, &SketchEditor::gestureBegan);
  QSignalSpy ended(&desk.editor, &SketchEditor::gestureEnded);
  SketchPen pen = desk.canvas().pen();
  pen.tool = SketchTool::Ring;
  pen.ringSize = size;
  pen.ring = aromatic ? SketchPen::Ring::Aromatic : SketchPen::Ring::Saturated;
  desk.canvas().setPen(pen);
  desk.click((desk.at(0) + desk.at(1)) / 2);
  desk.settle(edits);
  QTEST(desk.smiles(), "smiles");
  QCOMPARE(began.count(), 1);
  QCOMPARE(ended.count(), 1);
}

void SketchDrawingTest::drawnAtomStaysWhereItWasDrawn() {
  Desk desk("CCO");
  const QPoint from = desk.at(0);
  const QPoint to = from + QPoint(0, 60);
  desk.drag(from, to);
  desk.settle(1);
  QCOMPARE(desk.molecule->heavyAtomCount(), std::size_t(4));
  const double bond = desk.canvas().view().bondLength();
  const QPoint drawn = desk.at(0) + QPoint(0, int(std::lround(bond)));
  QVERIFY((*desk.canvas().atomPosition(desk.nearest(drawn)) - drawn).manhattanLength() < 2);
}

void SketchDrawingTest::nothingElseMovesOnPaper() {
  Desk desk("CC(=O)Oc1ccccc1C(=O)O");
  const auto before = desk.editor.layout2d().places;
  desk.click(desk.at(6));
  desk.settle(1);
  const auto& after = desk.editor.layout2d().places;
  for (unsigned atom = 0; atom < 13; ++atom) {
    QVERIFY(after[atom].has_value());
    QVERIFY(std::hypot((*after[atom])[0] - (*before[atom])[0],
                       (*after[atom])[1] - (*before[atom])[1]) < 1e-9);
  }
}

void SketchDrawingTest::elementsChargesAndOrdersAreTyped() {
  Desk desk("CCC");
  desk.hover(desk.at(2));
  QTest::keyClick(&desk.canvas(), Qt::Key_O);
  desk.settle(1);
  QCOMPARE(desk.smiles(), QStringLiteral("CCO"));
  desk.hover({5, 5});
  desk.hover(desk.at(2));
  QTest::keyClick(&desk.canvas(), '-');
  desk.settle(1);
  QCOMPARE(desk.smiles(), QStringLiteral("CC[O-]"));
  desk.hover((desk.at(0) + desk.at(1)) / 2);
  QTest::keyClick(&desk.canvas(), Qt::Key_2);
  desk.settle(1);
  QCOMPARE(desk.smiles(), QStringLiteral("C=C[O-]"));
}

void SketchDrawingTest::refusedEditKeepsTheDrawing() {
  Desk desk("CCO");
  SketchPen pen = desk.canvas().pen();
  pen.tool = SketchTool::Fragment;
  pen.fragment = QStringLiteral("no/such fragment");
  desk.canvas().setPen(pen);
  desk.click(desk.at(0));
  desk.settle(1);
  QVERIFY(!desk.refusal.isEmpty());
  QVERIFY(desk.canvas().accessibleDescription().contains(desk.refusal));
  QCOMPARE(desk.smiles(), QStringLiteral("CCO"));
  QVERIFY(desk.canvas().atomPosition(AtomIndex(0)).has_value());
}

QTEST_MAIN(SketchDrawingTest)
#include "sketch_drawing_test.moc"
