#include "model/corpus/importers/text_input.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <string_view>

namespace molloquy::corpus {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

gzFile handle(void* file) { return static_cast<gzFile>(file); }

bool beginsLikeUtf16(std::string_view text) {
  return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
}

}  // namespace

Result<std::unique_ptr<TextInput>> TextInput::open(const std::filesystem::path& file) {
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) {
    return fail(ErrorCode::InvalidInput, fmt::format("{} is a folder, not a file.", file.string()));
  }
  std::unique_ptr<TextInput> input(new TextInput);
  input->m_path = file;
  input->m_file = gzopen(file.c_str(), "rb");
  if (input->m_file == nullptr) {
    return fail(ErrorCode::NotFound, fmt::format("{} cannot be opened.", file.string()));
  }
  const std::uintmax_t size = std::filesystem::file_size(file, problem);
  input->m_size = problem ? 0 : size;
  if (Result<void> begun = input->readBeginning(file); !begun) {
    return tl::unexpected(begun.error());
  }
  return input;
}

TextInput::~TextInput() {
  if (m_file != nullptr) gzclose(handle(m_file));
}

Result<void> TextInput::readBeginning(const std::filesystem::path& file) {
  if (traits_type::eq_int_type(underflow(), traits_type::eof())) {
    if (m_failure) return tl::unexpected(*m_failure);
    return fail(ErrorCode::InvalidInput, fmt::format("{} is empty.", file.string()));
  }
  const std::string_view text = beginning();
  if (beginsLikeUtf16(text)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is UTF-16 text. Save it as UTF-8.", file.string()));
  }
  if (text.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} holds binary data, not text.", file.string()));
  }
  if (text.starts_with(kUtf8Mark)) gbump(static_cast<int>(kUtf8Mark.size()));
  if (gptr() == egptr()) {
    return fail(ErrorCode::InvalidInput, fmt::format("{} is empty.", file.string()));
  }
  return {};
}

std::string_view TextInput::beginning() const {
  return {gptr(), static_cast<std::size_t>(egptr() - gptr())};
}

std::uintmax_t TextInput::position() const {
  const auto offset = gzoffset(handle(m_file));
  return offset < 0 ? 0 : std::min(m_size, static_cast<std::uintmax_t>(offset));
}

TextInput::int_type TextInput::underflow() {
  if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
  m_buffer.resize(kPieceBytes);
  const int count = m_failure ? 0 : gzread(handle(m_file), m_buffer.data(), kPieceBytes);
  if (count <= 0) {
    int code = Z_OK;
    const char* reason = gzerror(handle(m_file), &code);
    if (code != Z_OK && code != Z_STREAM_END && !m_failure) {
      m_failure.emplace(
          ErrorCode::Corrupt,
          fmt::format("{} cannot be read to its end: {}. Get it again.", m_path.string(), reason));
    }
    setg(nullptr, nullptr, nullptr);
    return traits_type::eof();
  }
  setg(m_buffer.data(), m_buffer.data(), m_buffer.data() + count);
  return traits_type::to_int_type(*gptr());
}

LineKind LineReader::next(std::string& line) {
  using Traits = std::streambuf::traits_type;
  line.clear();
  bool tooLong = false;
  auto byte = m_text.sbumpc();
  if (Traits::eq_int_type(byte, Traits::eof())) return LineKind::End;
  ++m_number;
  for (; !Traits::eq_int_type(byte, Traits::eof()); byte = m_text.sbumpc()) {
    const char character = Traits::to_char_type(byte);
    if (character == '\n') break;
    if (line.size() < kMaximumBytes) {
      line += character;
    } else {
      tooLong = true;
    }
  }
  if (tooLong) {
    line.resize(80);
    return LineKind::TooLong;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return LineKind::Text;
}

}  // namespace molloquy::corpus
