#pragma once

#include <exception>
#include <new>
#include <string>

#include "model/base/result.h"

namespace molloquy::session {

/// What an exception of libtorch, of the standard library or of our own decoder means for a person.
/// doing  "writing an answer".
Error errorOf(const std::exception& thrown, std::string_view doing);

/// Runs `work`, and turns what it throws into an Error.
template <class T, class Work>
Result<T> guarded(std::string_view doing, Work work) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    return tl::unexpected(errorOf(thrown, doing));
  }
}

}  // namespace molloquy::session
