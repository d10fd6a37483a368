#include "model/kernels/level_tables.h"
#include "model/kernels/plain_loops.inl"

namespace molloquy::kernels {
namespace {

template <int M>
void dotRowsOf(const DotRowsJob& job) {
  for (int row = 0; row < job.rows; ++row) {
    const std::uint16_t* w = job.w + row * job.wStride;
    for (int i = 0; i < M; ++i) {
      const std::uint32_t* x = job.x.words + i * job.x.stride;
      float lanes[8] = {};
      int pair = 0;
      for (; 2 * pair + 16 <= job.k; pair += 8) {
        const int at = evenWord(pair);
        for (int lane = 0; lane < 8; ++lane) {
          lanes[lane] += fromBfloat16(w[2 * (pair + lane)]) * bitsToFloat(x[at + lane]) +
                         fromBfloat16(w[2 * (pair + lane) + 1]) * bitsToFloat(x[at + 16 + lane]);
        }
      }
      float sum = 0.0F;
      for (int k = 2 * pair; k < job.k; ++k) {
        sum += fromBfloat16(w[k]) * bitsToFloat(x[evenWord(k / 2) + 16 * (k % 2)]);
      }
      for (const float lane : lanes) sum += lane;
      job.y[i * job.yStride + row] = sum;
    }
  }
}

template <int M>
void tilesOf(const TileJob& job, int bits) {
  int codes[kGroup][kTileRows];
  for (int tile = 0; tile < job.tileCount; ++tile) {
    float sums[M][kTileRows] = {};
    for (int g = 0; g < job.groups; ++g) {
      const std::ptrdiff_t group = std::ptrdiff_t{tile} * job.groups + g;
      tileCodes(job.tiles + group * (kTileRows * kGroup * bits / 8), bits, codes);
      for (int i = 0; i < M; ++i) {
        const std::int8_t* x = job.x.codes + (std::ptrdiff_t{i} * job.groups + g) * kGroup;
        int dots[kTileRows] = {};
        for (int c = 0; c < kGroup; ++c) {
          for (int r = 0; r < kTileRows; ++r) dots[r] += codes[c][r] * x[c];
        }
        for (int r = 0; r < kTileRows; ++r) {
          const float factor =
              fromHalf(job.scales[group * kTileRows + r]) * job.x.scales[i * job.groups + g];
          sums[i][r] += static_cast<float>(dots[r]) * factor;
        }
      }
    }
    for (int i = 0; i < M; ++i) {
      for (int r = 0; r < kTileRows; ++r) {
        job.y[i * job.yStride + tile * kTileRows + r] = sums[i][r];
      }
    }
  }
}

template <int M>
void int8Of(const TileJob& job) {
  tilesOf<M>(job, 8);
}

template <int M>
void int4Of(const TileJob& job) {
  tilesOf<M>(job, 4);
}

template <int M>
void panelOf(const PanelJob& job) {
  for (int i = 0; i < M; ++i) {
    float sums[kPanelColumns];
    float* c = job.c + i * job.cStride;
    const bool add = job.output == PanelJob::Output::Add;
    for (int n = 0; n < kPanelColumns; ++n) sums[n] = add ? c[n] : 0.0F;
    for (int pair = 0; pair < job.pairs; ++pair) {
      const std::uint16_t* panel = job.panel + pair * job.panelStride;
      const std::uint32_t* x = job.x.words + i * job.x.stride + evenWord(pair);
      const float even = bitsToFloat(x[0]);
      const float odd = bitsToFloat(x[16]);
      for (int n = 0; n < kPanelColumns; ++n) {
        sums[n] += fromBfloat16(panel[2 * n]) * even + fromBfloat16(panel[2 * n + 1]) * odd;
      }
    }
    for (int n = 0; n < kPanelColumns; ++n) c[n] = sums[n];
  }
}

template <int M>
void floatPanelOf(const FloatPanelJob& job) {
  for (int i = 0; i < M; ++i) {
    float sums[kPanelColumns];
    float* c = job.c + i * job.cStride;
    const bool add = job.output == PanelJob::Output::Add;
    for (int n = 0; n < kPanelColumns; ++n) sums[n] = add ? c[n] : 0.0F;
    for (int k = 0; k < job.k; ++k) {
      const float x = job.x[i * job.xStride + k];
      for (int n = 0; n < kPanelColumns; ++n) sums[n] += job.panel[k * kPanelColumns + n] * x;
    }
    for (int n = 0; n < kPanelColumns; ++n) c[n] = sums[n];
  }
}

void packRows(const std::uint16_t* w, std::ptrdiff_t wStride, int k, std::uint16_t* panel) {
  for (int pair = 0; pair < k / 2; ++pair) {
    for (int n = 0; n < kPanelColumns; ++n) {
      panel[pair * 2 * kPanelColumns + 2 * n] = w[n * wStride + 2 * pair];
      panel[pair * 2 * kPanelColumns + 2 * n + 1] = w[n * wStride + 2 * pair + 1];
    }
  }
}

void unpackInt8(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  unpackTile(tiles, scales, groups, 8, panel);
}

void unpackInt4(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  unpackTile(tiles, scales, groups, 4, panel);
}

#include "model/kernels/row_count_switch.inl"

}  // namespace

const KernelTable kPortableKernels = {
    32,               toFloatOperand,    dotRows,         multiplyInt8,      multiplyInt4,
    panelMultiply,    floatPanelMultiply, packRows, expandPanelPlain, unpackInt8,        unpackInt4,
    quantizeRowPlain, squaresPlain,       scaleByPlain,    siluMultiplyPlain, exponentialsPlain,
    addScaledPlain,   rotatePlain,        geluBiasPlain,   pairAttentionPlain, gaussiansPlain,
    peakLoopPlain,
    kPeakLoopPlainOperations, readLoopPlain, layerNormPlain};

}  // namespace molloquy::kernels
