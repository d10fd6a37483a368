#pragma once

#include <optional>
#include <vector>

#include <QKeySequence>
#include <QString>

class QKeyEvent;

namespace molloquy::widgets {

/// Everything the keyboard does on the paper, besides typing elements and walking with the arrows.
enum class SketchCommand {
  SelectTool,
  Erase,
  SelectAll,
  CopySmiles,
  Undo,
  Redo,
  BondAny,
  BondSingle,
  BondDouble,
  BondTriple,
  BondAromatic,
  ChargeTool,
  ChargePlus,
  ChargeMinus,
  RingTool,
  FlipHorizontal,
  FlipVertical,
  Rotate,
  RotateBack,
  Layout,
  CleanUp,
  StereoLabels,
  ZoomIn,
  ZoomOut,
  Fit,
  Help,
};

/// A row of the table of keys; the help sheet is generated from it.
struct SketchKey {
  SketchCommand command;
  std::vector<QKeySequence> keys;
  QString words;
};

const std::vector<SketchKey>& sketchKeys();
/// The command of a key press; nullopt when the key means something else.
std::optional<SketchCommand> sketchCommand(const QKeyEvent& event);
/// "Flip left and right (Alt+H)".
QString wordsWithKeys(SketchCommand command);

}  // namespace molloquy::widgets
