#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

struct MolloquyFaissApi;

namespace molloquy::vectors::bench {

/// faiss' exact index, where this program was built beside libfaiss.
class FaissFlat {
 public:
  /// rows  [n, width], copied. nullopt without libmolloquy_faiss_peer.so or memory.
  static std::optional<FaissFlat> make(std::span<const float> rows, std::size_t width, int threads);
  /// The ten best rows of each query [q, width].
  void search(std::span<const float> queries) const;

 private:
  FaissFlat(const MolloquyFaissApi* api, std::shared_ptr<void> index, std::size_t width)
      : m_api(api), m_index(std::move(index)), m_width(width) {}
  const MolloquyFaissApi* m_api;
  std::shared_ptr<void> m_index;
  std::size_t m_width;
};

}  // namespace molloquy::vectors::bench
