#pragma once

#include <string>
#include <vector>

namespace molloquy::facts {

/// Hydrogen-bond acceptors as QED counts them, SMARTS.
/// Source: Bickerton et al., Nature Chemistry 4 (2012) 90, supplementary information, in the form
/// of RDKit's Chem/QED.py (version 1.1.0).
const std::vector<std::string>& qedAcceptorSmarts();

/// Unwanted substructures as QED counts them, SMARTS. Source: as above, after Brenk et al.,
/// ChemMedChem 3 (2008) 435.
const std::vector<std::string>& qedAlertSmarts();

}  // namespace molloquy::facts
