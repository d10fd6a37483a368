#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>

#include <fmt/format.h>

#include "model/base/growing_file.h"
#include "model/vectors/approximate_graph.h"

/// The file of an index: a head, the base of all vectors as hnswlib keeps it, the levels of all
/// vectors, the links above the base. All of it is checked on reading: the graph itself trusts its
/// links.
namespace molloquy::vectors {
namespace fs = std::filesystem;

namespace {

constexpr std::array<char, 8> kMagic = {'M', 'Q', 'G', 'R', 'A', 'P', 'H', '1'};
constexpr std::uint32_t kVersion = 1;
constexpr std::int32_t kMostLevels = 64;

struct Head {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::int32_t highestLevel = 0;
  std::uint64_t vectors = 0;  ///< of a row.
  std::uint64_t width = 0;
  std::uint64_t links = 0;
  std::uint64_t buildEffort = 0;
  std::uint64_t count = 0;
  std::uint64_t entry = 0;
  std::uint64_t endRow = 0;
};
static_assert(sizeof(Head) == 72);

template <class T>
std::span<const std::byte> bytesOf(const T* from, std::size_t count) {
  return std::as_bytes(std::span(from, count));
}

bool read(std::ifstream& file, void* into, std::size_t bytes) {
  return static_cast<bool>(
      file.read(static_cast<char*>(into), static_cast<std::streamsize>(bytes)));
}

/// Whether a list names at most `most` vectors, all of them there at the level.
bool isGoodList(const hnswlib::HierarchicalNSW<float>& links, const unsigned int* list,
                std::size_t most, int level) {
  const std::size_t count = links.getListCount(const_cast<unsigned int*>(list));
  if (count > most) return false;
  return std::all_of(list + 1, list + 1 + count, [&](unsigned int id) {
    return id < links.cur_element_count && links.element_levels_[id] >= level;
  });
}

bool areGoodLinks(const hnswlib::HierarchicalNSW<float>& links, std::uint64_t keys) {
  for (std::size_t i = 0; i < links.cur_element_count; ++i) {
    const auto id = static_cast<unsigned int>(i);
    VectorKey key = 0;
    std::memcpy(&key, links.getDataByInternalId(id), sizeof key);
    if (key >= keys || links.getExternalLabel(id) != key) return false;
    if (!isGoodList(links, links.get_linklist0(id), links.maxM0_, 0)) return false;
    for (int level = 1; level <= links.element_levels_[i]; ++level) {
      if (!isGoodList(links, links.get_linklist(id, level), links.maxM_, level)) return false;
    }
  }
  return true;
}

/// Levels and the links above the base. The lists are the graph's from the start, whatever comes.
bool readLevels(std::ifstream& file, hnswlib::HierarchicalNSW<float>& links, std::size_t count) {
  std::vector<std::int32_t> levels(count);
  if (!read(file, levels.data(), count * sizeof(std::int32_t))) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t level = levels[i];
    if (level < 0 || level > links.maxlevel_) return false;
    const std::size_t bytes = static_cast<std::size_t>(level) * links.size_links_per_element_;
    links.linkLists_[i] = level > 0 ? static_cast<char*>(std::malloc(bytes + 1)) : nullptr;
    if (level > 0 && links.linkLists_[i] == nullptr) throw std::bad_alloc();
    links.element_levels_[i] = level;
    links.cur_element_count = i + 1;
    if (level > 0 && !read(file, links.linkLists_[i], bytes)) return false;
  }
  return true;
}

}  // namespace

Result<void> ApproximateIndex::save(const fs::path& path) const {
  const Graph::Links& links = *m_graph->links;
  const std::size_t count = links.cur_element_count;
  Head head;
  head.highestLevel = links.maxlevel_;
  head.vectors = m_graph->columns.vectors;
  head.width = m_graph->columns.width;
  head.links = links.M_;
  head.buildEffort = links.ef_construction_;
  head.count = count;
  head.entry = count > 0 ? links.enterpoint_node_ : 0;
  head.endRow = m_graph->endRow;
  auto file = GrowingFile::create(path);
  if (!file) return tl::unexpected(file.error());
  if (auto put = file->write(bytesOf(&head, 1)); !put) return put;
  const std::span base(links.data_level0_memory_, count * links.size_data_per_element_);
  if (auto put = file->write(std::as_bytes(base)); !put) return put;
  if (auto put = file->write(bytesOf(links.element_levels_.data(), count)); !put) return put;
  for (std::size_t i = 0; i < count; ++i) {
    const auto level = static_cast<std::size_t>(links.element_levels_[i]);
    if (level == 0) continue;
    const auto list = bytesOf(links.linkLists_[i], level * links.size_links_per_element_);
    if (auto put = file->write(list); !put) return put;
  }
  return file->finish();
}

Result<ApproximateIndex> ApproximateIndex::load(const fs::path& path,
                                                const EmbeddingColumns& columns) {
  const auto corrupt = [&path](const char* what) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} {}; make the index again.", path.string(), what));
  };
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::NotFound, fmt::format("There is no index {}.", path.string()));
  }
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(path, unknown);
  Head head;
  if (unknown || !read(file, &head, sizeof head) || head.magic != kMagic) {
    return corrupt("is no index of near vectors");
  }
  if (head.version > kVersion) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} was made by a newer version of this program.", path.string()));
  }
  if (head.vectors != columns.vectors || head.width != columns.width) {
    return corrupt("is of other vectors");
  }
  const bool sane = head.links >= 2 && head.links <= 256 && head.buildEffort <= 100'000 &&
                    head.count <= size / sizeof(VectorKey) && head.highestLevel <= kMostLevels &&
                    head.endRow <= (std::uint64_t{1} << 48) &&
                    (head.count == 0 || (head.entry < head.count && head.highestLevel >= 0));
  if (!sane) return corrupt("is damaged");
  try {
    auto graph = std::make_unique<Graph>(columns, ApproximateOptions{head.links, head.buildEffort},
                                         std::max<std::size_t>(head.count, 1));
    Graph::Links& links = *graph->links;
    graph->endRow = head.endRow;
    if (head.count > 0) {
      links.maxlevel_ = head.highestLevel;
      links.enterpoint_node_ = static_cast<unsigned int>(head.entry);
      if (!read(file, links.data_level0_memory_, head.count * links.size_data_per_element_) ||
          !readLevels(file, links, head.count) ||
          file.peek() != std::ifstream::traits_type::eof() ||
          links.element_levels_[head.entry] != head.highestLevel ||
          !areGoodLinks(links, head.endRow * head.vectors)) {
        return corrupt("is damaged");
      }
      for (std::size_t i = 0; i < head.count; ++i) {
        const auto id = static_cast<unsigned int>(i);
        links.label_lookup_[links.getExternalLabel(id)] = id;
      }
    }
    return ApproximateIndex(std::move(graph));
  } catch (const std::exception&) {
    return fail(ErrorCode::OutOfMemory,
                fmt::format("There is not enough memory for the index {}.", path.string()));
  }
}

}  // namespace molloquy::vectors
