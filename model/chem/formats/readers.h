#pragma once

#include <string_view>

#include "model/chem/formats/record_sink.h"
#include "model/chem/formats/text_lines.h"

/// One reader per format. Each gets the whole text (UTF-8, "\n" line ends), gives every record to
/// the sink and every refused one with its line, and returns early when stopped. None throws.
namespace molloquy::chem {

/// MOL and SDF, V2000 and V3000, records ended by $$$$, with SD data fields.
void readMolSdf(std::string_view text, RecordSink& sink);
/// TRIPOS MOL2, every @<TRIPOS>MOLECULE, with its substructures as residues.
void readMol2(std::string_view text, RecordSink& sink);
/// PDB; the models of one molecule are conformers of one record.
void readPdb(std::string_view text, RecordSink& sink);
/// mmCIF, one record per data block; models are conformers.
void readMmCif(std::string_view text, RecordSink& sink);
/// XYZ; bonds are perceived from distances. Frames of the same elements in the same order are
/// conformers of one record.
void readXyz(std::string_view text, RecordSink& sink);
/// Chemical Markup Language, every molecule; external entities and document types are refused.
void readCml(std::string_view text, RecordSink& sink);
/// Avogadro's chemical JSON, with the program's own view state.
void readCjson(std::string_view text, RecordSink& sink);
/// One SMILES per line, or a CSV or TSV table with a SMILES column, whose others become data
/// fields.
void readSmilesTable(std::string_view text, RecordSink& sink);
/// One InChI per line, optionally followed by a blank and a name.
void readInchi(std::string_view text, RecordSink& sink);

}  // namespace molloquy::chem
