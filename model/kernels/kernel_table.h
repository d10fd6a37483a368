#pragma once

#include <cstddef>
#include <cstdint>

namespace molloquy::kernels {

/// Columns that share one scale in a quantised matrix and in a quantised activation.
inline constexpr int kGroup = 64;
/// Rows of a quantised matrix that lie side by side.
inline constexpr int kTileRows = 16;
/// Columns of a panel, see PanelJob.
inline constexpr int kPanelColumns = 32;
/// Most rows of x that one call of `dotRows`, `multiplyInt8` and `multiplyInt4` takes.
inline constexpr int kMaxDecodeRows = 8;
/// Most rows of x that one call of `panelMultiply` takes.
inline constexpr int kMaxPanelRows = 12;

/// Activations rounded to 8 bits: value = scale of its group * code. m rows.
struct QuantizedRows {
  const std::int8_t* codes = nullptr;   ///< [m, K]
  const float* scales = nullptr;        ///< [m, K / kGroup]
  const std::int32_t* sums = nullptr;   ///< [m, K / kGroup], sum of the group's codes.
};

/// Rows of x as a level's bfloat16 loops want them, made by `toOperand`: [m, operandWords(K)]. A word
/// is a pair of bfloat16, or one float that a bfloat16 can hold (then the even and the odd columns of
/// each 32 lie apart). Behind K there are zeros.
struct Operand {
  const std::uint32_t* words = nullptr;
  std::ptrdiff_t stride = 0;  ///< words from row to row.
};

/// y[i, r] = sum over k of w[r, k] x[i, k]; bfloat16 in, float32 accumulated and out.
struct DotRowsJob {
  const std::uint16_t* w = nullptr;  ///< [rows, K], rows `wStride` apart.
  std::ptrdiff_t wStride = 0;
  int rows = 0;
  Operand x;
  int m = 0;  ///< at most kMaxDecodeRows.
  int k = 0;
  float* y = nullptr;  ///< [m, rows], rows `yStride` apart.
  std::ptrdiff_t yStride = 0;
};

/// y[i, r] = sum over k of w[r, k] x[i, k] for a range of tiles of a quantised matrix.
///
/// Layout of a tile, 16 rows of one group (64 columns): 32-bit lane r of vector q holds the codes of
/// row r, columns 4 q .. 4 q + 3. int8: 16 vectors, code + 128. int4: 8 vectors, code + 8, the low
/// halves of vector q are columns 4 q .., the high ones columns 4 (q + 8) ... Groups of the same 16
/// rows follow one another.
struct TileJob {
  const std::uint8_t* tiles = nullptr;    ///< [tileCount, K / kGroup, 16 rows * 64 codes]
  const std::uint16_t* scales = nullptr;  ///< [tileCount, K / kGroup, 16] IEEE half
  int tileCount = 0;
  int groups = 0;  ///< K / kGroup.
  QuantizedRows x;
  int m = 0;           ///< at most kMaxDecodeRows.
  float* y = nullptr;  ///< [m, 16 * tileCount], rows `yStride` apart.
  std::ptrdiff_t yStride = 0;
};

/// c[i, n] (+)= sum over k of x[i, k] panel[k, n], bfloat16 in, float32 out.
///
/// A panel keeps pairs of k together: element (k, n) lies at (k / 2) * panelStride + 2 n + k % 2.
/// A row's result does not depend on how many rows there are.
struct PanelJob {
  const std::uint16_t* panel = nullptr;
  std::ptrdiff_t panelStride = 0;
  int pairs = 0;  ///< K / 2; an odd K has a zero in the last pair.
  Operand x;      ///< from the first of these pairs on; that is column 0 modulo 32.
  int m = 0;           ///< at most kMaxPanelRows.
  float* c = nullptr;  ///< [m, kPanelColumns], rows `cStride` apart.
  std::ptrdiff_t cStride = 0;
  enum class Output { Overwrite, Add } output = Output::Overwrite;
};

/// The same in float32: element (k, n) of the panel lies at k * kPanelColumns + n.
struct FloatPanelJob {
  const float* panel = nullptr;
  int k = 0;
  const float* x = nullptr;
  std::ptrdiff_t xStride = 0;
  int m = 0;
  float* c = nullptr;
  std::ptrdiff_t cStride = 0;
  PanelJob::Output output = PanelJob::Output::Overwrite;
};

/// Attention of one head with a bias for every pair, which the logits replace.
struct PairAttentionJob {
  const float* q = nullptr;  ///< [rows, d], rows `stride` apart, already scaled.
  const float* k = nullptr;  ///< [keys, d], rows `stride` apart.
  const float* v = nullptr;  ///< [keys, d], rows `stride` apart.
  std::ptrdiff_t stride = 0;
  int rows = 0;
  int keys = 0;
  int d = 0;               ///< at most 16.
  float* pairs = nullptr;  ///< [rows, keys]: the bias before, q k^T + bias after.
  float* out = nullptr;    ///< [rows, d], rows `outStride` apart.
  std::ptrdiff_t outStride = 0;
  float* scratch = nullptr;  ///< [(2 d + 1) * keys]
};

/// The inner loops, once for each kind of processor (see kernelsFor). Pointers need no alignment.
struct KernelTable {
  /// 32 columns of an operand take this many words: 16 as pairs, 32 as floats.
  int operandBlock;
  /// One row of k numbers -> its words, rounded to bfloat16; the last block is filled with zeros.
  void (*toOperand)(const float* x, int k, std::uint32_t* words);

