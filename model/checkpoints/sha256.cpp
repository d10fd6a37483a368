#include "model/checkpoints/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include <fmt/format.h>

namespace molloquy::checkpoints {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

/// A running checksum.
class Digest {
 public:
  Digest() : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    m_usable = m_context && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1;
  }
  void add(std::string_view bytes) {
    m_usable = m_usable && EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1;
  }
  /// Empty when libcrypto failed.
  std::string finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (!m_usable || EVP_DigestFinal_ex(m_context.get(), bytes.data(), &size) != 1) return {};
    std::string digits;
    for (unsigned i = 0; i < size; ++i) digits += fmt::format("{:02x}", bytes.at(i));
    return digits;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
  bool m_usable = false;
};

}  // namespace

std::string sha256OfText(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.finish();
}

Result<std::string> sha256OfFile(const std::filesystem::path& path,
                                 const std::function<void(std::uintmax_t read)>& read,
                                 const std::stop_token& stop) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound,
                fmt::format("Cannot read {}: {}.", path.string(), std::strerror(errno)));
  }
  Digest digest;
  std::vector<char> piece(kPieceBytes);
  while (stream) {
    if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Reading was stopped.");
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    digest.add({piece.data(), got});
    if (read && got > 0) read(got);
  }
  std::string digits = digest.finish();
  if (stream.bad() || digits.empty()) {
    return fail(ErrorCode::Internal,
                fmt::format("Cannot read {} to its end; check the disk.", path.string()));
  }
  return digits;
}

}  // namespace molloquy::checkpoints
