#include "model/checkpoints/pytorch_file.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "model/checkpoints/pickle_reader.h"
#include "model/checkpoints/pytorch_entries.h"
#include "model/checkpoints/strided_copy.h"
#include "model/checkpoints/tensor_type.h"
#include "model/checkpoints/weight_file_kind.h"
#include "model/checkpoints/zip_archive.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPickleName = "/data.pkl";
/// A tensor may repeat the numbers of a small storage up to this size.
constexpr std::uint64_t kMaxRepeatedBytes = std::uint64_t{64} << 20;

/// The pickle, which is the member named <anything>/data.pkl.
const ZipMember* findPickle(const ZipArchive& archive) {
  const auto& members = archive.members();
  const auto found = std::find_if(members.begin(), members.end(), [](const ZipMember& member) {
    return member.name.ends_with(kPickleName) &&
           member.name.find('/') == member.name.size() - kPickleName.size();
  });
  return found == members.end() ? nullptr : &*found;
}

}  // namespace

struct PytorchFile::Contents {
  Contents(fs::path where, ZipArchive zip) : path(std::move(where)), archive(std::move(zip)) {}

  fs::path path;
  ZipArchive archive;
  std::string root;  ///< folder of all members, "archive/".
  std::vector<PytorchEntry> entries;
  std::unordered_map<std::string_view, std::size_t> byName;  // keys point into entries
  std::map<std::string, std::string> metadata;
  std::set<std::string> verified;  ///< storages whose checksums are known to fit.

  Result<void> readDescription();
  Result<void> checkByteOrder();
  Result<const ZipMember*> memberOf(const PytorchEntry& entry) const;
  Result<std::vector<std::byte>> read(const PytorchEntry& entry);
  Result<void> readMember(const ZipMember& member, std::uint64_t offset, std::span<std::byte> out);
  [[nodiscard]] tl::unexpected<Error> unusable(const Error& why) const {
    return fail(why.code, fmt::format("{} cannot be used: {}.", path.string(), why.message));
  }
};

PytorchFile::PytorchFile(std::unique_ptr<Contents> contents) : m_contents(std::move(contents)) {}
PytorchFile::PytorchFile(PytorchFile&&) noexcept = default;
PytorchFile& PytorchFile::operator=(PytorchFile&&) noexcept = default;
PytorchFile::~PytorchFile() = default;

Result<PytorchFile> PytorchFile::open(const fs::path& path) {
  const auto kind = weightFileKind(path);
  if (!kind) return tl::unexpected(kind.error());
  if (*kind != WeightFileKind::PytorchZip) return tl::unexpected(notWeights(path, *kind));
  auto archive = ZipArchive::open(path);
  if (!archive) return tl::unexpected(archive.error());
  auto contents = std::make_unique<Contents>(path, *std::move(archive));
  try {
    if (const auto read = contents->readDescription(); !read) {
      return tl::unexpected(read.error());
    }
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory,
                fmt::format("There is not enough memory to read {}.", path.string()));
  }
  return PytorchFile(std::move(contents));
}

Result<void> PytorchFile::Contents::readDescription() {
  const ZipMember* pickle = findPickle(archive);
  if (pickle == nullptr) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is a zip archive, but not one of PyTorch: it has no data.pkl. "
                            "Unpack it or name another file.",
                            path.string()));
  }
  root = pickle->name.substr(0, pickle->name.size() - kPickleName.size() + 1);
  const PickleLimits limits;
  if (pickle->bytes > limits.bytes) {
    return unusable({ErrorCode::Unsupported, fmt::format("its description has {} bytes, more than "
                                                         "{}",
                                                         pickle->bytes, limits.bytes)});
  }
  if (auto order = checkByteOrder(); !order) return order;
  std::vector<std::byte> bytes(pickle->bytes);
  if (auto read = archive.read(*pickle, 0, bytes); !read) return read;
  const auto document = readPickle(bytes, limits);
  if (!document) return unusable(document.error());
  auto found = pytorchEntries(*document);
  if (!found) return unusable(found.error());
  entries = *std::move(found);
  metadata = plainFields(*document);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    byName.emplace(entries[i].name, i);
    if (const auto member = memberOf(entries[i]); !member) return tl::unexpected(member.error());
  }
  return {};
}

