#include "model/checkpoints/safetensors.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/checkpoints/mapped_file.h"
#include "model/checkpoints/tensor_type.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

static_assert(std::endian::native == std::endian::little,
              "the format stores little endian numbers");

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the reference library
constexpr int kMaxHeaderDepth = 4;

/// The bytes of the header behind its length.
Result<std::string_view> headerText(std::span<const std::byte> file) {
  const auto corrupt = [](std::string what) { return fail(ErrorCode::Corrupt, std::move(what)); };
  if (file.size() < kLengthBytes) return corrupt("it is shorter than the 8 bytes it begins with");
  std::uint64_t headerBytes = 0;
  std::memcpy(&headerBytes, file.data(), kLengthBytes);
  if (headerBytes > kMaxHeaderBytes) {
    return corrupt(fmt::format("it claims a header of {} bytes", headerBytes));
  }
  if (headerBytes > file.size() - kLengthBytes) {
    return corrupt(fmt::format("it claims a header of {} bytes but has {} bytes in all",
                               headerBytes, file.size()));
  }
  const auto text = file.subspan(kLengthBytes, headerBytes);
  return std::string_view(reinterpret_cast<const char*>(text.data()), text.size());
}

/// Parses the JSON header, which has to be an object with unique names.
Result<json> parseHeader(std::string_view text) {
  std::set<std::string> names;
  std::string repeated;
  const auto watchNames = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > kMaxHeaderDepth) return false;  // whatever is so deep is dropped while parsing
    if (depth == 1 && event == json::parse_event_t::key) {
      if (!names.insert(parsed.get<std::string>()).second) repeated = parsed.get<std::string>();
    }
    return true;
  };
  json header = json::parse(text.begin(), text.end(), watchNames, false);
  if (header.is_discarded()) return fail(ErrorCode::Corrupt, "its header is not JSON");
  if (!header.is_object()) return fail(ErrorCode::Corrupt, "its header is not a JSON object");
  if (!repeated.empty()) {
    return fail(ErrorCode::Corrupt, fmt::format("its header names tensor {} twice", repeated));
  }
  return header;
}

/// A list of non-negative whole numbers, or nullopt.
std::optional<std::vector<std::uint64_t>> wholeNumbers(const json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<std::uint64_t> numbers;
  for (const json& item : value) {
    if (!item.is_number_unsigned()) return std::nullopt;
    numbers.push_back(item.get<std::uint64_t>());
  }
  return numbers;
}

Result<TensorEntry> readEntry(const std::string& name, const json& fields, std::size_t dataBytes) {
  const auto corrupt = [&](std::string_view what) {
    return fail(ErrorCode::Corrupt, fmt::format("tensor {} {}", name, what));
  };
  if (!fields.is_object()) return corrupt("has no description");
  const auto dtype = fields.find("dtype");
  const auto shape = fields.find("shape");
  const auto offsets = fields.find("data_offsets");
  if (dtype == fields.end() || !dtype->is_string()) return corrupt("has no number type");
  if (shape == fields.end()) return corrupt("has no shape");
  if (offsets == fields.end()) return corrupt("has no place in the file");

  TensorEntry entry;
  entry.name = name;
  const auto typeName = dtype->get<std::string>();
  const auto type = tensorTypeNamed(typeName);
  if (!type) {
    return fail(ErrorCode::Unsupported,
                fmt::format("tensor {} has the number type {}, which is not read here; convert it "
                            "to F32, F16 or BF16",
                            name, typeName));
  }
  entry.type = *type;
  const auto sizes = wholeNumbers(*shape);
  if (!sizes) return corrupt("has a shape that is not a list of whole numbers");
  for (const std::uint64_t size : *sizes) {
    if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return corrupt("has a shape too large for any computer");
    }
    entry.shape.push_back(static_cast<std::int64_t>(size));
  }
  const auto place = wholeNumbers(*offsets);
  if (!place || place->size() != 2 || (*place)[0] > (*place)[1]) {
    return corrupt("has a place in the file that is not a range");
  }
  if ((*place)[1] > dataBytes) {
    return corrupt(fmt::format("ends at byte {} of {} bytes of data; the file is cut off",
                               (*place)[1], dataBytes));
  }
  entry.begin = (*place)[0];
  entry.end = (*place)[1];
  const auto expected = byteCount(entry.shape, entry.type);
  if (!expected) return corrupt("has a shape too large for any computer");
  if (*expected != entry.end - entry.begin) {
    return corrupt(
        fmt::format("has {} bytes where its shape needs {}", entry.end - entry.begin, *expected));
  }
  return entry;
}

