#include "model/library/transfer/column_roles.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "model/chem/smiles_scanner.h"
#include "model/library/transfer/draft.h"

namespace molloquy::library {
namespace {

struct KnownName {
  std::string_view name;  ///< in lower case, letters and digits only.
  ColumnRole role;
};

constexpr std::array kKnownNames = {
    KnownName{"smiles", ColumnRole::Smiles},
    KnownName{"canonicalsmiles", ColumnRole::Smiles},
    KnownName{"isomericsmiles", ColumnRole::Smiles},
    KnownName{"smi", ColumnRole::Smiles},
    KnownName{"inchi", ColumnRole::Inchi},
    KnownName{"standardinchi", ColumnRole::Inchi},
    KnownName{"inchikey", ColumnRole::Ignored},
    KnownName{"standardinchikey", ColumnRole::Ignored},
    KnownName{"name", ColumnRole::Name},
    KnownName{"title", ColumnRole::Name},
    KnownName{"compound", ColumnRole::Name},
    KnownName{"compoundname", ColumnRole::Name},
    KnownName{"commonname", ColumnRole::Name},
    KnownName{"genericname", ColumnRole::Name},
    KnownName{"chebiname", ColumnRole::Name},
    KnownName{"synonym", ColumnRole::Synonym},
    KnownName{"synonyms", ColumnRole::Synonym},
    KnownName{"alias", ColumnRole::Synonym},
    KnownName{"iupacname", ColumnRole::Synonym},
    KnownName{"iupacnames", ColumnRole::Synonym},
    KnownName{"systematicname", ColumnRole::Synonym},
    KnownName{"description", ColumnRole::Text},
    KnownName{"definition", ColumnRole::Text},
    KnownName{"caption", ColumnRole::Text},
    KnownName{"text", ColumnRole::Text},
    KnownName{"summary", ColumnRole::Text},
    KnownName{"comment", ColumnRole::Text},
    KnownName{"enrichedtext", ColumnRole::Text},
    KnownName{"cid", ColumnRole::Identifier},
    KnownName{"pubchemcid", ColumnRole::Identifier},
    KnownName{"compoundcid", ColumnRole::Identifier},
    KnownName{"id", ColumnRole::Identifier},
    KnownName{"molid", ColumnRole::Identifier},
    KnownName{"chebiid", ColumnRole::Identifier},
    KnownName{"chemblid", ColumnRole::Identifier},
    KnownName{"drugbankid", ColumnRole::Identifier},
    KnownName{"zincid", ColumnRole::Identifier},
    KnownName{"cas", ColumnRole::Identifier},
    KnownName{"casrn", ColumnRole::Identifier},
    KnownName{"row", ColumnRole::Ignored},
    KnownName{"index", ColumnRole::Ignored},
    KnownName{"tag", ColumnRole::Tag},
    KnownName{"tags", ColumnRole::Tag},
    KnownName{"class", ColumnRole::Tag},
    KnownName{"category", ColumnRole::Tag},
    KnownName{"split", ColumnRole::Tag},
};

std::string plain(const std::string& name) {
  std::string letters;
  for (const char letter : lowered(name)) {
    if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) letters += letter;
  }
  return letters;
}

bool isDecimal(const std::string& cell) {
  char* end = nullptr;
  std::strtod(cell.c_str(), &end);
  return end != cell.c_str() && *end == '\0';
}

bool looksLikeSmiles(const std::string& cell) {
  return !isDecimal(cell) && cell.find(' ') == std::string::npos &&
         chem::scanSmiles(cell).has_value();
}

}  // namespace

std::optional<ColumnRole> roleOfName(const std::string& name) {
  const std::string wanted = plain(name);
  const auto found = std::find_if(kKnownNames.begin(), kKnownNames.end(),
                                  [&](const KnownName& known) { return known.name == wanted; });
  if (found == kKnownNames.end()) return std::nullopt;
  return found->role;
}

ColumnRole roleOfCells(const std::vector<std::string>& cells) {
  constexpr std::size_t kWordsOfText = 6;
  std::size_t filled = 0;
  std::size_t smiles = 0;
  std::size_t inchi = 0;
  std::size_t decimals = 0;
  std::size_t words = 0;
  for (const std::string& written : cells) {
    const std::string cell = trimmedText(written);
    if (cell.empty()) continue;
    ++filled;
    inchi += cell.starts_with("InChI=") ? 1 : 0;
    decimals += isDecimal(cell) ? 1 : 0;
    smiles += looksLikeSmiles(cell) ? 1 : 0;
    words += 1 + static_cast<std::size_t>(std::count(cell.begin(), cell.end(), ' '));
  }
  if (filled == 0) return ColumnRole::Ignored;
  if (2 * inchi > filled) return ColumnRole::Inchi;
  if (2 * decimals > filled) return ColumnRole::Property;
  if (10 * smiles >= 9 * filled) return ColumnRole::Smiles;
  if (words >= kWordsOfText * filled) return ColumnRole::Text;
  return ColumnRole::Property;
}

corpus::TableStyle tableStyleOf(char separator) {
  if (separator == '\t') return corpus::TableStyle::TabSeparated;
  return separator == ';' ? corpus::TableStyle::Semicolon : corpus::TableStyle::Csv;
}

std::vector<std::string> cellsOfLine(const std::string& line, char separator) {
  std::stringbuf text(line);
  corpus::DelimitedReader reader(text, tableStyleOf(separator));
  corpus::TableRow row;
  reader.next(row);
  return row.cells;
}

void addSynonyms(NewMolecule& molecule, const std::string& column, const std::string& value) {
  const std::string name = plain(column);
  const bool systematic = name.starts_with("iupac") || name.starts_with("systematic");
  if (systematic) return addName(molecule, value, NameKind::Systematic);
  std::size_t begin = 0;
  while (begin <= value.size()) {
    const std::size_t end = std::min(value.find_first_of(";|\n", begin), value.size());
    addName(molecule, value.substr(begin, end - begin), NameKind::Synonym);
    begin = end + 1;
  }
}

std::string identifierText(const std::string& column, const std::string& value) {
  const std::string text = trimmedText(value);
  if (!isNumber(text)) return text;
  const std::string name = plain(column);
  if (name == "cid" || name == "pubchemcid" || name == "compoundcid") return "CID " + text;
  if (name == "chebiid") return "CHEBI:" + text;
  return trimmedText(column) + " " + text;
}

}  // namespace molloquy::library
