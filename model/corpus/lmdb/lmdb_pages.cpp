#include "model/corpus/lmdb/lmdb_pages.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <optional>
#include <span>

#include "model/checkpoints/mapped_file.h"

namespace molloquy::corpus {
namespace {

constexpr std::uint32_t kMagic = 0xBEEFC0DE;
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kPageHeader = 16;
constexpr std::size_t kNodeHeader = 8;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr unsigned kMaximumDepth = 32;

/// Bits of a page's flags.
constexpr std::uint16_t kBranch = 1;
constexpr std::uint16_t kLeaf = 2;
constexpr std::uint16_t kOverflow = 4;
constexpr std::uint16_t kMeta = 8;
/// Of a node's flags: the value has pages of its own.
constexpr std::uint16_t kBigData = 1;
/// Flags beside the list of free pages: its keys are numbers; the file wants a fixed address.
constexpr std::uint16_t kIntegerKeys = 8;
constexpr std::uint16_t kFixedMap = 1;

struct Database {
  std::uint32_t pad = 0;
  std::uint16_t flags = 0;
  std::uint16_t depth = 0;
  std::uint64_t entries = 0;
  std::uint64_t root = kNoPage;
};

struct Meta {
  std::uint32_t pageBytes = 0;
  std::uint16_t environmentFlags = 0;
  Database main;
  std::uint64_t lastPage = 0;
  std::uint64_t transaction = 0;
};

/// A number at a place; 0 when the bytes end before.
template <class T>
T numberAt(std::span<const std::byte> bytes, std::size_t offset) {
  T value{};
  if (offset <= bytes.size() && sizeof value <= bytes.size() - offset) {
    std::memcpy(&value, bytes.data() + offset, sizeof value);
  }
  return value;
}

std::optional<Meta> metaAt(std::span<const std::byte> bytes, std::size_t offset) {
  if (bytes.size() < offset + 152) return std::nullopt;
  const auto page = bytes.subspan(offset);
  if ((numberAt<std::uint16_t>(page, 10) & kMeta) == 0 ||
      numberAt<std::uint32_t>(page, 16) != kMagic ||
      numberAt<std::uint32_t>(page, 20) != kVersion) {
    return std::nullopt;
  }
  Meta meta;
  meta.pageBytes = numberAt<std::uint32_t>(page, 40);
  meta.environmentFlags = numberAt<std::uint16_t>(page, 44);
  meta.main = {numberAt<std::uint32_t>(page, 88), numberAt<std::uint16_t>(page, 92),
               numberAt<std::uint16_t>(page, 94), numberAt<std::uint64_t>(page, 120),
               numberAt<std::uint64_t>(page, 128)};
  meta.lastPage = numberAt<std::uint64_t>(page, 136);
  meta.transaction = numberAt<std::uint64_t>(page, 144);
  return meta;
}

bool isPageSize(std::uint32_t bytes) {
  return bytes >= 512 && bytes <= 65536 && (bytes & (bytes - 1)) == 0;
}

/// A visit to all pages below the main database's root.
class PageWalk {
 public:
  PageWalk(std::span<const std::byte> bytes, const Meta& meta)
      : m_bytes(bytes), m_pageBytes(meta.pageBytes), m_pages(meta.lastPage + 1) {}

  /// Empty, or what is wrong with which page.
  std::string visit(std::uint64_t number, unsigned levelsBelow);

 private:
  std::string visitNode(std::span<const std::byte> page, std::uint64_t number, std::size_t index,
                        unsigned levelsBelow);
  std::string checkValue(std::span<const std::byte> page, std::uint64_t number, std::size_t data,
                         std::uint64_t bytes, std::uint16_t flags);
  [[nodiscard]] std::span<const std::byte> pageAt(std::uint64_t number) const {
    return m_bytes.subspan(number * m_pageBytes, m_pageBytes);
  }

