#include <fmt/format.h>

#include "model/chem/formats/readers.h"
#include "model/chem/formats/writers.h"
#include "model/chem/inchi.h"

namespace molloquy::chem {

void readInchi(std::string_view text, RecordSink& sink) {
  const TextLines lines = splitLines(text);
  for (std::size_t i = 0; i < lines.lines.size() && !sink.stopped(); ++i) {
    std::string_view rest = trimmed(lines.lines[i]);
    if (rest.empty() || rest.front() == '#') continue;
    const std::string_view inchi = takeWord(rest);
    auto molecule = moleculeFromInchi(inchi, std::string(trimmed(rest)));
    if (molecule) {
      StructureRecord record;
      record.molecule = *std::move(molecule);
      sink.add(std::move(record));
    } else {
      sink.reject(molecule.error().within(fmt::format("line {}", lines.number(i))));
    }
    sink.advance(static_cast<double>(i) / static_cast<double>(lines.lines.size()));
  }
}

Result<std::string> writeInchi(const std::vector<WrittenRecord>& records) {
  std::string text;
  for (const WrittenRecord& record : records) {
    const Result<InchiNames> names = inchiOf(*record.molecule);
    if (!names) return tl::unexpected(names.error());
    text += names->inchi;
    if (!titleOf(record).empty()) text += '\t' + titleOf(record);
    text += '\n';
  }
  return text;
}

}  // namespace molloquy::chem
