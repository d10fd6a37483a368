#include "widgets/viewport/view_gestures.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <QStringList>

namespace molloquy::widgets {

namespace {

using A = ViewAction;
using T = Trigger;

constexpr auto kShift = Qt::ShiftModifier;
constexpr auto kControl = Qt::ControlModifier;
constexpr auto kAlt = Qt::AltModifier;

ViewGesture drag(A action, Qt::MouseButton button, Qt::KeyboardModifiers modifiers,
                 std::optional<ViewTool> tool = std::nullopt) {
  return {action, T::Drag, Target::Anywhere, tool, button, 0, modifiers};
}

ViewGesture click(A action, T trigger, Target target, Qt::MouseButton button,
                  Qt::KeyboardModifiers modifiers = Qt::NoModifier,
                  std::optional<ViewTool> tool = std::nullopt) {
  return {action, trigger, target, tool, button, 0, modifiers};
}

ViewGesture key(A action, int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  return {action, T::Key, Target::Anywhere, std::nullopt, Qt::NoButton, code, modifiers};
}

std::vector<ViewGesture> makeGestures() {
  constexpr auto left = Qt::LeftButton;
  constexpr auto middle = Qt::MiddleButton;
  constexpr auto right = Qt::RightButton;
  return {
      drag(A::Rotate, left, Qt::NoModifier, ViewTool::Navigate),
      drag(A::SelectBox, left, Qt::NoModifier, ViewTool::Select),
      drag(A::SelectBox, left, kShift, ViewTool::Select),
      drag(A::SelectBox, left, kControl, ViewTool::Select),
      drag(A::SelectBox, left, kAlt, ViewTool::Select),
      drag(A::Roll, left, kControl | kShift),
      drag(A::Pan, right, Qt::NoModifier),
      drag(A::Pan, middle, Qt::NoModifier),
      {A::ZoomToCursor, T::Wheel, Target::Anywhere, std::nullopt, Qt::NoButton, 0, Qt::NoModifier},
      click(A::Select, T::Click, Target::Atom, left),
      click(A::AddToSelection, T::Click, Target::Atom, left, kShift),
      click(A::ToggleSelection, T::Click, Target::Atom, left, kControl),
      click(A::RemoveFromSelection, T::Click, Target::Atom, left, kAlt),
      click(A::ClearSelection, T::Click, Target::Empty, left),
      click(A::SelectFragment, T::DoubleClick, Target::Atom, left),
      click(A::SelectMolecule, T::TripleClick, Target::Atom, left),
      click(A::CentreOnAtom, T::Click, Target::Atom, middle),
      key(A::CentreOnAtom, Qt::Key_F),
      click(A::ResetView, T::DoubleClick, Target::Empty, left, Qt::NoModifier, ViewTool::Navigate),
      key(A::ResetView, Qt::Key_Home),
      key(A::TurnLeft, Qt::Key_Left),
      key(A::TurnRight, Qt::Key_Right),
      key(A::TurnUp, Qt::Key_Up),
      key(A::TurnDown, Qt::Key_Down),
      key(A::TurnLeftFar, Qt::Key_Left, kAlt),
      key(A::TurnRightFar, Qt::Key_Right, kAlt),
      key(A::TurnUpFar, Qt::Key_Up, kAlt),
      key(A::TurnDownFar, Qt::Key_Down, kAlt),
      key(A::RollLeft, Qt::Key_Left, kShift),
      key(A::RollRight, Qt::Key_Right, kShift),
      key(A::PanLeft, Qt::Key_Left, kControl),
      key(A::PanRight, Qt::Key_Right, kControl),
      key(A::PanUp, Qt::Key_Up, kControl),
      key(A::PanDown, Qt::Key_Down, kControl),
      key(A::ZoomIn, Qt::Key_Plus),
      key(A::ZoomOut, Qt::Key_Minus),
      key(A::ToggleProjection, Qt::Key_5, Qt::KeypadModifier),
      key(A::ViewFront, Qt::Key_1, kControl | kAlt),
      key(A::ViewBack, Qt::Key_2, kControl | kAlt),
      key(A::ViewLeft, Qt::Key_3, kControl | kAlt),
      key(A::ViewRight, Qt::Key_4, kControl | kAlt),
      key(A::ViewTop, Qt::Key_5, kControl | kAlt),
      key(A::ViewBottom, Qt::Key_6, kControl | kAlt),
      key(A::UseNavigate, Qt::Key_V),
      key(A::UseNavigate, Qt::Key_1, kControl),
      key(A::UseSelect, Qt::Key_S),
      key(A::UseSelect, Qt::Key_4, kControl),
      key(A::SelectAll, Qt::Key_A, kControl),
      key(A::SelectNone, Qt::Key_A, kControl | kShift),
      key(A::InvertSelection, Qt::Key_I, kControl),
  };
}

struct Meaning {
  ViewAction action;
  const char* text;
};

constexpr Meaning kMeanings[] = {
    {A::Rotate, QT_TRANSLATE_NOOP("molloquy::widgets", "Rotate")},
    {A::Roll, QT_TRANSLATE_NOOP("molloquy::widgets", "Roll in the plane of the screen")},
    {A::Pan, QT_TRANSLATE_NOOP("molloquy::widgets", "Move")},
    {A::SelectBox, QT_TRANSLATE_NOOP("molloquy::widgets",
                                     "Select in a box (Shift adds, Ctrl toggles, Alt removes)")},
    {A::ZoomToCursor, QT_TRANSLATE_NOOP("molloquy::widgets", "Zoom to the pointer")},
    {A::Select, QT_TRANSLATE_NOOP("molloquy::widgets", "Select the atom alone")},
    {A::AddToSelection, QT_TRANSLATE_NOOP("molloquy::widgets", "Add the atom to the selection")},
    {A::ToggleSelection, QT_TRANSLATE_NOOP("molloquy::widgets", "Select the atom or leave it out")},
    {A::RemoveFromSelection,
     QT_TRANSLATE_NOOP("molloquy::widgets", "Take the atom out of the selection")},
    {A::ClearSelection, QT_TRANSLATE_NOOP("molloquy::widgets", "Clear the selection")},
    {A::CentreOnAtom,
     QT_TRANSLATE_NOOP("molloquy::widgets", "Centre on the atom and turn about it")},
    {A::SelectFragment, QT_TRANSLATE_NOOP("molloquy::widgets", "Select the connected fragment")},
    {A::SelectMolecule, QT_TRANSLATE_NOOP("molloquy::widgets", "Select the whole structure")},
    {A::ResetView, QT_TRANSLATE_NOOP("molloquy::widgets", "Show all of the structure")},
    {A::TurnLeft, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn left by 5 degrees")},
    {A::TurnRight, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn right by 5 degrees")},
    {A::TurnUp, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn up by 5 degrees")},
    {A::TurnDown, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn down by 5 degrees")},
    {A::TurnLeftFar, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn left by 30 degrees")},
    {A::TurnRightFar, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn right by 30 degrees")},
    {A::TurnUpFar, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn up by 30 degrees")},
    {A::TurnDownFar, QT_TRANSLATE_NOOP("molloquy::widgets", "Turn down by 30 degrees")},
    {A::RollLeft, QT_TRANSLATE_NOOP("molloquy::widgets", "Roll left by 5 degrees")},
    {A::RollRight, QT_TRANSLATE_NOOP("molloquy::widgets", "Roll right by 5 degrees")},
    {A::PanLeft, QT_TRANSLATE_NOOP("molloquy::widgets", "Move left")},
    {A::PanRight, QT_TRANSLATE_NOOP("molloquy::widgets", "Move right")},
    {A::PanUp, QT_TRANSLATE_NOOP("molloquy::widgets", "Move up")},
    {A::PanDown, QT_TRANSLATE_NOOP("molloquy::widgets", "Move down")},
    {A::ZoomIn, QT_TRANSLATE_NOOP("molloquy::widgets", "Zoom in")},
    {A::ZoomOut, QT_TRANSLATE_NOOP("molloquy::widgets", "Zoom out")},
    {A::ToggleProjection, QT_TRANSLATE_NOOP("molloquy::widgets", "Perspective or orthographic")},
    {A::ViewFront, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the front")},
    {A::ViewBack, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the back")},
    {A::ViewLeft, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the left")},
    {A::ViewRight, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the right")},
    {A::ViewTop, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the top")},
    {A::ViewBottom, QT_TRANSLATE_NOOP("molloquy::widgets", "View from the bottom")},
    {A::UseNavigate, QT_TRANSLATE_NOOP("molloquy::widgets", "Navigate tool")},
    {A::UseSelect, QT_TRANSLATE_NOOP("molloquy::widgets", "Select tool")},
    {A::SelectAll, QT_TRANSLATE_NOOP("molloquy::widgets", "Select all atoms")},
    {A::SelectNone, QT_TRANSLATE_NOOP("molloquy::widgets", "Select nothing")},
    {A::InvertSelection, QT_TRANSLATE_NOOP("molloquy::widgets", "Invert the selection")},
};

QString words(const char* text) { return QCoreApplication::translate("molloquy::widgets", text); }

QString modifierWords(Qt::KeyboardModifiers modifiers) {
  QString text;
  if (modifiers.testFlag(kControl)) text += words("Ctrl") + '+';
  if (modifiers.testFlag(kShift)) text += words("Shift") + '+';
  if (modifiers.testFlag(kAlt)) text += words("Alt") + '+';
  return text;
}

QString buttonWord(Qt::MouseButton button) {
  if (button == Qt::MiddleButton) return words("middle");
  return button == Qt::RightButton ? words("right") : words("left");
}

QString gestureWords(const ViewGesture& gesture) {
  const QString modifiers = modifierWords(gesture.modifiers);
  const QString place = gesture.target == Target::Atom    ? words(" on an atom")
                        : gesture.target == Target::Empty ? words(" on empty space")
                                                          : QString();
  QString text;
  switch (gesture.trigger) {
    case T::Drag:
      text = modifiers + words("%1-drag").arg(buttonWord(gesture.button));
      break;
    case T::Wheel:
      text = words("Wheel");
      break;
    case T::Click:
      text = modifiers + words("%1-click").arg(buttonWord(gesture.button));
      break;
    case T::DoubleClick:
      text = modifiers + words("double-click");
      break;
    case T::TripleClick:
      text = modifiers + words("triple-click");
      break;
    case T::Key: {
      const QString name = QKeySequence(gesture.key).toString(QKeySequence::NativeText);
      const bool keypad = gesture.modifiers.testFlag(Qt::KeypadModifier);
      text = modifiers + (keypad ? words("Numpad %1").arg(name) : name);
      break;
    }
  }
  text += place;
  if (gesture.tool) {
    text += *gesture.tool == ViewTool::Navigate ? words(" (Navigate)") : words(" (Select)");
  }
  text[0] = text[0].toUpper();
  return text;
}

}  // namespace

const std::vector<ViewGesture>& viewGestures() {
  static const std::vector<ViewGesture> gestures = makeGestures();
  return gestures;
}

std::optional<ViewAction> dragAction(ViewTool tool, Qt::MouseButton button,
                                     Qt::KeyboardModifiers modifiers) {
  for (const ViewGesture& gesture : viewGestures()) {
    if (gesture.trigger == T::Drag && gesture.button == button && gesture.modifiers == modifiers &&
        (!gesture.tool || *gesture.tool == tool)) {
      return gesture.action;
    }
  }
  return std::nullopt;
}

std::optional<ViewAction> clickAction(ViewTool tool, Trigger trigger, Target target,
                                      Qt::MouseButton button, Qt::KeyboardModifiers modifiers) {
  for (const ViewGesture& gesture : viewGestures()) {
    if (gesture.trigger == trigger && gesture.button == button && gesture.target == target &&
        gesture.modifiers == modifiers && (!gesture.tool || *gesture.tool == tool)) {
      return gesture.action;
    }
  }
  return std::nullopt;
}

std::optional<ViewAction> keyAction(const QKeyEvent& event) {
  // The keypad bit only matters where a row asks for it; plus and minus need Shift on many layouts.
  const Qt::KeyboardModifiers exact = event.modifiers();
  Qt::KeyboardModifiers plain = exact & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
  int code = event.key();
  if (code == Qt::Key_Equal) code = Qt::Key_Plus;
  if (code == Qt::Key_Plus || code == Qt::Key_Minus) plain &= ~Qt::KeyboardModifiers(kShift);
  for (const ViewGesture& gesture : viewGestures()) {
    if (gesture.trigger != T::Key || gesture.key != code) continue;
    const bool wantsKeypad = gesture.modifiers.testFlag(Qt::KeypadModifier);
    if (gesture.modifiers == (wantsKeypad ? exact : plain)) return gesture.action;
  }
  return std::nullopt;
}

std::vector<GestureHelp> gestureHelp() {
  std::vector<GestureHelp> help;
  for (const Meaning& meaning : kMeanings) {
    QStringList gestures;
    for (const ViewGesture& gesture : viewGestures()) {
      // The modifiers of the box are told in its meaning.
      const bool variant = gesture.action == A::SelectBox && gesture.modifiers != Qt::NoModifier;
      if (gesture.action == meaning.action && !variant) gestures << gestureWords(gesture);
    }
    help.push_back({gestures.join(words(" or ")), words(meaning.text)});
  }
  return help;
}

}  // namespace molloquy::widgets
