#include <QSignalSpy>
#include <QTest>

#include "model/chem/structure_reader.h"
#include "tests/widgets/depiction/drawn_molecule.h"
#include "tests/widgets/frame/panel_test.h"
#include "widgets/depiction/depiction_view.h"

using molloquy::AtomIndex;
using molloquy::test::drawnDepiction;
using molloquy::test::drawnMolecule;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace theme = molloquy::theme;

using Atoms = std::vector<AtomIndex>;
Q_DECLARE_METATYPE(Atoms)

class DepictionViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void clickSelectsByModifier_data();
  void clickSelectsByModifier();
  void clickBesideTheDrawingClears();
  void hydrogenThatIsNotDrawnIsLeftAlone();
  void lassoTakesWhatLiesInside();
  void arrowsWalkAndSpaceSelects();
  void hoverNamesTheAtom();
  void sizeAndPaletteAskForADrawing();
  void emptyViewAsksForNothing();
  void screenReaderHearsTheSelection();
  void brokenDrawingDoesNoHarm();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  void open(DepictionView& view, QSize size = {240, 240});
  static QPoint placeOf(const DepictionView& view, unsigned atom) {
    return view.atomPosition(AtomIndex(atom))->toPoint();
  }
};

void DepictionViewTest::init() { useScheme(theme::Scheme::Light); }

void DepictionViewTest::open(DepictionView& view, QSize size) {
  view.resize(size);
  view.setDepiction(drawnMolecule(), drawnDepiction());
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
}

void DepictionViewTest::clickSelectsByModifier_data() {
  QTest::addColumn<Atoms>("before");
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<unsigned>("clicked");
  QTest::addColumn<Atoms>("after");
  const auto row = [](const char* name, Atoms before, Qt::KeyboardModifier modifier,
                      unsigned clicked, Atoms after) {
    QTest::newRow(name) << before << int(modifier) << clicked << after;
  };
  const AtomIndex c1(0), c2(1), o3(2);
  row("a click selects the atom alone", {c1, c2}, Qt::NoModifier, 2, {o3});
  row("Shift adds the atom", {c1}, Qt::ShiftModifier, 2, {c1, o3});
  row("Ctrl adds an atom that was not selected", {c1}, Qt::ControlModifier, 2, {c1, o3});
  row("Ctrl takes a selected atom out", {c1, o3}, Qt::ControlModifier, 2, {c1});
  row("Alt takes the atom out", {c1, o3}, Qt::AltModifier, 2, {c1});
  row("Alt on an atom that is not selected changes nothing", {c1}, Qt::AltModifier, 2, {c1});
}

void DepictionViewTest::clickSelectsByModifier() {
  QFETCH(Atoms, before);
  QFETCH(int, modifiers);
  QFETCH(unsigned, clicked);
  QFETCH(Atoms, after);
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  selection.select(before, AtomSelectionModel::Origin::Program);
  QTest::mouseClick(&view, Qt::LeftButton, Qt::KeyboardModifiers(modifiers),
                    placeOf(view, clicked));
  QCOMPARE(selection.atoms(), after);
}

void DepictionViewTest::clickBesideTheDrawingClears() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  selection.select({AtomIndex(1)}, AtomSelectionModel::Origin::Viewport);
  QTest::mouseClick(&view, Qt::LeftButton, Qt::ShiftModifier, QPoint(3, 3));
  QCOMPARE(selection.atoms().size(), std::size_t(1));
  QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, QPoint(3, 3));
  QVERIFY(selection.isEmpty());
}

void DepictionViewTest::hydrogenThatIsNotDrawnIsLeftAlone() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  selection.select({AtomIndex(0), AtomIndex(4)}, AtomSelectionModel::Origin::Viewport);
  QVERIFY(!view.atomPosition(AtomIndex(4)).has_value());
  QVERIFY(!view.atomPosition(AtomIndex(99)).has_value());
  view.grab();
  QCOMPARE(selection.atoms().size(), std::size_t(2));
}

void DepictionViewTest::lassoTakesWhatLiesInside() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  const QPoint o3 = placeOf(view, 2);
  const QPoint o4 = placeOf(view, 3);
  const int reach = 14;
  QTest::mousePress(&view, Qt::LeftButton, Qt::NoModifier, o3 + QPoint(-reach, -reach));
  QTest::mouseMove(&view, o3 + QPoint(reach, -reach));
  QTest::mouseMove(&view, o4 + QPoint(reach, reach));
  QTest::mouseMove(&view, o4 + QPoint(-reach, reach));
  QTest::mouseRelease(&view, Qt::LeftButton, Qt::NoModifier, o4 + QPoint(-reach, reach));
  const Atoms expected{AtomIndex(2), AtomIndex(3)};
  QCOMPARE(selection.atoms(), expected);
}

