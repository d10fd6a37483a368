#include "model/checkpoints/weight_file_kind.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

constexpr std::size_t kHeadBytes = 64;
constexpr std::size_t kLengthBytes = 8;

}  // namespace

Result<WeightFileKind> weightFileKind(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is a folder; name a file inside it.", path.string()));
  }
  if (!fs::exists(path, ignored)) {
    return fail(ErrorCode::NotFound, fmt::format("There is no file {}.", path.string()));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound,
                fmt::format("Cannot read {}: {}.", path.string(), std::strerror(errno)));
  }
  std::string head(kHeadBytes, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  if (head.empty()) return WeightFileKind::Empty;
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) {
    return WeightFileKind::PytorchZip;
  }
  if (head.starts_with("\x80\x02\x8a\x0a"sv)) return WeightFileKind::PytorchLegacy;
  if (head.starts_with("version https://git-lfs"sv)) return WeightFileKind::GitLfsPointer;
  if (head.size() > kLengthBytes && head[kLengthBytes] == '{') return WeightFileKind::Safetensors;
  return WeightFileKind::Unknown;
}

Error notWeights(const fs::path& path, WeightFileKind kind) {
  const auto sentence = [&](const char* rest) { return fmt::format("{} {}", path.string(), rest); };
  switch (kind) {
    case WeightFileKind::PytorchLegacy:
      return {ErrorCode::Unsupported,
              sentence("was written by a PyTorch before 1.6, a format that is not read here; load "
                       "and save it once with a newer PyTorch, or take its .safetensors file.")};
    case WeightFileKind::GitLfsPointer:
      return {ErrorCode::Corrupt, sentence("is only a pointer of git-lfs to the real file; fetch "
                                           "that with \"git lfs pull\".")};
    case WeightFileKind::Empty:
      return {ErrorCode::Corrupt, sentence("is empty; get it again.")};
    case WeightFileKind::Safetensors:
      return {ErrorCode::InvalidInput,
              sentence("holds safetensors, not a PyTorch archive; give it the ending "
                       ".safetensors.")};
    case WeightFileKind::PytorchZip:
      return {ErrorCode::InvalidInput,
              sentence("is a PyTorch archive, not a safetensors file; give it the ending .pt.")};
    case WeightFileKind::Unknown:
      break;
  }
  return {ErrorCode::Corrupt,
          sentence("is neither a safetensors file nor a PyTorch archive; get it again or name "
                   "another file.")};
}

}  // namespace molloquy::checkpoints
