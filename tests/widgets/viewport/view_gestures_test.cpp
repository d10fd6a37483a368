#include <QKeyEvent>
#include <QSet>
#include <QTest>

#include "widgets/viewport/gesture_preset.h"

using namespace molloquy::widgets;

using Action = std::optional<ViewAction>;
Q_DECLARE_METATYPE(std::optional<ViewAction>)

namespace {

constexpr PresetBase kBases[] = {PresetBase::Default, PresetBase::Avogadro, PresetBase::PyMol};

}  // namespace

/// The table of gestures as a value: who gets what, in which preset.
class ViewGesturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gestureAsksForAction_data();
  void gestureAsksForAction();
  void keys_data();
  void keys();
  void presetsHaveNoConflicts();
  void aChangeIsFoundToConflict();
  void textsAreReadBack_data();
  void textsAreReadBack();
  void brokenTextsAreNoGesture_data();
  void brokenTextsAreNoGesture();
  void everyGestureOfTheTableIsReadable();
  void changesGoThroughSettings();
  void optionsAddTheNumpadViews();
  void rightClickIsASwitch();
  void theHelpSheetTellsEveryGesture();
  void idsAreUnique();
};

void ViewGesturesTest::gestureAsksForAction_data() {
  QTest::addColumn<int>("base");
  QTest::addColumn<int>("tool");
  QTest::addColumn<int>("target");
  QTest::addColumn<QString>("gesture");
  QTest::addColumn<QString>("action");
  const auto row = [](const char* name, PresetBase base, ViewTool tool, Target target,
                      const char* gesture, const char* action) {
    QTest::newRow(name) << int(base) << int(tool) << int(target) << gesture << action;
  };
  using B = PresetBase;
  using T = ViewTool;
  using P = Target;
  row("left-drag rotates in Navigate, on an atom too", B::Default, T::Navigate, P::Atom,
      "Left drag", "view.rotate");
  row("left-drag on empty space rotates in Draw", B::Default, T::Draw, P::Empty, "Left drag",
      "view.rotate");
  row("left-drag from an atom draws a bond in Draw", B::Default, T::Draw, P::Atom, "Left drag",
      "draw.bond");
  row("left-drag draws an area in Select", B::Default, T::Select, P::Atom, "Left drag",
      "select.area");
  row("Shift adds to the area", B::Default, T::Select, P::Empty, "Shift+Left drag",
      "select.area-add");
  row("Ctrl toggles in the area", B::Default, T::Select, P::Empty, "Ctrl+Left drag",
      "select.area-toggle");
  row("Alt takes the area out", B::Default, T::Select, P::Empty, "Alt+Left drag",
      "select.area-remove");
  row("Ctrl+Shift+left-drag rolls with every tool", B::Default, T::Measure, P::Empty,
      "Ctrl+Shift+Left drag", "view.roll");
  row("Avogadro rolls with Shift", B::Avogadro, T::Navigate, P::Empty, "Shift+Left drag",
      "view.roll");
  row("Avogadro rolls with the middle button", B::Avogadro, T::Draw, P::Empty, "Middle drag",
      "view.roll");
  row("right-drag pans", B::Default, T::Navigate, P::Empty, "Right drag", "view.pan");
  row("middle-drag pans", B::Default, T::Select, P::Empty, "Middle drag", "view.pan");
  row("Avogadro pans with Ctrl", B::Avogadro, T::Navigate, P::Atom, "Ctrl+Left drag", "view.pan");
  row("PyMOL zooms by right-drag", B::PyMol, T::Navigate, P::Empty, "Right drag",
      "view.zoom-drag");
  row("PyMOL pans by middle-drag", B::PyMol, T::Navigate, P::Empty, "Middle drag", "view.pan");
  row("the wheel zooms", B::Default, T::Draw, P::Anywhere, "Wheel", "view.zoom");
  row("Shift+wheel moves the clip plane", B::Default, T::Draw, P::Anywhere, "Shift+Wheel",
      "view.clip");
  row("PyMOL's wheel moves the clip plane", B::PyMol, T::Navigate, P::Anywhere, "Wheel",
      "view.clip");
  row("middle-click centres", B::Default, T::Draw, P::Atom, "Middle click", "view.centre");
  row("PyMOL centres by Ctrl+click", B::PyMol, T::Navigate, P::Atom, "Ctrl+Left click",
      "view.centre");
  row("double-click on nothing shows all, in Navigate", B::Default, T::Navigate, P::Empty,
      "Left double-click", "view.reset-pointer");
  row("double-click on nothing does nothing in Draw", B::Default, T::Draw, P::Empty,
      "Left double-click", "");
  row("Avogadro's double middle-click shows all", B::Avogadro, T::Navigate, P::Empty,
      "Middle double-click", "view.reset-pointer");
  row("click selects", B::Default, T::Navigate, P::Atom, "Left click", "select.atom");
  row("PyMOL's click toggles", B::PyMol, T::Navigate, P::Atom, "Left click", "select.toggle");
  row("PyMOL adds a box with any tool", B::PyMol, T::Navigate, P::Empty, "Shift+Left drag",
      "select.area-add-any");
  row("PyMOL removes a box with any tool", B::PyMol, T::Navigate, P::Empty, "Shift+Middle drag",
      "select.area-remove-any");
  row("PyMOL moves an atom with any tool", B::PyMol, T::Navigate, P::Atom,
      "Ctrl+Shift+Left drag", "move.drag-any");
  row("PyMOL turns a bond with any tool", B::PyMol, T::Navigate, P::Bond, "Ctrl+Left drag",
      "bond.turn-any");
  row("double-click takes the fragment", B::Default, T::Select, P::Atom, "Left double-click",
      "select.fragment");
  row("triple-click takes the structure", B::Default, T::Select, P::Atom, "Left triple-click",
      "select.molecule");
  row("click on empty space draws an atom", B::Default, T::Draw, P::Empty, "Left click",
      "draw.atom");
  row("click on a bond cycles its order", B::Default, T::Draw, P::Bond, "Left click",
      "draw.cycle-bond");
  row("right-click opens the menu, in Draw too", B::Default, T::Draw, P::Atom, "Right click",
      "view.menu");
  row("Avogadro's right-click deletes in Draw", B::Avogadro, T::Draw, P::Atom, "Right click",
      "draw.erase");
  row("Avogadro's right-click opens the menu elsewhere", B::Avogadro, T::Navigate, P::Atom,
      "Right click", "view.menu");
  row("right-click removes in Measure", B::Default, T::Measure, P::Empty, "Right click",
      "measure.remove");
  row("drag moves in Move", B::Default, T::Move, P::Atom, "Left drag", "move.drag");
  row("Ctrl+drag turns in Move", B::Default, T::Move, P::Atom, "Ctrl+Left drag", "move.turn");
  row("right-drag turns in Move", B::Default, T::Move, P::Atom, "Right drag", "move.turn");
  row("drag on an atom bends", B::Default, T::BondCentric, P::Atom, "Left drag", "bond.bend");
  row("right-drag on an atom stretches", B::Default, T::BondCentric, P::Atom, "Right drag",
      "bond.stretch");
  row("drag on a bond turns", B::Default, T::BondCentric, P::Bond, "Left drag", "bond.turn");
  row("drag pulls in Auto-optimise", B::Default, T::Optimise, P::Atom, "Left drag",
      "optimise.pull");
}

