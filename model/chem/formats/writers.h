#pragma once

#include <optional>

#include "model/chem/structure_writer.h"

/// One writer per format. Each gets records that were checked: at least one, a molecule in every
/// one, every conformer as long as its molecule, titles without line ends.
namespace molloquy::chem {

Result<std::string> writeSdf(const std::vector<WrittenRecord>& records);
Result<std::string> writeMol2(const std::vector<WrittenRecord>& records);
Result<std::string> writePdb(const std::vector<WrittenRecord>& records);
Result<std::string> writeMmCif(const std::vector<WrittenRecord>& records);
Result<std::string> writeXyz(const std::vector<WrittenRecord>& records);
Result<std::string> writeCml(const std::vector<WrittenRecord>& records);
Result<std::string> writeCjson(const std::vector<WrittenRecord>& records);
Result<std::string> writeSmiles(const std::vector<WrittenRecord>& records);
Result<std::string> writeInchi(const std::vector<WrittenRecord>& records);

/// Title of a record: its own, else the molecule's name.
const std::string& titleOf(const WrittenRecord& record);
/// The data fields of one conformer: the record's, how and with what energy it was made, and its
/// number among several.
std::vector<std::pair<std::string, std::string>> fieldsOf(const WrittenRecord& record,
                                                          std::size_t conformer);
/// Refuses records without positions for a format that is nothing but positions.
std::optional<Error> refuseWithoutPositions(const std::vector<WrittenRecord>& records,
                                            FileFormat format);

/// A molecule drawn flat, hydrogens where the graph has them.
struct FlatDrawing {
  enum class Mark { None, Up, Down };
  std::vector<Point3> positions;  ///< z = 0.
  std::vector<Mark> marks;        ///< by bond, from its `starts`.
  std::vector<AtomIndex> starts;  ///< by bond: the end that the mark points from.
};
/// Errors: Unsupported (no RDKit side), Internal.
Result<FlatDrawing> flatDrawing(const Molecule& molecule);

}  // namespace molloquy::chem
