#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/chem/geometry.h"
#include "model/chem/molecule.h"

namespace molloquy::chem::edit {

/// A structure while it is changed: plain values that need no chemistry library. Places of atoms
/// and bonds stay valid until draft and structure are parted; new ones come at the end.
class Draft {
 public:
  Draft() = default;
  Draft(const Molecule& molecule, const Positions& positions);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_atoms.size()); }
  [[nodiscard]] std::uint32_t bondSlots() const {
    return static_cast<std::uint32_t>(m_bonds.size());
  }
  [[nodiscard]] bool has(std::uint32_t atom) const { return m_present[atom]; }
  [[nodiscard]] bool hasBond(std::uint32_t bond) const { return m_bondPresent[bond]; }

  [[nodiscard]] const Atom& atom(std::uint32_t i) const { return m_atoms[i]; }
  Atom& atom(std::uint32_t i) { return m_atoms[i]; }
  [[nodiscard]] const Bond& bond(std::uint32_t i) const { return m_bonds[i]; }
  [[nodiscard]] const Point3& at(std::uint32_t i) const { return m_positions[i]; }
  Point3& at(std::uint32_t i) { return m_positions[i]; }
  [[nodiscard]] const Positions& positions() const { return m_positions; }
  void setPositions(Positions positions) { m_positions = std::move(positions); }

  std::uint32_t addAtom(const Atom& atom, const Point3& position);
  /// The atom and its bonds.
  void removeAtom(std::uint32_t atom);
  std::uint32_t addBond(std::uint32_t begin, std::uint32_t end, BondOrder order);
  void removeBond(std::uint32_t bond);
  void setOrder(std::uint32_t bond, BondOrder order);
  /// Of an aromatic bond, which stays aromatic.
  void setKekuleOrder(std::uint32_t bond, BondOrder order) { m_bonds[bond].kekuleOrder = order; }

  /// Bonds that are there, of one atom.
  [[nodiscard]] const std::vector<std::uint32_t>& bondsOf(std::uint32_t atom) const {
    return m_bondsOf[atom];
  }
  [[nodiscard]] std::uint32_t otherEnd(std::uint32_t bond, std::uint32_t atom) const;
  [[nodiscard]] std::vector<std::uint32_t> neighbours(std::uint32_t atom) const;
  [[nodiscard]] std::optional<std::uint32_t> bondBetween(std::uint32_t a, std::uint32_t b) const;
  /// Sum of bond orders by the Kekule structure, bonds to plain hydrogens left out if asked.
  enum class Counted { All, WithoutHydrogens };
  [[nodiscard]] int bondOrders(std::uint32_t atom, Counted counted) const;

  /// A neutral hydrogen with one bond, which may come and go with its neighbour's valence.
  [[nodiscard]] bool isPlainHydrogen(std::uint32_t atom) const;
  [[nodiscard]] std::vector<std::uint32_t> plainHydrogensOf(std::uint32_t atom) const;
  /// The atoms on the side of `moving` of its bond to `fixed`; nullopt in a ring.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> sideOf(std::uint32_t fixed,
                                                                 std::uint32_t moving) const;

 private:
  std::vector<Atom> m_atoms;
  std::vector<Bond> m_bonds;
  Positions m_positions;
  std::vector<bool> m_present;
  std::vector<bool> m_bondPresent;
  std::vector<std::vector<std::uint32_t>> m_bondsOf;
};

}  // namespace molloquy::chem::edit