void ViewGesturesTest::gestureAsksForAction() {
  QFETCH(int, base);
  QFETCH(int, tool);
  QFETCH(int, target);
  QFETCH(QString, gesture);
  QFETCH(QString, action);
  const auto parsed = parseGesture(gesture);
  QVERIFY(parsed);
  const auto found =
      GesturePreset(PresetBase(base)).actionFor(*parsed, ViewTool(tool), Target(target));
  QCOMPARE(found ? QString(actionRow(*found).id) : QString(), action);
}

void ViewGesturesTest::keys_data() {
  QTest::addColumn<int>("base");
  QTest::addColumn<int>("tool");
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<QString>("action");
  const int none = 0, shift = int(Qt::ShiftModifier), ctrl = int(Qt::ControlModifier),
            alt = int(Qt::AltModifier), pad = int(Qt::KeypadModifier);
  const auto row = [](const char* name, PresetBase base, ViewTool tool, Qt::Key key, int modifiers,
                      const char* action) {
    QTest::newRow(name) << int(base) << int(tool) << int(key) << modifiers << action;
  };
  using B = PresetBase;
  using T = ViewTool;
  row("an arrow turns", B::Default, T::Navigate, Qt::Key_Left, none, "view.turn-left");
  row("Alt turns far", B::Default, T::Draw, Qt::Key_Up, alt, "view.turn-up-far");
  row("Shift rolls", B::Default, T::Draw, Qt::Key_Left, shift, "view.roll-left");
  row("Ctrl moves the view", B::Default, T::Draw, Qt::Key_Down, ctrl, "view.pan-down");
  row("a keypad arrow is an arrow", B::Default, T::Draw, Qt::Key_Left, pad, "view.turn-left");
  row("Avogadro turns with H", B::Avogadro, T::Navigate, Qt::Key_H, none, "view.turn-left");
  row("Avogadro turns far with Alt+W", B::Avogadro, T::Navigate, Qt::Key_W, alt,
      "view.turn-up-far");
  row("Avogadro zooms with Shift+Up", B::Avogadro, T::Navigate, Qt::Key_Up, shift,
      "view.zoom-in");
  row("plus needs Shift on many layouts", B::Default, T::Draw, Qt::Key_Plus, shift,
      "view.zoom-in");
  row("equals stands for plus", B::Default, T::Draw, Qt::Key_Equal, none, "view.zoom-in");
  row("minus zooms out", B::Default, T::Draw, Qt::Key_Minus, none, "view.zoom-out");
  row("Home shows all", B::Default, T::Draw, Qt::Key_Home, none, "view.reset");
  row("PyMOL's Ctrl+Home shows all", B::PyMol, T::Draw, Qt::Key_Home, ctrl, "view.reset");
  row("F centres", B::Default, T::Navigate, Qt::Key_F, none, "view.centre");
  row("5 of the keypad switches the projection", B::Default, T::Draw, Qt::Key_5, pad,
      "view.projection");
  row("5 of the main row does not", B::Default, T::Navigate, Qt::Key_5, none, "");
  row("Ctrl+Alt+5 looks from the top", B::Default, T::Draw, Qt::Key_5, ctrl | alt, "view.top");
  row("V is Navigate", B::Default, T::Select, Qt::Key_V, none, "tool.navigate");
  row("Ctrl+1 is Navigate", B::Default, T::Select, Qt::Key_1, ctrl, "tool.navigate");
  row("D is Draw", B::Default, T::Select, Qt::Key_D, none, "tool.draw");
  row("S is Select", B::Default, T::Navigate, Qt::Key_S, none, "tool.select");
  row("S turns in Avogadro's", B::Avogadro, T::Navigate, Qt::Key_S, none, "view.turn-down");
  row("Ctrl+S stays the window's", B::Default, T::Navigate, Qt::Key_S, ctrl, "");
  row("M is Measure", B::Default, T::Navigate, Qt::Key_M, none, "tool.measure");
  row("Ctrl+3 is Fragment", B::Default, T::Navigate, Qt::Key_3, ctrl, "tool.fragment");
  row("Ctrl+5 is Move", B::Default, T::Navigate, Qt::Key_5, ctrl, "tool.move");
  row("Ctrl+6 is Bond-centric", B::Default, T::Navigate, Qt::Key_6, ctrl, "tool.bond-centric");
  row("Ctrl+7 is Auto-optimise", B::Default, T::Navigate, Qt::Key_7, ctrl, "tool.optimise");
  row("PyMOL measures with Ctrl+Shift+X", B::PyMol, T::Navigate, Qt::Key_X, ctrl | shift,
      "tool.measure");
  row("arrows nudge in Move", B::Default, T::Move, Qt::Key_Left, none, "move.left");
  row("Alt nudges far in Move", B::Default, T::Move, Qt::Key_Left, alt, "move.left-far");
  row("Shift turns in Move", B::Default, T::Move, Qt::Key_Up, shift, "move.turn-up");
  row("Ctrl rolls in Move", B::Default, T::Move, Qt::Key_Right, ctrl, "move.roll-right");
  row("Ctrl+Up still moves the view in Move", B::Default, T::Move, Qt::Key_Up, ctrl,
      "view.pan-up");
  row("Space starts in Auto-optimise", B::Default, T::Optimise, Qt::Key_Space, none,
      "optimise.toggle");
  row("Space is nothing elsewhere", B::Default, T::Navigate, Qt::Key_Space, none, "");
  row("E opens the chooser", B::Default, T::Select, Qt::Key_E, none, "edit.element");
  row("2 is a double bond in Draw", B::Default, T::Draw, Qt::Key_2, none, "draw.double");
  row("2 is nothing elsewhere", B::Default, T::Navigate, Qt::Key_2, none, "");
  row("Backspace deletes", B::Default, T::Navigate, Qt::Key_Backspace, none, "edit.delete");
  row("PyMOL deletes with Ctrl+Shift+D", B::PyMol, T::Navigate, Qt::Key_D, ctrl | shift,
      "edit.delete");
  row("Ctrl+Shift+Up charges", B::Default, T::Select, Qt::Key_Up, ctrl | shift,
      "edit.charge-up");
  row("Ctrl+Shift+0 takes the charge away", B::Default, T::Select, Qt::Key_0, ctrl | shift,
      "edit.charge-zero");
  row("Ctrl+Alt+H adjusts hydrogens", B::Default, T::Select, Qt::Key_H, ctrl | alt,
      "edit.adjust-hydrogens");
  row("Ctrl+B finds bonds", B::Default, T::Select, Qt::Key_B, ctrl, "edit.perceive-bonds");
  row("Ctrl+Shift+B removes bonds", B::Default, T::Select, Qt::Key_B, ctrl | shift,
      "edit.remove-bonds");
  row("Ctrl+Alt+O optimises", B::Default, T::Select, Qt::Key_O, ctrl | alt, "window.optimise");
  row("Ctrl+Alt+I inverts", B::Default, T::Select, Qt::Key_I, ctrl | alt, "edit.invert-centre");
  row("Ctrl+A selects all", B::Default, T::Select, Qt::Key_A, ctrl, "select.all");
  row("Ctrl+Shift+A selects nothing", B::Default, T::Select, Qt::Key_A, ctrl | shift,
      "select.none");
  row("Ctrl+I inverts the selection", B::Default, T::Select, Qt::Key_I, ctrl, "select.invert");
  row("Tab walks", B::Default, T::Navigate, Qt::Key_Tab, none, "walk.next");
  row("Shift+Tab comes as Backtab", B::Default, T::Navigate, Qt::Key_Backtab, shift,
      "walk.previous");
  row("Ctrl+Z is undo", B::Default, T::Navigate, Qt::Key_Z, ctrl, "window.undo");
  row("Ctrl+Y is redo", B::Default, T::Navigate, Qt::Key_Y, ctrl, "window.redo");
  row("Ctrl+Alt+C copies the picture", B::Default, T::Navigate, Qt::Key_C, ctrl | alt,
      "window.copy-picture");
  row("Ctrl+F12 saves it clear", B::Default, T::Navigate, Qt::Key_F12, ctrl,
      "window.save-clear-picture");
  row("a full stop is the next conformer", B::Default, T::Navigate, Qt::Key_Period, none,
      "window.next-conformer");
  row("a comma is the one before", B::Default, T::Navigate, Qt::Key_Comma, none,
      "window.previous-conformer");
  row("PgDown is the next record", B::Default, T::Navigate, Qt::Key_PageDown, none,
      "window.next-record");
  row("a question mark opens the help", B::Default, T::Navigate, Qt::Key_Question, shift,
      "window.help");
  row("Ctrl+K searches commands", B::Default, T::Navigate, Qt::Key_K, ctrl, "window.commands");
  row("Ctrl+L goes to the conversation", B::Default, T::Navigate, Qt::Key_L, ctrl,
      "window.conversation");
}

