#include "model/checkpoints/pickle_reader.h"

#include <fmt/format.h>

#include "model/checkpoints/pickle_machine.h"

namespace molloquy::checkpoints {

Result<PickleDocument> readPickle(std::span<const std::byte> bytes, const PickleLimits& limits,
                                  PickleContent content) {
  if (bytes.size() > limits.bytes) {
    return fail(ErrorCode::Unsupported, fmt::format("its description has {} bytes, more than {}",
                                                    bytes.size(), limits.bytes));
  }
  PickleMachine machine({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, limits,
                        content);
  while (machine.step()) {
  }
  if (machine.error()) return tl::unexpected(*machine.error());
  return machine.takeDocument();
}

}  // namespace molloquy::checkpoints
