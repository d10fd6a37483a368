#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/edit/draft.h"

/// Hydrogens by the normal valence, and directions in which atoms have room.
namespace molloquy::chem::edit {

/// How the bonds of an atom stand: tetrahedral, in a plane, on a line.
enum class Shape { Tetrahedral, Trigonal, Linear };
/// By the Kekule structure; a nitrogen or oxygen beside a double bond is trigonal (amide, pyrrole).
Shape shapeOf(const Draft& draft, std::uint32_t atom);

/// Unit vectors from the atom away from its neighbours, `count` of them, as its shape asks for.
/// Where there is a choice, the one farthest from the atoms three and four bonds away.
std::vector<Point3> freeDirections(const Draft& draft, std::uint32_t atom, std::size_t count);

/// Whether hydrogens that are there stay where they are or are laid out anew.
enum class Layout { KeepPlaces, LayOutAnew };
/// Adds and takes away hydrogens until the atom's normal valence is filled; hydrogens, dummies and
/// metals are left as they are. New ones take the places that `freeDirections` gives.
void adjustHydrogens(Draft& draft, std::uint32_t atom, Layout layout);
/// Takes away the plain hydrogen that points most nearly along `direction`, if there is one.
bool removeHydrogenTowards(Draft& draft, std::uint32_t atom, const Point3& direction);
/// Moves an atom's plain hydrogens to its shape's places and lengths.
void layOutHydrogens(Draft& draft, std::uint32_t atom);

}  // namespace molloquy::chem::edit
