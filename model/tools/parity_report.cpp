#include "model/tools/parity_report.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace molloquy::parity {
namespace {

/// Largest absolute difference; equal infinities agree, anything else that is not finite does not.
double largestDifference(const at::Tensor& ours, const at::Tensor& golden) {
  if (ours.sizes() != golden.sizes()) return std::numeric_limits<double>::infinity();
  if (ours.numel() == 0) return 0.0;
  const at::Tensor a = ours.to(at::kCPU, at::kDouble);
  const at::Tensor b = golden.to(at::kCPU, at::kDouble);
  const at::Tensor difference = at::where(a.eq(b), at::zeros_like(a), (a - b).abs());
  const double largest = difference.max().item<double>();
  return std::isnan(largest) ? std::numeric_limits<double>::infinity() : largest;
}

void printLine(const std::string& name, double error, double tolerance, const char* verdict) {
  fmt::print("{:<48} {:>10.2e} {:>10.2e}  {}\n", name, error, tolerance, verdict);
}

}  // namespace

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

void Report::compareMany(const std::string& name, std::size_t compared, std::size_t different,
                         const std::string& firstDifference) {
  const bool ok = different == 0 && compared > 0;
  printLine(fmt::format("{} ({})", name, compared), static_cast<double>(different), kExact,
            ok ? "ok" : "FAIL");
  if (!ok && !firstDifference.empty()) fmt::print("    {}\n", firstDifference);
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

void Report::printHeading() const {
  fmt::print("{:<48} {:>10} {:>10}\n", "case", "max error", "tolerance");
}

void Report::printSummary() const {
  fmt::print("{} ok, {} failed, {} absent\n", m_passed, m_failed, m_absent);
}

}  // namespace molloquy::parity
