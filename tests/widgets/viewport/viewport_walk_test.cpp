#include <QAccessible>
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

#include "tests/widgets/viewport/viewport_on_screen.h"
#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/overlay_labels.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/select_tool.h"
#include "widgets/viewport/view_interaction.h"

using namespace molloquy;
using namespace molloquy::test;
using namespace molloquy::widgets;

/// Walking by keys and ears, exact picking and selecting, the clip plane, labels.
class ViewportWalkTest : public ViewportOnScreen {
  Q_OBJECT
 private Q_SLOTS:
  void tabWalksInFileOrder();
  void arrowsWalkAlongBonds();
  void enterSelectsTheWalkedAtom();
  void tabLeavesAfterTheLastAtomAndAfterEscape();
  void sentencesNameTheSurroundings();
  void aScreenReaderFindsAtoms();
  void picksWhatIsDrawn_data();
  void picksWhatIsDrawn();
  void areasSelectExactly_data();
  void areasSelectExactly();
  void clipPlaneHidesWhatIsInFront();
  void labelsSayWhatIsChosen_data();
  void labelsSayWhatIsChosen();
  void labelsOfManyAtomsStayFew();
  void toolKeysChooseTools_data();
  void toolKeysChooseTools();
  void tripleClickTakesTheStructure();
  void wheelFollowsTheOptions();

 private:
  void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(m_view->sceneWidget(), code, modifiers);
  }
  [[nodiscard]] AtomWalk& walk() const { return m_view->interaction()->walk(); }
};

void ViewportWalkTest::tabWalksInFileOrder() {
  key(Qt::Key_Tab);
  QCOMPARE(walk().atom(), std::optional(AtomIndex(0)));
  key(Qt::Key_Tab);
  QCOMPARE(walk().atom(), std::optional(AtomIndex(1)));
  key(Qt::Key_Backtab, Qt::ShiftModifier);
  QCOMPARE(walk().atom(), std::optional(AtomIndex(0)));
  key(Qt::Key_Escape);
  QVERIFY(!walk().atom());
}

void ViewportWalkTest::arrowsWalkAlongBonds() {
  walk().goTo(AtomIndex(1));
  const render::CameraPose before = m_view->pose();
  const QPointF way = placeOf(kEsterOxygen) - placeOf(1);
  const bool across = std::abs(way.x()) > std::abs(way.y());
  key(across ? (way.x() > 0 ? Qt::Key_Right : Qt::Key_Left)
             : (way.y() > 0 ? Qt::Key_Down : Qt::Key_Up));
  QCOMPARE(walk().atom(), std::optional(AtomIndex(kEsterOxygen)));
  QVERIFY(m_view->pose().back() == before.back());
  walk().end();
}

void ViewportWalkTest::enterSelectsTheWalkedAtom() {
  walk().goTo(AtomIndex(4));
  key(Qt::Key_Return);
  QVERIFY(m_selection->atoms() == atoms({4}));
  key(Qt::Key_Return);
  QVERIFY(m_selection->isEmpty());
  walk().end();
}

void ViewportWalkTest::tabLeavesAfterTheLastAtomAndAfterEscape() {
  const auto last = static_cast<std::uint32_t>(m_sample.molecule->atoms().size() - 1);
  walk().goTo(AtomIndex(last));
  QVERIFY(!walk().next());
  QVERIFY(!walk().atom());
  QVERIFY(walk().next());
  QVERIFY(walk().end());
  QVERIFY(!walk().next());  // the focus goes on
  QVERIFY(walk().next());   // and walks when it comes back
  walk().end();
}

void ViewportWalkTest::sentencesNameTheSurroundings() {
  QCOMPARE(walk().sentence(AtomIndex(4)),
           QString("carbon 5, bonded to oxygen 4, carbon 6 and carbon 10"));
  m_selection->select(atoms({20}), AtomSelectionModel::Origin::Program);
  QCOMPARE(walk().sentence(AtomIndex(20)), QString("hydrogen 21, bonded to oxygen 13, selected"));
  QVERIFY(walk().sentence(AtomIndex(500)).isEmpty());
}

void ViewportWalkTest::aScreenReaderFindsAtoms() {
  QAccessibleInterface* scene = QAccessible::queryAccessibleInterface(m_view->sceneWidget());
  QVERIFY(scene);
  QCOMPARE(scene->role(), QAccessible::List);
  QCOMPARE(scene->childCount(), 21);
  QAccessibleInterface* atom = scene->child(2);
  QVERIFY(atom && atom->parent() == scene);
  QCOMPARE(scene->indexOfChild(atom), 2);
  QCOMPARE(atom->text(QAccessible::Name), QString("oxygen 3, bonded to carbon 2"));
  QVERIFY(atom->rect().contains(m_view->sceneWidget()->mapToGlobal(pixelOf(2))));
  QVERIFY(!scene->child(21) && !scene->child(-1));
  m_view->clearStructure();
  QCOMPARE(scene->childCount(), 0);
  QCOMPARE(scene->text(QAccessible::Description), QString("No structure"));
}

