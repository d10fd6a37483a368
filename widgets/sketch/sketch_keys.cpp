#include "widgets/sketch/sketch_keys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <algorithm>

namespace molloquy::widgets {
namespace {

QString words(const char* text) { return QCoreApplication::translate("Sketch", text); }

std::vector<SketchKey> table() {
  using C = SketchCommand;
  const auto keys = [](std::initializer_list<const char*> texts) {
    std::vector<QKeySequence> sequences;
    for (const char* text : texts) sequences.emplace_back(QLatin1String(text));
    return sequences;
  };
  return {
      {C::SelectTool, keys({"Esc"}), words("Select; again: nothing selected")},
      {C::Erase, keys({"Del", "Backspace"}), words("Erase what is selected or under the pointer")},
      {C::SelectAll, keys({"Ctrl+A"}), words("Select all")},
      {C::CopySmiles, keys({"Ctrl+C"}), words("Copy the selection as SMILES")},
      {C::Undo, keys({"Ctrl+Z"}), words("Undo")},
      {C::Redo, keys({"Ctrl+Shift+Z", "Ctrl+Y"}), words("Redo")},
      {C::BondAny, keys({"0"}), words("Bond of unknown order")},
      {C::BondSingle, keys({"1"}), words("Single bond")},
      {C::BondDouble, keys({"2"}), words("Double bond")},
      {C::BondTriple, keys({"3"}), words("Triple bond")},
      {C::BondAromatic, keys({"4"}), words("Aromatic bond")},
      {C::ChargeTool, keys({"5"}), words("Charge; again: the other sign")},
      {C::ChargePlus, keys({"+"}), words("One charge more")},
      {C::ChargeMinus, keys({"-"}), words("One charge less")},
      {C::RingTool, keys({"T"}), words("Ring; again: the next size")},
      {C::FlipHorizontal, keys({"Alt+H"}), words("Flip left and right")},
      {C::FlipVertical, keys({"Alt+V"}), words("Flip top and bottom")},
      {C::Rotate, keys({"Alt+R"}), words("Turn by 30°")},
      {C::RotateBack, keys({"Alt+Shift+R"}), words("Turn back by 30°")},
      {C::Layout, keys({"Ctrl+L"}), words("Draw anew")},
      {C::CleanUp, keys({"Ctrl+Shift+L"}), words("Clean up lengths and angles")},
      {C::StereoLabels, keys({"Ctrl+P"}), words("R, S, E and Z")},
      {C::ZoomIn, keys({"Ctrl++", "Ctrl+="}), words("Larger")},
      {C::ZoomOut, keys({"Ctrl+-"}), words("Smaller")},
      {C::Fit, keys({"Home"}), words("Show all of it")},
      {C::Help, keys({"?", "F1"}), words("This sheet")},
  };
}

}  // namespace

const std::vector<SketchKey>& sketchKeys() {
  static const std::vector<SketchKey> keys = table();
  return keys;
}

std::optional<SketchCommand> sketchCommand(const QKeyEvent& event) {
  Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
  // On many keyboards + and ? need Shift themselves.
  const bool symbol = event.key() == Qt::Key_Plus || event.key() == Qt::Key_Question;
  if (symbol) modifiers &= ~Qt::KeyboardModifiers(Qt::ShiftModifier);
  const QKeySequence pressed(QKeyCombination(modifiers, Qt::Key(event.key())));
  for (const SketchKey& row : sketchKeys())
    if (std::find(row.keys.begin(), row.keys.end(), pressed) != row.keys.end()) return row.command;
  return std::nullopt;
}

QString wordsWithKeys(SketchCommand command) {
  for (const SketchKey& row : sketchKeys()) {
    if (row.command == command)
      return QStringLiteral("%1 (%2)").arg(row.words,
                                           row.keys.front().toString(QKeySequence::NativeText));
  }
  return {};
}

}  // namespace molloquy::widgets
