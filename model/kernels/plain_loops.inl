// Loops that every level compiles for itself with its own instruction set; the compiler turns them
// into vector code. Everything is in an unnamed namespace, and nothing of the standard library is
// used, so that no function compiled for one level can be linked into another.
#include "model/kernels/kernel_table.h"

namespace molloquy::kernels {
namespace {

inline float bitsToFloat(std::uint32_t bits) {
  float value;
  __builtin_memcpy(&value, &bits, sizeof(value));
  return value;
}

inline std::uint32_t floatToBits(float value) {
  std::uint32_t bits;
  __builtin_memcpy(&bits, &value, sizeof(bits));
  return bits;
}

inline float fromBfloat16(std::uint16_t bits) {
  return bitsToFloat(static_cast<std::uint32_t>(bits) << 16);
}

/// Nearest, ties to even. The inputs are finite.
inline std::uint16_t roundToBfloat16(float value) {
  const std::uint32_t bits = floatToBits(value);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

inline float fromHalf(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1FU;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float size = static_cast<float>(fraction) * 0x1.0p-24F;
    return sign != 0 ? -size : size;
  }
  const std::uint32_t wide = exponent == 31 ? 0xFFU : exponent + 112U;
  return bitsToFloat(sign | (wide << 23) | (fraction << 13));
}

/// e^x for x <= 88, relative error below 2e-7; 0 below -87.
inline float exponential(float x) {
  const float bounded = x < -87.0F ? -87.0F : x;
  // 1. x = n ln 2 + r with |r| <= ln 2 / 2; adding 1.5 * 2^23 rounds to a whole number.
  const float shifted = bounded * 1.44269504F + 12582912.0F;
  const float n = shifted - 12582912.0F;
  const float r = (bounded - n * 0.693359375F) + n * 2.12194440e-4F;
  // 2. e^r by its Taylor polynomial.
  float p = 1.0F / 5040.0F;
  p = p * r + 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  // 3. Times 2^n through the exponent bits.
  const std::uint32_t bits = floatToBits(p) + (floatToBits(shifted) << 23);
  return x < -87.0F ? 0.0F : bitsToFloat(bits);
}

/// erf(x), absolute error below 2e-7: the Maclaurin series near zero, Abramowitz and Stegun 7.1.26
/// beyond.
inline float errorFunction(float x) {
  const float size = x < 0 ? -x : x;
  const float bounded = size > 4.0F ? 4.0F : size;
  const float square = bounded * bounded;
  float series = -1.0F / 75600.0F;
  series = series * square + 1.0F / 9360.0F;
  series = series * square - 1.0F / 1320.0F;
  series = series * square + 1.0F / 216.0F;
  series = series * square - 1.0F / 42.0F;
  series = series * square + 0.1F;
  series = series * square - 1.0F / 3.0F;
  series = series * square + 1.0F;
  const float nearZero = series * bounded * 1.12837917F;
  const float t = 1.0F / (1.0F + 0.3275911F * bounded);
  float tail = 1.061405429F;
  tail = tail * t - 1.453152027F;
  tail = tail * t + 1.421413741F;
  tail = tail * t - 0.284496736F;
  tail = tail * t + 0.254829592F;
  const float farOut = 1.0F - tail * t * exponential(-square);
  const float result = bounded < 0.75F ? nearZero : farOut;
  return x < 0 ? -result : result;
}

[[maybe_unused]] void quantizeRowPlain(const float* x, int n, std::int8_t* codes, float* scales,
                      std::int32_t* sums) {
  for (int g = 0; g < n / kGroup; ++g) {
    const float* group = x + g * kGroup;
    float largest = 0.0F;
    for (int i = 0; i < kGroup; ++i) {
      const float size = group[i] < 0 ? -group[i] : group[i];
      largest = size > largest ? size : largest;
    }
    const float inverse = largest > 0.0F ? 127.0F / largest : 0.0F;
    std::int32_t sum = 0;
    for (int i = 0; i < kGroup; ++i) {
      // Adding 1.5 * 2^23 rounds to the nearest whole number.
      const float rounded = (group[i] * inverse + 12582912.0F) - 12582912.0F;
      const auto code = static_cast<std::int32_t>(rounded);
      codes[g * kGroup + i] = static_cast<std::int8_t>(code);
      sum += code;
    }
    scales[g] = largest / 127.0F;
    sums[g] = sum;
  }
}

/// Floats: of each 32 columns first the 16 even ones, then the 16 odd ones.
[[maybe_unused]] void toFloatOperand(const float* x, int k, std::uint32_t* words) {
  for (int block = 0; block < k; block += 32) {
    for (int i = 0; i < 32; ++i) {
      const int column = block + (i < 16 ? 2 * i : 2 * (i - 16) + 1);
      words[block + i] =
          column < k ? static_cast<std::uint32_t>(roundToBfloat16(x[column])) << 16 : 0U;
    }
  }
}

[[maybe_unused]] void expandPanelPlain(const std::uint16_t* panel, int pairs, float* floats) {
  for (int pair = 0; pair < (pairs + 15) / 16 * 16; ++pair) {
    float* even = floats + (pair / 16 * 32 + pair % 16) * kPanelColumns;
    float* odd = even + 16 * kPanelColumns;
    for (int n = 0; n < kPanelColumns; ++n) {
      const std::uint16_t* both = panel + pair * 2 * kPanelColumns + 2 * n;
      even[n] = pair < pairs ? fromBfloat16(both[0]) : 0.0F;
      odd[n] = pair < pairs ? fromBfloat16(both[1]) : 0.0F;
    }
  }
}

[[maybe_unused]] void toPairOperand(const float* x, int k, std::uint32_t* words) {
  for (int pair = 0; pair < (k + 31) / 32 * 16; ++pair) {
    const std::uint32_t even = 2 * pair < k ? roundToBfloat16(x[2 * pair]) : 0U;
    const std::uint32_t odd = 2 * pair + 1 < k ? roundToBfloat16(x[2 * pair + 1]) : 0U;
    words[pair] = even | (odd << 16);
  }
}

/// Word of the even column of a pair in a float operand; the odd one lies 16 further.
[[maybe_unused]] inline int evenWord(int pair) { return pair / 16 * 32 + pair % 16; }

float squaresPlain(const float* x, int n) {
  constexpr int kLanes = 16;
  float lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += x[i + lane] * x[i + lane];
  }
  float sum = 0.0F;
  for (; i < n; ++i) sum += x[i] * x[i];
  for (const float lane : lanes) sum += lane;
  return sum;
}

void scaleByPlain(const float* x, float factor, const float* weight, int n, float* y) {
  for (int i = 0; i < n; ++i) y[i] = x[i] * factor * weight[i];
}

void siluMultiplyPlain(const float* gate, const float* up, int n, float* y) {
  for (int i = 0; i < n; ++i) {
    const float x = gate[i] > -80.0F ? gate[i] : -80.0F;
    y[i] = x / (1.0F + exponential(-x)) * up[i];
  }
}

float exponentialsPlain(float* x, int n, float scale) {
  float largest = -__builtin_inff();
  for (int i = 0; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
  largest *= scale;
  constexpr int kLanes = 16;
  float lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) {
      const float e = exponential(x[i + lane] * scale - largest);
      x[i + lane] = e;
      lanes[lane] += e;
    }
  }
  float sum = 0.0F;
  for (; i < n; ++i) {
    x[i] = exponential(x[i] * scale - largest);
    sum += x[i];
  }
  for (const float lane : lanes) sum += lane;
  return sum;
}

