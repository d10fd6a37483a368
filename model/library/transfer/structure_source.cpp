#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/library/transfer/record_fields.h"
#include "model/library/transfer/record_source.h"

namespace molloquy::library {
namespace {

/// What a reader of model/chem made of a whole file: records, then what it refused.
class StructureSource : public RecordSource {
 public:
  explicit StructureSource(chem::StructureFile file) : m_file(std::move(file)) {}

  bool next(RawRecord& record) override {
    const std::size_t all = m_file.records.size() + m_file.rejected.size();
    if (m_next == all) return false;
    record = {};
    record.place = fmt::format("record {}", m_next + 1);
    if (m_next < m_file.records.size()) {
      record.structure = std::move(m_file.records[m_next]);
    } else {
      record.problem = m_file.rejected[m_next - m_file.records.size()];
    }
    ++m_next;
    return true;
  }
  [[nodiscard]] double share() const override {
    const std::size_t all = m_file.records.size() + m_file.rejected.size();
    return all == 0 ? 1 : static_cast<double>(m_next) / static_cast<double>(all);
  }
  [[nodiscard]] std::optional<Error> failure() const override { return std::nullopt; }

 private:
  chem::StructureFile m_file;
  std::size_t m_next = 0;
};

}  // namespace

Result<OpenedRecords> openStructures(const std::filesystem::path& file,
                                     const std::stop_token& stop) {
  auto read = chem::readStructureFile(file, stop);
  if (!read) return tl::unexpected(read.error());
  const std::string name = file.filename().string();
  const auto parse = [name](const RawRecord& raw) -> Result<Draft> {
    Draft draft = draftOfFields(*raw.structure, placeInFile(name, raw.place));
    if (draft.molecule.names.empty()) {
      addName(draft.molecule, std::filesystem::path(name).stem().string(), NameKind::Title);
    }
    return draft;
  };
  return OpenedRecords{std::make_unique<StructureSource>(*std::move(read)), parse};
}

}  // namespace molloquy::library
