#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/base/result.h"
#include "model/session/open_options.h"

namespace molloquy::session {

/// Bytes that a model will hold, told from the headers of its files before anything is loaded.
struct MemoryEstimate {
  std::uint64_t weights = 0;    ///< the language model in the chosen numbers; mapped ones count.
  std::uint64_t cache = 0;      ///< keys and values of a full context.
  std::uint64_t encoder = 0;    ///< 3D encoder, Q-Former and projection, in f32.
  std::uint64_t workspace = 0;  ///< logits, activations, libraries.
  std::uint64_t available = 0;  ///< free, or the limit that was given.
  Precision precision = Precision::Automatic;  ///< the numbers that were chosen; never Automatic.

  [[nodiscard]] std::uint64_t total() const { return weights + cache + encoder + workspace; }
};

/// Errors: NotFound, Corrupt, Unsupported, as opening the folder would give them; InvalidInput when
/// the options do not fit the model, naming both sizes.
Result<MemoryEstimate> estimateMemory(const std::filesystem::path& modelFolder,
                                      const OpenOptions& options = {});

/// Refuses what will not fit. Errors: those of estimateMemory; OutOfMemory, naming what is needed,
/// what is free and a choice that fits.
Result<void> checkMemory(const std::filesystem::path& modelFolder, const OpenOptions& options);

/// Bytes that a program can get without swapping (MemAvailable of /proc/meminfo); 0 when unknown.
std::uint64_t freeMemory();

/// "14.2 GiB", "96 MiB".
std::string sizeText(std::uint64_t bytes);

}  // namespace molloquy::session
