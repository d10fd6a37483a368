#include "model/checkpoints/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/mapped_file.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

static_assert(std::endian::native == std::endian::little,
              "the format stores little endian numbers");

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kDataAlignment = 64;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the reference library

struct TypeRow {
  TensorType type;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<TypeRow, 10> kTypes{{{TensorType::F64, "F64", 8},
                                         {TensorType::F32, "F32", 4},
                                         {TensorType::F16, "F16", 2},
                                         {TensorType::BF16, "BF16", 2},
                                         {TensorType::I64, "I64", 8},
                                         {TensorType::I32, "I32", 4},
                                         {TensorType::I16, "I16", 2},
                                         {TensorType::U16, "U16", 2},
                                         {TensorType::U8, "U8", 1},
                                         {TensorType::Bool, "BOOL", 1}}};

const TypeRow& row(TensorType type) { return kTypes.at(static_cast<std::size_t>(type)); }

/// shape x type in bytes; nullopt for a negative size or when it does not fit into 64 bits.
std::optional<std::size_t> byteCount(const std::vector<std::int64_t>& shape, TensorType type) {
  std::size_t count = row(type).bytes;
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    const auto factor = static_cast<std::size_t>(size);
    if (factor != 0 && count > std::numeric_limits<std::size_t>::max() / factor) {
      return std::nullopt;
    }
    count *= factor;
  }
  return count;
}

/// Parses the JSON header; the reason as text when it is not an object with unique names.
tl::expected<json, std::string> parseHeader(std::string_view text) {
  std::set<std::string> names;
  std::string repeated;
  const auto watchNames = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth == 1 && event == json::parse_event_t::key) {
      if (!names.insert(parsed.get<std::string>()).second) repeated = parsed.get<std::string>();
    }
    return true;
  };
  json header = json::parse(text.begin(), text.end(), watchNames, false);
  if (header.is_discarded()) return tl::unexpected<std::string>("its header is not JSON");
  if (!header.is_object()) return tl::unexpected<std::string>("its header is not a JSON object");
  if (!repeated.empty()) {
    return tl::unexpected(fmt::format("its header names tensor {} twice", repeated));
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
  const auto* type = std::find_if(kTypes.begin(), kTypes.end(),
                                  [&](const TypeRow& known) { return known.name == typeName; });
  if (type == kTypes.end()) {
    return fail(ErrorCode::Unsupported,
                fmt::format("tensor {} has the number type {}, which is not read here; convert it "
                            "to F32, F16 or BF16",
                            name, typeName));
  }
  entry.type = type->type;
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
std::optional<std::string> layoutFault(const std::vector<TensorEntry>& entries,
                                       std::size_t dataBytes) {
  std::size_t reached = 0;
  for (const TensorEntry& entry : entries) {
    if (entry.begin < reached) {
      return fmt::format("tensor {} overlaps the tensor before it", entry.name);
    }
    if (entry.begin > reached) return fmt::format("there is a gap before tensor {}", entry.name);
    reached = entry.end;
  }
  if (reached != dataBytes) {
    return fmt::format("{} bytes after the last tensor belong to none", dataBytes - reached);
  }
  return std::nullopt;
}

std::string_view asText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::size_t bytesPerNumber(TensorType type) { return row(type).bytes; }
std::string_view tensorTypeName(TensorType type) { return row(type).name; }

struct SafetensorsFile::Contents {
  std::unique_ptr<const MappedFile> file;
  std::size_t dataStart = 0;
  std::vector<TensorEntry> entries;
  std::unordered_map<std::string_view, std::size_t> byName;  // keys point into entries
  std::map<std::string, std::string> metadata;
};

SafetensorsFile::SafetensorsFile(std::shared_ptr<const Contents> contents)
    : m_contents(std::move(contents)) {}

Result<SafetensorsFile> SafetensorsFile::open(const fs::path& path) {
  const auto corrupt = [&](std::string_view why) {
    return fail(
        ErrorCode::Corrupt,
        fmt::format("{} is not a usable weights file: {}. Get it again.", path.string(), why));
  };
  auto file = MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const std::span<const std::byte> bytes = (*file)->bytes();
  if (bytes.size() < kLengthBytes) return corrupt("it is shorter than the 8 bytes it begins with");
  std::uint64_t headerBytes = 0;
  std::memcpy(&headerBytes, bytes.data(), kLengthBytes);
  if (headerBytes > kMaxHeaderBytes) {
    return corrupt(fmt::format("it claims a header of {} bytes", headerBytes));
  }
  if (headerBytes > bytes.size() - kLengthBytes) {
    return corrupt(fmt::format("it claims a header of {} bytes but has {} bytes in all",
                               headerBytes, bytes.size()));
  }
  const auto header = parseHeader(asText(bytes.subspan(kLengthBytes, headerBytes)));
  if (!header) return corrupt(header.error());

  const auto contents = std::make_shared<Contents>();
  contents->dataStart = kLengthBytes + headerBytes;
  const std::size_t dataBytes = bytes.size() - contents->dataStart;
  for (const auto& [name, fields] : header->items()) {
    if (name == "__metadata__") {
      auto metadata = readMetadata(fields);
      if (!metadata) return corrupt(metadata.error().message);
      contents->metadata = std::move(*metadata);
      continue;
    }
    auto entry = readEntry(name, fields, dataBytes);
    if (!entry && entry.error().code == ErrorCode::Unsupported) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("{}: {}.", path.string(), entry.error().message));
    }
    if (!entry) return corrupt(entry.error().message);
    contents->entries.push_back(std::move(*entry));
  }
  std::stable_sort(contents->entries.begin(), contents->entries.end(),
                   [](const TensorEntry& a, const TensorEntry& b) {
                     return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
                   });
  if (const auto fault = layoutFault(contents->entries, dataBytes)) return corrupt(*fault);
  for (std::size_t i = 0; i < contents->entries.size(); ++i) {
    contents->byName.emplace(contents->entries[i].name, i);
  }
  contents->file = std::move(*file);
  return SafetensorsFile(contents);
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

