#include <algorithm>

#include "model/corpus/importers/line_records.h"
#include "model/corpus/importers/row.h"

namespace molloquy::corpus {
namespace {

constexpr std::string_view kBlanks = " \t";

bool isHeader(std::string_view word) {
  return word == "SMILES" || word == "smiles" || word == "Smiles";
}

}  // namespace

Result<void> importSmilesList(ImportRun& run) {
  return forEachLine(run, [&](std::size_t number, std::string&& line) {
    const std::size_t begin = line.find_first_not_of(kBlanks);
    const std::size_t end = std::min(line.find_first_of(kBlanks, begin), line.size());
    const std::string smiles = line.substr(begin, end - begin);
    if (smiles.front() == '#' || (number == 1 && isHeader(smiles))) return Result<void>();
    Row row;
    row.at(Place::Smiles) = smiles;
    row.at(Place::Id) = line.substr(end);
    takeRow(run, number, std::move(row));
    return Result<void>();
  });
}

}  // namespace molloquy::corpus
