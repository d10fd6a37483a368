#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/corpus/importers/delimited_reader.h"
#include "model/library/library_types.h"
#include "model/library/transfer/library_import.h"

namespace molloquy::library {

/// What a column or data field of a usual name means; nullopt when the name tells nothing.
std::optional<ColumnRole> roleOfName(const std::string& name);
/// What a column's cells look like.
ColumnRole roleOfCells(const std::vector<std::string>& cells);

/// How the cells of a table with this separator are written.
corpus::TableStyle tableStyleOf(char separator);
/// Cells of one line; quotes are taken off where the separator is no tab.
std::vector<std::string> cellsOfLine(const std::string& line, char separator);

/// Adds one name, or several parted by semicolons or line ends; systematic ones by the column's
/// name.
void addSynonyms(NewMolecule& molecule, const std::string& column, const std::string& value);
/// An identifier as it is shown: "CID 2244" for 2244 in a column "cid".
std::string identifierText(const std::string& column, const std::string& value);

}  // namespace molloquy::library
