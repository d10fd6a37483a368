#include "model/corpus/corpus_file.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace molloquy::corpus {
namespace {

/// Written lines are handed over in pieces of about this size.
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
/// Characters of a bad row that its report shows.
constexpr std::size_t kShownCharacters = 60;

Result<Line> parseLine(const std::string& text) {
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) return fail(ErrorCode::Corrupt, "The line is not JSON.");
  return lineFromJson(object);
}

}  // namespace

Result<void> readCorpus(const std::filesystem::path& file, const OnLine& onLine,
                        const OnRejection& onRejection) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound, fmt::format("{} cannot be opened.", file.string()));
  }
  std::size_t number = 0;
  std::size_t taken = 0;
  for (std::string text; std::getline(stream, text);) {
    ++number;
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<Line> line = parseLine(text);
    if (!line) {
      onRejection({number, text.substr(0, kShownCharacters), line.error().message});
      continue;
    }
    ++taken;
    if (onLine(number, *std::move(line)) == Reading::Stop) return {};
  }
  if (taken > 0) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} has no line that could be read as a corpus.", file.string()));
}

Result<CorpusWriter> CorpusWriter::create(const std::filesystem::path& file) {
  Result<GrowingFile> growing = GrowingFile::create(file);
  if (!growing) return tl::unexpected(growing.error());
  return CorpusWriter(*std::move(growing));
}

Result<void> CorpusWriter::write(const Line& line) {
  m_waiting += toJson(line).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  m_waiting += '\n';
  ++m_count;
  return m_waiting.size() < kPieceBytes ? Result<void>() : flush();
}

Result<void> CorpusWriter::finish() {
  if (Result<void> done = flush(); !done) return done;
  return m_file.finish();
}

Result<void> CorpusWriter::flush() {
  Result<void> done = m_file.write(std::as_bytes(std::span(m_waiting)));
  m_waiting.clear();
  return done;
}

}  // namespace molloquy::corpus