void pairAttentionPlain(const PairAttentionJob& job) {
  // Keys and values side by side: [d, keys] and [keys, d].
  float* keys = job.scratch;
  float* values = keys + job.d * job.keys;
  float* weights = values + job.d * job.keys;
  for (int j = 0; j < job.keys; ++j) {
    for (int c = 0; c < job.d; ++c) {
      keys[c * job.keys + j] = job.k[j * job.stride + c];
      values[j * job.d + c] = job.v[j * job.stride + c];
    }
  }
  for (int i = 0; i < job.rows; ++i) {
    float* logits = job.pairs + static_cast<std::ptrdiff_t>(i) * job.keys;
    const float* q = job.q + i * job.stride;
    for (int c = 0; c < job.d; ++c) {
      const float factor = q[c];
      const float* row = keys + c * job.keys;
      for (int j = 0; j < job.keys; ++j) logits[j] += factor * row[j];
    }
    for (int j = 0; j < job.keys; ++j) weights[j] = logits[j];
    const float inverse = 1.0F / exponentialsPlain(weights, job.keys, 1.0F);
    float sums[16] = {};
    if (job.d == 8) {  // a width that the compiler knows
      for (int j = 0; j < job.keys; ++j) {
        for (int c = 0; c < 8; ++c) sums[c] += weights[j] * values[j * 8 + c];
      }
    } else {
      for (int j = 0; j < job.keys; ++j) {
        for (int c = 0; c < job.d; ++c) sums[c] += weights[j] * values[j * job.d + c];
      }
    }
    for (int c = 0; c < job.d; ++c) job.out[i * job.outStride + c] = sums[c] * inverse;
  }
}

