#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/corpus/importers/sdf_records.h"
#include "model/library/transfer/record_fields.h"
#include "model/library/transfer/record_source.h"
#include "model/library/transfer/text_share.h"

namespace molloquy::library {
namespace {

class SdfSource : public RecordSource {
 public:
  explicit SdfSource(std::unique_ptr<corpus::TextInput> input)
      : m_input(std::move(input)), m_records(*m_input) {}

  bool next(RawRecord& record) override {
    corpus::SdfRecord read;
    if (!m_records.next(read) || m_input->failure()) return false;
    record = {};
    record.place = fmt::format("record {}, from line {}", ++m_count, read.line);
    record.text = std::move(read.text);
    if (read.isTooLong) record.problem = corpus::readSdfRecord(read).error();
    return true;
  }
  [[nodiscard]] double share() const override { return shareOf(*m_input); }
  [[nodiscard]] std::optional<Error> failure() const override { return m_input->failure(); }

 private:
  std::unique_ptr<corpus::TextInput> m_input;
  corpus::SdfRecords m_records;
  std::uint64_t m_count = 0;
};

}  // namespace

Result<OpenedRecords> openSdf(const std::filesystem::path& file) {
  auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string name = file.filename().string();
  const auto parse = [name](const RawRecord& raw) -> Result<Draft> {
    const auto read = corpus::readSdfRecord({.line = 1, .text = raw.text});
    if (!read) return tl::unexpected(read.error());
    return draftOfFields(*read, placeInFile(name, raw.place));
  };
  return OpenedRecords{std::make_unique<SdfSource>(*std::move(input)), parse};
}

}  // namespace molloquy::library
