#pragma once

#include <cstddef>
#include <span>

#include "model/base/result.h"
#include "model/checkpoints/pickle_document.h"

namespace molloquy::checkpoints {

/// How much a pickle may build before it is refused.
struct PickleLimits {
  std::size_t bytes = std::size_t{32} << 20;
  std::size_t values = 2'000'000;   ///< built, and as many kept for later use.
  std::size_t openLists = 100'000;  ///< begun inside each other and not yet ended.
};

/// What a pickle may hold, and so which of Python's callables it may name (pickle_calls.cpp).
enum class PickleContent {
  Weights,  ///< of a PyTorch file: plain containers, tensor views, states of known classes.
  Records,  ///< of a data set: plain containers and numpy arrays, nothing else.
};

/// Reads a pickle without ever running anything: of Python's callables only a fixed list is known,
/// and those are recorded, not called. Everything else is refused by its name.
///
/// Memory: proportional to the pickle, at most `limits`; depth costs nothing.
/// Errors, as part of a sentence without the file's name: Unsupported (asks for something that is
/// not plain data), Corrupt (cut off, an unknown instruction, an empty stack, too large).
/// Source: the pickle protocol, versions 2 to 5, as Python's pickletools documents it.
Result<PickleDocument> readPickle(std::span<const std::byte> bytes,
                                  const PickleLimits& limits = {},
                                  PickleContent content = PickleContent::Weights);

}  // namespace molloquy::checkpoints
