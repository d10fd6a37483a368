#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/chem/file_format.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// One structure to write.
struct WrittenRecord {
  std::shared_ptr<const Molecule> molecule;
  /// Written one after the other where the format has several; none = a drawing, or only the graph.
  std::vector<Conformer> conformers;
  std::string title;                                            ///< empty = the molecule's name.
  std::vector<std::pair<std::string, std::string>> properties;  ///< data fields.
  std::string viewJson;  ///< the program's own view state as JSON text; CJSON keeps it.
};

/// The records as text of a format. SDF is V2000, and V3000 above 999 atoms or bonds.
/// Errors: InvalidInput (no records, a conformer of another molecule, no positions where the format
/// is nothing but positions, several records where it has one), Unsupported (structure too large
/// for the format, or for RDKit where the format needs it), Internal.
Result<std::string> writeStructure(const std::vector<WrittenRecord>& records, FileFormat format);

/// What the format cannot carry of these records, one sentence each ("XYZ has no bonds; ..."): to
/// be told before or after writing. Empty when everything is kept.
std::vector<std::string> lossesOf(const std::vector<WrittenRecord>& records, FileFormat format);

/// Writes a file whole or not at all; the ending tells the format, ".gz" compresses, ".mol" takes
/// one structure. Errors: as writeStructure; Unsupported (ending), NotFound (folder), Internal.
Result<void> writeStructureFile(const std::filesystem::path& path,
                                const std::vector<WrittenRecord>& records);

/// SDF text, one record per conformer (V2000; V3000 above 999 atoms or bonds). The molecule's name
/// is the title; data fields tell the energy and how the positions were made.
/// Errors: InvalidInput (a conformer of another molecule), Unsupported (no RDKit), Internal.
Result<std::string> toSdf(const Molecule& molecule, const std::vector<Conformer>& conformers);

/// RDKit's canonical isomeric SMILES, hydrogens implicit: the form that models are asked with.
/// Errors: Unsupported (no RDKit, or above kRdkitAtoms), Internal.
Result<std::string> canonicalSmiles(const Molecule& molecule);

/// How positions were made, for files and people: "ETKDGv3, minimised with MMFF94", "file".
std::string geometryName(GeometrySource source);

}  // namespace molloquy::chem
