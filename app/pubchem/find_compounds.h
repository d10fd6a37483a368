#pragma once

#include <functional>

#include "app/pubchem/client_call.h"
#include "app/pubchem/pubchem_json.h"

namespace molloquy::pubchem {

/// Candidates of a lookup in PubChem's order: the CIDs, polled with growing pauses while PubChem
/// still searches, then one table that says what they are. `found` is called once with what there
/// is; failures go through the call. Nothing found is FailureKind::NotFound.
void findCompounds(ClientCall& call, const Lookup& lookup,
                   std::function<void(std::vector<CompoundSummary>)> found);

/// Pause before a search is asked for again: 1 s, then a half longer each time, 10 s at most.
std::chrono::milliseconds pauseBefore(int poll);

}  // namespace molloquy::pubchem
