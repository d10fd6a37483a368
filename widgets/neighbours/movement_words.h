#pragma once

#include <QString>
#include <vector>

#include "widgets/neighbours/neighbour_types.h"

namespace molloquy::widgets {

/// How a card moved since the last edit.
struct Movement {
  enum class Kind { None, New, Up, Down } kind = Kind::None;
  int places = 0;
};

/// True where the cards can be compared with a list before them.
bool hasMovement(const std::vector<NeighbourCard>& cards);

/// How the card in place `row` moved; None for all where there was no list before.
Movement movementOf(const std::vector<NeighbourCard>& cards, int row);

/// "2 new, caffeine up 3": how many came, and who rose and fell the most. Empty where there was no
/// list before.
QString movementWords(const std::vector<NeighbourCard>& cards);

}  // namespace molloquy::widgets
