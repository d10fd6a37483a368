#include <QApplication>

#include <cmath>

#include "model/chem/edit/valence.h"
#include "tests/widgets/viewport/tools_on_screen.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/tools/draw_tool.h"

using namespace molloquy;
using namespace molloquy::test;
using namespace molloquy::widgets;
namespace edit = molloquy::chem::edit;

/// Drawing and editing by real events: what is asked for, and that Esc takes it back.
class ViewportDrawTest : public ToolsOnScreen {
  Q_OBJECT
 private Q_SLOTS:
  void drawClicks_data();
  void drawClicks();
  void drawnBondHasItsLengthAndValence();
  void drawnBondEndsAtAnAtom();
  void escapeCancelsADrawnBond();
  void typedSymbols_data();
  void typedSymbols();
  void lettersAreElementsInDrawOnly();
  void bondKeysChangeTheHoveredBond_data();
  void bondKeysChangeTheHoveredBond();
  void deleteTakesWhatIsUnderThePointerInDraw();
  void rightClickFollowsThePreset();
  void fragmentGoesOntoTheAtom();
  void selectionKeysEdit_data();
  void selectionKeysEdit();
};

void ViewportDrawTest::drawClicks_data() {
  QTest::addColumn<QString>("where");
  QTest::addColumn<int>("element");
  QTest::addColumn<QString>("edit");
  QTest::newRow("empty space gets a carbon") << "empty" << 6 << "add";
  QTest::newRow("an atom gets the pen's element") << "atom" << 7 << "change";
  QTest::newRow("an atom that has it stays") << "atom" << 8 << "";
  QTest::newRow("a single bond becomes double") << "bond" << 6 << "bond";
}

void ViewportDrawTest::drawClicks() {
  QFETCH(QString, where);
  QFETCH(int, element);
  QFETCH(QString, edit);
  m_view->setTool(ViewTool::Draw);
  m_view->setDrawElement(element);
  const auto spy = edits();
  clickAt(where == "empty"  ? kEmpty
          : where == "atom" ? pixelOf(kEsterOxygen)
                            : bondPixel(1, kEsterOxygen));
  QCOMPARE(spy->count(), edit.isEmpty() ? 0 : 1);
  if (edit == "add") {
    const auto added = taken<edit::AddAtom>(*spy);
    QCOMPARE(added.atomicNumber, 6);
    const auto place = m_view->bench()->placeOf(added.position);
    QVERIFY(place && (*place - QPointF(kEmpty)).manhattanLength() < 0.01);
  } else if (edit == "change") {
    const auto changed = taken<edit::SetElement>(*spy);
    QVERIFY(changed.atoms == atoms({kEsterOxygen}));
    QCOMPARE(changed.atomicNumber, 7);
  } else if (edit == "bond") {
    const auto bond = taken<edit::SetBond>(*spy);
    QCOMPARE(int(bond.order), int(chem::BondOrder::Double));
  }
  QVERIFY(m_selection->isEmpty());
}

void ViewportDrawTest::drawnBondHasItsLengthAndValence() {
  auto* draw = tool<DrawTool*>(ViewTool::Draw);
  const auto spy = edits();
  const QPoint from = pixelOf(kEsterOxygen), to = from + QPoint(60, 90);
  pullTo(Qt::LeftButton, {}, from, to);
  // An ester oxygen has no hydrogen to give: a third bond is too many.
  QCOMPARE(int(draw->valenceWhileDrawing()), int(edit::ValenceState::Exceeded));
  letGo(Qt::LeftButton, {}, to);
  QCOMPARE(spy->count(), 1);
  const auto grown = taken<edit::GrowAtom>(*spy);
  QCOMPARE(grown.from, AtomIndex(kEsterOxygen));
  const auto& start = m_sample.conformer->positions[kEsterOxygen];
  double square = 0;
  for (int i = 0; i < 3; ++i) {
    const double way = grown.position[std::size_t(i)] - start[std::size_t(i)];
    square += way * way;
  }
  QVERIFY(std::abs(std::sqrt(square) - edit::bondLength(8, 6, chem::BondOrder::Single)) < 1e-9);
  pullTo(Qt::LeftButton, {}, pixelOf(0), pixelOf(0) + QPoint(40, 60));
  QCOMPARE(int(draw->valenceWhileDrawing()), int(edit::ValenceState::Normal));
  key(Qt::Key_Escape);
  letGo(Qt::LeftButton, {}, pixelOf(0) + QPoint(40, 60));
}

void ViewportDrawTest::drawnBondEndsAtAnAtom() {
  m_view->setTool(ViewTool::Draw);
  const auto spy = edits();
  drag(Qt::LeftButton, {}, pixelOf(kEsterOxygen), pixelOf(kCarbonyl));
  QCOMPARE(spy->count(), 1);
  const auto bond = taken<edit::SetBond>(*spy);
  QCOMPARE(bond.begin, AtomIndex(kEsterOxygen));
  QCOMPARE(bond.end, AtomIndex(kCarbonyl));
}

