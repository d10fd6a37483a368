#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/checkpoints/safetensors.h"

namespace molloquy::parity {

/// Largest absolute differences that pass, for float32.
inline constexpr double kExact = 0.0;
inline constexpr double kDistance = 1e-5;
inline constexpr double kHidden = 2e-5;  ///< encoder and Q-Former rows.
inline constexpr double kLogit = 1e-4;
inline constexpr double kLoss = 1e-5;

/// The files of a folder of reference numbers; a file that is missing makes its cases "absent".
class GoldenFolder {
 public:
  explicit GoldenFolder(std::filesystem::path path) : m_path(std::move(path)) {}

  /// The named tensor as a copy, integers as int64; nullopt when file or tensor is missing.
  std::optional<at::Tensor> tensor(const std::string& file, const std::string& name);
  /// The weight files that exist, in the order given; nullopt when one is missing.
  std::optional<std::vector<checkpoints::SafetensorsFile>> files(
      const std::vector<std::string>& names);
  /// A JSON file; null when missing or broken.
  nlohmann::json json(const std::string& file) const;

 private:
  const checkpoints::SafetensorsFile* open(const std::string& file);

  std::filesystem::path m_path;
  std::map<std::string, std::optional<checkpoints::SafetensorsFile>> m_files;
};

/// Prints a line for each case and counts.
class Report {
 public:
  /// Compares with a stored tensor; absent when that is nullopt.
  void compare(const std::string& name, const at::Tensor& ours,
               const std::optional<at::Tensor>& golden, double tolerance);
  /// Compares token lists.
  void compareIds(const std::string& name, const std::vector<std::int64_t>& ours,
                  const std::vector<std::int64_t>& golden);
  /// A case that could not be run because its files are missing.
  void absent(const std::string& name);
  /// A case that could not be run because of an error.
  void failed(const std::string& name, const std::string& reason);

  /// Something was compared and everything agreed.
  [[nodiscard]] bool isGood() const { return m_failed == 0 && m_passed > 0; }
  void printSummary() const;

 private:
  int m_passed = 0;
  int m_failed = 0;
  int m_absent = 0;
};

/// The groups of cases.
void runUnimolCases(GoldenFolder& golden, Report& report);
void runQFormerCases(GoldenFolder& golden, Report& report);
void runLlamaCases(GoldenFolder& golden, Report& report);
void runMoleculeLanguageCases(GoldenFolder& golden, Report& report);

}  // namespace molloquy::parity
