#pragma once

#include <functional>

#include "app/pubchem/client_call.h"
#include "app/pubchem/pubchem_json.h"

namespace molloquy::pubchem {

/// Everything that an opened entry shows: the 3D record, else the 2D record, and beside it, asked
/// for at the same time, values, descriptions, names and the list of conformers. Without a record
/// the call fails; what else is missing is told in Compound::missing.
void openEntry(ClientCall& call, qint64 cid, std::function<void(Compound)> opened);

/// Conformers after the first, as one record with several shapes.
void fetchConformers(ClientCall& call, qint64 cid, int limit,
                     std::function<void(chem::StructureFile)> fetched);

}  // namespace molloquy::pubchem
