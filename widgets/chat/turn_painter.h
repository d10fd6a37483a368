#pragma once

#include <optional>
#include <vector>

#include "widgets/chat/turn_view_state.h"

class QPainter;
class QPalette;

namespace molloquy::widgets {

/// How one turn looks right now.
struct TurnLook {
  TurnPart hovered;
  TurnPart pressed;
  TurnPart focused;
  int selectionBegin = 0;
  int selectionEnd = 0;
  std::vector<std::optional<int>> pinSlots;  ///< one a link.
  std::vector<bool> lit;                     ///< one a link: it covers the focused atoms.
  bool caretVisible = true;
  bool copied = false;
  int width = 0;
};

/// Paints a turn with the row's corner at the painter's origin.
void paintTurn(QPainter& painter, const Turn& turn, const TurnLayout& layout, const TurnLook& look,
               const QPalette& palette);

}  // namespace molloquy::widgets