Result<void> PytorchFile::Contents::checkByteOrder() {
  constexpr std::string_view kLittle = "little";
  const ZipMember* order = archive.find(root + "byteorder");
  if (order == nullptr) return {};
  std::string text(std::min<std::uint64_t>(order->bytes, kLittle.size()), '\0');
  if (auto read = archive.read(*order, 0, std::as_writable_bytes(std::span(text))); !read) {
    return read;
  }
  if (text == kLittle) return {};
  return unusable({ErrorCode::Unsupported,
                   "its numbers are stored high byte first; save it on an ordinary computer"});
}

/// The member with the entry's storage, known to be long enough, and the tensor known not to be
/// blown up beyond the file.
Result<const ZipMember*> PytorchFile::Contents::memberOf(const PytorchEntry& entry) const {
  const ZipMember* member = archive.find(root + "data/" + entry.storage);
  if (member == nullptr) {
    return unusable(
        {ErrorCode::Corrupt, fmt::format("the numbers of tensor {} are not in it", entry.name)});
  }
  const std::uint64_t width = bytesPerNumber(entry.type);
  const std::uint64_t needed = stridedExtent(entry.shape, entry.strides);
  const std::uint64_t present = member->bytes / width;
  const auto offset = static_cast<std::uint64_t>(entry.offset);
  if (entry.count > 0 && (offset > present || needed > present - offset)) {
    return unusable({ErrorCode::Corrupt,
                     fmt::format("tensor {} needs {} numbers of a storage that holds {}; the file "
                                 "is cut off",
                                 entry.name, offset + needed, present)});
  }
  const auto count = static_cast<std::uint64_t>(entry.count);
  if (count > present && count > kMaxRepeatedBytes / width) {
    return unusable({ErrorCode::Unsupported, fmt::format("tensor {} repeats {} numbers to {}",
                                                         entry.name, present, count)});
  }
  return member;
}

/// Verifies the checksum of a member of which only a part is read, once.
Result<void> PytorchFile::Contents::readMember(const ZipMember& member, std::uint64_t offset,
                                               std::span<std::byte> out) {
  const bool whole = offset == 0 && out.size() == member.bytes;
  if (!whole && !verified.contains(member.name)) {
    if (auto fits = archive.verify(member); !fits) return fits;
  }
  if (auto read = archive.read(member, offset, out); !read) return read;
  verified.insert(member.name);
  return {};
}

Result<std::vector<std::byte>> PytorchFile::Contents::read(const PytorchEntry& entry) {
  const auto member = memberOf(entry);
  if (!member) return tl::unexpected(member.error());
  const std::size_t width = bytesPerNumber(entry.type);
  std::vector<std::byte> bytes(static_cast<std::size_t>(entry.count) * width);
  if (entry.count == 0) return bytes;
  const std::uint64_t begin = static_cast<std::uint64_t>(entry.offset) * width;
  if (isRowMajor(entry.shape, entry.strides)) {
    if (auto read = readMember(**member, begin, bytes); !read) return tl::unexpected(read.error());
    return bytes;
  }
  std::vector<std::byte> span(stridedExtent(entry.shape, entry.strides) * width);
  if (auto read = readMember(**member, begin, span); !read) return tl::unexpected(read.error());
  gatherStrided(span, entry.shape, entry.strides, width, bytes);
  return bytes;
}

const std::vector<PytorchEntry>& PytorchFile::entries() const { return m_contents->entries; }

const PytorchEntry* PytorchFile::find(std::string_view name) const {
  const auto found = m_contents->byName.find(name);
  return found == m_contents->byName.end() ? nullptr : &m_contents->entries[found->second];
}

const std::map<std::string, std::string>& PytorchFile::metadata() const {
  return m_contents->metadata;
}

Result<std::vector<std::byte>> PytorchFile::read(const PytorchEntry& entry) {
  try {
    return m_contents->read(entry);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory,
                fmt::format("There is not enough memory for tensor {} of {}.", entry.name,
                            m_contents->path.string()));
  }
}

}  // namespace molloquy::checkpoints