void gaussiansPlain(float u, const float* mean, const float* inverseStd, const float* factor, int n,
                    float* y) {
  for (int k = 0; k < n; ++k) {
    const float z = (u - mean[k]) * inverseStd[k];
    y[k] = factor[k] * exponential(-0.5F * z * z);
  }
}

void addScaledPlain(const float* x, float a, int n, float* y) {
  for (int i = 0; i < n; ++i) y[i] += a * x[i];
}

void rotatePlain(float* x, const float* cosine, const float* sine, int d) {
  float* first = x;
  float* second = x + d / 2;
  for (int i = 0; i < d / 2; ++i) {
    const float a = first[i];
    const float b = second[i];
    first[i] = a * cosine[i] - b * sine[i];
    second[i] = b * cosine[i] + a * sine[i];
  }
}

void geluBiasPlain(const float* x, const float* bias, int n, float* y) {
  for (int i = 0; i < n; ++i) {
    const float value = x[i] + bias[i];
    y[i] = 0.5F * value * (1.0F + errorFunction(value * 0.70710678F));
  }
}

void layerNormPlain(const float* x, const float* weight, const float* bias, float eps, int n,
                    float* y) {
  constexpr int kLanes = 16;
  float lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += x[i + lane];
  }
  float sum = 0.0F;
  for (; i < n; ++i) sum += x[i];
  for (float& lane : lanes) {
    sum += lane;
    lane = 0.0F;
  }
  const float mean = sum / static_cast<float>(n);
  float variance = 0.0F;
  for (i = 0; i + kLanes <= n; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) {
      const float off = x[i + lane] - mean;
      lanes[lane] += off * off;
    }
  }
  for (; i < n; ++i) variance += (x[i] - mean) * (x[i] - mean);
  for (const float lane : lanes) variance += lane;
  const float factor = 1.0F / __builtin_sqrtf(variance / static_cast<float>(n) + eps);
  for (i = 0; i < n; ++i) y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

/// The compiler makes vectors of the lanes.
[[maybe_unused]] float peakLoopPlain(int rounds, float seed) {
  float sums[64];
  for (int i = 0; i < 64; ++i) sums[i] = seed * static_cast<float>(i);
  for (int round = 0; round < rounds; ++round) {
    for (float& sum : sums) sum = sum * 0.999F + seed;
  }
  float all = 0.0F;
  for (const float sum : sums) all += sum;
  return all;
}
[[maybe_unused]] constexpr double kPeakLoopPlainOperations = 2.0 * 64;

/// Four streams at a time.
[[maybe_unused]] std::uint64_t readLoopPlain(const void* data, std::size_t bytes) {
  const auto* words = static_cast<const std::uint64_t*>(data);
  const std::size_t part = bytes / 32;
  std::uint64_t all[8] = {};
  for (std::size_t i = 0; i + 8 <= part; i += 8) {
    for (std::size_t stream = 0; stream < 4; ++stream) {
      const std::uint64_t* from = words + stream * part + i;
      __builtin_prefetch(from + 256);
      for (int lane = 0; lane < 8; ++lane) all[lane] ^= from[lane];
    }
  }
  std::uint64_t mixed = 0;
  for (const std::uint64_t lane : all) mixed ^= lane;
  return mixed;
}

/// Codes of one tile and group written out, value (row r, column c) at [c][r].
void tileCodes(const std::uint8_t* tile, int bits, int codes[kGroup][kTileRows]) {
  for (int c = 0; c < kGroup; ++c) {
    for (int r = 0; r < kTileRows; ++r) {
      if (bits == 8) {
        codes[c][r] = tile[(c / 4) * 64 + r * 4 + c % 4] - 128;
      } else {
        const int quad = c / 4;
        const std::uint8_t both = tile[(quad % 8) * 64 + r * 4 + c % 4];
        codes[c][r] = (quad < 8 ? both & 15 : both >> 4) - 8;
      }
    }
  }
}

[[maybe_unused]] void unpackTile(const std::uint8_t* tiles, const std::uint16_t* scales, int groups, int bits,
                std::uint16_t* panel) {
  int codes[kGroup][kTileRows];
  for (int g = 0; g < groups; ++g) {
    tileCodes(tiles + g * (kTileRows * kGroup * bits / 8), bits, codes);
    for (int c = 0; c < kGroup; ++c) {
      const int k = g * kGroup + c;
      for (int r = 0; r < kTileRows; ++r) {
        const float value = static_cast<float>(codes[c][r]) * fromHalf(scales[g * kTileRows + r]);
        panel[(k / 2) * (2 * kPanelColumns) + 2 * r + k % 2] = roundToBfloat16(value);
      }
    }
  }
}

}  // namespace
}  // namespace molloquy::kernels
