#include <fmt/format.h>

#include <algorithm>

#include "model/checkpoints/utf8.h"
#include "model/corpus/importers/delimited_reader.h"
#include "model/corpus/importers/row.h"

namespace molloquy::corpus {
namespace {

/// Rows between two reports of progress.
constexpr std::size_t kProgressRows = 256;

std::size_t countOf(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

TableStyle styleOf(ImportFormat format, const TextInput& input) {
  if (format != ImportFormat::Csv) return TableStyle::TabSeparated;
  const std::string_view text = input.beginning();
  const std::string_view header = text.substr(0, text.find('\n'));
  return countOf(header, ';') > countOf(header, ',') ? TableStyle::Semicolon : TableStyle::Csv;
}

void takeCells(ImportRun& run, const ColumnPlan& plan, std::size_t columns, TableRow&& cells) {
  const std::string first = cells.cells.empty() ? std::string() : cells.cells.front();
  if (cells.problem) {
    return run.reject(cells.line, first, RejectionKind::BrokenRecord, *cells.problem);
  }
  if (cells.cells.size() != columns) {
    return run.reject(cells.line, first, RejectionKind::ColumnCount,
                      fmt::format("The row has {} columns where the header has {}.",
                                  cells.cells.size(), columns));
  }
  Row row;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    if (const auto column = plan.columnOf(static_cast<Place>(place))) {
      row.texts[place] = std::move(cells.cells[*column]);
    }
  }
  takeRow(run, cells.line, std::move(row));
}

}  // namespace

Result<void> importTable(ImportRun& run, ImportFormat format) {
  auto input = TextInput::open(run.file());
  if (!input) return tl::unexpected(input.error());
  DelimitedReader reader(**input, styleOf(format, **input));
  TableRow header;
  if (!reader.next(header) || header.problem) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no header line.", run.file().string()));
  }
  for (std::string& name : header.cells) {
    if (!checkpoints::isUtf8(name)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The header of {} is not UTF-8 text.", run.file().string()));
    }
  }
  auto plan = ColumnPlan::make(run.options(), header.cells, ColumnPlan::SmilesColumn::Needed);
  if (!plan) return tl::unexpected(plan.error().within("reading " + run.file().string()));
  plan->tell(header.cells, run.report());
  std::size_t count = 0;
  for (TableRow row; !run.isOver() && reader.next(row);) {
    takeCells(run, *plan, header.cells.size(), std::move(row));
    if (++count % kProgressRows == 0) run.progress((*input)->position(), (*input)->size());
  }
  if ((*input)->failure()) return tl::unexpected(*(*input)->failure());
  return {};
}

}  // namespace molloquy::corpus
