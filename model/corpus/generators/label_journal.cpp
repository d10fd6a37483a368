#include "model/corpus/generators/label_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace molloquy::corpus {
namespace {

using Json = nlohmann::json;

constexpr const char* kHeaderKey = "molloquy_label_journal";
/// A line of a journal is never longer: a thousand atoms have 30 KB, and there are few conformers.
constexpr std::size_t kLongestLine = std::size_t{64} << 20;

std::string lineOf(const nlohmann::ordered_json& object) {
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string headerOf(const LabelJournal::Identity& identity) {
  return lineOf({{kHeaderKey, 1}, {"settings", identity.settings}});
}

std::string lineOf(const FinishedRecord& record) {
  auto entries = nlohmann::ordered_json::array();
  for (const Entry& entry : record.entries) entries.push_back(toJson(entry));
  return lineOf({{"record", record.record},
                 {"line", record.line},
                 {"what", record.what},
                 {"entries", std::move(entries)},
                 {"refused", record.refused}});
}

Result<FinishedRecord> recordFrom(std::string_view line) {
  const Json object = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  const tl::unexpected<Error> broken = fail(ErrorCode::Corrupt, "A line is no finished record.");
  if (!object.is_object()) return broken;
  try {
    FinishedRecord record{object.at("record").get<std::size_t>(),
                          object.at("line").get<std::size_t>(),
                          object.at("what").get<std::string>(),
                          {},
                          object.at("refused").get<std::vector<std::string>>()};
    for (const Json& entry : object.at("entries")) {
      Result<Line> read = lineFromJson(entry);
      if (!read || !std::holds_alternative<Entry>(*read)) return broken;
      record.entries.push_back(std::get<Entry>(*std::move(read)));
    }
    return record;
  } catch (const Json::exception&) {
    return broken;
  }
}

/// Lines of a file, read in pieces.
class JournalLines {
 public:
  explicit JournalLines(int descriptor) : m_descriptor(descriptor) {}

  /// False at the end or before a torn last line.
  bool next(std::string& line, std::int64_t& begin) {
    while (true) {
      if (const std::size_t end = m_waiting.find('\n', m_searched); end != std::string::npos) {
        line.assign(m_waiting, m_taken, end - m_taken);
        begin = m_begin + static_cast<std::int64_t>(m_taken);
        m_taken = m_searched = end + 1;
        return true;
      }
      if (m_waiting.size() - m_taken > kLongestLine || !fill()) return false;
    }
  }

 private:
  bool fill() {
    m_waiting.erase(0, m_taken);
    m_begin += static_cast<std::int64_t>(m_taken);
    m_taken = 0;
    m_searched = m_waiting.size();
    const std::size_t before = m_waiting.size();
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    m_waiting.resize(before + kPiece);
    const ssize_t got = ::pread(m_descriptor, m_waiting.data() + before, kPiece,
                                m_begin + static_cast<std::int64_t>(before));
    m_waiting.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
    return got > 0;
  }

  int m_descriptor;
  std::string m_waiting;  ///< from m_begin of the file on.
  std::int64_t m_begin = 0;
  std::size_t m_taken = 0;     ///< of m_waiting.
  std::size_t m_searched = 0;  ///< without a line end.
};

}  // namespace

LabelJournal::LabelJournal(LabelJournal&& other) noexcept
    : m_file(std::move(other.m_file)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_end(other.m_end),
      m_places(std::move(other.m_places)) {}

LabelJournal::~LabelJournal() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

Error LabelJournal::problem(const char* doing) const {
  return {ErrorCode::Internal,
          fmt::format("{} cannot be {}: {}.", m_file.string(), doing, std::strerror(errno))};
}

Result<LabelJournal> LabelJournal::open(const std::filesystem::path& file, int flags) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | flags, 0666);
  LabelJournal journal(file, descriptor);
  if (descriptor < 0) return tl::unexpected(journal.problem("opened"));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is in use by another run.", file.string()));
  }
  return journal;
}

Result<LabelJournal> LabelJournal::create(const std::filesystem::path& file,
                                          const Identity& identity) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} holds what an interrupted run has finished. Go on with it "
                            "(--resume), or delete it.",
                            file.string()));
  }
  Result<LabelJournal> journal = open(file, O_CREAT | O_EXCL);
  if (!journal) return journal;
  if (Result<void> written = journal->append(headerOf(identity)); !written) {
    return tl::unexpected(written.error());
  }
  return journal;
}

Result<LabelJournal> LabelJournal::resume(const std::filesystem::path& file,
                                          const Identity& identity) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return create(file, identity);
  Result<LabelJournal> journal = open(file, 0);
  if (!journal) return journal;
  if (Result<void> read = journal->readPlaces(identity); !read) {
    return tl::unexpected(read.error());
  }
  return journal;
}

Result<void> LabelJournal::readPlaces(const Identity& identity) {
  JournalLines reader(m_descriptor);
  std::string line;
  std::int64_t begin = 0;
  if (!reader.next(line, begin)) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is empty or no journal of a run; delete it.", m_file.string()));
  }
  const Json header = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!header.is_object() || !header.contains(kHeaderKey)) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is no journal of a run; move it away.", m_file.string()));
  }
  if (line + '\n' != headerOf(identity)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} was begun with other settings or another input ({}); use the same, "
                            "or delete it.",
                            m_file.string(), header.value("settings", "unknown")));
  }
  m_end = static_cast<std::int64_t>(line.size()) + 1;
  while (reader.next(line, begin)) {
    const Result<FinishedRecord> record = recordFrom(line);
    if (!record) break;
    m_places[record->record] = {begin, line.size()};
    m_end = begin + static_cast<std::int64_t>(line.size()) + 1;
  }
  if (::ftruncate(m_descriptor, m_end) != 0) return tl::unexpected(problem("shortened"));
  return {};
}

Result<void> LabelJournal::append(const std::string& line) {
  std::string_view rest = line;
  std::int64_t at = m_end;
  while (!rest.empty()) {
    const ssize_t written = ::pwrite(m_descriptor, rest.data(), rest.size(), at);
    if (written < 0 && errno != EINTR) return tl::unexpected(problem("written"));
    if (written <= 0) continue;
    rest.remove_prefix(static_cast<std::size_t>(written));
    at += written;
  }
  m_end = at;
  return {};
}

Result<void> LabelJournal::add(const FinishedRecord& record) {
  const std::string line = lineOf(record);
  const std::int64_t begin = m_end;
  if (Result<void> written = append(line); !written) return written;
  m_places[record.record] = {begin, line.size() - 1};
  return {};
}

Result<void> LabelJournal::forEach(
    const std::function<Result<void>(const FinishedRecord&)>& tell) const {
  std::string line;
  for (const auto& [number, place] : m_places) {
    line.resize(place.size);
    const ssize_t got = ::pread(m_descriptor, line.data(), line.size(), place.begin);
    if (got != static_cast<ssize_t>(line.size())) return tl::unexpected(problem("read"));
    const Result<FinishedRecord> record = recordFrom(line);
    if (!record) return tl::unexpected(record.error().within("reading " + m_file.string()));
    if (Result<void> told = tell(*record); !told) return told;
  }
  return {};
}

void LabelJournal::remove() {
  std::error_code ignored;
  std::filesystem::remove(m_file, ignored);
}

}  // namespace molloquy::corpus
