#pragma once

#include <array>

#include "model/library/chemistry/molecule_keys.h"

namespace RDKit {
class ROMol;
}

namespace molloquy::library {

using FingerprintBits = std::array<std::uint8_t, kFingerprintBytes>;

/// Bit i of a fingerprint is bit i % 8 of byte i / 8. Of a heavy form (graph_form.h). They throw
/// what RDKit throws.
FingerprintBits morganBits(const RDKit::ROMol& heavy);
/// Paths of at most 7 bonds; fewer for structures whose paths would be millions (metal clusters,
/// fullerenes, proteins). The same structure gets the same bits always.
FingerprintBits pathBits(const RDKit::ROMol& heavy);
/// RDKit's pattern bits: those of a substructure are among those of every structure with it. All of
/// them for structures that would take minutes (metal clusters): no search passes them over.
FingerprintBits screenBits(const RDKit::ROMol& heavy);
/// The bits that a pattern asks for; none for patterns that would take minutes.
FingerprintBits screenBitsOfPattern(const RDKit::ROMol& pattern);
std::array<std::uint8_t, kMaccsBytes> maccsBits(const RDKit::ROMol& heavy);

}  // namespace molloquy::library