void ViewGesturesTest::keys() {
  QFETCH(int, base);
  QFETCH(int, tool);
  QFETCH(int, key);
  QFETCH(int, modifiers);
  QFETCH(QString, action);
  const QKeyEvent event(QEvent::KeyPress, key, Qt::KeyboardModifiers(modifiers));
  const auto found = GesturePreset(PresetBase(base)).actionForKey(event, ViewTool(tool));
  QCOMPARE(found ? QString(actionRow(*found).id) : QString(), action);
}

void ViewGesturesTest::presetsHaveNoConflicts() {
  for (const PresetBase base : kBases) {
    for (const auto numpad : {HandOptions::NumpadViews::Off, HandOptions::NumpadViews::On}) {
      GesturePreset preset(base);
      preset.setOptions({.numpadViews = numpad});
      for (const GestureConflict& conflict : preset.conflicts()) {
        qWarning("%s: %s, %s", qPrintable(gestureText(conflict.gesture)),
                 actionRow(conflict.first).id, actionRow(conflict.second).id);
      }
      QVERIFY(preset.conflicts().empty());
    }
  }
}

void ViewGesturesTest::aChangeIsFoundToConflict() {
  GesturePreset preset;
  preset.setGestures(ViewAction::UseDraw, parseGestures("V"));
  const auto conflicts = preset.conflicts();
  QCOMPARE(conflicts.size(), std::size_t(1));
  QCOMPARE(gestureText(conflicts.front().gesture), QString("V"));
  // The same key with one tool only is no conflict: that tool's meaning comes first there.
  preset.reset(ViewAction::UseDraw);
  preset.setGestures(ViewAction::ToggleOptimise, parseGestures("V"));
  QVERIFY(preset.conflicts().empty());
}

