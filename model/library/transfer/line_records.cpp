#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/corpus/importers/row.h"
#include "model/corpus/importers/text_input.h"
#include "model/library/transfer/column_roles.h"
#include "model/library/transfer/record_source.h"
#include "model/library/transfer/text_share.h"
#include "model/library/transfer/written_molecule.h"

namespace molloquy::library {
namespace {

class LineSource : public RecordSource {
 public:
  explicit LineSource(std::unique_ptr<corpus::TextInput> input)
      : m_input(std::move(input)), m_lines(*m_input) {}

  bool next(RawRecord& record) override {
    std::string line;
    corpus::LineKind kind = m_lines.next(line);
    while (kind == corpus::LineKind::Text && isPassedOver(line)) kind = m_lines.next(line);
    if (kind == corpus::LineKind::End || m_input->failure()) return false;
    record = {};
    record.place = fmt::format("line {}", m_lines.number());
    record.text = std::move(line);
    if (kind == corpus::LineKind::TooLong) {
      record.problem =
          Error(ErrorCode::InvalidInput,
                fmt::format("The line has more than {} bytes.", corpus::LineReader::kMaximumBytes));
    }
    return true;
  }
  [[nodiscard]] double share() const override { return shareOf(*m_input); }
  [[nodiscard]] std::optional<Error> failure() const override { return m_input->failure(); }

 private:
  /// Blank lines, remarks, and a first line that only says that SMILES follow.
  [[nodiscard]] bool isPassedOver(const std::string& line) const {
    const std::string text = trimmedText(line);
    if (text.empty() || text.starts_with('#')) return true;
    const std::string word = text.substr(0, text.find_first_of(" \t"));
    return m_lines.number() == 1 && roleOfName(word) == ColumnRole::Smiles;
  }

  std::unique_ptr<corpus::TextInput> m_input;
  corpus::LineReader m_lines;
};

/// Corpus lines (model/corpus/README.md): texts of tasks that describe, values of the others.
Result<Draft> draftOfEntry(corpus::Entry entry, const Source& file) {
  corpus::undoDoubledBackslashes(entry.structure.smiles);
  auto record = chem::parseSmiles(entry.structure.smiles);
  if (!record) return tl::unexpected(record.error());
  Source source = file;
  if (!entry.source.empty()) source.name = entry.source;
  if (!entry.id.empty()) source.reference = entry.id;
  Draft draft = draftOf(*record, source);
  for (const corpus::QuestionAnswer& pair : entry.pairs) {
    if (roleOfCells({pair.answer}) == ColumnRole::Text || lowered(pair.task) == "caption") {
      addText(draft.molecule, pair.answer, source);
    } else {
      addProperty(draft.molecule, pair.task, pair.answer);
    }
  }
  if (!entry.split.empty()) draft.molecule.tags.push_back(entry.split);
  return draft;
}

Result<Draft> draftOfJson(const std::string& line, const Source& source) {
  const auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return fail(ErrorCode::InvalidInput, "The line is not a JSON object.");
  }
  if (isWrittenMolecule(object)) return readWrittenMolecule(object, source);
  auto read = corpus::lineFromJson(object);
  if (!read) return tl::unexpected(read.error());
  auto* entry = std::get_if<corpus::Entry>(&*read);
  if (entry == nullptr || entry->structure.smiles.empty()) {
    return fail(ErrorCode::InvalidInput, "The line has no structure.");
  }
  return draftOfEntry(std::move(*entry), source);
}

}  // namespace

Result<OpenedRecords> openSmilesLines(const std::filesystem::path& file) {
  auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string name = file.filename().string();
  const auto parse = [name](const RawRecord& raw) -> Result<Draft> {
    std::string line = raw.text;
    corpus::undoDoubledBackslashes(line);
    const auto record = chem::parseSmiles(line);
    if (!record) return tl::unexpected(record.error());
    Draft draft = draftOf(*record, placeInFile(name, raw.place));
    const std::string title = trimmedText(record->molecule->name());
    addName(draft.molecule, title, isNumber(title) ? NameKind::Identifier : NameKind::Title);
    return draft;
  };
  return OpenedRecords{std::make_unique<LineSource>(*std::move(input)), parse};
}

Result<OpenedRecords> openJsonLines(const std::filesystem::path& file) {
  auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string name = file.filename().string();
  const auto parse = [name](const RawRecord& raw) {
    return draftOfJson(raw.text, placeInFile(name, raw.place));
  };
  return OpenedRecords{std::make_unique<LineSource>(*std::move(input)), parse};
}

}  // namespace molloquy::library
