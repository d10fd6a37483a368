#include "model/vectors/column_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "model/base/growing_file.h"
#include "model/vectors/column_format.h"
#include "model/vectors/column_pieces.h"

namespace molloquy::vectors {
namespace fs = std::filesystem;

namespace {

using Columns = std::map<std::string, ColumnPieces, std::less<>>;
constexpr std::uint64_t kMapStep = std::uint64_t{64} << 20;
constexpr std::array<std::byte, kAlignment> kZeros{};

tl::unexpected<Error> systemError(const char* doing, const fs::path& file) {
  const int reason = errno;
  const ErrorCode code = reason == ENOENT || reason == ENOTDIR ? ErrorCode::NotFound
                         : reason == EEXIST                    ? ErrorCode::InvalidInput
                                                               : ErrorCode::Internal;
  return fail(code, fmt::format("Cannot {} {}: {}.", doing, file.string(), std::strerror(reason)));
}

tl::unexpected<Error> corrupt(const fs::path& file, std::string_view what) {
  return fail(ErrorCode::Corrupt,
              fmt::format("{} {}; its numbers have to be made again.", file.string(), what));
}

/// Exactly `bytes` from the place. returns false at the end of the file or on an error.
bool readAt(int descriptor, std::uint64_t place, void* into, std::size_t bytes) {
  auto* to = static_cast<char*>(into);
  while (bytes > 0) {
    const ssize_t got = ::pread(descriptor, to, bytes, static_cast<off_t>(place));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    place += static_cast<std::uint64_t>(got);
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

bool writeAt(int descriptor, std::uint64_t place, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    place += static_cast<std::uint64_t>(put);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

/// Zeros that make `bytes` a multiple of 64.
std::span<const std::byte> fillingOf(std::uint64_t bytes) {
  return {kZeros.data(), static_cast<std::size_t>(alignedUp(bytes) - bytes)};
}

/// Blocks from one place of the file to another, joined to `columns`.
Result<void> readBlocks(int descriptor, const fs::path& file, std::uint64_t from, std::uint64_t to,
                        Columns& columns) {
  while (from < to) {
    BlockHead head;
    if (to - from < sizeof head || !readAt(descriptor, from, &head, sizeof head) ||
        !isGood(head, to - from)) {
      return corrupt(file, fmt::format("has a damaged block at byte {}", from));
    }
    ColumnPieces& column = columns[std::string(nameOf(head))];
    if (column.bytesPerRow == 0) column.bytesPerRow = head.bytesPerRow;
    if (column.bytesPerRow != head.bytesPerRow) {
      return corrupt(file, fmt::format("has rows of two sizes in the column \"{}\"", nameOf(head)));
    }
    column.add({head.firstRow, head.rows, from + sizeof head});
    from += head.blockBytes;
  }
  return {};
}

}  // namespace

struct ColumnFile::State {
  fs::path path;
  Opening opening = Opening::Write;
  int descriptor = -1;
  FileHead head;
  std::uint64_t end = 0;  ///< bytes that are shown.
  Columns columns;
  std::byte* base = nullptr;
  std::uint64_t mapped = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (base != nullptr) ::munmap(base, mapped);
    if (descriptor >= 0) ::close(descriptor);
  }

  static Result<std::unique_ptr<State>> open(const fs::path& path, std::uint64_t committedBytes,
                                             Opening opening);
  Result<void> show(std::uint64_t committedBytes);
  Result<void> map(std::uint64_t upTo);
  /// Whether another file lies at the path by now.
  [[nodiscard]] Result<bool> isReplaced() const;
};

Result<std::unique_ptr<ColumnFile::State>> ColumnFile::State::open(const fs::path& path,
                                                                   std::uint64_t committedBytes,
                                                                   Opening opening) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->opening = opening;
  state->descriptor =
      ::open(path.c_str(), (opening == Opening::Write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
  if (state->descriptor < 0) return systemError("open", path);
  if (!readAt(state->descriptor, 0, &state->head, sizeof state->head)) {
    if (committedBytes > 0) return corrupt(path, "is cut off");
    state->head = makeFileHead(0, 0);  // a creation that was interrupted
    const auto bytes = std::as_bytes(std::span(&state->head, 1));
    if (opening == Opening::Write && !writeAt(state->descriptor, 0, bytes)) {
      return systemError("write", path);
    }
  }
  switch (check(state->head)) {
    case HeadState::Good:
      break;
    case HeadState::Newer:
      return fail(ErrorCode::Unsupported,
                  fmt::format("{} was made by a newer version of this program; it can be read with "
                              "that version.",
                              path.string()));
    case HeadState::Foreign:
      return corrupt(path, "is no file of columns");
    case HeadState::Damaged:
      return corrupt(path, "has a damaged head");
  }
  state->end = sizeof(FileHead);
  if (auto shown = state->show(committedBytes); !shown) return tl::unexpected(shown.error());
  return state;
}

Result<void> ColumnFile::State::show(std::uint64_t committedBytes) {
  if (committedBytes == 0) committedBytes = sizeof(FileHead);
  if (head.wholeBytes != 0 && committedBytes == head.replacedBytes) {
    committedBytes = head.wholeBytes;
  }
  if (committedBytes == end) return {};
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return systemError("read", path);
  if (static_cast<std::uint64_t>(about.st_size) < committedBytes) {
    return corrupt(
        path, fmt::format("is cut off: {} of {} bytes are there", about.st_size, committedBytes));
  }
  Columns known;
  const bool isLonger = committedBytes > end;
  if (isLonger) known = columns;
  const std::uint64_t from = isLonger ? end : sizeof(FileHead);
  if (auto read = readBlocks(descriptor, path, from, committedBytes, known); !read) return read;
  if (auto done = map(committedBytes); !done) return done;
  columns = std::move(known);
  end = committedBytes;
  return {};
}

Result<void> ColumnFile::State::map(std::uint64_t upTo) {
  if (upTo <= mapped) return {};
  // Room to grow: pages beyond the file's end are there as soon as the file is.
  const std::uint64_t size = (upTo + upTo / 2 + kMapStep) / kMapStep * kMapStep;
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  if (at == MAP_FAILED) return systemError("map", path);
  if (base != nullptr) ::munmap(base, mapped);
  base = static_cast<std::byte*>(at);
  mapped = size;
  return {};
}

Result<bool> ColumnFile::State::isReplaced() const {
  struct stat here {};
  struct stat there {};
  if (::fstat(descriptor, &here) != 0 || ::stat(path.c_str(), &there) != 0) {
    return systemError("read", path);
  }
  return here.st_ino != there.st_ino || here.st_dev != there.st_dev;
}

ColumnFile::ColumnFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColumnFile::~ColumnFile() = default;
ColumnFile::ColumnFile(ColumnFile&&) noexcept = default;
ColumnFile& ColumnFile::operator=(ColumnFile&&) noexcept = default;

Result<ColumnFile> ColumnFile::create(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return systemError("create", file);
  const FileHead head = makeFileHead(0, 0);
  const bool written = writeAt(descriptor, 0, std::as_bytes(std::span(&head, 1)));
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  if (!written) return systemError("write", file);
  return open(file, sizeof head);
}

Result<ColumnFile> ColumnFile::open(const fs::path& file, std::uint64_t committedBytes,
                                    Opening opening) {
  auto state = State::open(file, committedBytes, opening);
  if (!state) return tl::unexpected(state.error());
  return ColumnFile(std::move(*state));
}

Result<void> ColumnFile::follow(std::uint64_t committedBytes) {
  const auto replaced = m_state->isReplaced();
  if (!replaced) return tl::unexpected(replaced.error());
  if (!*replaced) return m_state->show(committedBytes);
  auto state = State::open(m_state->path, committedBytes, m_state->opening);
  if (!state) return tl::unexpected(state.error());
  m_state = std::move(*state);
  return {};
}

Result<void> ColumnFile::append(std::string_view column, std::size_t bytesPerRow,
                                std::uint64_t firstRow, std::span<const std::byte> rows) {
  State& state = *m_state;
  if (rows.empty()) return {};
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorCode::InvalidInput, fmt::format("The column \"{}\" cannot be added to {}: {}.",
                                                     column, state.path.string(), why));
  };
  if (state.opening == Opening::Read) return refuse("the file is open for reading");
  if (column.empty() || column.size() > kLongestName || column.find('\0') != column.npos) {
    return refuse(fmt::format("a name has 1 to {} bytes", kLongestName));
  }
  if (bytesPerRow == 0 || bytesPerRow > kMostBytesPerRow || rows.size() % bytesPerRow != 0 ||
      firstRow > kMostRows) {
    return refuse(fmt::format("{} bytes are no rows of {}", rows.size(), bytesPerRow));
  }
  const auto known = state.columns.find(column);
  if (known != state.columns.end() && known->second.bytesPerRow != bytesPerRow) {
    return refuse(
        fmt::format("its rows have {} bytes, not {}", known->second.bytesPerRow, bytesPerRow));
  }
  struct stat about {};
  if (::fstat(state.descriptor, &about) != 0) return systemError("write", state.path);
  if (static_cast<std::uint64_t>(about.st_size) > state.end &&
      ::ftruncate(state.descriptor, static_cast<off_t>(state.end)) != 0) {
    return systemError("cut off", state.path);
  }
  const std::uint64_t count = rows.size() / bytesPerRow;
  BlockHead head = makeBlockHead(column, bytesPerRow, firstRow, count);
  // No state of this file may have as many bytes as the one before the compaction had.
  if (state.end + head.blockBytes == state.head.replacedBytes) {
    head = makeBlockHead(column, bytesPerRow, firstRow, count, kAlignment);
  }
  const std::uint64_t data = state.end + sizeof head;
  const std::uint64_t end = state.end + head.blockBytes;
  if (!writeAt(state.descriptor, state.end, std::as_bytes(std::span(&head, 1))) ||
      !writeAt(state.descriptor, data, rows) ||
      ::ftruncate(state.descriptor, static_cast<off_t>(end)) != 0) {
    return systemError("write", state.path);
  }
  if (auto mapped = state.map(end); !mapped) return mapped;
  ColumnPieces& pieces = state.columns[std::string(column)];
  pieces.bytesPerRow = bytesPerRow;
  pieces.add({firstRow, count, data});
  state.end = end;
  return {};
}

Result<std::uint64_t> ColumnFile::sync() {
  if (::fdatasync(m_state->descriptor) != 0) return systemError("write", m_state->path);
  return m_state->end;
}

std::uint64_t ColumnFile::bytes() const { return m_state->end; }

std::vector<RowRun> ColumnFile::runs(std::string_view column) const {
  std::vector<RowRun> runs;
  const auto known = m_state->columns.find(column);
  if (known == m_state->columns.end()) return runs;
  runs.reserve(known->second.pieces.size());
  for (const Piece& piece : known->second.pieces) {
    runs.push_back(
        {piece.firstRow, static_cast<std::size_t>(piece.rows), m_state->base + piece.offset});
  }
  return runs;
}

std::size_t ColumnFile::bytesPerRow(std::string_view column) const {
  const auto known = m_state->columns.find(column);
  return known == m_state->columns.end() ? 0 : static_cast<std::size_t>(known->second.bytesPerRow);
}

std::vector<std::string> ColumnFile::columns() const {
  std::vector<std::string> names;
  for (const auto& [name, pieces] : m_state->columns) names.push_back(name);
  return names;
}

Result<void> ColumnFile::compact(std::span<const std::string> keep) {
  struct Stretch {
    BlockHead head;
    std::span<const Piece> pieces;
  };
  State& state = *m_state;
  std::vector<Stretch> stretches;
  std::uint64_t whole = sizeof(FileHead);
  for (const auto& [name, column] : state.columns) {
    if (std::find(keep.begin(), keep.end(), name) == keep.end()) continue;
    for (std::size_t from = 0, to = 0; from < column.pieces.size(); from = to) {
      std::uint64_t rows = 0;
      do {
        rows += column.pieces[to++].rows;
      } while (to < column.pieces.size() &&
               column.pieces[to].firstRow == column.pieces[to - 1].endRow());
      const auto head = makeBlockHead(name, column.bytesPerRow, column.pieces[from].firstRow, rows);
      stretches.push_back({head, std::span(column.pieces).subspan(from, to - from)});
      whole += head.blockBytes;
    }
  }
  auto file = GrowingFile::create(state.path);
  if (!file) return tl::unexpected(file.error());
  const FileHead head = makeFileHead(whole, state.end);
  if (auto put = file->write(std::as_bytes(std::span(&head, 1))); !put) return put;
  for (const Stretch& stretch : stretches) {
    if (auto put = file->write(std::as_bytes(std::span(&stretch.head, 1))); !put) return put;
    for (const Piece& piece : stretch.pieces) {
      const std::size_t bytes = piece.rows * stretch.head.bytesPerRow;
      if (auto put = file->write({state.base + piece.offset, bytes}); !put) return put;
    }
    const auto filling = fillingOf(stretch.head.rows * stretch.head.bytesPerRow);
    if (auto put = file->write(filling); !put) return put;
  }
  if (auto done = file->finish(); !done) return done;
  return follow(whole);
}

}  // namespace molloquy::vectors