void ViewGesturesTest::textsAreReadBack_data() {
  QTest::addColumn<QString>("text");
  for (const char* text :
       {"Ctrl+Shift+Left drag", "Wheel", "Shift+Wheel", "Ctrl+Alt+1", "Num+5", "Ctrl+Num+1", "+",
        "-", ",", ".", "?", "Middle double-click", "Left triple-click", "Shift+F10", "Esc", "Tab",
        "Ctrl++", "Alt+Left", "Back click"}) {
    QTest::newRow(text) << text;
  }
}

void ViewGesturesTest::textsAreReadBack() {
  QFETCH(QString, text);
  const auto gesture = parseGesture(text);
  QVERIFY(gesture);
  QCOMPARE(gestureText(*gesture), text);
  QVERIFY(!gestureWords(*gesture).isEmpty());
}

void ViewGesturesTest::brokenTextsAreNoGesture_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {"", "  ", "Ctrl+", "Middle", "Left dragg", "drag", "Hyper+X", "Num+Wheel+",
                           "Num+Left drag", "Ctrl+X, Ctrl+Y", "\xF0\x9F\x98\x80"}) {
    QTest::addRow("'%s'", text) << QString::fromUtf8(text);
  }
}

void ViewGesturesTest::brokenTextsAreNoGesture() {
  QFETCH(QString, text);
  QVERIFY2(!parseGesture(text), qPrintable(text));
}

