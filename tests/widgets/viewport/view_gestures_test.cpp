#include <QKeyEvent>
#include <QSet>
#include <QTest>

#include "widgets/viewport/view_gestures.h"

using namespace molloquy::widgets;

Q_DECLARE_METATYPE(std::optional<ViewAction>)

class ViewGesturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void drags_data() {
    QTest::addColumn<int>("tool");
    QTest::addColumn<int>("button");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<std::optional<ViewAction>>("action");
    const int navigate = int(ViewTool::Navigate), select = int(ViewTool::Select);
    using Action = std::optional<ViewAction>;
    QTest::newRow("left-drag rotates in Navigate")
        << navigate << int(Qt::LeftButton) << 0 << Action(ViewAction::Rotate);
    QTest::newRow("left-drag draws a box in Select")
        << select << int(Qt::LeftButton) << 0 << Action(ViewAction::SelectBox);
    QTest::newRow("Shift adds to the box in Select")
        << select << int(Qt::LeftButton) << int(Qt::ShiftModifier) << Action(ViewAction::SelectBox);
    QTest::newRow("Ctrl+Shift+left-drag rolls with every tool")
        << select << int(Qt::LeftButton) << int(Qt::ShiftModifier | Qt::ControlModifier)
        << Action(ViewAction::Roll);
    QTest::newRow("right-drag pans")
        << navigate << int(Qt::RightButton) << 0 << Action(ViewAction::Pan);
    QTest::newRow("middle-drag pans in Select too")
        << select << int(Qt::MiddleButton) << 0 << Action(ViewAction::Pan);
    QTest::newRow("Shift+left-drag does nothing in Navigate")
        << navigate << int(Qt::LeftButton) << int(Qt::ShiftModifier) << Action();
  }
  void drags() {
    QFETCH(int, tool);
    QFETCH(int, button);
    QFETCH(int, modifiers);
    QFETCH(std::optional<ViewAction>, action);
    QVERIFY(dragAction(ViewTool(tool), Qt::MouseButton(button), Qt::KeyboardModifiers(modifiers)) ==
            action);
  }

  void keys_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<std::optional<ViewAction>>("action");
    using Action = std::optional<ViewAction>;
    QTest::newRow("an arrow turns") << int(Qt::Key_Left) << 0 << Action(ViewAction::TurnLeft);
    QTest::newRow("Alt turns far")
        << int(Qt::Key_Up) << int(Qt::AltModifier) << Action(ViewAction::TurnUpFar);
    QTest::newRow("a keypad arrow is an arrow")
        << int(Qt::Key_Left) << int(Qt::KeypadModifier) << Action(ViewAction::TurnLeft);
    QTest::newRow("plus needs Shift on many layouts")
        << int(Qt::Key_Plus) << int(Qt::ShiftModifier) << Action(ViewAction::ZoomIn);
    QTest::newRow("equals stands for plus")
        << int(Qt::Key_Equal) << 0 << Action(ViewAction::ZoomIn);
    QTest::newRow("5 of the keypad switches the projection")
        << int(Qt::Key_5) << int(Qt::KeypadModifier) << Action(ViewAction::ToggleProjection);
    QTest::newRow("5 of the main row does not") << int(Qt::Key_5) << 0 << Action();
    QTest::newRow("Ctrl+Alt+5 looks from the top")
        << int(Qt::Key_5) << int(Qt::ControlModifier | Qt::AltModifier)
        << Action(ViewAction::ViewTop);
    QTest::newRow("S alone is the Select tool")
        << int(Qt::Key_S) << 0 << Action(ViewAction::UseSelect);
    QTest::newRow("Ctrl+S stays the window's")
        << int(Qt::Key_S) << int(Qt::ControlModifier) << Action();
  }
  void keys() {
    QFETCH(int, key);
    QFETCH(int, modifiers);
    QFETCH(std::optional<ViewAction>, action);
    const QKeyEvent event(QEvent::KeyPress, key, Qt::KeyboardModifiers(modifiers));
    QVERIFY(keyAction(event) == action);
  }

  void noTwoRowsClaimTheSameGesture() {
    const auto& rows = viewGestures();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = i + 1; j < rows.size(); ++j) {
        const ViewGesture &a = rows[i], &b = rows[j];
        const bool same = a.trigger == b.trigger && a.target == b.target && a.button == b.button &&
                          a.key == b.key && a.modifiers == b.modifiers &&
                          (!a.tool || !b.tool || *a.tool == *b.tool);
        QVERIFY2(!same, qPrintable(QString("rows %1 and %2").arg(i).arg(j)));
      }
    }
  }

  void theHelpSheetTellsEveryGesture() {
    QSet<int> actions;
    for (const ViewGesture& gesture : viewGestures()) actions.insert(int(gesture.action));
    const std::vector<GestureHelp> help = gestureHelp();
    QCOMPARE(qsizetype(help.size()), actions.size());
    for (const GestureHelp& line : help) {
      QVERIFY2(!line.gesture.isEmpty(), qPrintable(line.meaning));
      QVERIFY(!line.meaning.isEmpty());
    }
    QCOMPARE(help.front().gesture, QString("Left-drag (Navigate)"));
  }
};

QTEST_GUILESS_MAIN(ViewGesturesTest)
#include "view_gestures_test.moc"
