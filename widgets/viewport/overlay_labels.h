#pragma once

#include <vector>

#include <QString>

#include "widgets/viewport/view_overlay.h"

namespace molloquy::widgets {

/// What the chosen kind of label says of an atom; empty where it says nothing.
QString labelOf(const OverlayContent& content, AtomIndex atom);

/// Labels of all atoms in sight, the nearest first, none on another one or on a label that is
/// there. Of a large structure only the nearest are named.
void paintLabels(OverlayPainter& painter, const OverlayContent& content);

/// The atoms that paintLabels() would name in this view, before labels avoid each other.
std::vector<AtomIndex> labelledAtoms(const OverlayContent& content);

}  // namespace molloquy::widgets
