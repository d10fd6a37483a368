#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "model/base/result.h"
#include "model/vectors/scan.h"

namespace molloquy::vectors::bench {

/// A folder for files of a measurement, removed with its contents.
class ScratchFolder {
 public:
  /// inside  empty = the system's temporary folder. Errors: Internal, naming the folder.
  static Result<ScratchFolder> make(std::filesystem::path inside);
  ScratchFolder(ScratchFolder&& other) noexcept : m_path(std::move(other.m_path)) {
    other.m_path.clear();
  }
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();
  [[nodiscard]] std::filesystem::path file(const char* name) const { return m_path / name; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

/// How vectors lie in their space.
enum class Spread {
  Embeddings,  ///< on a surface of 32 dimensions with a little beside it, as of a trained model.
  Everywhere,  ///< in all directions alike: no neighbour is near, the worst case.
};

/// Vectors of length one, the same for the same seed: [count, width].
std::vector<float> randomVectors(std::size_t count, std::size_t width, Spread spread,
                                 std::uint32_t seed);
/// Fingerprints of 2,048 bits, 20 to 80 of them set, some bits much more often than others:
/// [count, 256].
std::vector<std::byte> randomFingerprints(std::size_t count, std::uint32_t seed);

/// The `count` best rows of a query by float32, over all rows. rows [n, width].
std::vector<std::uint64_t> nearestByForce(std::span<const float> rows, std::span<const float> query,
                                          std::size_t count);

}  // namespace molloquy::vectors::bench
