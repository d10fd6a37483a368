#include "model/prepare/cached_data.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/prepare/conformer_store.h"
#include "model/prepare/data_cache.h"
#include "model/recipes/prepared_dataset.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{200};

/// Files of one key in the cache.
struct Places {
  fs::path data;
  fs::path summary;
  fs::path leftOut;
  fs::path lock;
};

Places placesOf(const fs::path& folder, const std::string& key) {
  return {folder / (key + ".safetensors"), folder / (key + ".json"),
          folder / (key + ".left_out.jsonl"), folder / (key + ".lock")};
}

/// The data when it is there whole. The data file is written last, so the others are there, too.
std::optional<CachedData> findData(const Places& places, const std::string& key) {
  std::error_code ignored;
  if (!fs::exists(places.data, ignored)) return std::nullopt;
  const auto data = recipes::PreparedDataset::read(places.data);
  const auto text = readFile(places.summary);
  if (!data || data->key() != key || !text) return std::nullopt;
  const auto summary = summaryFromJson(nlohmann::json::parse(*text, nullptr, false));
  if (!summary) return std::nullopt;
  return CachedData{places.data, places.leftOut, *summary, CachedData::Origin::Cache};
}

/// The data file is made under another name and moved, when everything that belongs to it is there.
Result<CachedData> makeData(const Plan& plan, const Places& places, const std::string& key,
                            const CacheOptions& options, const std::stop_token& stop) {
  const auto store = ConformerStore::open(options.folder / "conformers");
  if (!store) return tl::unexpected(store.error());
  auto leftOut = LeftOutWriter::create(places.leftOut);
  if (!leftOut) return tl::unexpected(leftOut.error());
  Result<void> told;
  Options preparation = options.preparation;
  preparation.store = store->get();
  preparation.onLeftOut = [&](const LeftOut& row) {
    if (told) told = leftOut->add(row);
    if (options.preparation.onLeftOut) options.preparation.onLeftOut(row);
  };
  const fs::path unfinished = places.data.string() + ".unfinished";
  const Result<Summary> summary = prepareFile(plan, unfinished, key, preparation, stop);
  Result<void> done = (*store)->flush();
  if (!summary) return tl::unexpected(summary.error());
  if (done && !told) done = told;
  if (done) done = leftOut->finish();
  if (done) done = writeFileAtomically(places.summary, toJson(*summary).dump(1));
  std::error_code error;
  if (done) fs::rename(unfinished, places.data, error);
  if (done && !error) return CachedData{places.data, places.leftOut, *summary};
  if (done) {
    done = fail(ErrorCode::Internal,
                fmt::format("{} cannot be written: {}.", places.data.string(), error.message()));
  }
  fs::remove(unfinished, error);
  return tl::unexpected(done.error());
}

/// Waits a moment; false after a stop.
bool waitAMoment(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, kBetweenLooks, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

Result<CachedData> cachedData(const Plan& plan, const CacheOptions& options,
                              const std::stop_token& stop) {
  const Result<std::string> key = dataKey(plan, {}, stop);
  if (!key) return tl::unexpected(key.error());
  const Places places = placesOf(options.folder, *key);
  for (bool told = false;; told = true) {
    if (auto found = findData(places, *key)) return *std::move(found);
    const auto lock = PreparationLock::tryLock(places.lock);
    if (!lock) return tl::unexpected(lock.error());
    if (lock->isHeld()) {
      // Another program may have finished between the look and the lock.
      if (auto found = findData(places, *key)) return *std::move(found);
      return makeData(plan, places, *key, options, stop);
    }
    if (!told && options.onMessage) {
      options.onMessage("Another program prepares the same data; waiting for it.");
    }
    if (!waitAMoment(stop)) return fail(ErrorCode::InvalidInput, "Preparation was stopped.");
  }
}

}  // namespace molloquy::prepare