void ViewGesturesTest::everyGestureOfTheTableIsReadable() {
  for (const ActionRow& row : actionRows()) {
    for (const char* texts : {row.usual, row.avogadro, row.pymol}) {
      if (texts == nullptr) continue;
      const QString written = QString::fromUtf8(texts);
      const std::vector<Gesture> parsed = parseGestures(written);
      QVERIFY2(parseGestures(gesturesText(parsed)) == parsed, row.id);
      const qsizetype wanted = written.isEmpty() ? 0 : written.count("; ") + 1;
      QCOMPARE(qsizetype(parsed.size()), wanted);
    }
  }
}

void ViewGesturesTest::changesGoThroughSettings() {
  GesturePreset preset(PresetBase::PyMol);
  preset.setGestures(ViewAction::Pan, parseGestures("Ctrl+Middle drag; Back drag"));
  preset.setGestures(ViewAction::ZoomDrag, {});
  QMap<QString, QString> changes = preset.changes();
  QCOMPARE(changes.size(), 2);
  changes.insert("view.of-another-version", "X");
  changes.insert("view.roll", "nonsense");
  GesturePreset other(PresetBase::PyMol);
  other.applyChanges(changes);
  QVERIFY(other == preset);
  other.reset(ViewAction::Pan);
  other.reset(ViewAction::ZoomDrag);
  QVERIFY(other == GesturePreset(PresetBase::PyMol));
}

