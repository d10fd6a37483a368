#pragma once

#include <QString>
#include <memory>

#include "app/document/molecule_document.h"
#include "app/pubchem/compound_types.h"
#include "model/library/library_types.h"
#include "widgets/library/record_list_model.h"

/// Structures on their way between the document, PubChem and libraries.
namespace molloquy::app {

/// The data field by which a record names its entry of PubChem; PubChem's own files have it.
inline constexpr const char* kCidField = "PUBCHEM_COMPOUND_CID";

/// The entry of PubChem that a record is, 0 when it is none that is known.
qint64 cidOf(const chem::StructureFile& file, int record);

/// One record that can be put on the bench.
std::shared_ptr<const chem::StructureFile> fileOf(const library::LibraryMolecule& molecule);
std::shared_ptr<const chem::StructureFile> fileOf(const pubchem::Compound& compound);

/// What is on the bench as a molecule of a library, with every conformer.
library::NewMolecule newMoleculeOf(const StructureSnapshot& shown, const DocumentState& state);

/// A row of the left list. `prefix` makes keys of two libraries different.
widgets::Record recordOf(const library::LibraryRow& row, const QString& prefix);

}  // namespace molloquy::app