  void (*dotRows)(const DotRowsJob& job);
  void (*multiplyInt8)(const TileJob& job);
  void (*multiplyInt4)(const TileJob& job);
  void (*panelMultiply)(const PanelJob& job);
  void (*floatPanelMultiply)(const FloatPanelJob& job);

  /// 32 rows of a row-major bfloat16 matrix, k columns (even) -> panel [k / 2, 32, 2].
  void (*packRows)(const std::uint16_t* w, std::ptrdiff_t wStride, int k, std::uint16_t* panel);
  /// A packed panel [pairs, 32, 2] -> floats [ceil(pairs / 16) * 32, 32], rows in the order of an
  /// operand's words, so that floatPanelMultiply takes the operand as it is; missing pairs are zero.
  /// nullptr where operands are pairs and panelMultiply is the faster way.
  void (*expandPanel)(const std::uint16_t* panel, int pairs, float* floats);
  /// `groups` groups of one tile -> its 16 columns of a panel with 32.
  void (*unpackInt8)(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                     std::uint16_t* panel);
  void (*unpackInt4)(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                     std::uint16_t* panel);

  /// One row of n numbers (a multiple of kGroup) -> codes, scales and sums.
  void (*quantizeRow)(const float* x, int n, std::int8_t* codes, float* scales,
                      std::int32_t* sums);
  /// Sum of squares.
  float (*squares)(const float* x, int n);
  /// y = x * factor * weight.
  void (*scaleBy)(const float* x, float factor, const float* weight, int n, float* y);
  /// y = silu(gate) * up.
  void (*siluMultiply)(const float* gate, const float* up, int n, float* y);
  /// x = exp(scale x - max over n); returns the sum. -inf gives 0.
  float (*exponentials)(float* x, int n, float scale);
  /// y += a * x.
  void (*addScaled)(const float* x, float a, int n, float* y);
  /// Rotates one head of width d (even), rotate-half layout; cosine and sine [d / 2].
  void (*rotate)(float* x, const float* cosine, const float* sine, int d);
  /// y = gelu(x + bias), exact form by the error function.
  void (*geluBias)(const float* x, const float* bias, int n, float* y);
  void (*pairAttention)(const PairAttentionJob& job);
  /// y[k] = factor[k] exp(-0.5 ((u - mean[k]) * inverseStd[k])^2).
  void (*gaussians)(float u, const float* mean, const float* inverseStd, const float* factor, int n,
                    float* y);
  /// Multiplies and adds in registers only, the fastest way of the level with numbers of bfloat16's
  /// precision; for measuring. returns a number that depends on all of it.
  float (*peakLoop)(int rounds, float seed);
  double peakLoopOperations;  ///< multiplications and additions of one round.
  /// Reads `bytes` (a multiple of 256) as fast as the level can; for measuring.
  std::uint64_t (*readLoop)(const void* data, std::size_t bytes);

  /// y = (x - mean) / sqrt(variance + eps) * weight + bias.
  void (*layerNorm)(const float* x, const float* weight, const float* bias, float eps, int n,
                    float* y);
};

/// Words of one row of k columns.
inline int operandWords(const KernelTable& table, int k) {
  return (k + 31) / 32 * table.operandBlock;
}

/// Which instructions a table uses.
///   Portable        whatever the compiler's base target has.
///   Avx2            AVX2, FMA and F16C.
///   Avx512          AVX-512 F, BW, VL, DQ with VNNI (Intel since Ice Lake, AMD since Zen 4).
///   Avx512Bfloat16  also BF16. Not always the faster of the two: measured, an Intel server core
///                   multiplied bfloat16 pairs at half the rate of float32, an AMD core at twice.
enum class CpuLevel { Portable, Avx2, Avx512, Avx512Bfloat16 };

/// Whether the processor that runs this has the level.
bool hasCpuLevel(CpuLevel level);
/// The level to use; where there are both AVX-512 levels, the one that wins a race of about 0.1 ms,
/// run once.
CpuLevel bestCpuLevel();
const char* toString(CpuLevel level);
/// Precondition: the processor has the level.
const KernelTable& kernelsFor(CpuLevel level);

}  // namespace molloquy::kernels
