#include "model/vectors/embedding_compare.h"

#include <algorithm>

#include "model/vectors/embedding_codes.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {
namespace {

/// Candidates that are fetched before they are compared.
constexpr std::size_t kAhead = 4;
constexpr std::size_t kLineBytes = 64;

}  // namespace

HalvesScore::HalvesScore(const ColumnFile& file, const EmbeddingColumns& columns)
    : m_places(file.runs(columns.halves), file.bytesPerRow(columns.halves)), m_columns(columns) {}

void HalvesScore::fetch(const std::byte* place) const {
  const std::size_t bytes = m_columns.vectors * m_columns.width * sizeof(std::uint16_t);
  for (std::size_t at = 0; at < bytes; at += kLineBytes) __builtin_prefetch(place + at);
}

float HalvesScore::of(const std::byte* place, std::span<const float> query) const {
  const ScanKernels& kernels = bestScanKernels();
  const auto* halves = reinterpret_cast<const std::uint16_t*>(place);
  const std::size_t width = m_columns.width;
  float best = -std::numeric_limits<float>::infinity();
  for (std::size_t v = 0; v < m_columns.vectors; ++v) {
    for (std::size_t q = 0; q < query.size(); q += width) {
      best = std::max(best, kernels.dotHalves(halves + v * width, &query[q], width));
    }
  }
  return best;
}

void SharedFloor::raise(float to) {
  float known = value();
  while (known < to && !m_value.compare_exchange_weak(known, to, std::memory_order_relaxed)) {
  }
}

void compareInHalves(std::vector<Candidate>& candidates, const HalvesScore& score,
                     std::span<const float> query, BestRows& best, SharedFloor& floor) {
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.upper > b.upper; });
  const std::byte* fetched[kAhead] = {};
  for (std::size_t i = 0; i < candidates.size() + kAhead; ++i) {
    // The one that was asked for some turns ago is compared, then its place is free.
    const std::byte*& place = fetched[i % kAhead];
    if (i >= kAhead) {
      const Candidate& candidate = candidates[i - kAhead];
      if (candidate.upper < std::max(best.floor(), floor.value())) break;
      if (place != nullptr) best.offer({candidate.row, score.of(place, query)});
    }
    if (i < candidates.size()) {
      place = score.place(candidates[i].row);
      if (place != nullptr) score.fetch(place);
    }
  }
  candidates.clear();
  floor.raise(best.floor());
}

bool fits(const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> query) {
  return columns.width > 0 && columns.vectors > 0 && !query.empty() &&
         query.size() % columns.width == 0 &&
         file.bytesPerRow(columns.codes) == codedRowBytes(columns.vectors, columns.width) &&
         file.bytesPerRow(columns.halves) == columns.vectors * columns.width * 2;
}

}  // namespace molloquy::vectors
