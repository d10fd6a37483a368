#pragma once

#include <vector>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/network_types.h"
#include "model/facts/computed_facts.h"
#include "widgets/search/search_types.h"

/// Values of the way to PubChem as the window's widgets show them.
namespace molloquy::app {

pubchem::LookupKind lookupKind(widgets::SearchKind kind);
widgets::SearchKind searchKind(pubchem::LookupKind kind);
widgets::CompoundChoice choiceOf(const pubchem::CompoundSummary& compound);
widgets::NetworkLine lineOf(const pubchem::LedgerEntry& entry);
std::vector<widgets::ForeignSection> sectionsOf(
    const std::vector<pubchem::AnnotationSection>& sections);
/// PubChem's numbers beside the facts of ours that they correspond to.
widgets::PubChemRecordView viewOf(const pubchem::Compound& compound,
                                  const std::vector<facts::Fact>& facts);
/// The two have the same elements in the same order.
bool sameAtoms(const chem::Molecule& a, const chem::Molecule& b);

}  // namespace molloquy::app
