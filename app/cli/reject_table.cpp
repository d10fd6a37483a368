#include "app/cli/reject_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

/// A cell of the table holds neither tabs nor line ends.
std::string cell(std::string_view text) {
  std::string written(text);
  std::replace_if(
      written.begin(), written.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; },
      ' ');
  return written;
}

}  // namespace

Result<RejectTable> RejectTable::create(const std::filesystem::path& file) {
  auto growing = GrowingFile::create(file);
  if (!growing) return tl::unexpected(growing.error());
  RejectTable table(*std::move(growing));
  constexpr std::string_view kHeader = "line\trow\tkind\treason\n";
  if (auto written = table.m_file.write(std::as_bytes(std::span(kHeader))); !written) {
    return tl::unexpected(written.error());
  }
  return table;
}

Result<void> RejectTable::add(const corpus::Rejection& rejection, std::string_view kind) {
  const std::string row = fmt::format("{}\t{}\t{}\t{}\n", rejection.line, cell(rejection.what),
                                      kind, cell(rejection.reason));
  return m_file.write(std::as_bytes(std::span(row)));
}

Result<void> RejectTable::finish() { return m_file.finish(); }

std::string rejectionText(const corpus::Rejection& rejection) {
  if (rejection.what.empty()) return fmt::format("line {}: {}", rejection.line, rejection.reason);
  return fmt::format("line {} ({}): {}", rejection.line, rejection.what, rejection.reason);
}

}  // namespace molloquy::cli
