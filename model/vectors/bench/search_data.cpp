#include "model/vectors/bench/search_data.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <random>
#include <system_error>

#include <fmt/format.h>

#include "model/vectors/best_rows.h"

namespace molloquy::vectors::bench {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kInner = 32;
constexpr float kBeside = 0.05F;
constexpr std::uint32_t kSurfaceSeed = 1;

/// Numbers that are as good as normal: sums of four parts of one random number.
class Normal {
 public:
  explicit Normal(std::uint32_t seed) : m_random(seed) {}
  float next() {
    const std::uint64_t bits = m_random();
    int sum = 0;
    for (int part = 0; part < 4; ++part) sum += static_cast<int>(bits >> (16 * part) & 0xFFFFU);
    return (static_cast<float>(sum) - 131070.0F) / 37837.0F;
  }

 private:
  std::mt19937_64 m_random;
};

}  // namespace

Result<ScratchFolder> ScratchFolder::make(fs::path inside) {
  std::error_code failed;
  if (inside.empty()) inside = fs::temp_directory_path(failed);
  std::string path = (inside / "molloquy-search-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    return fail(ErrorCode::Internal, fmt::format("Cannot make a folder in {}: {}.", inside.string(),
                                                 std::strerror(errno)));
  }
  return ScratchFolder(path);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!m_path.empty()) fs::remove_all(m_path, ignored);
}

std::vector<float> randomVectors(std::size_t count, std::size_t width, Spread spread,
                                 std::uint32_t seed) {
  std::vector<float> surface(kInner * width);
  Normal fixed(kSurfaceSeed);
  for (float& value : surface) value = fixed.next();
  Normal normal(seed);
  std::vector<float> vectors(count * width, 0.0F);
  for (std::size_t i = 0; i < count; ++i) {
    float* x = vectors.data() + i * width;
    for (std::size_t k = 0; k < width; ++k) {
      x[k] = spread == Spread::Everywhere ? normal.next() : kBeside * normal.next();
    }
    for (std::size_t j = 0; j < kInner && spread == Spread::Embeddings; ++j) {
      const float along = normal.next() / std::sqrt(static_cast<float>(kInner));
      for (std::size_t k = 0; k < width; ++k) x[k] += along * surface[j * width + k];
    }
    float square = 0;
    for (std::size_t k = 0; k < width; ++k) square += x[k] * x[k];
    for (std::size_t k = 0; k < width; ++k) x[k] /= std::sqrt(square);
  }
  return vectors;
}

std::vector<std::byte> randomFingerprints(std::size_t count, std::uint32_t seed) {
  constexpr std::size_t kBytes = 256;
  std::mt19937 random(seed);
  std::vector<std::byte> bits(count * kBytes);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t set = 20 + random() % 61;
    for (std::size_t k = 0; k < set; ++k) {
      // The product of two uniform numbers is small more often than not.
      const std::uint64_t place = std::uint64_t{random() % 2048} * (random() % 2048) / 2048;
      bits[i * kBytes + place / 8] |= static_cast<std::byte>(1U << (place % 8));
    }
  }
  return bits;
}

std::vector<std::uint64_t> nearestByForce(std::span<const float> rows, std::span<const float> query,
                                          std::size_t count) {
  constexpr std::size_t kLanes = 32;
  BestRows best(count);
  for (std::size_t r = 0; r * query.size() < rows.size(); ++r) {
    const float* row = rows.data() + r * query.size();
    float sums[kLanes] = {};
    std::size_t k = 0;
    for (; k + kLanes <= query.size(); k += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sums[lane] += row[k + lane] * query[k + lane];
      }
    }
    float score = 0;
    for (; k < query.size(); ++k) score += row[k] * query[k];
    for (const float sum : sums) score += sum;
    best.offer({r, score});
  }
  std::vector<std::uint64_t> found;
  for (const Nearest& row : best.take()) found.push_back(row.row);
  return found;
}

}  // namespace molloquy::vectors::bench
