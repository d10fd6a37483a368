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
/// Paths without branches where their number with branches would be beyond reason (cages of boron,
/// fullerenes); the same structure gets the same bits always.
FingerprintBits pathBits(const RDKit::ROMol& heavy);
/// RDKit's pattern bits: those of a substructure are among those of every structure with it.
FingerprintBits screenBits(const RDKit::ROMol& heavyOrPattern);
std::array<std::uint8_t, kMaccsBytes> maccsBits(const RDKit::ROMol& heavy);

}  // namespace molloquy::library
