#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/cli/reject_table.h"

namespace molloquy::cli {

/// Rows that a generator leaves out: the first ones on standard error, all of them in a table when
/// there is one. Destroyed before finish(), it leaves no table behind.
class GeneratorRejects {
 public:
  /// file  the table, or empty. Errors: those of RejectTable.
  static Result<GeneratorRejects> create(const std::string& file);

  void add(const corpus::Rejection& rejection);
  /// Writes the table and says how many there were. Errors: those of every write.
  Result<void> finish();
  [[nodiscard]] std::size_t count() const { return m_count; }

 private:
  std::string m_file;
  std::optional<RejectTable> m_table;
  std::optional<Error> m_failure;
  std::size_t m_count = 0;
};

/// "1 structure", "2 structures".
std::string counted(std::size_t count, std::string_view noun);

/// Errors: InvalidInput when `output` is the file that is read.
Result<void> differentFiles(const std::string& input, const std::string& output);

}  // namespace molloquy::cli
