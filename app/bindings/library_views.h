#pragma once

#include <optional>

#include "app/document/molecule_document.h"
#include "model/base/result.h"
#include "model/library/search_query.h"
#include "model/library/transfer/library_import.h"
#include "widgets/library/library_types.h"

/// Values of libraries as the window's widgets show them, and back.
namespace molloquy::app {

widgets::KeptMolecule keptOf(const library::LibraryMolecule& molecule, const QString& key);
library::MoleculeChange changeOf(const widgets::MoleculeEdit& edit);

/// The conditions of the form as a search. `selected` are the atoms that are selected.
/// Errors: InvalidInput when a condition names the open structure and none is open.
Result<library::SearchQuery> queryOf(const widgets::LibraryConditions& conditions,
                                     const StructureSnapshot& open,
                                     const std::vector<AtomIndex>& selected);
/// Names of what every molecule has a number of, as the form lists them.
QStringList computedNames();

widgets::TableSample sampleOf(const library::TablePreview& preview);
/// The preview's mapping with the roles and the credit that the person chose.
library::TableMapping mappingOf(const library::TablePreview& preview,
                                const std::vector<widgets::ColumnRole>& roles,
                                const QString& credit);
widgets::ImportState stateOf(const library::ImportProgress& progress);
widgets::ImportResult resultOf(const library::ImportReport& report);

}  // namespace molloquy::app