void ViewGesturesTest::optionsAddTheNumpadViews() {
  const QKeyEvent one(QEvent::KeyPress, Qt::Key_1, Qt::KeypadModifier);
  GesturePreset preset;
  QVERIFY(!preset.actionForKey(one, ViewTool::Navigate));
  preset.setOptions({.numpadViews = HandOptions::NumpadViews::On, .zoomSpeed = 99});
  QCOMPARE(preset.actionForKey(one, ViewTool::Navigate), Action(ViewAction::ViewFront));
  QCOMPARE(preset.options().zoomSpeed, 4.0);
}

void ViewGesturesTest::rightClickIsASwitch() {
  GesturePreset preset;
  QCOMPARE(preset.rightClickInDraw(), GesturePreset::RightClick::OpensMenu);
  preset.setRightClickInDraw(GesturePreset::RightClick::Deletes);
  QCOMPARE(preset.actionFor(*parseGesture("Right click"), ViewTool::Draw, Target::Atom),
           Action(ViewAction::EraseHere));
  QVERIFY(preset.conflicts().empty());
  preset.setRightClickInDraw(GesturePreset::RightClick::OpensMenu);
  QVERIFY(!preset.isChanged());
}

void ViewGesturesTest::theHelpSheetTellsEveryGesture() {
  for (const PresetBase base : kBases) {
    const GesturePreset preset(base);
    QSet<int> actions;
    for (const ActionRow& row : actionRows()) {
      if (!preset.gestures(row.action).empty()) actions.insert(int(row.action));
    }
    const std::vector<GestureHelp> help = gestureHelp(preset);
    QCOMPARE(qsizetype(help.size()), actions.size());
    for (const GestureHelp& line : help) {
      QVERIFY2(!line.gesture.isEmpty(), qPrintable(line.meaning));
      QVERIFY(!line.meaning.isEmpty());
      QVERIFY(!line.group.isEmpty());
    }
  }
  QCOMPARE(gestureHelp().front().gesture, QString("Left-drag"));
  GesturePreset preset;
  preset.setGestures(ViewAction::Rotate, parseGestures("Ctrl+Alt+Right drag"));
  QCOMPARE(gestureHelp(preset).front().gesture, QString("Ctrl+Alt+right-drag"));
}

void ViewGesturesTest::idsAreUnique() {
  QSet<QString> ids;
  for (const ActionRow& row : actionRows()) {
    QVERIFY2(!ids.contains(row.id), row.id);
    ids.insert(row.id);
    QCOMPARE(actionOf(row.id), Action(row.action));
    QVERIFY(!actionName(row.action).isEmpty());
  }
  QVERIFY(!actionOf("view.nothing"));
}

QTEST_GUILESS_MAIN(ViewGesturesTest)
#include "view_gestures_test.moc"
