#include "model/tools/parity_report.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "model/base/atomic_file.h"
#include "model/nn/weights.h"

namespace molloquy::parity {
namespace {

/// Largest absolute difference; equal infinities agree, anything else that is not finite does not.
double largestDifference(const at::Tensor& ours, const at::Tensor& golden) {
  if (ours.sizes() != golden.sizes()) return std::numeric_limits<double>::infinity();
  if (ours.numel() == 0) return 0.0;
  const at::Tensor a = ours.to(at::kDouble);
  const at::Tensor b = golden.to(at::kDouble);
  const at::Tensor difference = at::where(a.eq(b), at::zeros_like(a), (a - b).abs());
  const double largest = difference.max().item<double>();
  return std::isnan(largest) ? std::numeric_limits<double>::infinity() : largest;
}

void printLine(const std::string& name, double error, double tolerance, const char* verdict) {
  fmt::print("{:<48} {:>10.2e} {:>10.2e}  {}\n", name, error, tolerance, verdict);
}

}  // namespace

const checkpoints::SafetensorsFile* GoldenFolder::open(const std::string& file) {
  auto found = m_files.find(file);
  if (found == m_files.end()) {
    Result<checkpoints::SafetensorsFile> opened = checkpoints::SafetensorsFile::open(m_path / file);
    if (!opened && opened.error().code != ErrorCode::NotFound) {
      fmt::print("{}: {}\n", file, opened.error().toString());
    }
    found = m_files.emplace(file, opened ? std::optional(*opened) : std::nullopt).first;
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<at::Tensor> GoldenFolder::tensor(const std::string& file, const std::string& name) {
  const checkpoints::SafetensorsFile* opened = open(file);
  const checkpoints::TensorEntry* entry = opened != nullptr ? opened->find(name) : nullptr;
  if (entry == nullptr) return std::nullopt;
  const at::Tensor copy = nn::tensorView(*opened, *entry).clone();
  return copy.scalar_type() == at::kInt ? copy.to(at::kLong) : copy;
}

std::optional<std::vector<checkpoints::SafetensorsFile>> GoldenFolder::files(
    const std::vector<std::string>& names) {
  std::vector<checkpoints::SafetensorsFile> opened;
  for (const std::string& name : names) {
    const checkpoints::SafetensorsFile* file = open(name);
    if (file == nullptr) return std::nullopt;
    opened.push_back(*file);
  }
  return opened;
}

nlohmann::json GoldenFolder::json(const std::string& file) const {
  const Result<std::string> text = readFile(m_path / file);
  if (!text) return nullptr;
  nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return object.is_discarded() ? nlohmann::json(nullptr) : object;
}

void Report::compare(const std::string& name, const at::Tensor& ours,
                     const std::optional<at::Tensor>& golden, double tolerance) {
  if (!golden) return absent(name);
  const double error = largestDifference(ours, *golden);
  const bool ok = error <= tolerance;
  printLine(name, error, tolerance, ok ? "ok" : "FAIL");
  ++(ok ? m_passed : m_failed);
}

void Report::compareIds(const std::string& name, const std::vector<std::int64_t>& ours,
                        const std::vector<std::int64_t>& golden) {
  const bool ok = ours == golden;
  printLine(name, ok ? 0.0 : 1.0, kExact, ok ? "ok" : "FAIL");
  ++(ok ? m_passed : m_failed);
}

void Report::absent(const std::string& name) {
  fmt::print("{:<48} {:>10} {:>10}  absent\n", name, "-", "-");
  ++m_absent;
}

void Report::failed(const std::string& name, const std::string& reason) {
  fmt::print("{:<48} {:>10} {:>10}  FAIL: {}\n", name, "-", "-", reason);
  ++m_failed;
}

void Report::printSummary() const {
  fmt::print("{} ok, {} failed, {} absent\n", m_passed, m_failed, m_absent);
}

}  // namespace molloquy::parity
