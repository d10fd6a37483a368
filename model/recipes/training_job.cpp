#include "model/recipes/training_job.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace molloquy::recipes {
namespace {

Result<int> numberFrom(const char* variable, int absent, int low, int high) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return absent;
  const std::string_view value(text);
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < low || number > high) {
    return fail(ErrorCode::InvalidInput, fmt::format("{}={} is not a whole number from {} to {}.",
                                                     variable, value, low, high));
  }
  return number;
}

}  // namespace

Result<World> worldFromEnvironment() {
  constexpr int kMostProcesses = 65536;
  World world;
  if (std::getenv("WORLD_SIZE") == nullptr) return world;
  const Result<int> size = numberFrom("WORLD_SIZE", 1, 1, kMostProcesses);
  if (!size) return tl::unexpected(size.error());
  const Result<int> rank = numberFrom("RANK", 0, 0, *size - 1);
  if (!rank) return tl::unexpected(rank.error());
  const Result<int> local = numberFrom("LOCAL_RANK", 0, 0, kMostProcesses);
  if (!local) return tl::unexpected(local.error());
  const Result<int> port = numberFrom("MASTER_PORT", world.port, 1, 65535);
  if (!port) return tl::unexpected(port.error());
  if (*size > 1 && std::getenv("RANK") == nullptr) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("WORLD_SIZE is {}, but RANK is not set; give every process its own.", *size));
  }
  world.size = *size;
  world.rank = *rank;
  world.localRank = *local;
  world.port = *port;
  if (const char* address = std::getenv("MASTER_ADDR"); address != nullptr && *address != '\0') {
    world.address = address;
  }
  return world;
}

}  // namespace molloquy::recipes