  std::span<const std::byte> m_bytes;
  std::size_t m_pageBytes;
  std::uint64_t m_pages;
  std::uint64_t m_visited = 0;
};

std::string PageWalk::visit(std::uint64_t number, unsigned levelsBelow) {
  if (number >= m_pages) return fmt::format("a page {} is named, after the last one", number);
  if (++m_visited > m_pages) return "the same page is named by two others";
  const auto page = pageAt(number);
  const auto flags = numberAt<std::uint16_t>(page, 10);
  const auto lower = numberAt<std::uint16_t>(page, 12);
  const auto upper = numberAt<std::uint16_t>(page, 14);
  const std::uint16_t wanted = levelsBelow == 0 ? kLeaf : kBranch;
  if (flags != wanted || numberAt<std::uint64_t>(page, 0) != number) {
    return fmt::format("page {} is of another kind than its place wants", number);
  }
  const std::size_t keys = lower < kPageHeader ? 0 : (lower - kPageHeader) / 2;
  if (lower > upper || upper > m_pageBytes || keys < (levelsBelow == 0 ? 1U : 2U)) {
    return fmt::format("the list of page {} is damaged", number);
  }
  for (std::size_t i = 0; i < keys; ++i) {
    if (std::string fault = visitNode(page, number, i, levelsBelow); !fault.empty()) return fault;
  }
  return {};
}

std::string PageWalk::visitNode(std::span<const std::byte> page, std::uint64_t number,
                                std::size_t index, unsigned levelsBelow) {
  const auto offset = numberAt<std::uint16_t>(page, kPageHeader + 2 * index);
  const auto flags = numberAt<std::uint16_t>(page, offset + std::size_t{4});
  const std::size_t data = offset + kNodeHeader + numberAt<std::uint16_t>(page, offset + 6U);
  if (offset < kPageHeader || offset % 2 != 0 || data > page.size()) {
    return fmt::format("entry {} of page {} lies outside of it", index + 1, number);
  }
  const std::uint64_t low = numberAt<std::uint32_t>(page, offset);
  if (levelsBelow == 0) return checkValue(page, number, data, low, flags);
  return visit(low | std::uint64_t{flags} << 32U, levelsBelow - 1);
}

std::string PageWalk::checkValue(std::span<const std::byte> page, std::uint64_t number,
                                 std::size_t data, std::uint64_t bytes, std::uint16_t flags) {
  if ((flags & ~kBigData) != 0) return "it has sub-databases or repeated keys";
  if (flags == 0) {
    return data + bytes <= page.size() ? std::string()
                                       : fmt::format("a value of page {} is cut off", number);
  }
  if (data + sizeof(std::uint64_t) > page.size()) {
    return fmt::format("a value of page {} is cut off", number);
  }
  const auto first = numberAt<std::uint64_t>(page, data);
  const std::uint64_t needed = (kPageHeader + bytes + m_pageBytes - 1) / m_pageBytes;
  if (first >= m_pages || needed > m_pages - first) {
    return fmt::format("a value of page {} lies after the end of the file", number);
  }
  const auto value = pageAt(first);
  if (numberAt<std::uint16_t>(value, 10) != kOverflow ||
      numberAt<std::uint32_t>(value, 12) < needed) {
    return fmt::format("the value that page {} names is damaged", number);
  }
  return {};
}

std::optional<Meta> newestMeta(std::span<const std::byte> bytes) {
  const auto first = metaAt(bytes, 0);
  if (!first || !isPageSize(first->pageBytes)) return std::nullopt;
  const auto second = metaAt(bytes, first->pageBytes);
  if (!second || second->pageBytes != first->pageBytes) return std::nullopt;
  return second->transaction > first->transaction ? second : first;
}

}  // namespace

bool isLmdbFile(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::array<std::byte, 20> head{};
  stream.read(reinterpret_cast<char*>(head.data()), head.size());
  return stream && numberAt<std::uint32_t>(head, 16) == kMagic;
}

Result<std::uint64_t> checkLmdbPages(const std::filesystem::path& file) {
  auto mapped = checkpoints::MappedFile::open(file);
  if (!mapped) return tl::unexpected(mapped.error());
  const auto bytes = (*mapped)->bytes();
  const auto damaged = [&](ErrorCode code, const std::string& fault) {
    return fail(code,
                fmt::format("{} cannot be read as LMDB: {}. Get it again.", file.string(), fault));
  };
  if (bytes.empty()) return fail(ErrorCode::Corrupt, fmt::format("{} is empty.", file.string()));
  const auto meta = newestMeta(bytes);
  if (!meta) return damaged(ErrorCode::Corrupt, "it does not begin with LMDB's two first pages");
  if ((meta->environmentFlags & (kIntegerKeys | kFixedMap)) != kIntegerKeys ||
      meta->main.flags != 0) {
    return damaged(ErrorCode::Unsupported, "it is not a plain list of keys and values");
  }
  const std::uint64_t pages = bytes.size() / meta->pageBytes;
  if (meta->lastPage >= pages) {
    return damaged(ErrorCode::Corrupt,
                   fmt::format("it has {} pages where it says {}", pages, meta->lastPage));
  }
  if (meta->main.root == kNoPage) return std::uint64_t{0};
  if (meta->main.depth == 0 || meta->main.depth >= kMaximumDepth) {
    return damaged(ErrorCode::Corrupt, "its tree has no depth");
  }
  const std::string fault = PageWalk(bytes, *meta).visit(meta->main.root, meta->main.depth - 1U);
  if (!fault.empty()) return damaged(ErrorCode::Corrupt, fault);
  return meta->main.entries;
}

}  // namespace molloquy::corpus
