#pragma once

// Clang before version 16 cannot compile libstdc++'s <source_location>, which the error type of the
// project uses. The fuzzers include this stand-in first; nothing else does.
#include <cstdint>

namespace std {
struct source_location {
  static constexpr source_location current(const char* file = __builtin_FILE(),
                                           const char* function = __builtin_FUNCTION(),
                                           unsigned line = __builtin_LINE()) {
    source_location here;
    here.m_file = file;
    here.m_function = function;
    here.m_line = line;
    return here;
  }
  constexpr const char* file_name() const { return m_file; }
  constexpr const char* function_name() const { return m_function; }
  constexpr std::uint_least32_t line() const { return m_line; }
  constexpr std::uint_least32_t column() const { return 0; }

 private:
  const char* m_file = "";
  const char* m_function = "";
  unsigned m_line = 0;
};
}  // namespace std
