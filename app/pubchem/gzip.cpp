#include "app/pubchem/gzip.h"

#include <zlib.h>

#include <array>

namespace molloquy::pubchem {

tl::expected<QByteArray, UnpackFailure> unpacked(const QByteArray& packed, qint64 largest) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK)
    return tl::unexpected(UnpackFailure::Broken);  // either kind of head
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  QByteArray plain;
  std::array<char, 65536> piece;
  int state = Z_OK;
  while (state == Z_OK && plain.size() <= largest) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    plain.append(piece.data(), static_cast<qsizetype>(piece.size() - stream.avail_out));
  }
  inflateEnd(&stream);
  if (plain.size() > largest) return tl::unexpected(UnpackFailure::TooLarge);
  if (state != Z_STREAM_END) return tl::unexpected(UnpackFailure::Broken);
  return plain;
}

}  // namespace molloquy::pubchem
