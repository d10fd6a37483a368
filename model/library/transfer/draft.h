#pragma once

#include <optional>
#include <string>

#include "model/chem/structure_reader.h"
#include "model/library/library_types.h"

namespace molloquy::library {

/// A record on its way into a library.
struct Draft {
  NewMolecule molecule;
  /// The InChIKey that the record itself tells; believed only after others of its file were tried.
  std::string toldInchiKey;
};

/// Longest text of a name or value that is kept, bytes.
inline constexpr std::size_t kLongestValue = 4'096;

/// A structure with its shapes, without names. `source` is theirs too.
Draft draftOf(const chem::StructureRecord& record, const Source& source);

/// Adds a name unless it is empty, too long or there already.
void addName(NewMolecule& molecule, std::string text, NameKind kind);
/// Adds a text unless it is empty.
void addText(NewMolecule& molecule, std::string text, const Source& source);
void addProperty(NewMolecule& molecule, std::string name, std::string value);

/// A place in a file as a source.
Source placeInFile(const std::string& file, const std::string& place);
/// The source of a PubChem compound, credit included.
Source pubChemSource(const std::string& cid);
/// Whether a text is nothing but digits.
bool isNumber(const std::string& text);
/// Whether a text has the form of an InChIKey.
bool isInchiKey(const std::string& text);
/// Without blanks at both ends.
std::string trimmedText(const std::string& text);
std::string lowered(std::string text);

}  // namespace molloquy::library