void ViewportDrawTest::escapeCancelsADrawnBond() {
  m_view->setTool(ViewTool::Draw);
  const auto spy = edits();
  const render::CameraPose before = m_view->pose();
  pullTo(Qt::LeftButton, {}, pixelOf(kEsterOxygen), kEmpty);
  key(Qt::Key_Escape);
  letGo(Qt::LeftButton, {}, kEmpty);
  QCOMPARE(spy->count(), 0);
  QVERIFY(m_view->pose().back() == before.back());
}

void ViewportDrawTest::typedSymbols_data() {
  QTest::addColumn<QString>("letters");
  QTest::addColumn<bool>("bromine");
  QTest::addColumn<int>("pen");
  QTest::newRow("N is nitrogen") << "n" << false << 7;
  QTest::newRow("Cl is chlorine") << "cl" << false << 17;
  QTest::newRow("B is boron") << "b" << false << 5;
  QTest::newRow("B is bromine where it is set so") << "b" << true << 35;
  QTest::newRow("Br is bromine in any case") << "br" << true << 35;
  QTest::newRow("Mg has a first letter that is no element") << "mg" << false << 12;
  QTest::newRow("two symbols after each other") << "no" << false << 102;
  QTest::newRow("two that make none") << "cz" << false << 6;
}

void ViewportDrawTest::typedSymbols() {
  QFETCH(QString, letters);
  QFETCH(bool, bromine);
  QFETCH(int, pen);
  m_view->setTool(ViewTool::Navigate);
  GesturePreset preset;
  preset.setOptions({.letterB = bromine ? HandOptions::LetterB::Bromine
                                        : HandOptions::LetterB::Boron});
  m_view->setGestures(preset);
  auto* draw = tool<DrawTool*>(ViewTool::Draw);
  draw->activate();
  moveTo(kEmpty);
  QSignalSpy spy(m_view.get(), &MoleculeViewport::drawElementChanged);
  QTest::keyClicks(m_view->sceneWidget(), letters);
  QCOMPARE(m_view->bench()->drawElement(), pen);
  QCOMPARE(int(m_view->tool()), int(ViewTool::Draw));
  moveTo(pixelOf(kEsterOxygen));
  draw->activate();
  const auto asked = edits();
  QTest::keyClick(m_view->sceneWidget(), Qt::Key_S);
  QCOMPARE(taken<edit::SetElement>(*asked).atomicNumber, 16);
}

void ViewportDrawTest::lettersAreElementsInDrawOnly() {
  m_selection->select(atoms({3}), AtomSelectionModel::Origin::Program);
  moveTo(pixelOf(kEsterOxygen));
  const auto spy = edits();
  key(Qt::Key_S);
  QCOMPARE(int(m_view->tool()), int(ViewTool::Select));
  key(Qt::Key_M);
  QCOMPARE(int(m_view->tool()), int(ViewTool::Measure));
  QCOMPARE(spy->count(), 0);
  QSignalSpy chooser(m_view.get(), &MoleculeViewport::elementChooserWanted);
  key(Qt::Key_E);
  QCOMPARE(chooser.count(), 1);
}

void ViewportDrawTest::bondKeysChangeTheHoveredBond_data() {
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("order");
  QTest::newRow("1 makes it single") << int(Qt::Key_1) << int(chem::BondOrder::Single);
  QTest::newRow("2 makes it double") << int(Qt::Key_2) << int(chem::BondOrder::Double);
  QTest::newRow("3 makes it triple") << int(Qt::Key_3) << int(chem::BondOrder::Triple);
  QTest::newRow("4 makes it aromatic") << int(Qt::Key_4) << int(chem::BondOrder::Aromatic);
}

void ViewportDrawTest::bondKeysChangeTheHoveredBond() {
  QFETCH(int, key);
  QFETCH(int, order);
  auto* draw = tool<DrawTool*>(ViewTool::Draw);
  const auto spy = edits();
  moveTo(bondPixel(1, kEsterOxygen));
  this->key(Qt::Key(key));
  QCOMPARE(int(taken<edit::SetBond>(*spy).order), order);
  moveTo(kEmpty);
  this->key(Qt::Key(key));
  QCOMPARE(spy->count(), 0);
  QCOMPARE(int(draw->order()), order);
  this->key(Qt::Key_1);
}

