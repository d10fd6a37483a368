#include "model/checkpoints/safetensors_stream_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/checkpoints/tensor_type.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDataAlignment = 64;

/// The JSON header and the bytes it describes.
struct Header {
  std::string json;
  std::uintmax_t dataBytes = 0;
};

/// An InvalidInput sentence without the file's name when a tensor does not fit.
Result<Header> headerOf(const std::vector<PlannedTensor>& tensors,
                        const std::map<std::string, std::string>& metadata) {
  nlohmann::json fields = nlohmann::json::object();
  if (!metadata.empty()) fields["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const PlannedTensor& tensor : tensors) {
    if (tensor.name == "__metadata__" || fields.contains(tensor.name)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("the tensor name {} is taken; give every tensor a name of its own",
                              tensor.name));
    }
    const auto bytes = byteCount(tensor.shape, tensor.type);
    if (!bytes || *bytes > std::numeric_limits<std::size_t>::max() - offset) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("tensor {} has a shape too large for any computer", tensor.name));
    }
    fields[tensor.name] = {{"dtype", tensorTypeName(tensor.type)},
                           {"shape", tensor.shape},
                           {"data_offsets", {offset, offset + *bytes}}};
    offset += *bytes;
  }
  try {
    return Header{fields.dump(), offset};
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorCode::InvalidInput, "a tensor name or metadata field is not UTF-8 text");
  }
}

}  // namespace

std::size_t keptAlignment(const PlannedTensor& tensor) {
  const std::size_t bytes = byteCount(tensor.shape, tensor.type).value_or(0);
  return bytes == 0 ? kDataAlignment
                    : std::min(kDataAlignment, std::size_t{1} << std::countr_zero(bytes));
}

void sortForAlignment(std::vector<PlannedTensor>& tensors) {
  std::stable_sort(tensors.begin(), tensors.end(),
                   [](const PlannedTensor& a, const PlannedTensor& b) {
                     return keptAlignment(a) > keptAlignment(b);
                   });
}

SafetensorsStreamWriter::SafetensorsStreamWriter(fs::path path, GrowingFile file,
                                                 std::uintmax_t missing)
    : m_path(std::move(path)), m_file(std::move(file)), m_missing(missing) {}

Result<SafetensorsStreamWriter> SafetensorsStreamWriter::create(
    const fs::path& path, const std::vector<PlannedTensor>& tensors,
    const std::map<std::string, std::string>& metadata) {
  auto header = headerOf(tensors, metadata);
  if (!header) {
    return fail(header.error().code,
                fmt::format("Cannot write {}: {}.", path.string(), header.error().message));
  }
  std::string start(sizeof(std::uint64_t), '\0');
  const std::size_t unpadded = start.size() + header->json.size();
  header->json.append((kDataAlignment - unpadded % kDataAlignment) % kDataAlignment, ' ');
  const std::uint64_t headerBytes = header->json.size();
  std::memcpy(start.data(), &headerBytes, start.size());

  auto file = GrowingFile::create(path);
  if (!file) return tl::unexpected(file.error());
  for (const std::string& part : {start, header->json}) {
    if (const auto written = file->write(std::as_bytes(std::span(part))); !written) {
      return tl::unexpected(written.error());
    }
  }
  return SafetensorsStreamWriter(path, *std::move(file), header->dataBytes);
}

Result<void> SafetensorsStreamWriter::write(std::span<const std::byte> piece) {
  if (piece.size() > m_missing) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} bytes more than planned were given for {}; plan every tensor.",
                            piece.size() - m_missing, m_path.string()));
  }
  m_missing -= piece.size();
  return m_file.write(piece);
}

Result<void> SafetensorsStreamWriter::finish() {
  if (m_missing > 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} lacks {} of its planned bytes; it is not written.", m_path.string(),
                            m_missing));
  }
  return m_file.finish();
}

}  // namespace molloquy::checkpoints
