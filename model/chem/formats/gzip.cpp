#include "model/chem/formats/gzip.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

namespace molloquy::chem {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, gzip framing
constexpr std::size_t kPiece = std::size_t{1} << 18;

Bytef* bytesOf(std::string_view text) {
  // zlib's input pointer is not const in older interfaces; it only reads there.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::Corrupt,
              "The gzip data is damaged or cut off. Get the file again, or unpack it first.");
}

}  // namespace

bool isGzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

Result<std::string> gunzip(std::string_view bytes, std::size_t maxBytes,
                           const std::stop_token& stop) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) {
    return fail(ErrorCode::OutOfMemory, "There is not enough memory to unpack the file.");
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closing(&stream, inflateEnd);
  std::string text;
  std::vector<char> piece(kPiece);
  while (!stop.stop_requested()) {
    if (stream.avail_in == 0) {
      if (bytes.empty()) return damaged();
      const std::size_t given =
          std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
      stream.next_in = bytesOf(bytes);
      stream.avail_in = static_cast<uInt>(given);
      bytes.remove_prefix(given);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) return damaged();
    const std::size_t made = piece.size() - stream.avail_out;
    if (made > maxBytes - text.size()) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("Unpacked, the file has more than the {} MB that can be read. Cut out "
                      "the part of interest.",
                      maxBytes >> 20));
    }
    text.append(piece.data(), made);
    if (status == Z_STREAM_END) {
      const bool another = stream.avail_in >= 2 && stream.next_in[0] == 0x1F;
      if (!another || inflateReset(&stream) != Z_OK) return text;
    }
  }
  return std::string();
}

Result<std::string> gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail(ErrorCode::OutOfMemory, "There is not enough memory to compress the file.");
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closing(&stream, deflateEnd);
  std::string packed;
  std::vector<char> piece(kPiece);
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    if (stream.avail_in == 0 && !text.empty()) {
      const std::size_t given =
          std::min<std::size_t>(text.size(), std::numeric_limits<uInt>::max());
      stream.next_in = bytesOf(text);
      stream.avail_in = static_cast<uInt>(given);
      text.remove_prefix(given);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) {
      return fail(ErrorCode::Internal, "The text cannot be compressed.");
    }
    packed.append(piece.data(), piece.size() - stream.avail_out);
  }
  return packed;
}

}  // namespace molloquy::chem
