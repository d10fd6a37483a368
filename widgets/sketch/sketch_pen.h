#pragma once

#include <QString>

#include "model/chem/molecule.h"

namespace molloquy::widgets {

enum class SketchTool { Select, Lasso, Atom, Bond, Ring, Fragment, Charge, Erase };

/// What a stroke of the Bond tool means.
enum class BondStroke { Any, Single, Double, Triple, Aromatic, Wedge, Hash, Wavy };

/// The tool in the hand and what it draws.
struct SketchPen {
  SketchTool tool = SketchTool::Bond;
  int element = 6;
  BondStroke stroke = BondStroke::Single;
  int ringSize = 6;
  enum class Ring { Aromatic, Saturated } ring = Ring::Aromatic;
  QString fragment;  ///< id of the library.
  int charge = 1;    ///< added by a click.

  friend bool operator==(const SketchPen&, const SketchPen&) = default;
};

/// The order a stroke draws; stereo strokes are single bonds.
chem::BondOrder orderOf(BondStroke stroke);
bool isStereo(BondStroke stroke);
/// How AddFragment knows the pen's ring: "smiles:c1ccccc1", with [*:1] where it is attached.
enum class RingUse { Alone, Attached };
QString ringFragment(const SketchPen& pen, RingUse use);

}  // namespace molloquy::widgets
