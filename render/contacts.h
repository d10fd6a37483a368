#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/molecule.h"
#include "render/style.h"
#include "render/vector_math.h"

namespace molloquy::render {

enum class ContactKind : std::uint8_t { HydrogenBond, CloseContact };

/// Two atoms that are near each other without a bond.
struct Contact {
  ContactKind kind = ContactKind::HydrogenBond;
  AtomIndex from;  ///< the hydrogen of a hydrogen bond (the donor where hydrogens are missing).
  AtomIndex to;    ///< its acceptor.
  double distance = 0;  ///< angstrom, between these two.
  friend bool operator==(const Contact&, const Contact&) = default;
};

/// When two atoms count as a contact. The hydrogen bond's criteria are the geometric ones of Baker
/// and Hubbard, Prog. Biophys. Mol. Biol. 44 (1984) 97: H...A below 2.5 angstrom and an angle
/// D-H...A above 120 degrees; without hydrogens D...A up to 3.5 angstrom and, at both heavy atoms,
/// angles to their neighbours above 90 degrees. Donors and acceptors are N, O, S and, as acceptors,
/// F; a nitrogen that has four bonds or gives its lone pair to an aromatic ring or an amide
/// accepts none.
struct ContactCriteria {
  double hydrogenToAcceptor = 2.5;  ///< angstrom.
  double donorToAcceptor = 3.5;     ///< angstrom, where the donor's hydrogens are not there.
  double leastAngle = 120;          ///< degrees, donor-hydrogen-acceptor.
  /// A close contact is nearer than the sum of the van der Waals radii minus this, angstrom, and
  /// neither bonded through three bonds or fewer nor a hydrogen bond.
  double overlap = 0.4;
};

/// All contacts, sorted by atoms. Linear in the number of atoms; any thread.
/// Precondition: a position for every atom.
std::vector<Contact> findContacts(const chem::Molecule& molecule,
                                  const std::vector<chem::Point3>& positions,
                                  const ContactCriteria& criteria = {});

/// One piece of a dashed line.
struct Dash {
  Vec3 from{};
  Vec3 to{};
  ContactKind kind = ContactKind::HydrogenBond;
};

/// The dashed lines of the contacts, from surface to surface of the two balls where there is room.
std::vector<Dash> dashesOf(const std::vector<Contact>& contacts,
                           const std::vector<chem::Point3>& positions);

}  // namespace molloquy::render
