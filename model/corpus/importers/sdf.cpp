#include "model/chem/structure_writer.h"
#include "model/corpus/importers/named_row.h"
#include "model/corpus/importers/sdf_records.h"

namespace molloquy::corpus {

Result<void> importSdf(ImportRun& run) {
  auto input = TextInput::open(run.file());
  if (!input) return tl::unexpected(input.error());
  NamedRows rows(run, ColumnPlan::SmilesColumn::Optional);
  SdfRecords records(**input);
  for (SdfRecord text; !run.isOver() && records.next(text);) {
    run.progress((*input)->position(), (*input)->size());
    const std::string title = text.text.substr(0, text.text.find('\n'));
    auto record = readSdfRecord(text);
    if (!record) {
      run.reject(text.line, title, RejectionKind::BrokenRecord, record.error().message);
      continue;
    }
    auto smiles = chem::canonicalSmiles(*record->molecule);
    if (!smiles) {
      run.reject(text.line, title, RejectionKind::BrokenRecord, smiles.error().message);
      continue;
    }
    NamedValues values{record->properties.begin(), record->properties.end()};
    if (!title.empty()) values.emplace_back("ID", title);
    rows.take(text.line, std::move(values), structureOf(*record, *smiles));
  }
  if ((*input)->failure()) return tl::unexpected(*(*input)->failure());
  return {};
}

}  // namespace molloquy::corpus
