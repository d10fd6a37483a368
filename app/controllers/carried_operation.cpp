#include <type_traits>
#include <utility>

#include "app/controllers/edit_controller.h"

namespace molloquy::app {
namespace {

using Map = std::vector<std::optional<AtomIndex>>;

/// Replaces one index; false when that atom is gone.
bool carry(AtomIndex& atom, const Map& map) {
  if (atom.value >= map.size() || !map[atom.value]) return false;
  atom = *map[atom.value];
  return true;
}

/// Atoms that are gone fall out of a set.
bool carry(std::vector<AtomIndex>& atoms, const Map& map) {
  const bool wasEmpty = atoms.empty();
  atoms = carriedOver(atoms, map);
  return wasEmpty || !atoms.empty();
}

bool isUnchanged(const Map& map) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (!map[i] || map[i]->value != i) return false;
  }
  return true;
}

struct Carry {
  const Map& map;

  template <class T>
  bool operator()(T& operation) const {
    using namespace chem::edit;
    if constexpr (requires { operation.bonds; } || std::is_same_v<T, FlipDoubleBond> ||
                  std::is_same_v<T, SetPositions>) {
      // Bonds and whole sets of positions have no counterpart once the atoms are others.
      return isUnchanged(map);
    } else if constexpr (std::is_same_v<T, SetInternal>) {
      const std::size_t count = operation.atoms.size();
      return carry(operation.atoms, map) && operation.atoms.size() == count;
    } else if constexpr (requires { operation.atoms; }) {
      return carry(operation.atoms, map);
    } else if constexpr (requires { operation.from; }) {
      return carry(operation.from, map);
    } else if constexpr (std::is_same_v<T, SetBond>) {
      return carry(operation.begin, map) && carry(operation.end, map);
    } else if constexpr (std::is_same_v<T, Join>) {
      return carry(operation.first, map) && carry(operation.second, map);
    } else if constexpr (std::is_same_v<T, InvertCentre>) {
      return carry(operation.centre, map);
    } else if constexpr (std::is_same_v<T, AddFragment>) {
      return !operation.at || carry(*operation.at, map);
    } else {
      return true;
    }
  }
};

}  // namespace

std::optional<chem::edit::Operation> carriedOver(const chem::edit::Operation& operation,
                                                 const Map& newIndexOf) {
  chem::edit::Operation carried = operation;
  if (!std::visit(Carry{newIndexOf}, carried)) return std::nullopt;
  return carried;
}

}  // namespace molloquy::app
