#pragma once

#include <optional>
#include <string_view>

namespace molloquy::reflect {

/// What is given and what is asked for.
enum class Direction {
  Mol2Cap,  ///< a SMILES is given, its caption is asked for.
  Cap2Mol,  ///< the other way round.
};

constexpr std::string_view nameOf(Direction direction) {
  return direction == Direction::Mol2Cap ? "mol2cap" : "cap2mol";
}

constexpr std::optional<Direction> directionNamed(std::string_view name) {
  if (name == nameOf(Direction::Mol2Cap)) return Direction::Mol2Cap;
  if (name == nameOf(Direction::Cap2Mol)) return Direction::Cap2Mol;
  return std::nullopt;
}

}  // namespace molloquy::reflect
