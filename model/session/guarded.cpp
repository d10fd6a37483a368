#include "model/session/guarded.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace molloquy::session {
namespace {

/// libtorch's CPU allocator has no exception type of its own, and CUDA's comes from a library that
/// is not always there, so lack of memory is told by its words.
bool isLackOfMemory(const std::exception& thrown, std::string_view what) {
  if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) return true;
  std::string small(what);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char letter) { return std::tolower(letter); });
  constexpr std::array<std::string_view, 3> kWords{"allocate memory", "not enough memory",
                                                   "out of memory"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view words) {
    return small.find(words) != std::string::npos;
  });
}

}  // namespace

Error errorOf(const std::exception& thrown, std::string_view doing) {
  // Behind the first line libtorch lists the functions that were running.
  std::string_view what = thrown.what();
  what = what.substr(0, what.find('\n'));
  if (isLackOfMemory(thrown, what)) {
    return Error(
        ErrorCode::OutOfMemory,
        fmt::format("The memory does not suffice for {}; close other programs, shorten the "
                    "text or choose a smaller model.",
                    doing));
  }
  return Error(ErrorCode::Internal, fmt::format("Failed at {}: {}", doing, what));
}

}  // namespace molloquy::session
