#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <Qt>

class QKeyEvent;

namespace molloquy::widgets {

/// The tool that decides what a left-drag does.
enum class ViewTool { Navigate, Select };

/// Everything a gesture can ask of the view.
enum class ViewAction {
  Rotate,
  Roll,
  Pan,
  SelectBox,     // drags
  ZoomToCursor,  // wheel
  Select,
  AddToSelection,
  ToggleSelection,
  RemoveFromSelection,  // clicks on an atom
  ClearSelection,
  CentreOnAtom,
  SelectFragment,
  SelectMolecule,
  ResetView,
  TurnLeft,
  TurnRight,
  TurnUp,
  TurnDown,  // keys
  TurnLeftFar,
  TurnRightFar,
  TurnUpFar,
  TurnDownFar,
  RollLeft,
  RollRight,
  PanLeft,
  PanRight,
  PanUp,
  PanDown,
  ZoomIn,
  ZoomOut,
  ToggleProjection,
  ViewFront,
  ViewBack,
  ViewLeft,
  ViewRight,
  ViewTop,
  ViewBottom,
  UseNavigate,
  UseSelect,
  SelectAll,
  SelectNone,
  InvertSelection,
};

/// What the hand does.
enum class Trigger { Drag, Wheel, Click, DoubleClick, TripleClick, Key };
/// Where the pointer has to be.
enum class Target { Anywhere, Atom, Empty };

/// One row: hand movement to action. The rows are the only place that knows; the widget asks them
/// and the help sheet prints them, so the help cannot say something else than happens.
struct ViewGesture {
  ViewAction action;
  Trigger trigger;
  Target target = Target::Anywhere;
  std::optional<ViewTool> tool;  ///< only with this tool; nullopt = with every tool.
  Qt::MouseButton button = Qt::NoButton;
  int key = 0;
  Qt::KeyboardModifiers modifiers = Qt::NoModifier;
};

/// All rows of the default preset, in the order of the help sheet.
const std::vector<ViewGesture>& viewGestures();

std::optional<ViewAction> dragAction(ViewTool tool, Qt::MouseButton button,
                                     Qt::KeyboardModifiers modifiers);
/// `trigger` is Click, DoubleClick or TripleClick.
std::optional<ViewAction> clickAction(ViewTool tool, Trigger trigger, Target target,
                                      Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
std::optional<ViewAction> keyAction(const QKeyEvent& event);

/// A line of the help sheet: what to do, and what it does. Translated.
struct GestureHelp {
  QString gesture;
  QString meaning;
};
/// One line per action, its gestures joined by "or".
std::vector<GestureHelp> gestureHelp();

}  // namespace molloquy::widgets
