#pragma once

#include <tl/expected.hpp>

#include "model/base/error.h"

namespace molloquy {

/// A value or the Error that kept it from being made. Public boundaries return this and never throw.
/// Becomes std::expected when the project moves to C++23.
template <class T>
using Result = tl::expected<T, Error>;

/// The error side of a Result: `return fail(ErrorCode::InvalidInput, "sentence for the person");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string message,
                                  std::source_location where = std::source_location::current()) {
  return tl::unexpected<Error>(Error(code, std::move(message), where));
}

}  // namespace molloquy
