#include "app/cli/generator_rejects.h"

#include <filesystem>

#include <fmt/format.h>

#include "app/cli/output.h"

namespace molloquy::cli {
namespace {

/// Rows that are told on standard error.
constexpr std::size_t kTold = 5;

}  // namespace

Result<GeneratorRejects> GeneratorRejects::create(const std::string& file) {
  GeneratorRejects rejects;
  rejects.m_file = file;
  if (file.empty()) return rejects;
  auto table = RejectTable::create(file);
  if (!table) return tl::unexpected(table.error());
  rejects.m_table = *std::move(table);
  return rejects;
}

void GeneratorRejects::add(const corpus::Rejection& rejection) {
  if (++m_count <= kTold) note(rejectionText(rejection));
  if (!m_table || m_failure) return;
  if (const auto written = m_table->add(rejection, "left out"); !written) {
    m_failure = written.error();
  }
}

Result<void> GeneratorRejects::finish() {
  if (m_count > kTold) {
    note(fmt::format("{} more were left out; {} lists them all.", m_count - kTold,
                     m_file.empty() ? "--rejects FILE" : m_file));
  }
  if (m_failure) return tl::unexpected(*m_failure);
  return m_table ? m_table->finish() : Result<void>();
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Result<void> differentFiles(const std::string& input, const std::string& output) {
  std::error_code problem;
  if (!std::filesystem::equivalent(input, output, problem)) return {};
  return fail(ErrorCode::InvalidInput,
              "The new corpus would replace the file that is read. Name another file with "
              "--output.");
}

}  // namespace molloquy::cli
