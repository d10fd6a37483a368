#include "model/library/library_files.h"

#include <string>

namespace molloquy::library {
namespace fs = std::filesystem;
namespace {

/// What SQLite keeps beside a database while it is open; gone once it was closed.
constexpr const char* kPassing[] = {"-wal", "-shm", "-journal"};

fs::path beside(const fs::path& file, const char* ending) { return file.string() + ending; }

}  // namespace

fs::path vectorsFile(const fs::path& library) { return beside(library, "-vectors"); }

Result<void> moveLibrary(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  if (!fs::exists(from, problem)) {
    return fail(ErrorCode::NotFound, "There is no library " + from.string() + ".");
  }
  removeLibrary(to);
  // The vectors first: a library without them would have to compute them anew.
  if (fs::exists(vectorsFile(from), problem))
    fs::rename(vectorsFile(from), vectorsFile(to), problem);
  if (!problem) fs::rename(from, to, problem);
  if (problem) {
    return fail(ErrorCode::Internal, "The library " + from.string() + " cannot be moved to " +
                                         to.string() + ": " + problem.message() + ".");
  }
  return {};
}

void removeLibrary(const fs::path& file) {
  std::error_code ignored;
  for (const char* ending : kPassing) fs::remove(beside(file, ending), ignored);
  fs::remove(vectorsFile(file), ignored);
  fs::remove(file, ignored);
}

}  // namespace molloquy::library
