#pragma once

#define NO_MANUAL_VECTORIZATION  // distances are ours
#include <hnswlib/hnswlib.h>

#include <cstdint>
#include <memory>

#include "model/vectors/approximate_index.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {

/// What the graph keeps of a vector: its number, row * vectors + place in the row. The highest bit
/// marks a query: the rest is the address of its halves.
using VectorKey = std::uint64_t;
inline constexpr VectorKey kQueryMark = VectorKey{1} << 63;

/// Distances of vectors that lie in a file.
class FileSpace : public hnswlib::SpaceInterface<float> {
 public:
  FileSpace(std::size_t vectors, std::size_t width) : m_vectors(vectors), m_width(width) {}
  /// Distances are of this file's halves from now on.
  void look(const ColumnFile& file, const std::string& halves) {
    m_places = RowPlaces(file.runs(halves), file.bytesPerRow(halves));
  }
  [[nodiscard]] const std::uint16_t* halves(VectorKey key) const;

  std::size_t get_data_size() override { return sizeof(VectorKey); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
  void* get_dist_func_param() override { return this; }

 private:
  static float distance(const void* a, const void* b, const void* space);
  std::size_t m_vectors;
  std::size_t m_width;
  RowPlaces m_places{{}, 1};
  const ScanKernels& m_kernels = bestScanKernels();
};

struct ApproximateIndex::Graph {
  using Links = hnswlib::HierarchicalNSW<float>;

  EmbeddingColumns columns;
  FileSpace space;
  std::unique_ptr<Links> links;
  std::uint64_t endRow = 0;

  /// room  vectors that there is place for. Throws std::bad_alloc, std::runtime_error.
  Graph(const EmbeddingColumns& of, const ApproximateOptions& options, std::size_t room)
      : columns(of),
        space(of.vectors, of.width),
        links(std::make_unique<Links>(&space, room, options.links, options.buildEffort)) {}
};

}  // namespace molloquy::vectors
