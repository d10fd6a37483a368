#include "model/retrieval/reference_rows.h"

#include <fstream>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "model/retrieval/row_table.h"

namespace molloquy::retrieval {
namespace {

/// The caption among an entry's answers, without the line end that some data has.
std::string captionOf(const corpus::Entry& entry) {
  for (const std::string_view task : {"Caption", "Description"}) {
    for (const corpus::QuestionAnswer& pair : entry.pairs) {
      if (pair.task != task) continue;
      const std::size_t last = pair.answer.find_last_not_of(" \t\r\n");
      return last == std::string::npos ? std::string() : pair.answer.substr(0, last + 1);
    }
  }
  return {};
}

/// Takes rows until there are enough, and reports those that cannot be taken.
class Collector {
 public:
  Collector(const RowOptions& options, const corpus::OnRejection& onRejection)
      : m_options(options), m_onRejection(onRejection) {}

  corpus::Reading take(std::size_t line, ReferenceRow&& row) {
    if (row.id.empty()) row.id = fmt::format("row {}", line);
    if (row.split.empty()) row.split = m_options.split;
    const std::string_view reason = row.smiles.empty()    ? "The row has no SMILES."
                                    : row.caption.empty() ? "The row has no caption."
                                    : !m_ids.insert(row.id).second
                                        ? "A row of this name came before."
                                        : "";
    if (!reason.empty()) {
      m_onRejection({line, row.id, std::string(reason)});
      return corpus::Reading::GoOn;
    }
    m_rows.push_back(std::move(row));
    const bool enough = m_options.maximum > 0 && m_rows.size() == m_options.maximum;
    return enough ? corpus::Reading::Stop : corpus::Reading::GoOn;
  }

  std::vector<ReferenceRow> finish() { return std::move(m_rows); }

 private:
  const RowOptions& m_options;
  const corpus::OnRejection& m_onRejection;
  std::vector<ReferenceRow> m_rows;
  std::unordered_set<std::string> m_ids;
};

bool beginsWithBrace(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  char first = 0;
  stream >> first;
  return first == '{';
}

}  // namespace

Result<std::vector<ReferenceRow>> readReferenceRows(const std::filesystem::path& file,
                                                    const RowOptions& options,
                                                    const corpus::OnRejection& onRejection) {
  Collector collector(options, onRejection);
  const auto ofLine = [&](std::size_t number, corpus::Line&& line) {
    auto* entry = std::get_if<corpus::Entry>(&line);
    if (entry == nullptr) {
      onRejection({number, "", "The line is a conversation or a text, not a molecule."});
      return corpus::Reading::GoOn;
    }
    return collector.take(number, {entry->id, entry->source, entry->split, entry->structure.smiles,
                                   captionOf(*entry)});
  };
  const auto ofTable = [&](std::size_t number, ReferenceRow&& row) {
    return collector.take(number, std::move(row));
  };
  const auto read = beginsWithBrace(file) ? corpus::readCorpus(file, ofLine, onRejection)
                                          : readRowTable(file, ofTable, onRejection);
  if (!read) return tl::unexpected(read.error());
  std::vector<ReferenceRow> rows = collector.finish();
  if (!rows.empty()) return rows;
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} has no molecule with a caption.", file.string()));
}

}  // namespace molloquy::retrieval
