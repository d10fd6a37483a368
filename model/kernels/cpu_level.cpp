#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "model/kernels/level_tables.h"

namespace molloquy::kernels {
namespace {

/// Shortest of some runs of the inner loop of long prompts, in seconds.
double raceTime(const KernelTable& table) {
  constexpr int kColumns = 256;
  constexpr int kRuns = 16;
  std::vector<std::uint16_t> panel(kPanelColumns * kColumns, 0x3F80);
  std::vector<float> x(kColumns, 1.0F);
  const auto words = static_cast<std::size_t>(operandWords(table, kColumns));
  std::vector<std::uint32_t> operand(kMaxPanelRows * words);
  for (int i = 0; i < kMaxPanelRows; ++i) table.toOperand(x.data(), kColumns, &operand[i * words]);
  std::array<float, std::size_t{kMaxPanelRows} * kPanelColumns> c{};
  const PanelJob job{panel.data(), 2 * kPanelColumns, kColumns / 2,
                     {operand.data(), static_cast<std::ptrdiff_t>(words)},
                     kMaxPanelRows, c.data(), kPanelColumns};
  double best = 1.0;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    table.panelMultiply(job);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  return best;
}

}  // namespace

bool hasCpuLevel(CpuLevel level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (level) {
    case CpuLevel::Portable:
      return true;
    case CpuLevel::Avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("f16c");
    case CpuLevel::Avx512:
      return hasCpuLevel(CpuLevel::Avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
    case CpuLevel::Avx512Bfloat16:
      return hasCpuLevel(CpuLevel::Avx512) && __builtin_cpu_supports("avx512bf16");
  }
#endif
  return level == CpuLevel::Portable;
}

CpuLevel bestCpuLevel() {
  static const CpuLevel best = [] {
    if (hasCpuLevel(CpuLevel::Avx512Bfloat16)) {
      const bool pairsWin = raceTime(kernelsFor(CpuLevel::Avx512Bfloat16)) <
                            raceTime(kernelsFor(CpuLevel::Avx512));
      return pairsWin ? CpuLevel::Avx512Bfloat16 : CpuLevel::Avx512;
    }
    for (const CpuLevel level : {CpuLevel::Avx512, CpuLevel::Avx2}) {
      if (hasCpuLevel(level)) return level;
    }
    return CpuLevel::Portable;
  }();
  return best;
}

const char* toString(CpuLevel level) {
  switch (level) {
    case CpuLevel::Portable:
      return "portable";
    case CpuLevel::Avx2:
      return "AVX2";
    case CpuLevel::Avx512:
      return "AVX-512";
    case CpuLevel::Avx512Bfloat16:
      return "AVX-512 BF16";
  }
  return "portable";
}

const KernelTable& kernelsFor([[maybe_unused]] CpuLevel level) {
#if defined(__x86_64__)
  if (level == CpuLevel::Avx512Bfloat16) return kAvx512Bfloat16Kernels;
  if (level == CpuLevel::Avx512) return kAvx512Kernels;
  if (level == CpuLevel::Avx2) return kAvx2Kernels;
#endif
  return kPortableKernels;
}

}  // namespace molloquy::kernels
