// The table of actions: the only place that says which movement of the hand does what.
#include "widgets/viewport/view_gestures.h"

#include <QCoreApplication>

namespace molloquy::widgets {

namespace {

using A = ViewAction;
using G = ActionGroup;
using P = Target;

constexpr auto kAny = std::optional<ViewTool>();
constexpr auto kNavigate = std::optional(ViewTool::Navigate);
constexpr auto kDraw = std::optional(ViewTool::Draw);
constexpr auto kFragment = std::optional(ViewTool::Fragment);
constexpr auto kSelect = std::optional(ViewTool::Select);
constexpr auto kMove = std::optional(ViewTool::Move);
constexpr auto kBond = std::optional(ViewTool::BondCentric);
constexpr auto kOptimise = std::optional(ViewTool::Optimise);
constexpr auto kMeasure = std::optional(ViewTool::Measure);
constexpr const char* kSame = nullptr;
constexpr const char* kNone = "";

// QT_TRANSLATE_NOOP marks every name; the columns are usual, Avogadro-like, PyMOL-like.
#define NAME(text) QT_TRANSLATE_NOOP("molloquy::widgets", text)
// clang-format off: one action a line, in columns.
constexpr ActionRow kRows[] = {
    {A::Rotate, "view.rotate", G::View, kAny, P::Anywhere, NAME("Rotate"), "Left drag", kSame, kSame},
    {A::Roll, "view.roll", G::View, kAny, P::Anywhere, NAME("Roll in the plane of the screen"), "Ctrl+Shift+Left drag", "Shift+Left drag; Middle drag", kNone},
    {A::Pan, "view.pan", G::View, kAny, P::Anywhere, NAME("Move the view"), "Right drag; Middle drag", "Right drag; Ctrl+Left drag", "Middle drag; Ctrl+Left drag; Alt+Left drag"},
    {A::ZoomDrag, "view.zoom-drag", G::View, kAny, P::Anywhere, NAME("Zoom by dragging"), kNone, kSame, "Right drag"},
    {A::ZoomToCursor, "view.zoom", G::View, kAny, P::Anywhere, NAME("Zoom to the pointer"), "Wheel", kSame, "Ctrl+Shift+Wheel"},
    {A::MoveClipPlane, "view.clip", G::View, kAny, P::Anywhere, NAME("Hide what is in front of a plane"), "Shift+Wheel", kSame, "Wheel"},
    {A::DragClipPlane, "view.clip-drag", G::View, kAny, P::Anywhere, NAME("Move that plane by dragging"), kNone, kSame, "Shift+Right drag"},
    {A::CentreOnAtom, "view.centre", G::View, kAny, P::Atom, NAME("Centre on the atom and turn about it"), "Middle click; F", kSame, "Middle click; Ctrl+Left click; Alt+Left click; F"},
    {A::ResetView, "view.reset", G::View, kAny, P::Anywhere, NAME("Show all of the structure"), "Home", kSame, "Ctrl+Home; Alt+Home; Home"},
    {A::ResetViewHere, "view.reset-pointer", G::View, kNavigate, P::Empty, NAME("Show all of the structure, with the pointer"), "Left double-click", "Middle double-click", kNone},
    {A::TurnLeft, "view.turn-left", G::View, kAny, P::Anywhere, NAME("Turn left by 5 degrees, or walk to the atom on the left"), "Left", "Left; H; A", kSame},
    {A::TurnRight, "view.turn-right", G::View, kAny, P::Anywhere, NAME("Turn right by 5 degrees, or walk to the atom on the right"), "Right", "Right; L; D", kSame},
    {A::TurnUp, "view.turn-up", G::View, kAny, P::Anywhere, NAME("Turn up by 5 degrees, or walk to the atom above"), "Up", "Up; K; W", kSame},
    {A::TurnDown, "view.turn-down", G::View, kAny, P::Anywhere, NAME("Turn down by 5 degrees, or walk to the atom below"), "Down", "Down; J; S", kSame},
    {A::TurnLeftFar, "view.turn-left-far", G::View, kAny, P::Anywhere, NAME("Turn left by 30 degrees"), "Alt+Left", "Alt+Left; Alt+H; Alt+A", kSame},
    {A::TurnRightFar, "view.turn-right-far", G::View, kAny, P::Anywhere, NAME("Turn right by 30 degrees"), "Alt+Right", "Alt+Right; Alt+L; Alt+D", kSame},
    {A::TurnUpFar, "view.turn-up-far", G::View, kAny, P::Anywhere, NAME("Turn up by 30 degrees"), "Alt+Up", "Alt+Up; Alt+K; Alt+W", kSame},
    {A::TurnDownFar, "view.turn-down-far", G::View, kAny, P::Anywhere, NAME("Turn down by 30 degrees"), "Alt+Down", "Alt+Down; Alt+J; Alt+S", kSame},
    {A::RollLeft, "view.roll-left", G::View, kAny, P::Anywhere, NAME("Roll left by 5 degrees"), "Shift+Left", kSame, kSame},
    {A::RollRight, "view.roll-right", G::View, kAny, P::Anywhere, NAME("Roll right by 5 degrees"), "Shift+Right", kSame, kSame},
    {A::PanLeft, "view.pan-left", G::View, kAny, P::Anywhere, NAME("Move the view left"), "Ctrl+Left", kSame, kSame},
    {A::PanRight, "view.pan-right", G::View, kAny, P::Anywhere, NAME("Move the view right"), "Ctrl+Right", kSame, kSame},
    {A::PanUp, "view.pan-up", G::View, kAny, P::Anywhere, NAME("Move the view up"), "Ctrl+Up", kSame, kSame},
    {A::PanDown, "view.pan-down", G::View, kAny, P::Anywhere, NAME("Move the view down"), "Ctrl+Down", kSame, kSame},
    {A::ZoomIn, "view.zoom-in", G::View, kAny, P::Anywhere, NAME("Zoom in"), "+", "+; Shift+Up", kSame},
    {A::ZoomOut, "view.zoom-out", G::View, kAny, P::Anywhere, NAME("Zoom out"), "-", "-; Shift+Down", kSame},
    {A::ToggleProjection, "view.projection", G::View, kAny, P::Anywhere, NAME("Perspective or orthographic"), "Num+5", kSame, kSame},
    {A::ViewFront, "view.front", G::View, kAny, P::Anywhere, NAME("View from the front"), "Ctrl+Alt+1", kSame, kSame},
    {A::ViewBack, "view.back", G::View, kAny, P::Anywhere, NAME("View from the back"), "Ctrl+Alt+2", kSame, kSame},
    {A::ViewLeft, "view.left", G::View, kAny, P::Anywhere, NAME("View from the left"), "Ctrl+Alt+3", kSame, kSame},
    {A::ViewRight, "view.right", G::View, kAny, P::Anywhere, NAME("View from the right"), "Ctrl+Alt+4", kSame, kSame},
    {A::ViewTop, "view.top", G::View, kAny, P::Anywhere, NAME("View from the top"), "Ctrl+Alt+5", kSame, kSame},
    {A::ViewBottom, "view.bottom", G::View, kAny, P::Anywhere, NAME("View from the bottom"), "Ctrl+Alt+6", kSame, kSame},

    {A::Select, "select.atom", G::Selection, kAny, P::Atom, NAME("Select the atom alone"), "Left click", kSame, kNone},
    {A::AddToSelection, "select.add", G::Selection, kAny, P::Atom, NAME("Add the atom to the selection"), "Shift+Left click", kSame, kSame},
    {A::ToggleSelection, "select.toggle", G::Selection, kAny, P::Atom, NAME("Select the atom or leave it out"), "Ctrl+Left click", kSame, "Left click"},
    {A::RemoveFromSelection, "select.remove", G::Selection, kAny, P::Atom, NAME("Take the atom out of the selection"), "Alt+Left click", kSame, kNone},
    {A::ClearSelection, "select.clear", G::Selection, kAny, P::Empty, NAME("Clear the selection"), "Left click", kSame, kSame},
    {A::SelectFragment, "select.fragment", G::Selection, kAny, P::Atom, NAME("Select the connected fragment"), "Left double-click", kSame, kSame},
    {A::SelectMolecule, "select.molecule", G::Selection, kAny, P::Atom, NAME("Select the whole structure"), "Left triple-click", kSame, kSame},
    {A::SelectArea, "select.area", G::Selection, kSelect, P::Anywhere, NAME("Select in a box or lasso"), "Left drag", kSame, kSame},
    {A::AddArea, "select.area-add", G::Selection, kSelect, P::Anywhere, NAME("Add what is in the box or lasso"), "Shift+Left drag", kSame, kSame},
    {A::ToggleArea, "select.area-toggle", G::Selection, kSelect, P::Anywhere, NAME("Toggle what is in the box or lasso"), "Ctrl+Left drag", kSame, kSame},
    {A::RemoveArea, "select.area-remove", G::Selection, kSelect, P::Anywhere, NAME("Take out what is in the box or lasso"), "Alt+Left drag", kSame, kSame},
    {A::AddAreaAnywhere, "select.area-add-any", G::Selection, kAny, P::Anywhere, NAME("Add what is in a box, with any tool"), kNone, kSame, "Shift+Left drag"},
    {A::RemoveAreaAnywhere, "select.area-remove-any", G::Selection, kAny, P::Anywhere, NAME("Take out what is in a box, with any tool"), kNone, kSame, "Shift+Middle drag"},
    {A::SelectAll, "select.all", G::Selection, kAny, P::Anywhere, NAME("Select all atoms"), "Ctrl+A", kSame, kSame},
    {A::SelectNone, "select.none", G::Selection, kAny, P::Anywhere, NAME("Select nothing"), "Ctrl+Shift+A", kSame, kSame},
    {A::InvertSelection, "select.invert", G::Selection, kAny, P::Anywhere, NAME("Invert the selection"), "Ctrl+I", kSame, kSame},
    {A::WalkNext, "walk.next", G::Selection, kAny, P::Anywhere, NAME("Walk to the next atom"), "Tab", kSame, kSame},
    {A::WalkPrevious, "walk.previous", G::Selection, kAny, P::Anywhere, NAME("Walk to the atom before"), "Shift+Tab", kSame, kSame},
    {A::WalkSelect, "walk.select", G::Selection, kAny, P::Anywhere, NAME("Select the walked atom or leave it out"), "Return; Enter", kSame, kSame},
    {A::ContextMenu, "view.menu", G::Selection, kAny, P::Anywhere, NAME("Menu of the atom or bond"), "Right click; Menu; Shift+F10", kSame, kSame},
    {A::Cancel, "view.cancel", G::Selection, kAny, P::Anywhere, NAME("Cancel the gesture, end the walk"), "Esc", kSame, kSame},

    {A::UseNavigate, "tool.navigate", G::Tools, kAny, P::Anywhere, NAME("Navigate tool"), "Ctrl+1; V", "Ctrl+1; V", kSame},
    {A::UseDraw, "tool.draw", G::Tools, kAny, P::Anywhere, NAME("Draw tool"), "Ctrl+2; D", "Ctrl+2", kSame},
    {A::UseFragment, "tool.fragment", G::Tools, kAny, P::Anywhere, NAME("Fragment tool"), "Ctrl+3", kSame, kSame},
    {A::UseSelect, "tool.select", G::Tools, kAny, P::Anywhere, NAME("Select tool"), "Ctrl+4; S", "Ctrl+4", kSame},
    {A::UseMove, "tool.move", G::Tools, kAny, P::Anywhere, NAME("Move tool"), "Ctrl+5", kSame, kSame},
    {A::UseBondCentric, "tool.bond-centric", G::Tools, kAny, P::Anywhere, NAME("Bond-centric tool"), "Ctrl+6", kSame, kSame},
    {A::UseOptimise, "tool.optimise", G::Tools, kAny, P::Anywhere, NAME("Auto-optimise tool"), "Ctrl+7", kSame, kSame},
    {A::UseMeasure, "tool.measure", G::Tools, kAny, P::Anywhere, NAME("Measure tool"), "Ctrl+8; M", kSame, "Ctrl+8; M; Ctrl+Shift+X"},

    {A::Delete, "edit.delete", G::Editing, kAny, P::Anywhere, NAME("Delete the selection, or in Draw what is under the pointer"), "Delete; Backspace", kSame, "Delete; Backspace; Ctrl+Shift+D"},
    {A::ChooseElement, "edit.element", G::Editing, kAny, P::Anywhere, NAME("Choose an element for the selection"), "E", kSame, kSame},
    {A::ChargeUp, "edit.charge-up", G::Editing, kAny, P::Anywhere, NAME("One positive charge more on the selection"), "Ctrl+Shift+Up", kSame, "Ctrl+Shift+Up; Ctrl+Shift+K"},
    {A::ChargeDown, "edit.charge-down", G::Editing, kAny, P::Anywhere, NAME("One negative charge more on the selection"), "Ctrl+Shift+Down", kSame, "Ctrl+Shift+Down; Ctrl+Shift+J"},
    {A::ChargeZero, "edit.charge-zero", G::Editing, kAny, P::Anywhere, NAME("No charge on the selection"), "Ctrl+Shift+0", kSame, "Ctrl+Shift+0; Ctrl+Shift+U"},
    {A::AdjustHydrogens, "edit.adjust-hydrogens", G::Editing, kAny, P::Anywhere, NAME("Adjust hydrogens of the selection or of all"), "Ctrl+Alt+H", kSame, "Ctrl+Alt+H; Ctrl+Shift+R"},
    {A::PerceiveBonds, "edit.perceive-bonds", G::Editing, kAny, P::Anywhere, NAME("Find bonds from the positions"), "Ctrl+B", kSame, "Ctrl+B; Ctrl+T"},
    {A::RemoveBonds, "edit.remove-bonds", G::Editing, kAny, P::Anywhere, NAME("Remove bonds of the selection or all"), "Ctrl+Shift+B", kSame, kSame},
    {A::InvertCentre, "edit.invert-centre", G::Editing, kAny, P::Anywhere, NAME("Invert the selected stereocentre"), "Ctrl+Alt+I", kSame, "Ctrl+Alt+I; Ctrl+Shift+E"},

    {A::DrawAtom, "draw.atom", G::Drawing, kDraw, P::Empty, NAME("Put an atom down"), "Left click", kSame, kSame},
    {A::ChangeAtom, "draw.change", G::Drawing, kDraw, P::Atom, NAME("Give the atom the pen's element"), "Left click", kSame, kSame},
    {A::DrawBond, "draw.bond", G::Drawing, kDraw, P::Atom, NAME("Draw a bond to a new or another atom"), "Left drag", kSame, kSame},
    {A::CycleBond, "draw.cycle-bond", G::Drawing, kDraw, P::Bond, NAME("Single, double, triple bond in turn"), "Left click", kSame, "Left click; Ctrl+Shift+W"},
    {A::EraseHere, "draw.erase", G::Drawing, kDraw, P::Anywhere, NAME("Delete the atom or bond under the pointer"), kNone, "Right click", kSame},
    {A::SingleBond, "draw.single", G::Drawing, kDraw, P::Anywhere, NAME("Single bond"), "1", kSame, kSame},
    {A::DoubleBond, "draw.double", G::Drawing, kDraw, P::Anywhere, NAME("Double bond"), "2", kSame, kSame},
    {A::TripleBond, "draw.triple", G::Drawing, kDraw, P::Anywhere, NAME("Triple bond"), "3", kSame, kSame},
    {A::AromaticBond, "draw.aromatic", G::Drawing, kDraw, P::Anywhere, NAME("Aromatic bond"), "4", kSame, kSame},
    {A::PlaceFragment, "fragment.place", G::Drawing, kFragment, P::Anywhere, NAME("Attach the fragment to the atom, or put it down"), "Left click", kSame, kSame},

    {A::MoveAtoms, "move.drag", G::Moving, kMove, P::Atom, NAME("Move the selection, or the atom"), "Left drag", kSame, kSame},
    {A::TurnAtoms, "move.turn", G::Moving, kMove, P::Atom, NAME("Turn the selection about its centre"), "Ctrl+Left drag; Right drag", kSame, kSame},
    {A::MoveAtomsAnywhere, "move.drag-any", G::Moving, kAny, P::Atom, NAME("Move the atom, with any tool"), kNone, kSame, "Ctrl+Shift+Left drag"},
    {A::NudgeLeft, "move.left", G::Moving, kMove, P::Anywhere, NAME("Move the selection left by 0.1 Å"), "Left", kSame, kSame},
    {A::NudgeRight, "move.right", G::Moving, kMove, P::Anywhere, NAME("Move the selection right by 0.1 Å"), "Right", kSame, kSame},
    {A::NudgeUp, "move.up", G::Moving, kMove, P::Anywhere, NAME("Move the selection up by 0.1 Å"), "Up", kSame, kSame},
    {A::NudgeDown, "move.down", G::Moving, kMove, P::Anywhere, NAME("Move the selection down by 0.1 Å"), "Down", kSame, kSame},
    {A::NudgeLeftFar, "move.left-far", G::Moving, kMove, P::Anywhere, NAME("Move the selection left by 1 Å"), "Alt+Left", kSame, kSame},
    {A::NudgeRightFar, "move.right-far", G::Moving, kMove, P::Anywhere, NAME("Move the selection right by 1 Å"), "Alt+Right", kSame, kSame},
    {A::NudgeUpFar, "move.up-far", G::Moving, kMove, P::Anywhere, NAME("Move the selection up by 1 Å"), "Alt+Up", kSame, kSame},
    {A::NudgeDownFar, "move.down-far", G::Moving, kMove, P::Anywhere, NAME("Move the selection down by 1 Å"), "Alt+Down", kSame, kSame},
    {A::TurnAtomsLeft, "move.turn-left", G::Moving, kMove, P::Anywhere, NAME("Turn the selection left by 5 degrees"), "Shift+Left", kSame, kSame},
    {A::TurnAtomsRight, "move.turn-right", G::Moving, kMove, P::Anywhere, NAME("Turn the selection right by 5 degrees"), "Shift+Right", kSame, kSame},
    {A::TurnAtomsUp, "move.turn-up", G::Moving, kMove, P::Anywhere, NAME("Turn the selection up by 5 degrees"), "Shift+Up", kSame, kSame},
    {A::TurnAtomsDown, "move.turn-down", G::Moving, kMove, P::Anywhere, NAME("Turn the selection down by 5 degrees"), "Shift+Down", kSame, kSame},
    {A::RollAtomsLeft, "move.roll-left", G::Moving, kMove, P::Anywhere, NAME("Roll the selection left by 5 degrees"), "Ctrl+Left", kSame, kSame},
    {A::RollAtomsRight, "move.roll-right", G::Moving, kMove, P::Anywhere, NAME("Roll the selection right by 5 degrees"), "Ctrl+Right", kSame, kSame},
    {A::TurnAtomsLeftFar, "move.turn-left-far", G::Moving, kMove, P::Anywhere, NAME("Turn the selection left by 30 degrees"), "Alt+Shift+Left", kSame, kSame},
    {A::TurnAtomsRightFar, "move.turn-right-far", G::Moving, kMove, P::Anywhere, NAME("Turn the selection right by 30 degrees"), "Alt+Shift+Right", kSame, kSame},
    {A::TurnAtomsUpFar, "move.turn-up-far", G::Moving, kMove, P::Anywhere, NAME("Turn the selection up by 30 degrees"), "Alt+Shift+Up", kSame, kSame},
    {A::TurnAtomsDownFar, "move.turn-down-far", G::Moving, kMove, P::Anywhere, NAME("Turn the selection down by 30 degrees"), "Alt+Shift+Down", kSame, kSame},
    {A::RollAtomsLeftFar, "move.roll-left-far", G::Moving, kMove, P::Anywhere, NAME("Roll the selection left by 30 degrees"), "Ctrl+Alt+Left", kSame, kSame},
    {A::RollAtomsRightFar, "move.roll-right-far", G::Moving, kMove, P::Anywhere, NAME("Roll the selection right by 30 degrees"), "Ctrl+Alt+Right", kSame, kSame},

    {A::ChooseBond, "bond.choose", G::Bonds, kBond, P::Bond, NAME("Choose the bond to work on"), "Left click", kSame, kSame},
    {A::LeaveBond, "bond.leave", G::Bonds, kBond, P::Empty, NAME("Leave the bond"), "Left click", kSame, kSame},
    {A::TurnBond, "bond.turn", G::Bonds, kBond, P::Bond, NAME("Turn about the bond"), "Left drag", kSame, kSame},
    {A::TurnBondAnywhere, "bond.turn-any", G::Bonds, kAny, P::Bond, NAME("Turn about the bond, with any tool"), kNone, kSame, "Ctrl+Left drag"},
    {A::BendAngle, "bond.bend", G::Bonds, kBond, P::Atom, NAME("Change the angle at the bond"), "Left drag", kSame, kSame},
    {A::StretchBond, "bond.stretch", G::Bonds, kBond, P::Atom, NAME("Change the length of the bond"), "Right drag", kSame, kSame},
    {A::ToggleOptimise, "optimise.toggle", G::Bonds, kOptimise, P::Anywhere, NAME("Start or stop optimising"), "Space", kSame, kSame},
    {A::PullAtom, "optimise.pull", G::Bonds, kOptimise, P::Atom, NAME("Pull the atom while optimising"), "Left drag", kSame, kSame},

    {A::MeasureAtom, "measure.atom", G::Measuring, kMeasure, P::Atom, NAME("Measure from atom to atom, up to four"), "Left click", kSame, kSame},
    {A::KeepMeasurement, "measure.keep", G::Measuring, kMeasure, P::Empty, NAME("Keep what is measured"), "Left click", kSame, kSame},
    {A::RemoveMeasurement, "measure.remove", G::Measuring, kMeasure, P::Anywhere, NAME("Remove the measurement under the pointer, or begin anew"), "Right click", kSame, kSame},

    {A::Undo, "window.undo", G::Window, kAny, P::Anywhere, NAME("Undo"), "Ctrl+Z", kSame, kSame},
    {A::Redo, "window.redo", G::Window, kAny, P::Anywhere, NAME("Redo"), "Ctrl+Shift+Z; Ctrl+Y", kSame, kSame},
    {A::Cut, "window.cut", G::Window, kAny, P::Anywhere, NAME("Cut"), "Ctrl+X", kSame, kSame},
    {A::Copy, "window.copy", G::Window, kAny, P::Anywhere, NAME("Copy"), "Ctrl+C", kSame, kSame},
    {A::Paste, "window.paste", G::Window, kAny, P::Anywhere, NAME("Paste"), "Ctrl+V", kSame, kSame},
    {A::OptimiseGeometry, "window.optimise", G::Window, kAny, P::Anywhere, NAME("Optimise the geometry"), "Ctrl+Alt+O", kSame, kSame},
    {A::CopyPicture, "window.copy-picture", G::Window, kAny, P::Anywhere, NAME("Copy the picture"), "Ctrl+Alt+C", kSame, kSame},
    {A::SavePicture, "window.save-picture", G::Window, kAny, P::Anywhere, NAME("Save the picture"), "F12", kSame, kSame},
    {A::SaveClearPicture, "window.save-clear-picture", G::Window, kAny, P::Anywhere, NAME("Save the picture, transparent"), "Ctrl+F12", kSame, kSame},
    {A::NextDocument, "window.next-document", G::Window, kAny, P::Anywhere, NAME("Next document"), "Ctrl+Tab", kSame, kSame},
    {A::NextRecord, "window.next-record", G::Window, kAny, P::Anywhere, NAME("Next record"), "PgDown", kSame, kSame},
    {A::PreviousRecord, "window.previous-record", G::Window, kAny, P::Anywhere, NAME("Record before"), "PgUp", kSame, kSame},
    {A::NextConformer, "window.next-conformer", G::Window, kAny, P::Anywhere, NAME("Next conformer"), ".", kSame, kSame},
    {A::PreviousConformer, "window.previous-conformer", G::Window, kAny, P::Anywhere, NAME("Conformer before"), ",", kSame, kSame},
    {A::HelpSheet, "window.help", G::Window, kAny, P::Anywhere, NAME("Mouse and keys"), "F1; ?", kSame, kSame},
    {A::CommandSearch, "window.commands", G::Window, kAny, P::Anywhere, NAME("Search commands"), "Ctrl+K", kSame, kSame},
    {A::FocusConversation, "window.conversation", G::Window, kAny, P::Anywhere, NAME("To the conversation"), "Ctrl+L", kSame, kSame},
};
// clang-format on
#undef NAME

}  // namespace

std::span<const ActionRow> actionRows() { return kRows; }

const ActionRow& actionRow(ViewAction action) {
  for (const ActionRow& row : kRows) {
    if (row.action == action) return row;
  }
  Q_UNREACHABLE();
}

std::optional<ViewAction> actionOf(const QString& id) {
  for (const ActionRow& row : kRows) {
    if (id == QLatin1String(row.id)) return row.action;
  }
  return std::nullopt;
}

QString actionName(ViewAction action) {
  return QCoreApplication::translate("molloquy::widgets", actionRow(action).name);
}

std::optional<ViewTool> ownerOf(ViewAction action) {
  switch (action) {
    case A::AddAreaAnywhere:
    case A::RemoveAreaAnywhere:
      return ViewTool::Select;
    case A::MoveAtomsAnywhere:
      return ViewTool::Move;
    case A::TurnBondAnywhere:
      return ViewTool::BondCentric;
    case A::ResetViewHere:
      return std::nullopt;
    default:
      return actionRow(action).tool;
  }
}

}  // namespace molloquy::widgets