void ViewportDrawTest::deleteTakesWhatIsUnderThePointerInDraw() {
  m_selection->select(atoms({9}), AtomSelectionModel::Origin::Program);
  m_view->setTool(ViewTool::Draw);
  const auto spy = edits();
  moveTo(pixelOf(kEsterOxygen));
  key(Qt::Key_Delete);
  QVERIFY(taken<edit::RemoveAtoms>(*spy).atoms == atoms({kEsterOxygen}));
  moveTo(bondPixel(1, kEsterOxygen));
  key(Qt::Key_Backspace);
  QCOMPARE(taken<edit::RemoveBonds>(*spy).bonds.size(), std::size_t(1));
  m_view->setTool(ViewTool::Navigate);
  moveTo(pixelOf(kEsterOxygen));
  key(Qt::Key_Delete);
  QVERIFY(taken<edit::RemoveAtoms>(*spy).atoms == atoms({9}));
}

void ViewportDrawTest::rightClickFollowsThePreset() {
  m_view->setTool(ViewTool::Draw);
  const auto spy = edits();
  QSignalSpy menu(m_view.get(), &MoleculeViewport::contextMenuWanted);
  clickAt(pixelOf(kEsterOxygen), Qt::RightButton);
  QCOMPARE(menu.count(), 1);
  QCOMPARE(menu[0][1].value<std::optional<AtomIndex>>(), std::optional(AtomIndex(kEsterOxygen)));
  QCOMPARE(spy->count(), 0);
  m_view->setGestures(GesturePreset(PresetBase::Avogadro));
  clickAt(pixelOf(kEsterOxygen), Qt::RightButton);
  QCOMPARE(menu.count(), 1);
  QVERIFY(taken<edit::RemoveAtoms>(*spy).atoms == atoms({kEsterOxygen}));
}

void ViewportDrawTest::fragmentGoesOntoTheAtom() {
  m_view->setFragments({{"ring/benzene", "Benzene", "Rings", "c1ccccc1[*:1]"},
                        {"group/nitro", "Nitro", "Functional groups", "[*:1][N+](=O)[O-]"}});
  m_view->setTool(ViewTool::Fragment);
  const auto spy = edits();
  clickAt(pixelOf(kEsterOxygen));
  const auto onto = taken<edit::AddFragment>(*spy);
  QCOMPARE(onto.id, std::string("ring/benzene"));
  QCOMPARE(onto.at, std::optional(AtomIndex(kEsterOxygen)));
  clickAt(kEmpty);
  const auto beside = taken<edit::AddFragment>(*spy);
  QVERIFY(!beside.at);
  const auto place = m_view->bench()->placeOf(beside.position);
  QVERIFY((*place - QPointF(kEmpty)).manhattanLength() < 0.01);
}

void ViewportDrawTest::selectionKeysEdit_data() {
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<edit::Operation>("wanted");
  const int control = int(Qt::ControlModifier), shift = int(Qt::ShiftModifier),
            alt = int(Qt::AltModifier);
  QTest::newRow("Ctrl+Shift+Up charges") << int(Qt::Key_Up) << (control | shift)
                                         << edit::Operation(edit::ChangeCharge{{}, 1});
  QTest::newRow("Ctrl+Shift+Down") << int(Qt::Key_Down) << (control | shift)
                                   << edit::Operation(edit::ChangeCharge{{}, -1});
  QTest::newRow("Ctrl+Shift+0 makes it neutral")
      << int(Qt::Key_0) << (control | shift) << edit::Operation(edit::SetCharge{});
  QTest::newRow("Ctrl+Alt+H adjusts hydrogens")
      << int(Qt::Key_H) << (control | alt) << edit::Operation(edit::AdjustHydrogens{});
  QTest::newRow("Ctrl+B finds bonds")
      << int(Qt::Key_B) << control << edit::Operation(edit::PerceiveBonds{});
  QTest::newRow("Ctrl+Alt+I inverts")
      << int(Qt::Key_I) << (control | alt) << edit::Operation(edit::InvertCentre{});
  QTest::newRow("Delete removes")
      << int(Qt::Key_Delete) << 0 << edit::Operation(edit::RemoveAtoms{});
}

void ViewportDrawTest::selectionKeysEdit() {
  QFETCH(int, key);
  QFETCH(int, modifiers);
  QFETCH(edit::Operation, wanted);
  moveTo(kEmpty);
  const auto spy = edits();
  m_selection->select(atoms({5}), AtomSelectionModel::Origin::Program);
  this->key(Qt::Key(key), Qt::KeyboardModifiers(modifiers));
  QCOMPARE(spy->count(), 1);
  const auto asked = spy->takeFirst().at(0).value<edit::Operation>();
  QCOMPARE(asked.index(), wanted.index());
  if (const auto* charge = std::get_if<edit::ChangeCharge>(&asked)) {
    QCOMPARE(charge->by, std::get<edit::ChangeCharge>(wanted).by);
    QVERIFY(charge->atoms == atoms({5}));
  }
}

int main(int argc, char** argv) {
  askForOpenGl();
  QApplication application(argc, argv);
  ViewportDrawTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_draw_test.moc"