void DepictionViewTest::arrowsWalkAndSpaceSelects() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  view.setFocus();
  QTest::keyClick(&view, Qt::Key_Right);  // the first atom
  QTest::keyClick(&view, Qt::Key_Right);  // C2
  QTest::keyClick(&view, Qt::Key_Down);   // O4
  QTest::keyClick(&view, Qt::Key_Space);
  QCOMPARE(selection.atoms(), Atoms{AtomIndex(3)});
  QVERIFY2(view.accessibleDescription().contains("O4"), qPrintable(view.accessibleDescription()));
  QTest::keyClick(&view, Qt::Key_Escape);
  QVERIFY(selection.isEmpty());
}

void DepictionViewTest::hoverNamesTheAtom() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  std::vector<std::optional<AtomIndex>> heard;
  connect(&view, &DepictionView::atomHovered, this,
          [&](std::optional<AtomIndex> atom) { heard.push_back(atom); });
  QTest::mouseMove(&view, placeOf(view, 2));
  QTest::mouseMove(&view, placeOf(view, 2) + QPoint(1, 1));
  QTest::mouseMove(&view, QPoint(2, 2));
  QCOMPARE(heard.size(), std::size_t(2));
  QCOMPARE(heard.front(), std::optional(AtomIndex(2)));
  QVERIFY(!heard.back().has_value());
}

void DepictionViewTest::sizeAndPaletteAskForADrawing() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  std::vector<chem::DepictionStyle> asked;
  connect(&view, &DepictionView::depictionStyleNeeded, this,
          [&](const chem::DepictionStyle& style) { asked.push_back(style); });
  open(view);
  QTRY_COMPARE(asked.size(), std::size_t(1));
  QCOMPARE(asked[0].bond, std::string("#171c22"));
  view.resize(300, 200);
  view.resize(320, 200);
  QTRY_COMPARE(asked.size(), std::size_t(2));
  QCOMPARE(asked[1].width, 320 - 24);
  useScheme(theme::Scheme::Dark);
  QTRY_COMPARE(asked.size(), std::size_t(3));
  QCOMPARE(asked[2].bond, std::string("#e8ecf0"));
}

void DepictionViewTest::emptyViewAsksForNothing() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  QSignalSpy asked(&view, &DepictionView::depictionStyleNeeded);
  view.resize(200, 200);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  view.resize(260, 200);
  QTest::qWait(160);
  QCOMPARE(asked.count(), 0);
  QCOMPARE(view.accessibleDescription(), QStringLiteral("No structure"));
}

void DepictionViewTest::screenReaderHearsTheSelection() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  selection.select({AtomIndex(1), AtomIndex(2)}, AtomSelectionModel::Origin::Phrase);
  QCOMPARE(view.accessibleDescription(), QStringLiteral("4 heavy atoms, selected C2, O3"));
}

void DepictionViewTest::brokenDrawingDoesNoHarm() {
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  open(view);
  view.setDepiction(drawnMolecule(), {});
  view.grab();
  QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, QPoint(100, 100));
  QTest::keyClick(&view, Qt::Key_Right);
  view.setFailed(QStringLiteral("No layout was found for this structure."));
  view.grab();
  QCOMPARE(view.accessibleDescription(), QStringLiteral("No layout was found for this structure."));
}

void DepictionViewTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  AtomSelectionModel selection;
  PinModel pins;
  DepictionView view(selection, pins);
  view.resize(202, 202);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  keepPicture(view, QStringLiteral("depiction-empty"));
  view.setFailed(
      QStringLiteral("No layout was found for this structure. The 3D view still works."));
  keepPicture(view, QStringLiteral("depiction-failed"));

  const auto record = chem::parseSmiles("CC(=O)Oc1ccccc1C(=O)O");
  QVERIFY(record.has_value());
  for (const QSize size : {QSize(202, 202), QSize(640, 260)}) {
    view.resize(size);
    const auto drawing = chem::depict(*record->molecule, view.neededStyle());
    QVERIFY(drawing.has_value());
    view.setDepiction(record->molecule, *drawing);
    pins.clear();
    pins.pin(QStringLiteral("acetyl group"), {AtomIndex(0), AtomIndex(1), AtomIndex(2)}, 1, 0);
    pins.pin(QStringLiteral("carboxylic acid"), {AtomIndex(10), AtomIndex(11), AtomIndex(12)}, 1,
             1);
    selection.select({AtomIndex(4), AtomIndex(5), AtomIndex(6), AtomIndex(7), AtomIndex(8)},
                     AtomSelectionModel::Origin::Program);
    view.setHoveredAtom(AtomIndex(3));
    keepPicture(view, QStringLiteral("depiction-%1").arg(size.width()));
  }
}

QTEST_MAIN(DepictionViewTest)
#include "depiction_view_test.moc"
