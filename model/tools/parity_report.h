#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace molloquy::parity {

/// Largest absolute differences that pass, for float32.
inline constexpr double kExact = 0.0;
inline constexpr double kDistance = 1e-5;
inline constexpr double kHidden = 2e-5;  ///< encoder and Q-Former rows.
inline constexpr double kLogit = 1e-4;
inline constexpr double kLoss = 1e-5;

/// Prints a line for each case and counts.
class Report {
 public:
  /// Compares with a stored tensor, on whatever device either is; absent when that is nullopt.
  void compare(const std::string& name, const at::Tensor& ours,
               const std::optional<at::Tensor>& golden, double tolerance);
  /// Compares token lists.
  void compareIds(const std::string& name, const std::vector<std::int64_t>& ours,
                  const std::vector<std::int64_t>& golden);
  /// Compares many things that have to be equal: `compared` of them, `different` are not.
  /// firstDifference  what to look at, printed when something differs.
  void compareMany(const std::string& name, std::size_t compared, std::size_t different,
                   const std::string& firstDifference);
  /// A case that could not be run because its files are missing.
  void absent(const std::string& name);
  /// A case that could not be run because of an error.
  void failed(const std::string& name, const std::string& reason);

  /// Something was compared and everything agreed.
  [[nodiscard]] bool isGood() const { return m_failed == 0 && m_passed > 0; }
  void printHeading() const;
  void printSummary() const;

 private:
  int m_passed = 0;
  int m_failed = 0;
  int m_absent = 0;
};

}  // namespace molloquy::parity