const std::map<std::string, std::string>& SafetensorsFile::metadata() const {
  return m_contents->metadata;
}

Result<void> writeSafetensors(const fs::path& path, const std::vector<TensorToWrite>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  std::vector<const TensorToWrite*> order;
  for (const TensorToWrite& tensor : tensors) order.push_back(&tensor);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return bytesPerNumber(a->type) > bytesPerNumber(b->type);
  });

  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const TensorToWrite* tensor : order) {
    if (tensor->name == "__metadata__" || header.contains(tensor->name)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Cannot write {}: the tensor name {} is taken; give every tensor a "
                              "name of its own.",
                              path.string(), tensor->name));
    }
    const auto expected = byteCount(tensor->shape, tensor->type);
    if (!expected || *expected != tensor->bytes.size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Cannot write {}: tensor {} has {} bytes, which is not its shape "
                              "times its number type.",
                              path.string(), tensor->name, tensor->bytes.size()));
    }
    header[tensor->name] = {{"dtype", tensorTypeName(tensor->type)},
                            {"shape", tensor->shape},
                            {"data_offsets", {offset, offset + tensor->bytes.size()}}};
    offset += tensor->bytes.size();
  }

  std::string text;
  try {
    text = header.dump();
  } catch (const json::exception&) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Cannot write {}: a tensor name or metadata field is not UTF-8 text.",
                            path.string()));
  }
  const std::size_t unpadded = kLengthBytes + text.size();
  text.append((kDataAlignment - unpadded % kDataAlignment) % kDataAlignment, ' ');
  const std::uint64_t headerBytes = text.size();
  std::string length(kLengthBytes, '\0');
  std::memcpy(length.data(), &headerBytes, kLengthBytes);

  std::vector<std::string_view> parts{length, text};
  for (const TensorToWrite* tensor : order) parts.push_back(asText(tensor->bytes));
  return writeFileAtomically(path, parts);
}

}  // namespace molloquy::checkpoints
