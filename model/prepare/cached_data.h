#pragma once

#include "model/prepare/prepare.h"

namespace molloquy::prepare {

/// Prepared data in the cache.
struct CachedData {
  std::filesystem::path file;     ///< for recipes::PreparedDataset.
  std::filesystem::path leftOut;  ///< every row that is not learnt from, as JSON lines.
  Summary summary;
  enum class Origin { Cache, Prepared };
  Origin origin = Origin::Prepared;
};

struct CacheOptions {
  std::filesystem::path folder;  ///< of the cache.
  Options preparation;           ///< `store` is the cache's own and need not be given.
  std::function<void(const std::string&)> onMessage;  ///< a sentence: what is read, waited for.
};

/// The plan's data, from the cache or prepared into it. Of several programs that want the same
/// data, one prepares and the others wait for it; when it fails or dies, the next one tries.
/// Errors: those of dataKey, PreparationLock, ConformerStore and prepareFile.
Result<CachedData> cachedData(const Plan& plan, const CacheOptions& options,
                              const std::stop_token& stop = {});

}  // namespace molloquy::prepare
