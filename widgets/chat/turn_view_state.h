#pragma once

#include <optional>
#include <vector>

#include "widgets/chat/turn_layout.h"

namespace molloquy::widgets {

/// A part of one turn; turn 0 is no turn.
struct TurnPlace {
  quint64 turn = 0;
  TurnPart part;
  friend bool operator==(const TurnPlace&, const TurnPlace&) = default;
};

/// A position between two characters of the conversation.
struct TextPlace {
  int row = 0;
  int position = 0;
  friend auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

/// What the list knows and the painting needs: pointer, keyboard, selection.
struct TurnViewState {
  TurnPlace hovered;
  TurnPlace pressed;
  TurnPlace focused;  ///< where the keyboard is; painted only if `showsFocus`.
  bool showsFocus = false;
  TextPlace selectionStart;  ///< start == end: nothing selected.
  TextPlace selectionEnd;
  std::vector<AtomIndex> atoms;  ///< phrases that cover them light up.
  /// Turns about the structure whose atoms these are; none given: every turn.
  std::optional<std::vector<quint64>> atomTurns;
  bool caretVisible = true;
  quint64 copied = 0;  ///< turn whose text was just copied.
};

}  // namespace molloquy::widgets
