#pragma once

#include <stop_token>
#include <string_view>

#include "model/chem/formats/record_builder.h"

/// One reader per format. Each gets the whole text (UTF-8, "\n" line ends) as lines, puts every
/// record into `file.records` and every refused one into `file.rejected` with its line, and returns
/// early when stopped. None throws.
namespace molloquy::chem {

/// MOL and SDF, V2000 and V3000, records ended by $$$$, with SD data fields.
void readMolSdf(const TextLines& text, StructureFile& file, const std::stop_token& stop);
/// TRIPOS MOL2, every @<TRIPOS>MOLECULE.
void readMol2(const TextLines& text, StructureFile& file, const std::stop_token& stop);
/// PDB; one record per MODEL.
void readPdb(const TextLines& text, StructureFile& file, const std::stop_token& stop);
/// XYZ, every frame; bonds are perceived from distances.
void readXyz(const TextLines& text, StructureFile& file, const std::stop_token& stop);

}  // namespace molloquy::chem
