#pragma once

#include <optional>
#include <span>
#include <vector>

#include <QString>
#include <Qt>

#include "widgets/viewport/view_tool.h"

namespace molloquy::widgets {

/// Everything a gesture can ask for. What each is called, where it applies and which gestures it
/// has says the table in gesture_table.cpp.
enum class ViewAction {
  // drags and wheel: the camera
  Rotate, Roll, Pan, ZoomDrag, ZoomToCursor, MoveClipPlane, DragClipPlane,
  // the pointer and the selection
  CentreOnAtom, ResetViewHere, Select, AddToSelection, ToggleSelection, RemoveFromSelection,
  ClearSelection, SelectFragment, SelectMolecule, SelectArea, AddArea, ToggleArea, RemoveArea,
  AddAreaAnywhere, RemoveAreaAnywhere, ContextMenu,
  // keys: the camera
  ResetView, TurnLeft, TurnRight, TurnUp, TurnDown, TurnLeftFar, TurnRightFar, TurnUpFar,
  TurnDownFar, RollLeft, RollRight, PanLeft, PanRight, PanUp, PanDown, ZoomIn, ZoomOut,
  ToggleProjection, ViewFront, ViewBack, ViewLeft, ViewRight, ViewTop, ViewBottom,
  // keys: tools, selection, walking
  UseNavigate, UseDraw, UseFragment, UseSelect, UseMove, UseBondCentric, UseOptimise, UseMeasure,
  SelectAll, SelectNone, InvertSelection, WalkNext, WalkPrevious, WalkSelect, Cancel,
  // keys: edits of the selection
  Delete, ChooseElement, ChargeUp, ChargeDown, ChargeZero, AdjustHydrogens, PerceiveBonds,
  RemoveBonds, InvertCentre,
  // Draw and Fragment
  DrawAtom, ChangeAtom, CycleBond, DrawBond, EraseHere, SingleBond, DoubleBond, TripleBond,
  AromaticBond, PlaceFragment,
  // Move
  MoveAtoms, TurnAtoms, MoveAtomsAnywhere, NudgeLeft, NudgeRight, NudgeUp, NudgeDown, NudgeLeftFar,
  NudgeRightFar, NudgeUpFar, NudgeDownFar, TurnAtomsLeft, TurnAtomsRight, TurnAtomsUp,
  TurnAtomsDown, RollAtomsLeft, RollAtomsRight, TurnAtomsLeftFar, TurnAtomsRightFar,
  TurnAtomsUpFar, TurnAtomsDownFar, RollAtomsLeftFar, RollAtomsRightFar,
  // Bond-centric, Optimise, Measure
  ChooseBond, LeaveBond, TurnBond, TurnBondAnywhere, BendAngle, StretchBond, ToggleOptimise, PullAtom,
  MeasureAtom, KeepMeasurement, RemoveMeasurement,
  // of the window: the viewport knows their names and keys, the window carries them out
  Undo, Redo, Cut, Copy, Paste, OptimiseGeometry, CopyPicture, SavePicture, SaveClearPicture,
  NextDocument, NextRecord, PreviousRecord, NextConformer, PreviousConformer, HelpSheet,
  CommandSearch, FocusConversation,
};

/// What the hand does.
enum class Trigger { Drag, Wheel, Click, DoubleClick, TripleClick, Key };
/// Where the pointer has to be when a gesture begins.
enum class Target { Anywhere, Atom, Bond, Empty };

/// One movement of the hand: "Ctrl+Shift+Left drag", "Shift+Wheel", "Ctrl+Alt+1", "Num+5".
struct Gesture {
  Trigger trigger = Trigger::Key;
  Qt::MouseButton button = Qt::NoButton;
  int key = 0;
  Qt::KeyboardModifiers modifiers = Qt::NoModifier;
  friend bool operator==(const Gesture&, const Gesture&) = default;
};

/// The form of settings, the same in every language; parseGesture() reads it back.
QString gestureText(const Gesture& gesture);
/// nullopt for anything that is no gesture.
std::optional<Gesture> parseGesture(const QString& text);
/// Several, joined with "; ". Broken ones are left out.
QString gesturesText(const std::vector<Gesture>& gestures);
std::vector<Gesture> parseGestures(const QString& text);
/// For people, translated: "Ctrl+Shift+left-drag".
QString gestureWords(const Gesture& gesture);

enum class ActionGroup { View, Selection, Tools, Editing, Drawing, Moving, Bonds, Measuring, Window };

/// One row of the table of actions.
struct ActionRow {
  ViewAction action;
  const char* id;              ///< "view.rotate", in settings.
  ActionGroup group;
  std::optional<ViewTool> tool;  ///< only while this tool is active; nullopt = with every tool.
  Target target;               ///< for gestures of the mouse.
  const char* name;            ///< English, to be translated.
  const char* usual;           ///< gestures of the default preset.
  const char* avogadro;        ///< nullptr = as usual.
  const char* pymol;           ///< nullptr = as usual.
};

/// All actions, in the order of the help sheet.
std::span<const ActionRow> actionRows();
const ActionRow& actionRow(ViewAction action);
std::optional<ViewAction> actionOf(const QString& id);
/// Translated.
QString actionName(ViewAction action);
QString groupName(ActionGroup group);
/// The tool that carries the action out, active or not; nullopt = the view itself.
std::optional<ViewTool> ownerOf(ViewAction action);

class GesturePreset;

/// A line of the help sheet: what to do, and what it does. Translated.
struct GestureHelp {
  QString gesture;
  QString meaning;
  QString group;
};
/// One line per action that has a gesture, its gestures joined by "or". Made from the table, so the
/// help cannot say something else than happens.
std::vector<GestureHelp> gestureHelp(const GesturePreset& preset);
/// Of the default preset.
std::vector<GestureHelp> gestureHelp();

}  // namespace molloquy::widgets