Result<std::map<std::string, std::string>> readMetadata(const json& fields) {
  std::map<std::string, std::string> metadata;
  if (!fields.is_object()) return fail(ErrorCode::Corrupt, "its metadata is not a JSON object");
  for (const auto& [key, value] : fields.items()) {
    if (!value.is_string()) {
      return fail(ErrorCode::Corrupt, fmt::format("its metadata field {} is not text", key));
    }
    metadata.emplace(key, value.get<std::string>());
  }
  return metadata;
}

/// Tensors have to fill the data section without overlap or gap, as the format demands.
Result<void> checkLayout(const std::vector<TensorEntry>& entries, std::size_t dataBytes) {
  const auto corrupt = [](std::string what) { return fail(ErrorCode::Corrupt, std::move(what)); };
  std::size_t reached = 0;
  for (const TensorEntry& entry : entries) {
    if (entry.begin < reached) {
      return corrupt(fmt::format("tensor {} overlaps the tensor before it", entry.name));
    }
    if (entry.begin > reached) {
      return corrupt(fmt::format("there is a gap before tensor {}", entry.name));
    }
    reached = entry.end;
  }
  if (reached != dataBytes) {
    return corrupt(
        fmt::format("{} bytes after the last tensor belong to none", dataBytes - reached));
  }
  return {};
}

}  // namespace

struct SafetensorsFile::Contents {
  std::unique_ptr<const MappedFile> file;
  std::size_t dataStart = 0;
  std::vector<TensorEntry> entries;
  std::unordered_map<std::string_view, std::size_t> byName;  // keys point into entries
  std::map<std::string, std::string> metadata;

  Result<void> readHeader();
};

SafetensorsFile::SafetensorsFile(std::shared_ptr<const Contents> contents)
    : m_contents(std::move(contents)) {}

Result<SafetensorsFile> SafetensorsFile::open(const fs::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const auto contents = std::make_shared<Contents>();
  contents->file = std::move(*file);
  if (const auto read = contents->readHeader(); !read) {
    const Error& error = read.error();
    if (error.code == ErrorCode::Unsupported) {
      return fail(error.code, fmt::format("{}: {}.", path.string(), error.message));
    }
    return fail(error.code, fmt::format("{} is not a usable weights file: {}. Get it again.",
                                        path.string(), error.message));
  }
  return SafetensorsFile(contents);
}

/// The reason in a part of a sentence, without the file's name.
Result<void> SafetensorsFile::Contents::readHeader() {
  const auto text = headerText(file->bytes());
  if (!text) return tl::unexpected(text.error());
  const auto header = parseHeader(*text);
  if (!header) return tl::unexpected(header.error());
  dataStart = kLengthBytes + text->size();
  const std::size_t dataBytes = file->bytes().size() - dataStart;
  for (const auto& [name, fields] : header->items()) {
    if (name == "__metadata__") {
      auto read = readMetadata(fields);
      if (!read) return tl::unexpected(read.error());
      metadata = std::move(*read);
      continue;
    }
    auto entry = readEntry(name, fields, dataBytes);
    if (!entry) return tl::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  for (std::size_t i = 0; i < entries.size(); ++i) byName.emplace(entries[i].name, i);
  return checkLayout(entries, dataBytes);
}

const std::vector<TensorEntry>& SafetensorsFile::entries() const { return m_contents->entries; }

const TensorEntry* SafetensorsFile::find(std::string_view name) const {
  const auto found = m_contents->byName.find(name);
  return found == m_contents->byName.end() ? nullptr : &m_contents->entries[found->second];
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorEntry& entry) const {
  const auto all = m_contents->file->bytes();
  assert(entry.end >= entry.begin && m_contents->dataStart + entry.end <= all.size());
  return all.subspan(m_contents->dataStart + entry.begin, entry.end - entry.begin);
}

void SafetensorsFile::forget(const TensorEntry& entry) const {
  m_contents->file->forget(bytes(entry));
}

const std::map<std::string, std::string>& SafetensorsFile::metadata() const {
  return m_contents->metadata;
}

}  // namespace molloquy::checkpoints