void ViewportWalkTest::picksWhatIsDrawn_data() {
  QTest::addColumn<bool>("orthographic");
  QTest::newRow("perspective") << false;
  QTest::newRow("orthographic") << true;
}

void ViewportWalkTest::picksWhatIsDrawn() {
  QFETCH(bool, orthographic);
  if (orthographic) m_view->setProjection(render::Projection::Orthographic);
  const OverlayContent seen = m_view->bench()->seen();
  int exact = 0;
  for (std::uint32_t i = 0; i < 21; ++i) {
    const auto at = seenAtom(seen, AtomIndex(i));
    QVERIFY(at);
    const QPointF centre(at->place.x, at->place.y);
    const Hit middle = m_view->bench()->hitAt(centre);
    QVERIFY(middle.nearest);
    if (middle.atom != AtomIndex(i)) {
      const auto front = seenAtom(seen, *middle.nearest);
      QVERIFY(front && front->place.depth < at->place.depth + at->radius);
      continue;
    }
    ++exact;
    // A pixel beyond the edge, in four directions, is never this atom's ball.
    for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
      QVERIFY(m_view->bench()->hitAt(centre + way * (at->radius * 1.08 + 1)).atom != AtomIndex(i));
    }
  }
  QVERIFY2(exact >= 15, qPrintable(QString::number(exact)));
}

void ViewportWalkTest::areasSelectExactly_data() {
  QTest::addColumn<bool>("orthographic");
  QTest::addColumn<bool>("lasso");
  QTest::addColumn<int>("corner");
  for (const bool orthographic : {false, true}) {
    for (const bool lasso : {false, true}) {
      for (int corner = 0; corner < 4; ++corner) {
        QTest::addRow("%s, %s, from corner %d", orthographic ? "orthographic" : "perspective",
                      lasso ? "lasso" : "box", corner)
            << orthographic << lasso << corner;
      }
    }
  }
}

void ViewportWalkTest::areasSelectExactly() {
  QFETCH(bool, orthographic);
  QFETCH(bool, lasso);
  QFETCH(int, corner);
  if (orthographic) m_view->setProjection(render::Projection::Orthographic);
  m_view->setTool(ViewTool::Select);
  auto* select = static_cast<SelectTool*>(m_view->interaction()->toolOf(ViewTool::Select));
  select->setShape(lasso ? SelectTool::Shape::Lasso : SelectTool::Shape::Box);
  const QRect box(300, 150, 190, 160);
  std::vector<AtomIndex> wanted;
  for (std::uint32_t i = 0; i < 21; ++i) {
    const QPointF place = placeOf(i);
    if (place.x() >= box.left() && place.x() <= box.left() + box.width() &&
        place.y() >= box.top() && place.y() <= box.top() + box.height()) {
      wanted.emplace_back(i);
    }
  }
  QVERIFY(!wanted.empty() && wanted.size() < 21);
  const QPoint corners[] = {box.topLeft(), {box.left() + box.width(), box.top()},
                            {box.left() + box.width(), box.top() + box.height()},
                            {box.left(), box.top() + box.height()}};
  if (lasso) {
    QWidget* scene = m_view->sceneWidget();
    pullTo(Qt::LeftButton, {}, corners[corner], corners[(corner + 1) % 4]);
    for (int i = 2; i < 4; ++i) {
      const QPoint place = corners[(corner + i) % 4];
      QMouseEvent event(QEvent::MouseMove, QPointF(place), scene->mapToGlobal(QPointF(place)),
                        Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(scene, &event);
    }
    letGo(Qt::LeftButton, {}, corners[(corner + 3) % 4]);
  } else {
    drag(Qt::LeftButton, {}, corners[corner], corners[(corner + 2) % 4]);
  }
  select->setShape(SelectTool::Shape::Box);
  QVERIFY(m_selection->atoms() == wanted);
}

void ViewportWalkTest::clipPlaneHidesWhatIsInFront() {
  const OverlayContent seen = m_view->bench()->seen();
  std::uint32_t nearest = 0;
  for (std::uint32_t i = 1; i < 21; ++i) {
    if (seenAtom(seen, AtomIndex(i))->place.depth <
        seenAtom(seen, AtomIndex(nearest))->place.depth) {
      nearest = i;
    }
  }
  const double distance = m_view->pose().distance;
  turnWheel({70, 400}, 1, Qt::ShiftModifier);
  QCOMPARE(m_view->pose().distance, distance);
  QVERIFY(m_view->sceneWidget()->scene().viewStyle().hidden.count(AtomIndex(nearest)) == 1);
  QVERIFY(m_view->viewStyle().hidden.empty());  // the person's choices are not touched
  QVERIFY(m_view->bench()->hitAt(placeOf(nearest)).atom != AtomIndex(nearest));
  turnWheel({70, 400}, -3, Qt::ShiftModifier);
  QVERIFY(m_view->sceneWidget()->scene().viewStyle().hidden.empty());
}

void ViewportWalkTest::labelsSayWhatIsChosen_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("label");
  using K = render::LabelKind;
  QTest::newRow("name") << int(K::Name) << "O4";
  QTest::newRow("element") << int(K::Element) << "O";
  QTest::newRow("index") << int(K::Index) << "4";
  QTest::newRow("no formal charge") << int(K::FormalCharge) << "";
  QTest::newRow("partial charge") << int(K::PartialCharge) << QString::fromUtf8("−0.43");
  QTest::newRow("no residue") << int(K::Residue) << "";
  QTest::newRow("own words") << int(K::Custom) << "ester";
  QTest::newRow("nothing") << int(K::None) << "";
}

