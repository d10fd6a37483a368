#include "model/prepare/embedding_bytes.h"

#include <cstdint>
#include <cstring>

namespace molloquy::prepare {
namespace {

using Point = std::array<float, 3>;
constexpr std::uint32_t kMostAtoms = 1 << 16;
constexpr std::uint32_t kMostConformers = 1 << 16;

void writeNumber(std::string& bytes, std::size_t value) {
  const auto number = static_cast<std::uint32_t>(value);
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Takes pieces from the front; after one that is not there, everything is absent.
class Source {
 public:
  explicit Source(std::string_view bytes) : m_bytes(bytes) {}

  std::optional<std::uint32_t> number() {
    const auto piece = take(sizeof(std::uint32_t));
    if (!piece) return std::nullopt;
    std::uint32_t value = 0;
    std::memcpy(&value, piece->data(), sizeof value);
    return value;
  }
  std::optional<std::string_view> take(std::size_t size) {
    if (size > m_bytes.size()) return std::nullopt;
    const std::string_view piece = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return piece;
  }
  [[nodiscard]] std::size_t left() const { return m_bytes.size(); }

 private:
  std::string_view m_bytes;
};

}  // namespace

std::string toBytes(const Embedding& embedding) {
  std::string bytes;
  writeNumber(bytes, embedding.problem.size());
  bytes += embedding.problem;
  writeNumber(bytes, embedding.geometry.symbols.size());
  writeNumber(bytes, embedding.geometry.conformers.size());
  for (const std::string& symbol : embedding.geometry.symbols) {
    bytes.push_back(static_cast<char>(symbol.size()));
    bytes += symbol;
  }
  for (const auto& points : embedding.geometry.conformers) {
    bytes.append(reinterpret_cast<const char*>(points.data()), points.size() * sizeof(Point));
  }
  return bytes;
}

std::optional<Embedding> embeddingFromBytes(std::string_view bytes) {
  Source source(bytes);
  Embedding embedding;
  const auto problem = source.number();
  const auto text = problem ? source.take(*problem) : std::nullopt;
  const auto atoms = text ? source.number() : std::nullopt;
  const auto conformers = atoms ? source.number() : std::nullopt;
  if (!conformers || *atoms > kMostAtoms || *conformers > kMostConformers) return std::nullopt;
  embedding.problem = *text;
  for (std::uint32_t i = 0; i < *atoms; ++i) {
    const auto size = source.take(1);
    const auto symbol =
        size ? source.take(static_cast<unsigned char>(size->front())) : std::nullopt;
    if (!symbol) return std::nullopt;
    embedding.geometry.symbols.emplace_back(*symbol);
  }
  if (source.left() != std::size_t{*atoms} * *conformers * sizeof(Point)) return std::nullopt;
  for (std::uint32_t i = 0; i < *conformers; ++i) {
    std::vector<Point> points(*atoms);
    const auto piece = source.take(points.size() * sizeof(Point));
    std::memcpy(points.data(), piece->data(), piece->size());
    embedding.geometry.conformers.push_back(std::move(points));
  }
  return embedding;
}

}  // namespace molloquy::prepare
