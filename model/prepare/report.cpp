#include "model/prepare/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <numeric>

namespace molloquy::prepare {
namespace {

constexpr std::size_t kMostRows = 100'000;
constexpr std::size_t kPieceBytes = std::size_t{1} << 16;

/// The one table of a summary's numbers.
template <class S, class Visit>
void visitCounts(S& summary, const Visit& visit) {
  visit("lines", summary.lines);
  visit("structures", summary.structures);
  visit("given", summary.given);
  visit("stored", summary.stored);
  visit("embedded", summary.embedded);
  visit("training", summary.training);
  visit("held_out", summary.heldOut);
  visit("tokens", summary.tokens);
  visit("longest", summary.longest);
}

}  // namespace

std::size_t Summary::lostRows() const {
  return std::accumulate(lost.begin(), lost.end(), std::size_t{0});
}

nlohmann::ordered_json toJson(const Summary& summary) {
  nlohmann::ordered_json object;
  visitCounts(summary, [&](const char* name, const auto& value) { object[name] = value; });
  auto& lost = object["left_out"] = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < kLosses; ++i) {
    if (summary.lost[i] > 0) lost[std::string(lossName(static_cast<Loss>(i)))] = summary.lost[i];
  }
  return object;
}

Result<Summary> summaryFromJson(const nlohmann::json& object) {
  Summary summary;
  try {
    visitCounts(summary, [&](const char* name, auto& value) { object.at(name).get_to(value); });
    for (std::size_t i = 0; i < kLosses; ++i) {
      const std::string name(lossName(static_cast<Loss>(i)));
      summary.lost[i] = object.at("left_out").value(name, std::size_t{0});
    }
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::Corrupt, fmt::format("The summary cannot be read: {}.", error.what()));
  }
  return summary;
}

std::string toText(const Summary& s) {
  const std::size_t examples = s.training + s.heldOut;
  std::string text = fmt::format("{} examples to learn, {} to measure", s.training, s.heldOut);
  if (s.structures > 0) text += fmt::format(", {} structures", s.structures);
  if (s.embedded + s.stored > 0) {
    text += fmt::format(" ({} embedded now, {} before)", s.embedded, s.stored);
  }
  if (s.tokens > 0) {
    text += fmt::format("; {:.1f} tokens on average, at most {}",
                        static_cast<double>(s.tokens) / static_cast<double>(examples), s.longest);
  }
  text += "\n";
  for (std::size_t i = 0; i < kLosses; ++i) {
    if (s.lost[i] == 0) continue;
    text += fmt::format("left out: {} ({})\n", lossName(static_cast<Loss>(i)), s.lost[i]);
  }
  return text;
}

Result<LeftOutWriter> LeftOutWriter::create(const std::filesystem::path& file) {
  Result<GrowingFile> growing = GrowingFile::create(file);
  if (!growing) return tl::unexpected(growing.error());
  return LeftOutWriter(*std::move(growing));
}

Result<void> LeftOutWriter::add(const LeftOut& row) {
  if (++m_rows > kMostRows) return {};
  const nlohmann::ordered_json object = {{"file", row.file},
                                         {"line", row.line},
                                         {"what", row.what},
                                         {"kind", lossName(row.loss)},
                                         {"reason", row.reason}};
  m_waiting += object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return m_waiting.size() < kPieceBytes ? Result<void>() : flush();
}

Result<void> LeftOutWriter::finish() {
  if (m_rows > kMostRows) {
    m_waiting += nlohmann::json{{"more", m_rows - kMostRows}}.dump() + "\n";
  }
  if (Result<void> done = flush(); !done) return done;
  return m_file.finish();
}

Result<void> LeftOutWriter::flush() {
  Result<void> done = m_file.write(std::as_bytes(std::span(m_waiting)));
  m_waiting.clear();
  return done;
}

}  // namespace molloquy::prepare
