#pragma once

#include <cstddef>
#include <cstdint>

/// The C interface between the measurements and libmolloquy_faiss_peer.so: faiss brings BLAS and
/// OpenMP, which no other program of ours should have to load.
extern "C" {

struct MolloquyFaissApi {
  std::uint32_t version;
  /// An exact index by inner product of rows [n, width]; nullptr without memory.
  void* (*makeFlat)(const float* rows, std::size_t n, std::size_t width);
  void (*free)(void* index);
  /// The `count` best rows of each query [q, width] -> rows [q, count], scores [q, count].
  void (*search)(void* index, const float* queries, std::size_t q, std::size_t count,
                 std::int64_t* rows, float* scores);
  void (*setThreads)(int threads);
};

inline constexpr std::uint32_t kMolloquyFaissVersion = 1;

/// The only symbol of the plugin.
const MolloquyFaissApi* molloquyFaissApi();
}