void ViewportWalkTest::labelsSayWhatIsChosen() {
  QFETCH(int, kind);
  QFETCH(QString, label);
  OverlayContent content = m_view->bench()->seen();
  render::ViewStyle style;
  style.labels = render::LabelKind(kind);
  style.customLabels[AtomIndex(kEsterOxygen)] = "ester";
  render::AtomValues values;
  values.partialCharge = {0, 0, 0, -0.426};
  content.style = &style;
  content.values = &values;
  QCOMPARE(labelOf(content, AtomIndex(kEsterOxygen)), label);
}

void ViewportWalkTest::labelsOfManyAtomsStayFew() {
  // A slab of 90,000 atoms; the view must answer at once.
  std::vector<chem::Atom> many(90'000);
  chem::Conformer conformer;
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i].atomicNumber = 6;
    conformer.positions.push_back(
        {double(i % 300) * 1.5, double(i / 300 % 300) * 1.5, double(i % 7)});
  }
  const chem::Molecule molecule(many, {}, "slab", nullptr);
  const render::BallsAndSticks shape = render::ballsAndSticks(molecule, conformer);
  OverlayContent content = m_view->bench()->seen();
  render::ViewStyle style;
  style.labels = render::LabelKind::Name;
  const render::AtomValues values;
  content.molecule = &molecule;
  content.positions = &conformer.positions;
  content.shape = &shape;
  content.style = &style;
  content.values = &values;
  content.pose = render::homePose(shape.balls, content.size, render::Projection::Perspective);
  QVERIFY(labelledAtoms(content).size() <= 300);
  content.pose = render::zoomed(content.pose, content.size, 30, 300, 200);
  const auto labelled = labelledAtoms(content);
  QVERIFY(!labelled.empty() && labelled.size() <= 300);
}

void ViewportWalkTest::toolKeysChooseTools_data() {
  QTest::addColumn<int>("tool");
  for (const ViewTool tool : kViewTools) {
    QTest::addRow("Ctrl+%d is %s", int(tool) + 1, qPrintable(toolName(tool))) << int(tool);
  }
}

void ViewportWalkTest::toolKeysChooseTools() {
  QFETCH(int, tool);
  m_view->setTool(tool == 0 ? ViewTool::Draw : ViewTool::Navigate);
  QSignalSpy spy(m_view.get(), &MoleculeViewport::toolChanged);
  key(Qt::Key(Qt::Key_1 + tool), Qt::ControlModifier);
  QCOMPARE(int(m_view->tool()), tool);
  QCOMPARE(spy.count(), 1);
}

void ViewportWalkTest::tripleClickTakesTheStructure() {
  const QPoint place = pixelOf(kEsterOxygen);
  doubleClickAt(place);
  QTest::mouseClick(m_view->sceneWidget(), Qt::LeftButton, {}, place);
  QCOMPARE(m_selection->atoms().size(), std::size_t(21));
}

void ViewportWalkTest::wheelFollowsTheOptions() {
  const double before = m_view->pose().distance;
  GesturePreset preset;
  preset.setOptions({.wheel = HandOptions::Wheel::ForwardZoomsOut, .zoomSpeed = 2});
  m_view->setGestures(preset);
  turnWheel({380, 256}, 1);
  QVERIFY(m_view->pose().distance > before * 1.3);
}

int main(int argc, char** argv) {
  askForOpenGl();
  QApplication application(argc, argv);
  ViewportWalkTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_walk_test.moc"
